"""What the tables know of the organizations that a roster speaks of, as its plan asks for it.

Only organizations of a name in the file are read, with those they merged into. Drafts are left out:
whoever writes a name into a draft must not be handed the status of its bearer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

from antechamber.organizations.matching import NameKind
from antechamber.organizations.models import Name, Organization, StatusDecision
from antechamber.organizations.names import StatusKind
from antechamber.organizations.roster_cleaning import CleanedRow, Decision
from antechamber.organizations.roster_register import KnownName, KnownOrganization, StatusFact

AT_ONCE: Final = 5_000  # values in one statement: SQLite takes 32,766

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """The organizations, keyed by their ids, and the ids of each one's names in the same order."""

    organizations: tuple[KnownOrganization, ...]
    name_ids: dict[int, list[int]]


def known_organizations(rows: Iterable[CleanedRow]) -> Known:
    """Return what is known of the organizations that the rows name.

    1 statement for every `AT_ONCE` names, and for every `AT_ONCE` organizations found 3, with 1
    more for each merger on the longest chain of them.
    """
    identities = {name.identity for row in rows for name in (row.name, *row.former)}
    found = _with_successors(_bearers(identities))
    names, name_ids = _names(found)
    facts = _facts(found)
    organizations = tuple(
        KnownOrganization(
            key=pk,
            names=tuple(names[pk]),
            country=country,
            successor=successor,
            statuses=frozenset(facts[pk]),
        )
        for pk, (country, successor) in found.items()
        if names[pk]
    )
    return Known(organizations, name_ids)


_Found = dict[int, tuple[str, int | None]]


def _bearers(identities: set[str]) -> set[int]:
    """Return the findable organizations that bear or bore one of the names, but as an acronym."""
    ids: set[int] = set()
    for some in in_batches(sorted(identities)):
        names = Name.objects.filter(identity__in=some, organization__findable_order__isnull=False)
        named = names.exclude(kind=Name.Kind.ACRONYM)
        ids.update(named.values_list("organization_id", flat=True))
    return ids


def _with_successors(ids: set[int]) -> _Found:
    found: _Found = {}
    missing = ids
    while missing:
        for some in in_batches(sorted(missing)):
            rows = Organization.objects.filter(pk__in=some)
            for pk, country, successor in rows.values_list("pk", "country", "successor_id"):
                found[pk] = (country, successor)
        missing = {heir for _, heir in found.values() if heir is not None} - found.keys()
    return found


def _names(ids: Iterable[int]) -> tuple[dict[int, list[KnownName]], dict[int, list[int]]]:
    names: dict[int, list[KnownName]] = defaultdict(list)
    name_ids: dict[int, list[int]] = defaultdict(list)
    for some in in_batches(sorted(ids)):
        rows = Name.objects.filter(organization__in=some).exclude(kind=Name.Kind.ACRONYM)
        columns = ("organization_id", "pk", "text", "kind", "since", "identity")
        for owner, pk, text, kind, since, identity in rows.order_by("pk").values_list(*columns):
            names[owner].append(KnownName(text, NameKind(kind), since, identity))
            name_ids[owner].append(pk)
    return names, name_ids


def _facts(ids: Iterable[int]) -> dict[int, list[StatusFact]]:
    facts: dict[int, list[StatusFact]] = defaultdict(list)
    for some in in_batches(sorted(ids)):
        rows = StatusDecision.objects.filter(organization__in=some)
        columns = ("organization_id", "decision", "decided_on", "kind", "year")
        for owner, decision, decided_on, kind, year in rows.values_list(*columns):
            told = StatusKind(kind) if kind else None
            facts[owner].append(StatusFact(Decision(decision), decided_on, told, year or None))
    return facts


def in_batches(values: Sequence[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """Give the values in lists of `size`, the last one shorter."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
