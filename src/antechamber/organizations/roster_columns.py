"""Which column of a roster holds what, by its heading, and so what kind of roster it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from antechamber.organizations.names import fold
from antechamber.organizations.roster_files import Cell, RawRow


class RosterKind(StrEnum):
    """What the rows of a roster tell."""

    NAMES = "names"
    GRANTS = "grants"
    RENAMES = "renames"
    MERGERS = "mergers"


class Field(StrEnum):
    """What a column holds."""

    NAME = "name"
    OLD_NAME = "old_name"
    NEW_NAME = "new_name"
    DATE = "date"
    DECISION = "decision"
    STATUS = "status"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands. Columns that are not recognised are not read."""

    kind: RosterKind
    header_row: int
    name: int
    old_names: tuple[int, ...] = ()
    date: int | None = None
    decision: int | None = None
    status: int | None = None
    country: int | None = None


HEADINGS: Final[dict[str, Field]] = {
    heading: field
    for field, headings in {
        Field.NAME: "name|names|ngo name|ngo|organization|organisation|organizations|organisations"
        "|organization name|organisation name|name of organization|name of organisation"
        "|name of the organization|official name|nom|nom de l organisation|organisme"
        "|nombre|organizacion|nombre de la organizacion|nazvanie|organizatsiya",
        Field.OLD_NAME: "old name|oldname|former name|previous name|ancien nom|nombre anterior",
        Field.NEW_NAME: "new name|newname|present name|current name|nouveau nom|nombre nuevo"
        "|nuevo nombre",
        Field.DATE: "date|session number|session report date|session date|session|decision date"
        "|date of decision|decided on|report date|fecha|data",
        Field.DECISION: "decision|outcome|result|action taken|resultat|resultado",
        Field.STATUS: "status and year|status|consultative status|ecosoc status|statut|estado",
        Field.COUNTRY: "country|country code|hq country|headquarters country|pays|pais|strana",
    }.items()
    for heading in headings.split("|")
}

MAX_ROWS_ABOVE_HEADER: Final = 10
"""A title and a date of printing often stand above the header."""


def recognise_columns(rows: Sequence[RawRow]) -> Columns | None:
    """Find the header among the first rows; `None` where no row names a column of names."""
    for row in rows[: MAX_ROWS_ABOVE_HEADER + 1]:
        if columns := _columns_of(row):
            return columns
    return None


def _columns_of(row: RawRow) -> Columns | None:
    places: dict[Field, list[int]] = {}
    for index, cell in enumerate(row.cells):
        if field := _field(cell):
            places.setdefault(field, []).append(index)
    old_names = tuple(places.get(Field.OLD_NAME, ()))
    name = places.get(Field.NEW_NAME if old_names else Field.NAME)
    if not name:
        return None
    return Columns(
        kind=_kind(places),
        header_row=row.number,
        name=name[0],
        old_names=old_names,
        date=_first(places, Field.DATE),
        decision=_first(places, Field.DECISION),
        status=_first(places, Field.STATUS),
        country=_first(places, Field.COUNTRY),
    )


def _field(cell: Cell) -> Field | None:
    """Recognise a heading; "Old_name2" is the second of its kind."""
    if not isinstance(cell, str):
        return None
    return HEADINGS.get(" ".join(fold(cell)).rstrip("0123456789 "))


def _kind(places: dict[Field, list[int]]) -> RosterKind:
    olds = len(places.get(Field.OLD_NAME, ()))
    if olds:
        return RosterKind.RENAMES if olds == 1 else RosterKind.MERGERS
    tells_of_status = places.keys() & {Field.DATE, Field.DECISION, Field.STATUS}
    return RosterKind.GRANTS if tells_of_status else RosterKind.NAMES


def _first(places: dict[Field, list[int]], field: Field) -> int | None:
    return places[field][0] if field in places else None
