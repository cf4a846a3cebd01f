"""Rows of a roster, cleaned: each with what was mended in it, or refused with the reason.

Pure: cells in, values out. No row is dropped in silence.
"""

import functools
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from antechamber.organizations.names import (
    MAX_NAME_CHARACTERS,
    StatusNote,
    clean_text,
    fold,
    parse_status,
)
from antechamber.organizations.roster_columns import (
    Columns,
    RosterKind,
    recognise_columns,
)
from antechamber.organizations.roster_dates import read_date
from antechamber.organizations.roster_files import Cell, FileFault, FileRefusal, RawRow
from antechamber.organizations.roster_text import CleanName, Fix, FixCode, clean_name


class Decision(StrEnum):
    """What was decided about an organization's consultative status."""

    GRANTED = "granted"
    GRANTED_AT_FIRST_CONSIDERATION = "granted_at_first_consideration"
    DEFERRED = "deferred"
    DEFERRED_NEW = "deferred_new"
    RECLASSIFIED = "reclassified"
    RECLASSIFICATION_DEFERRED = "reclassification_deferred"
    CLOSED_NO_REPLY = "closed_no_reply"
    APPLICATION_WITHDRAWN = "application_withdrawn"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    WITHDRAWN = "withdrawn"
    STATUS_WITHDRAWN_OWN_REQUEST = "status_withdrawn_own_request"


class RefusalCode(StrEnum):
    """Why a row is refused."""

    EMPTY_NAME = "empty_name"
    NAME_NOT_TEXT = "name_not_text"
    NAME_TOO_LONG = "name_too_long"
    NO_LETTERS = "no_letters"
    FORMULA = "formula"
    ANNOUNCES_A_LIST = "announces_a_list"
    DATE_UNREADABLE = "date_unreadable"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    DECISION_UNKNOWN = "decision_unknown"
    STATUS_UNREADABLE = "status_unreadable"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class CleanedRow:
    """A row that can be planned. `former` are the old names of a renaming or a merger."""

    number: int
    name: CleanName
    former: tuple[CleanName, ...] = ()
    decision: Decision | None = None
    decided_on: date | None = None
    statuses: tuple[StatusNote, ...] = ()
    country: str = ""
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken in; `value` is what stands in the cell, `same_as` a row's number."""

    number: int
    code: RefusalCode
    value: str = ""
    same_as: int | None = None


@dataclass(frozen=True, slots=True)
class CleanedRoster:
    """A whole roster: what can be planned, and what was refused."""

    kind: RosterKind
    rows: tuple[CleanedRow, ...]
    refused: tuple[RefusedRow, ...]


_WORD = re.compile(r"\w+")

FIRST_DECISION: Final = date(1946, 1, 23)
"""First meeting of the Economic and Social Council: no status is older."""

_DECISIONS: Final = {
    **{" ".join(fold(decision)): decision for decision in Decision},
    "accepted": Decision.GRANTED,
    "status granted": Decision.GRANTED,
    "closed": Decision.CLOSED_NO_REPLY,
    "status withdrawn": Decision.WITHDRAWN,
}


class _Refused(Exception):
    """Carries a refusal out of the reading of one cell."""

    def __init__(self, code: RefusalCode, value: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.value = value


def clean_roster(rows: Sequence[RawRow], *, at: date) -> CleanedRoster | FileRefusal:
    """Clean all rows below the header. `at` is today: a decision is not in the future."""
    columns = recognise_columns(rows)
    if columns is None:
        return FileRefusal(FileFault.NO_NAME_COLUMN)
    below = [row for row in rows if row.number > columns.header_row]
    known_words = _words_of(below, columns)
    cleaned: list[CleanedRow] = []
    refused: list[RefusedRow] = []
    first_rows: dict[tuple[object, ...], int] = {}
    for raw in below:
        row = clean_row(raw, columns, at=at, known_words=known_words)
        if isinstance(row, CleanedRow):
            first = first_rows.setdefault(_fact(row), row.number)
            if first != row.number:
                row = RefusedRow(raw.number, RefusalCode.DUPLICATE, row.name.text, first)
        if isinstance(row, CleanedRow):
            cleaned.append(row)
        else:
            refused.append(row)
    return CleanedRoster(columns.kind, tuple(cleaned), tuple(refused))


def clean_row(
    raw: RawRow, columns: Columns, *, at: date, known_words: Container[str] = ()
) -> CleanedRow | RefusedRow:
    """Clean one row, or say why it is refused. Whether it repeats another is for `clean_roster`."""
    fixes: list[Fix] = []
    try:
        return CleanedRow(
            number=raw.number,
            name=_name(_at(raw, columns.name), known_words, fixes),
            former=tuple(_name(_at(raw, index), known_words, fixes) for index in columns.old_names),
            decision=_decision(_at(raw, columns.decision), columns.kind),
            decided_on=_decided_on(_at(raw, columns.date), at, fixes),
            statuses=_statuses(_at(raw, columns.status)),
            country=_text(_at(raw, columns.country)),
            fixes=tuple(fixes),
        )
    except _Refused as refusal:
        return RefusedRow(raw.number, refusal.code, refusal.value)


def _fact(row: CleanedRow) -> tuple[object, ...]:
    """Give what makes two rows the same: names, decision, day and country."""
    former = tuple(name.identity for name in row.former)
    return row.name.identity, former, row.decision, row.decided_on, row.statuses, row.country


def _words_of(rows: Sequence[RawRow], columns: Columns) -> frozenset[str]:
    indices = (columns.name, *columns.old_names)
    cells = (_at(row, index) for row in rows for index in indices)
    return frozenset(
        word for cell in cells if isinstance(cell, str) for word in _WORD.findall(cell.lower())
    )


# --- Cells ----------------------------------------------------------------------------------------


def _at(row: RawRow, index: int | None) -> Cell:
    return row.cells[index] if index is not None and index < len(row.cells) else None


def _name(cell: Cell, known_words: Container[str], fixes: list[Fix]) -> CleanName:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        raise _Refused(RefusalCode.EMPTY_NAME)
    if isinstance(cell, datetime | date | time | bool):
        raise _Refused(RefusalCode.NAME_NOT_TEXT, str(cell))
    text = str(cell)
    if code := _refuse_text(text):
        raise _Refused(code, text[:MAX_NAME_CHARACTERS])
    name, its_fixes = clean_name(text, known_words)
    if not name.identity:
        raise _Refused(RefusalCode.NO_LETTERS, text)
    fixes.extend(its_fixes)
    return name


def _refuse_text(text: str) -> RefusalCode | None:
    if text.startswith("=") or text in _ERRORS:
        return RefusalCode.FORMULA
    if len(text.strip()) > MAX_NAME_CHARACTERS:
        return RefusalCode.NAME_TOO_LONG
    if not any(map(str.isalpha, text)):
        return RefusalCode.NO_LETTERS
    return RefusalCode.ANNOUNCES_A_LIST if text.rstrip().endswith(":") else None


_ERRORS: Final = frozenset(
    {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"}  # what formulas leave
)


def _decided_on(cell: Cell, at: date, fixes: list[Fix]) -> date | None:
    if _is_blank(cell):
        return None
    decided_on = read_date(cell)
    if decided_on is None:
        raise _Refused(RefusalCode.DATE_UNREADABLE, str(cell)[:MAX_NAME_CHARACTERS])
    if not FIRST_DECISION <= decided_on <= at:
        raise _Refused(RefusalCode.DATE_OUT_OF_RANGE, decided_on.isoformat())
    if not isinstance(cell, date) and str(cell) != decided_on.isoformat():
        fixes.append(Fix(FixCode.DATE, str(cell), decided_on.isoformat()))
    return decided_on


def _decision(cell: Cell, kind: RosterKind) -> Decision | None:
    """Read the decision; a list with dates and no such column is one of statuses granted."""
    if _is_blank(cell):
        return Decision.GRANTED if kind is RosterKind.GRANTS else None
    decision = _decision_named(str(cell)[:MAX_NAME_CHARACTERS])
    if decision is None:
        raise _Refused(RefusalCode.DECISION_UNKNOWN, str(cell)[:MAX_NAME_CHARACTERS])
    return decision


@functools.lru_cache(maxsize=256)
def _decision_named(text: str) -> Decision | None:
    return _DECISIONS.get(" ".join(fold(text)))


def _statuses(cell: Cell) -> tuple[StatusNote, ...]:
    if _is_blank(cell):
        return ()
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    notes = parse_status(text)
    if not notes:
        raise _Refused(RefusalCode.STATUS_UNREADABLE, text[:MAX_NAME_CHARACTERS])
    return notes


def _text(cell: Cell) -> str:
    return "" if _is_blank(cell) else clean_text(str(cell))


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
