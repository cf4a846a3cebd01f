"""A roster's rows as the database keeps them, and back: plain values to JSON and from it.

Pure. What a database would not keep (a NUL, half a character) is replaced; what is longer than any
page shows is cut.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

from antechamber.organizations.names import StatusKind, StatusNote
from antechamber.organizations.roster_cleaning import CleanedRow, Decision, RefusedRow
from antechamber.organizations.roster_files import Cell, RawRow
from antechamber.organizations.roster_models import RosterRow
from antechamber.organizations.roster_plan import Effect, EffectKind
from antechamber.organizations.roster_register import NewOrganization
from antechamber.organizations.roster_text import CleanName, Fix

LONGEST_CELL: Final = 600  # characters; names are read to 400
REPLACEMENT: Final = "\ufffd"

Json = dict[str, Any]

_BY_WEIGHT: Final = (
    (EffectKind.AMBIGUOUS, RosterRow.Effect.AMBIGUOUS),
    (EffectKind.MERGED_INTO, RosterRow.Effect.MERGED),
    (EffectKind.NEW_ORGANIZATION, RosterRow.Effect.NEW),
    (EffectKind.NEW_NAME, RosterRow.Effect.RENAMED),
    (EffectKind.FORMER_NAME, RosterRow.Effect.RENAMED),
    (EffectKind.STATUS, RosterRow.Effect.STATUS),
    (EffectKind.KNOWN, RosterRow.Effect.KNOWN),
)


def weightiest(effects: Sequence[Effect]) -> RosterRow.Effect:
    """Return under which heading a preview shows a row of these effects, never none."""
    kinds = {effect.kind for effect in effects}
    return next(heading for kind, heading in _BY_WEIGHT if kind in kinds)


# --- To the database ------------------------------------------------------------------------------


def raw_json(row: RawRow) -> list[str | int | float | bool | None]:
    """Return a row as it came: dates as ISO 8601, text as far as a page shows it."""
    return [_cell_json(cell) for cell in row.cells]


def _cell_json(cell: Cell) -> str | int | float | bool | None:
    if isinstance(cell, datetime) and cell.time() == time.min:
        cell = cell.date()  # a spreadsheet has no dates without an hour
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, str):
        return kept_text(cell)
    # JSON has no infinity, and PostgreSQL reads back a number of any length as another
    return cell if cell is None or isinstance(cell, bool) or abs(cell) < 1e15 else str(cell)  # noqa: PLR2004


def kept_text(text: str) -> str:
    """Return the text as both databases can keep it."""
    shown = text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
    if shown.isascii() and "\0" not in shown:
        return shown
    whole = shown.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", REPLACEMENT)


def cleaned_json(row: CleanedRow) -> Json:
    """Return a cleaned row without its number and its fixes, which have columns of their own."""
    return {
        "name": _name_json(row.name),
        "former": [_name_json(name) for name in row.former],
        "decision": row.decision,
        "decided_on": _day_json(row.decided_on),
        "statuses": [_note_json(note) for note in row.statuses],
        "country": row.country,
    }


def _name_json(name: CleanName) -> Json:
    return {
        "text": kept_text(name.text),
        "identity": kept_text(name.identity),
        "key": kept_text(name.key),
        "acronyms": list(name.acronyms),
        "notes": [_note_json(note) for note in name.notes],
    }


def _note_json(note: StatusNote) -> list[str | int | None]:
    return [note.kind, note.year]


def _day_json(day: date | None) -> str | None:
    return day.isoformat() if day else None


def fixes_json(fixes: Iterable[Fix]) -> list[list[str]]:
    """Return what was mended, as [code, before, after]."""
    return [[fix.code, kept_text(fix.before), kept_text(fix.after)] for fix in fixes]


def refusal_json(row: RefusedRow) -> Json:
    """Return why a row was refused."""
    return {"code": row.code, "value": kept_text(row.value), "same_as": row.same_as}


def effects_json(effects: Iterable[Effect]) -> list[Json]:
    """Return the effects of a row; organizations stand by their ids, new ones by their row."""
    return [_effect_json(effect) for effect in effects]


def _effect_json(effect: Effect) -> Json:
    told = {
        "kind": effect.kind,
        "organization": _key_json(effect.organization),
        "name": kept_text(effect.name),
        "into": _key_json(effect.into),
        "decision": effect.decision,
        "decided_on": _day_json(effect.decided_on),
        "note": _note_json(effect.note) if effect.note else None,
        "candidates": [_key_json(key) for key in effect.candidates],
    }
    return {name: value for name, value in told.items() if value}


def _key_json(key: Hashable) -> object:
    return [key.row, key.part] if isinstance(key, NewOrganization) else key


# --- And back -------------------------------------------------------------------------------------


def cleaned_row(number: int, cleaned: Mapping[str, Any]) -> CleanedRow:
    """Return a row as it was cleaned, to plan it again; its fixes are not needed for that."""
    return CleanedRow(
        number=number,
        name=_name(cleaned["name"]),
        former=tuple(_name(each) for each in cleaned["former"]),
        decision=Decision(cleaned["decision"]) if cleaned["decision"] else None,
        decided_on=_day(cleaned["decided_on"]),
        statuses=tuple(_note(each) for each in cleaned["statuses"]),
        country=cleaned["country"],
    )


def _name(name: Mapping[str, Any]) -> CleanName:
    return CleanName(
        text=name["text"],
        identity=name["identity"],
        acronyms=tuple(name["acronyms"]),
        notes=tuple(_note(each) for each in name["notes"]),
        key=name["key"],
    )


def _note(note: Sequence[Any]) -> StatusNote:
    return StatusNote(StatusKind(note[0]), note[1])


def _day(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None
