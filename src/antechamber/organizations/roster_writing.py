"""A plan put into the tables: what it says of organizations that it changes, nothing else.

Part of the action that applies a roster, in its transaction. Its statements are as many as kinds of
things change, whatever their number, but that the database takes so many values at once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from antechamber.organizations import names, queries, rules
from antechamber.organizations.matching import NameKind
from antechamber.organizations.models import Name, Organization, Status, StatusDecision
from antechamber.organizations.roster_cleaning import CleanedRow
from antechamber.organizations.roster_known import Known, in_batches
from antechamber.organizations.roster_plan import EffectKind, RosterPlan
from antechamber.organizations.roster_register import KnownName, KnownOrganization, NewOrganization
from antechamber.organizations.statuses import CONSULTATIVE

ROWS_AT_ONCE = 2_000
BRINGS_A_NAME = {EffectKind.NEW_ORGANIZATION, EffectKind.NEW_NAME, EffectKind.FORMER_NAME}


@dataclass(frozen=True, slots=True)
class _Change:
    """One organization before (None: it is new) and after the plan, with its id."""

    pk: int
    before: KnownOrganization | None
    after: KnownOrganization

    @property
    def new_names(self) -> Sequence[KnownName]:
        """Return the names that are added: a plan only ever adds at the end."""
        return self.after.names[len(self.before.names) if self.before else 0 :]


def write_plan(plan: RosterPlan, known: Known, *, source: str, at: datetime) -> None:
    """Write what the plan changes. `known` is what it was made from; `source` is told to readers.

    Raises a database error where the tables have changed since, and then nothing is written.
    """
    before = {organization.key: organization for organization in known.organizations}
    ids = _create_organizations(plan.result, at) | {key: int(str(key)) for key in before}
    changes = [
        _Change(ids[after.key], before.get(after.key), after)
        for after in plan.result
        if after != before.get(after.key)
    ]
    keys = _search_keys(planned.row for planned in plan.rows)
    _write_names(changes, known, keys, source)
    _write_acronyms(plan, ids, source)
    _write_organizations(changes, ids)
    _write_statuses(changes, source)


def _create_organizations(
    organizations: Iterable[KnownOrganization], at: datetime
) -> dict[Hashable, int]:
    """Bring in the organizations that are new; all take one place in the order of the findable."""
    new = [each for each in organizations if isinstance(each.key, NewOrganization)]
    if not new:
        return {}
    place = queries.last_findable_order() + 1
    created = Organization.objects.bulk_create(
        (
            Organization(
                display_name=_official(each),
                country=each.country,
                recorded_at=at,
                findable_order=place,
            )
            for each in new
        ),
        batch_size=ROWS_AT_ONCE,
    )
    return {known.key: row.pk for known, row in zip(new, created, strict=True)}


def _official(organization: KnownOrganization) -> str:
    official = (each.text for each in organization.names if each.kind is NameKind.OFFICIAL)
    return next(official, organization.names[0].text)


def _search_keys(rows: Iterable[CleanedRow]) -> dict[str, str]:
    """Return the key of each name in the file, which its cleaning has worked out already."""
    return {name.text: name.key for row in rows for name in (row.name, *row.former)}


# --- Names ----------------------------------------------------------------------------------------


def _write_names(
    changes: Sequence[_Change], known: Known, keys: Mapping[str, str], source: str
) -> None:
    added = [_name(change, name, keys, source) for change in changes for name in change.new_names]
    Name.objects.bulk_create(added, batch_size=ROWS_AT_ONCE)
    altered = list(_altered_names(changes, known, keys))
    fields = ["text", "key", "identity", "kind", "since", "until"]
    Name.objects.bulk_update(altered, fields, batch_size=ROWS_AT_ONCE)


def _name(change: _Change, name: KnownName, keys: Mapping[str, str], source: str) -> Name:
    return Name(
        organization_id=change.pk,
        text=name.text,
        key=keys.get(name.text) or names.parse(name.text).key,
        identity=name.identity,
        kind=name.kind,
        since=name.since,
        source=source,
    )


def _altered_names(
    changes: Iterable[_Change], known: Known, keys: Mapping[str, str]
) -> Iterator[Name]:
    """Give the names that have become former ones, or present ones again."""
    for change in changes:
        if change.before is None:
            continue
        present = next(
            (each for each in change.after.names if each.kind is NameKind.OFFICIAL), None
        )
        pairs = zip(change.before.names, change.after.names, strict=False)
        for pk, (old, new) in zip(known.name_ids[change.pk], pairs, strict=True):
            if old == new:
                continue
            altered = _name(change, new, keys, "")
            altered.pk = pk
            has_passed = new.kind is NameKind.FORMER and present is not None
            altered.until = present.since if has_passed and present else None
            yield altered


def _write_acronyms(plan: RosterPlan, ids: Mapping[Hashable, int], source: str) -> None:
    """Keep the acronyms of the names that the plan brings, each beside its organization."""
    found = dict.fromkeys(
        (ids[effect.organization], acronym)
        for planned in plan.rows
        for effect in planned.effects
        if effect.kind in BRINGS_A_NAME and effect.organization is not None
        for acronym in _acronyms_of(planned.row, effect.name)
    )
    Name.objects.bulk_create(
        (
            Name(
                organization_id=pk,
                text=acronym.upper(),
                key=acronym,
                identity=acronym,
                kind=Name.Kind.ACRONYM,
                source=source,
            )
            for pk, acronym in found
        ),
        batch_size=ROWS_AT_ONCE,
        ignore_conflicts=True,  # another name of it may have brought the same acronym
    )


def _acronyms_of(row: CleanedRow, name: str) -> Iterator[str]:
    for each in (row.name, *row.former):
        if each.text == name:
            yield from each.acronyms


# --- Organizations and statuses -------------------------------------------------------------------


def _write_organizations(changes: Iterable[_Change], ids: Mapping[Hashable, int]) -> None:
    """Write present names and successors where they have changed."""
    altered = [
        Organization(
            pk=change.pk,
            display_name=_official(change.after),
            successor_id=None if change.after.successor is None else ids[change.after.successor],
        )
        for change in changes
        if (change.before is not None and _official(change.before) != _official(change.after))
        or change.after.successor != (change.before.successor if change.before else None)
    ]
    fields = ["display_name", "successor"]
    Organization.objects.bulk_update(altered, fields, batch_size=ROWS_AT_ONCE)


def _write_statuses(changes: Sequence[_Change], source: str) -> None:
    """Write the decisions that are new, and bring the statuses of their organizations in line."""
    told = [
        (change, fact)
        for change in changes
        for fact in change.after.statuses - (change.before.statuses if change.before else set())
    ]
    StatusDecision.objects.bulk_create(
        (
            StatusDecision(
                organization_id=change.pk,
                decision=fact.decision,
                decided_on=fact.decided_on,
                kind=fact.kind or "",
                year=fact.year or 0,
                source=source,
            )
            for change, fact in told
        ),
        batch_size=ROWS_AT_ONCE,
    )
    touched = {change.pk: change for change, _fact in told}
    _bring_statuses_in_line(touched, source)


def _bring_statuses_in_line(changes: Mapping[int, _Change], source: str) -> None:
    wanted = {
        (pk, standing.kind.value, standing.since): standing
        for pk, change in changes.items()
        for standing in rules.standings(change.after.statuses)
    }
    surplus: list[int] = []
    ended: list[Status] = []
    known = sorted(pk for pk, change in changes.items() if change.before is not None)
    for some in in_batches(known):
        held = Status.objects.filter(organization__in=some, kind__in=CONSULTATIVE, process_code="")
        for status in held:
            standing = wanted.pop((status.organization_id, status.kind, status.since), None)
            if standing is None:
                surplus.append(status.pk)
            elif (status.year, status.until) != (standing.year, standing.until):
                status.year, status.until = standing.year, standing.until
                ended.append(status)
    for some in in_batches(surplus):
        Status.objects.filter(pk__in=some).delete()
    Status.objects.bulk_update(ended, ["year", "until"], batch_size=ROWS_AT_ONCE)
    Status.objects.bulk_create(
        (
            Status(
                organization_id=pk,
                kind=kind,
                year=standing.year,
                since=since,
                until=standing.until,
                source=source,
            )
            for (pk, kind, since), standing in wanted.items()
        ),
        batch_size=ROWS_AT_ONCE,
    )
