"""What an import says in words: of files and rows refused, of what was mended and decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from antechamber.organizations.names import StatusKind
from antechamber.organizations.roster_cleaning import Decision, RefusalCode
from antechamber.organizations.roster_columns import RosterKind
from antechamber.organizations.roster_files import FileFault
from antechamber.organizations.roster_text import FixCode

Words = str | Promise
MEGABYTE: Final = 1024 * 1024

KIND_WORDS: Final[dict[RosterKind, Words]] = {
    RosterKind.NAMES: gettext_lazy("Names of organizations"),
    RosterKind.GRANTS: gettext_lazy("Decisions on consultative status"),
    RosterKind.RENAMES: gettext_lazy("Changes of name"),
    RosterKind.MERGERS: gettext_lazy("Mergers"),
}

_FAULT_WORDS: Final[dict[FileFault, Words]] = {
    FileFault.TOO_LARGE: gettext_lazy(
        "The file has %(found)s MB and may have %(limit)s MB. Split it, or save it as CSV."
    ),
    FileFault.UNPACKS_TOO_LARGE: gettext_lazy(
        "The file unpacks to far more than a roster holds. Save its first sheet as CSV."
    ),
    FileFault.TOO_MANY_ROWS: gettext_lazy(
        "The file has more than %(limit)s rows. Split it into several files."
    ),
    FileFault.WRONG_TYPE: gettext_lazy(
        "This is not a spreadsheet. Choose an XLSX or CSV file; its content counts, not its name."
    ),
    FileFault.OLD_OR_ENCRYPTED: gettext_lazy(
        "The file is in the old XLS format or has a password. Save it as XLSX without a password."
    ),
    FileFault.UNKNOWN_ENCODING: gettext_lazy(
        "The letters of this file cannot be read. Save it as “CSV UTF-8”."
    ),
    FileFault.UNREADABLE: gettext_lazy(
        "The file is damaged and cannot be read. Open it in a spreadsheet program and save it anew."
    ),
    FileFault.EMPTY: gettext_lazy("The file holds no rows."),
    FileFault.NO_NAME_COLUMN: gettext_lazy(
        "No column of names was found. The first rows need a heading such as “Name”, "
        "or “Old name” and “New name”."
    ),
}

_REFUSAL_WORDS: Final[dict[RefusalCode, Words]] = {
    RefusalCode.EMPTY_NAME: gettext_lazy("The row has no name."),
    RefusalCode.NAME_NOT_TEXT: gettext_lazy("A date or a logical value stands where the name is."),
    RefusalCode.NAME_TOO_LONG: gettext_lazy("The name is too long to be one."),
    RefusalCode.NO_LETTERS: gettext_lazy("The name has no letters."),
    RefusalCode.FORMULA: gettext_lazy("A formula stands where a name is expected."),
    RefusalCode.ANNOUNCES_A_LIST: gettext_lazy("This is a line above a list, not a name."),
    RefusalCode.DATE_UNREADABLE: gettext_lazy(
        "The date “%(value)s” cannot be read, or can be read in two ways. Write it as 2017-04-09."
    ),
    RefusalCode.DATE_OUT_OF_RANGE: gettext_lazy(
        "The date %(value)s lies in the future or before the Council first met."
    ),
    RefusalCode.DECISION_UNKNOWN: gettext_lazy("The decision “%(value)s” is not known."),
    RefusalCode.STATUS_UNREADABLE: gettext_lazy("The status “%(value)s” cannot be read."),
    RefusalCode.DUPLICATE: gettext_lazy("The row says the same as row %(same_as)s."),
}

FIX_WORDS: Final[dict[FixCode, Words]] = {
    FixCode.INVISIBLE_CHARACTERS: gettext_lazy("Characters that cannot be seen were taken out."),
    FixCode.SPACES: gettext_lazy("Spaces were put right."),
    FixCode.LOOK_ALIKE_LETTERS: gettext_lazy(
        "Letters of another script that only look alike were replaced."
    ),
    FixCode.BULLET: gettext_lazy("The bullet of a list was taken off."),
    FixCode.STRAY_MARKS: gettext_lazy("Marks that belong to no name were taken off."),
    FixCode.DASHES: gettext_lazy("Dashes were made alike."),
    FixCode.QUOTES: gettext_lazy("Quotation marks were made alike."),
    FixCode.SPLIT_WORD: gettext_lazy("A word that was split in two was joined."),
    FixCode.STATUS_NOTE: gettext_lazy("The note on its status was taken out of the name."),
    FixCode.ACRONYM: gettext_lazy("The acronym was taken out of the name and is kept beside it."),
    FixCode.DATE: gettext_lazy("The date was read from another way of writing it."),
    FixCode.COUNTRY: gettext_lazy("The country was recognized by its name."),
}
UNKNOWN_COUNTRY: Final = gettext_lazy("The country was not recognized and is left out.")

DECISION_WORDS: Final[dict[Decision, Words]] = {
    Decision.GRANTED: gettext_lazy("status granted"),
    Decision.GRANTED_AT_FIRST_CONSIDERATION: gettext_lazy("status granted at first consideration"),
    Decision.DEFERRED: gettext_lazy("application deferred"),
    Decision.DEFERRED_NEW: gettext_lazy("new application deferred"),
    Decision.RECLASSIFIED: gettext_lazy("status reclassified"),
    Decision.RECLASSIFICATION_DEFERRED: gettext_lazy("reclassification deferred"),
    Decision.CLOSED_NO_REPLY: gettext_lazy("application closed without a reply"),
    Decision.APPLICATION_WITHDRAWN: gettext_lazy("application withdrawn"),
    Decision.DECLINED: gettext_lazy("application declined"),
    Decision.SUSPENDED: gettext_lazy("status suspended"),
    Decision.REINSTATED: gettext_lazy("status reinstated"),
    Decision.WITHDRAWN: gettext_lazy("status withdrawn"),
    Decision.STATUS_WITHDRAWN_OWN_REQUEST: gettext_lazy("status withdrawn at its own request"),
}

NOTE_WORDS: Final[dict[StatusKind, Words]] = {
    StatusKind.GENERAL: pgettext_lazy("consultative status", "general status"),
    StatusKind.SPECIAL: pgettext_lazy("consultative status", "special status"),
    StatusKind.ROSTER: pgettext_lazy("consultative status", "roster status"),
    StatusKind.UNSTATED: pgettext_lazy("consultative status", "status"),
    StatusKind.NONE: pgettext_lazy("consultative status", "no status"),
}


def fault_words(code: str, limit: int | None, found: int | None) -> str:
    """Say why a file is refused, and what to do."""
    in_megabytes = code == FileFault.TOO_LARGE
    numbers = {"limit": limit or 0, "found": found or 0}
    shown = {
        name: number_format(
            value / MEGABYTE if in_megabytes else value,
            decimal_pos=1 if in_megabytes else 0,
            force_grouping=True,
        )
        for name, value in numbers.items()
    }
    return str(_FAULT_WORDS[FileFault(code)]) % shown


def refusal_words(refusal: Mapping[str, Any]) -> str:
    """Say why a row is refused; `refusal` is as `roster_stored.refusal_json` keeps it."""
    return str(_REFUSAL_WORDS[RefusalCode(refusal["code"])]) % {
        "value": refusal.get("value", ""),
        "same_as": refusal.get("same_as") or "",
    }


def fix_words(code: str, after: str) -> str:
    """Say what was mended; a country that was not recognized comes out empty."""
    if code == FixCode.COUNTRY and not after:
        return str(UNKNOWN_COUNTRY)
    return str(FIX_WORDS[FixCode(code)])


def note_words(kind: str, year: int | None) -> str:
    """Write a status that is told without its day: "special status, 2011"."""
    words = str(NOTE_WORDS[StatusKind(kind)])
    if not year:
        return words
    return _("%(status)s, %(year)s") % {"status": words, "year": year}
