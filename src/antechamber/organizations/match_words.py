"""Why a name was matched, in a sentence for the person who typed it."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from antechamber.organizations.comparison import Reason
from antechamber.organizations.matching import Match, NameKind

_SENTENCES: Final[dict[Reason, str | Promise]] = {
    Reason.SAME_NAME: gettext_lazy("The name is the same."),
    Reason.PUNCTUATION: gettext_lazy("The name is the same but for punctuation or accents."),
    Reason.LEGAL_FORM: gettext_lazy("The name is the same but for the legal form."),
    Reason.ACRONYM: gettext_lazy("The acronym fits."),
    Reason.SMALL_WORDS: gettext_lazy("The name is the same but for small words."),
    Reason.WORD_ORDER: gettext_lazy("The same words in another order."),
    Reason.SPELLING: gettext_lazy("The name differs by its spelling only."),
    Reason.TRANSLITERATION: gettext_lazy("The name is the same in another script."),
    Reason.FORMER_NAME: gettext_lazy("It is a former name of this organization."),
    Reason.PART_OF: gettext_lazy("One name is a part of the other."),
    Reason.OTHER_PLACE: gettext_lazy("The names speak of different places."),
    Reason.OTHER_NUMBER: gettext_lazy("The names hold different numbers."),
    Reason.OTHER_WORDS: gettext_lazy("Some words differ."),
    Reason.OTHER_ACRONYM: gettext_lazy("The acronyms differ."),
    Reason.OTHER_COUNTRY: gettext_lazy("The organization has its seat in another country."),
    Reason.NOTHING_SHARED: gettext_lazy("The names have nothing in common."),
}


def why(match: Match) -> str:
    """Say why `match` was found; names the former name or acronym by which it was."""
    sentence = str(_SENTENCES[match.reason])
    if match.kind is NameKind.FORMER and match.reason is not Reason.FORMER_NAME:
        return _("%(sentence)s Found by its former name, %(name)s.") % {
            "sentence": sentence,
            "name": match.name,
        }
    return sentence
