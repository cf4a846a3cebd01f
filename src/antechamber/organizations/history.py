"""Bringing in the accreditations of an earlier process from its archive.

Only who was accredited, and when, comes in. What was refused or objected to there is not read.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from antechamber.organizations import directory, names, queries
from antechamber.organizations.garbage import collector_at_rest
from antechamber.organizations.history_plan import Placed, Register, placed
from antechamber.organizations.history_reading import EarlierOrganization, earlier_organizations
from antechamber.organizations.models import (
    Identifier,
    Name,
    Organization,
    Status,
    new_organization_key,
)
from antechamber.organizations.roster_known import in_batches
from antechamber.organizations.statuses import StatusKind
from antechamber.people.actors import Actor
from antechamber.record.actions import action, write
from antechamber.record.archive_reading import Archive

INSTALLATION: Final = "installation"  # an organization is one identity across processes
ROWS_AT_ONCE: Final = 2_000

Told = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an archive brought: organizations known here before, added, and accreditations written.

    `near` are those added that may be one with somebody known here: for an officer to look at.
    `signed_by` is the key that signed the archive, empty where nobody did.
    """

    process_code: str
    signed_by: str
    known: int
    added: int
    accreditations: int
    near: tuple[Placed, ...]


def import_history(archive: Archive, *, by: Actor, at: datetime, told: Told) -> Imported:
    """Bring the accreditations of a checked archive into the register; the same one twice once.

    Raises `DomainError` where `by` may not, `UntrueArchive` for rows that cannot be used. All or
    nothing. Statements: some 20, and 4 more for each 2,000 organizations.
    """
    by.may("roster.import", "").require()
    organizations = earlier_organizations(archive)
    directory.read_all()  # once, before it is asked ten thousand times
    with collector_at_rest():
        here = placed(organizations, _register(organizations), told)
    return _write(archive, here, by=by, at=at)


def _register(organizations: Sequence[EarlierOrganization]) -> Register:
    """Return what is known of keys and numbers in an archive (2 statements for each 5,000)."""
    identities: dict[str, set[str]] = {}
    for keys in in_batches([each.key for each in organizations]):
        found = Name.objects.filter(organization__key__in=keys)
        for key, identity in found.values_list("organization__key", "identity"):
            identities.setdefault(key, set()).add(identity)
    numbers = {value for each in organizations for _scheme, value in each.identifiers}
    by_identifier = {
        (scheme, value): key
        for some in in_batches(sorted(numbers))
        for scheme, value, key in Identifier.objects.filter(
            value__in=some, organization__findable_order__isnull=False
        ).values_list("scheme", "value", "organization__key")
    }
    return Register(identities, by_identifier, directory.match)


@action
def _write(archive: Archive, here: Sequence[Placed], *, by: Actor, at: datetime) -> Imported:
    by.may("roster.import", "").require()
    code = archive.manifest.process
    source = f"{code}, archive {archive.manifest_digest[:12]}"
    new = [each for each in here if each.known_as is None]
    taken = _ids_of([each.earlier.key for each in new])
    ids = _add(new, taken, source, at) | _ids_of([each.known_as for each in here if each.known_as])
    written = _write_statuses(code, [(ids[_key(each)], each.earlier) for each in here], source)
    near = tuple(each for each in new if each.near)
    write(
        process_code=INSTALLATION,
        verb="history.imported",
        subject=code,
        actor_key=by.key,
        at=at,
        facts={
            "manifest": archive.manifest_digest,
            "key": archive.signed_by,
            "known": len(here) - len(new),
            "added": len(new),
            "near": len(near),
            "accreditations": written,
        },
    )
    return Imported(code, archive.signed_by, len(here) - len(new), len(new), written, near)


def _key(each: Placed) -> str:
    return each.known_as or each.earlier.key


def _ids_of(keys: Sequence[str]) -> dict[str, int]:
    return {
        key: pk
        for some in in_batches(keys)
        for key, pk in Organization.objects.filter(key__in=some).values_list("key", "pk")
    }


def _add(new: Sequence[Placed], taken: Container[str], source: str, at: datetime) -> dict[str, int]:
    """Bring in organizations with their names and numbers, under the keys of the archive.

    Returns their ids by those keys. One whose key another organization has here gets its own.
    """
    if not new:
        return {}
    place = queries.last_findable_order() + 1
    created = Organization.objects.bulk_create(
        (
            Organization(
                key=new_organization_key() if each.earlier.key in taken else each.earlier.key,
                display_name=each.earlier.name,
                country=each.earlier.country,
                home_page=each.earlier.home_page,
                recorded_at=at,
                findable_order=place,
            )
            for each in new
        ),
        batch_size=ROWS_AT_ONCE,
    )
    ids = {each.earlier.key: row.pk for each, row in zip(new, created, strict=True)}
    Name.objects.bulk_create(
        (row for each in new for row in _names(each.earlier, ids[each.earlier.key], source)),
        batch_size=ROWS_AT_ONCE,
    )
    Identifier.objects.bulk_create(
        (
            Identifier(organization_id=ids[each.earlier.key], scheme=scheme, value=value)
            for each in new
            for scheme, value in each.earlier.identifiers
        ),
        batch_size=ROWS_AT_ONCE,
        ignore_conflicts=True,  # a number is of one: another bears it here already
    )
    return ids


def _names(earlier: EarlierOrganization, pk: int, source: str) -> list[Name]:
    told = {(each.text, each.kind): each for each in earlier.names}
    rows = {
        (text, kind): Name(
            organization_id=pk,
            text=text,
            kind=kind,
            language=each.language,
            since=each.since,
            until=each.until,
            source=source,
        )
        for (text, kind), each in told.items()
    }
    official = (earlier.name, Name.Kind.OFFICIAL.value)
    rows.setdefault(
        official,
        Name(organization_id=pk, text=earlier.name, kind=Name.Kind.OFFICIAL, source=source),
    )
    for row in rows.values():
        parsed = names.parse(row.text)
        row.key, row.identity = parsed.key, parsed.identity
    return list(rows.values())


def _write_statuses(
    code: str, owners: Sequence[tuple[int, EarlierOrganization]], source: str
) -> int:
    """Write the accreditations that are new or end otherwise than known; return how many.

    What was written before and the archive does not tell stays: dates are never taken back.
    """
    known: dict[tuple[int, date | None], Status] = {}
    for some in in_batches([pk for pk, _earlier in owners]):
        held = Status.objects.filter(
            organization__in=some, kind=StatusKind.ACCREDITED, process_code=code
        )
        known |= {(status.organization_id, status.since): status for status in held}
    new: dict[tuple[int, date | None], Status] = {}
    ended: list[Status] = []
    for pk, earlier in owners:
        for held_then in earlier.held:
            status = known.get((pk, held_then.since))
            if status is None:
                new[pk, held_then.since] = Status(
                    organization_id=pk,
                    kind=StatusKind.ACCREDITED,
                    process_code=code,
                    since=held_then.since,
                    until=held_then.until,
                    source=source,
                )
            elif status.until != held_then.until:
                status.until = held_then.until
                ended.append(status)
    Status.objects.bulk_create(new.values(), batch_size=ROWS_AT_ONCE)
    Status.objects.bulk_update(ended, ["until"], batch_size=ROWS_AT_ONCE)
    return len(new) + len(ended)
