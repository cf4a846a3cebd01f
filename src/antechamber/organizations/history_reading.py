"""The accredited organizations of an earlier process, as its archive tells them.

The archive's files are those that were exported; what stands in them is checked here all the same,
row by row: anybody can export anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from antechamber.organizations.archive_tables import (
    ACCREDITATIONS,
    IDENTIFIERS,
    NAMES,
    ORGANIZATIONS,
)
from antechamber.organizations.models import Identifier, Name, Organization
from antechamber.organizations.names import clean_text
from antechamber.places.countries import COUNTRIES
from antechamber.record.archive import UntrueArchive
from antechamber.record.archive_reading import Archive

LONGEST_KEY: Final = 20  # as the table holds it
MOST_OF_ONE: Final = 200  # names, numbers or accreditations of one organization

T = TypeVar("T")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EarlierName:
    """A name as the archive has it."""

    text: str
    kind: str
    language: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """An accreditation to the earlier process: from which day, until which."""

    since: date | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class EarlierOrganization:
    """An organization that was accredited to the earlier process."""

    key: str
    name: str
    country: str
    home_page: str
    names: tuple[EarlierName, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()
    held: tuple[Held, ...] = ()


def earlier_organizations(archive: Archive) -> list[EarlierOrganization]:
    """Return the accredited organizations; raise `UntrueArchive` for a row that is none.

    Nothing else of the archive is read: neither applications, nor refusals, nor objections.
    """
    held = _by_organization(archive, ACCREDITATIONS, _held)
    names = _by_organization(archive, NAMES, _name)
    identifiers = _by_organization(archive, IDENTIFIERS, _identifier)
    found: dict[str, EarlierOrganization] = {}
    for each in _read(archive, ORGANIZATIONS, _organization):
        if each.key in found:
            raise UntrueArchive(f"{ORGANIZATIONS}.json", _("Two organizations have one key."))
        found[each.key] = replace(
            each,
            names=tuple(names[each.key]),
            identifiers=tuple(identifiers[each.key]),
            held=tuple(held[each.key]),
        )
    return [each for each in found.values() if each.held]


def _organization(row: Row) -> EarlierOrganization:
    return EarlierOrganization(
        key=_key(row["key"]),
        name=_shown(row["name"], Organization, "display_name"),
        country=row["country"] if row["country"] in COUNTRIES else "",
        home_page=_home_page(row["home_page"]),
    )


def _by_organization(
    archive: Archive, table: str, read: Callable[[Row], T]
) -> defaultdict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for key, value in _read(archive, table, lambda row: (_key(row["organization"]), read(row))):
        found[key].append(value)
        if len(found[key]) > MOST_OF_ONE:
            raise UntrueArchive(f"{table}.json", _("One organization has too many rows."))
    return found


def _read(archive: Archive, table: str, read: Callable[[Row], T]) -> Iterator[T]:
    for number, row in enumerate(archive.rows(table), 1):
        try:
            yield read(row)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise UntrueArchive(
                f"{table}.json", _("Row %(number)s cannot be used.") % {"number": number}
            ) from None


def _held(row: Row) -> Held:
    held = Held(_day(row["since"]), _day(row["until"]))
    if held.since and held.until and held.until < held.since:
        raise ValueError("It ends before it begins.")
    return held


def _name(row: Row) -> EarlierName:
    return EarlierName(
        text=_shown(row["name"], Name, "text"),
        kind=Name.Kind(row["kind"]).value,
        language=_text(row["language"], Name, "language", least=0),
        since=_day(row["since"]),
        until=_day(row["until"]),
    )


def _identifier(row: Row) -> tuple[str, str]:
    return _text(row["scheme"], Identifier, "scheme"), _text(row["value"], Identifier, "value")


def _key(value: object) -> str:
    if not isinstance(value, str) or not value.startswith("o_") or len(value) > LONGEST_KEY:
        raise ValueError("This is no key of an organization.")
    return value


def _day(value: object) -> date | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise TypeError("A day is a text.")
    return date.fromisoformat(value)


def _text(value: object, model: type[Any], column: str, *, least: int = 1) -> str:
    """Return a text that fits its column, and holds nothing that a database refuses."""
    most = model._meta.get_field(column).max_length  # noqa: SLF001 - Django's documented way
    if not isinstance(value, str) or not least <= len(value.strip()) <= len(value) <= most:
        raise ValueError("The text does not fit.")
    if "\x00" in value:
        raise ValueError("The text holds what no text holds.")
    return value


def _shown(value: object, model: type[Any], column: str) -> str:
    """Return a name as a page can show it: without controls and signs that turn the line round."""
    return _text(clean_text(_text(value, model, column)), model, column)


def _home_page(value: object) -> str:
    """Return an address of the web, nothing for any other."""
    text = value if isinstance(value, str) else ""
    try:
        _is_web(text)
    except ValidationError:
        return ""
    return text if len(text) <= LONGEST_ADDRESS else ""


LONGEST_ADDRESS: Final = 500  # as the table holds it
_is_web: Final = URLValidator(schemes=["http", "https"])
