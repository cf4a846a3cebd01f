"""Organizations as tables of the archive: who they are, and since when they are accredited.

Which organizations an archive may name is decided by the room that knows what was published; it
hands a function that returns them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from django.db.models import QuerySet

from antechamber.organizations.models import (
    FocalPoint,
    Identifier,
    Name,
    Organization,
    Status,
)
from antechamber.organizations.statuses import StatusKind
from antechamber.record.archive_parts import Rows, Table

ROWS_AT_ONCE: Final = 1_000
ORGANIZATIONS: Final = "organizations/organizations"
NAMES: Final = "organizations/names"
IDENTIFIERS: Final = "organizations/identifiers"
ACCREDITATIONS: Final = "organizations/accreditations"
STATUSES: Final = "organizations/statuses"

Row = Sequence[object]
Named = Callable[[str], QuerySet[Organization]]


def tables(named: Named) -> tuple[Table, ...]:
    """Return the tables of the organizations that `named` returns for a process's code.

    Each takes 1 statement for all of its rows.
    """
    return (
        Table(ORGANIZATIONS, *_ORGANIZATIONS, _organization_rows(named)),
        Table(NAMES, *_NAMES, _name_rows(named)),
        Table(IDENTIFIERS, *_IDENTIFIERS, _identifier_rows(named)),
        Table(ACCREDITATIONS, *_ACCREDITATIONS, _accreditation_rows(named)),
        Table(STATUSES, *_STATUSES, _status_rows(named)),
    )


def contacts(accredited: Named) -> Table:
    """Return the table of those who act for the organizations that `accredited` returns."""
    return Table(
        "persons/focal_points",
        "Who acts for an accredited organization.",
        {
            "organization": "key of the organization",
            "role": "main, or joined later",
            "name": "the person's name",
            "email": "the person's address",
            "language": "in which they are written to",
            "since": "since when they act",
        },
        _focal_point_rows(accredited),
        of_persons=True,
    )


def accounts_of(accredited: Named, code: str) -> QuerySet[FocalPoint, str]:
    """Return the keys of the accounts that the table of contacts holds (1 statement)."""
    acting = FocalPoint.objects.filter(organization__in=accredited(code), until=None)
    return acting.values_list("account__key", flat=True)


_KEY: Final = "key of the organization"
_ORGANIZATIONS: Final = (
    "Organizations that were accredited or stand on a published list, and no others.",
    {
        "key": "opaque and stable",
        "name": "its present official name",
        "country": "of its seat, ISO 3166 alpha-2",
        "home_page": "its site",
        "successor": "key of the organization into which it merged",
    },
)
_NAMES: Final = (
    "Every name by which these organizations are or were known.",
    {
        "organization": _KEY,
        "name": "as it is written",
        "kind": "official, former, acronym or translation",
        "language": "where it is known",
        "since": "from which day it was used",
        "until": "the day it was given up",
        "source": "where it comes from",
    },
)
_IDENTIFIERS: Final = (
    "Numbers by which other registers know these organizations.",
    {"organization": _KEY, "scheme": "which register", "value": "the number"},
)
_DATES: Final = {
    "since": "first day",
    "until": "day on which it held no longer; empty while it holds",
    "source": "what it rests on",
}
_ACCREDITATIONS: Final = (
    "Accreditations to this process. A suspension is a hole between two rows.",
    {"organization": _KEY, **_DATES},
)
_STATUSES: Final = (
    "Other standings of these organizations: consultative status, accreditation elsewhere.",
    {
        "organization": _KEY,
        "kind": "kind of consultative status, or accredited",
        "process": "of an accreditation: to which process",
        "year": "of the grant, where only that is known",
        **_DATES,
    },
)


def _organization_rows(named: Named) -> Rows:
    def rows(code: str) -> Iterator[Row]:
        columns = ("key", "display_name", "country", "home_page", "successor__key")
        found = named(code).order_by("key").values_list(*columns)
        yield from found.iterator(chunk_size=ROWS_AT_ONCE)

    return rows


def _name_rows(named: Named) -> Rows:
    def rows(code: str) -> Iterator[Row]:
        found = Name.objects.filter(organization__in=named(code))
        columns = (
            *("organization__key", "text", "kind", "language"),
            *("since", "until", "source"),
        )
        ordered = found.order_by("organization__key", "kind", "text").values_list(*columns)
        yield from ordered.iterator(chunk_size=ROWS_AT_ONCE)

    return rows


def _identifier_rows(named: Named) -> Rows:
    def rows(code: str) -> Iterator[Row]:
        found = Identifier.objects.filter(organization__in=named(code))
        ordered = found.order_by("organization__key", "scheme", "value")
        columns = ("organization__key", "scheme", "value")
        yield from ordered.values_list(*columns).iterator(chunk_size=ROWS_AT_ONCE)

    return rows


def _accreditation_rows(named: Named) -> Rows:
    def rows(code: str) -> Iterator[Row]:
        found = Status.objects.filter(
            organization__in=named(code), kind=StatusKind.ACCREDITED, process_code=code
        )
        ordered = found.order_by("organization__key", "since", "id")
        columns = ("organization__key", "since", "until", "source")
        yield from ordered.values_list(*columns).iterator(chunk_size=ROWS_AT_ONCE)

    return rows


def _status_rows(named: Named) -> Rows:
    def rows(code: str) -> Iterator[Row]:
        found = Status.objects.filter(organization__in=named(code)).exclude(
            kind=StatusKind.ACCREDITED, process_code=code
        )
        ordered = found.order_by("organization__key", "kind", "process_code", "since", "id")
        columns = ("organization__key", "kind", "process_code", "year", "since", "until", "source")
        yield from ordered.values_list(*columns).iterator(chunk_size=ROWS_AT_ONCE)

    return rows


def _focal_point_rows(accredited: Named) -> Rows:
    def rows(code: str) -> Iterator[Row]:
        found = FocalPoint.objects.filter(organization__in=accredited(code), until=None)
        ordered = found.select_related("account", "organization").order_by(
            "organization__key", "since", "id"
        )
        for each in ordered.iterator(chunk_size=ROWS_AT_ONCE):
            account = each.account
            yield (
                each.organization.key,
                each.role,
                account.name,
                account.email,
                account.language,
                each.since,
            )

    return rows
