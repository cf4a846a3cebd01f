"""What an officer types to decide upon many applications at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.desk.forms import WordsField, offer, officers_field, officers_offered
from antechamber.accreditation.rules import INELIGIBLE_REASONS
from antechamber.people.models import Account

_KEY: Final = re.compile(r"m_[0-9a-f]{20}")
_NUMBER: Final = r"[A-Z0-9-]{1,32}"
_SEEN: Final = re.compile(rf"({_NUMBER}):([0-9]{{1,9}})")


class ManyForm(forms.Form):
    """What every act upon many carries: the page's key, and the revisions that were shown."""

    key = forms.RegexField(regex=_KEY, widget=forms.HiddenInput, max_length=24)
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_seen(self) -> dict[str, int]:
        """Return the revision of each application, by number."""
        return read_seen(self.cleaned_data["seen"])


def read_seen(written: str) -> dict[str, int]:
    """Read "GCM-A-0412:3 GCM-A-0413:1"; what is written otherwise is left out."""
    found = (_SEEN.fullmatch(part) for part in written.split())
    return {match[1]: int(match[2]) for match in found if match}


def read_numbers(chosen: Iterable[str]) -> list[str]:
    """Return what can be the number of an application; the rest is left out."""
    return [each for each in chosen if re.fullmatch(_NUMBER, each)]


def written_seen(seen: Mapping[str, int]) -> str:
    """Write what `read_seen` reads."""
    return " ".join(f"{reference}:{revision}" for reference, revision in seen.items())


class ManyReasonForm(ManyForm):
    """One decision with one reason for all."""

    reason = WordsField(
        label=_("One reason for all"),
        hint=_("Each applicant will read it."),
        missing=_("Write the reason. The applicants will read it."),
    )


class ManyIneligibleForm(ManyReasonForm):
    """One of the published reasons, and its words."""

    reason_code = forms.ChoiceField(
        label=_("Why are they not eligible?"),
        choices=list(INELIGIBLE_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason.")},
    )
    field_order = ("key", "seen", "reason_code", "reason")


class ManyAssignForm(ManyForm):
    """Who looks after all of them."""

    officer = officers_field(_("Who looks after them?"))

    def __init__(
        self, *args: Any, colleagues: Iterable[Account], own_key: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "officer", officers_offered(colleagues, own_key))


class UndoForm(forms.Form):
    """Why a decision upon many is taken back."""

    reason = WordsField(
        label=_("Why is it taken back?"),
        hint=_("Applicants who were told already will read it."),
        missing=_("Write why it is taken back."),
    )
