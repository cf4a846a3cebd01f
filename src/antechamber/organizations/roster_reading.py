"""Reading an uploaded roster in the background: cleaned, planned, and kept as its preview.

A reading can die at any point: the next one begins anew and ends in one step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from antechamber.organizations import roster_stored
from antechamber.organizations.garbage import collector_at_rest
from antechamber.organizations.roster_cleaning import CleanedRoster, CleanedRow, clean_roster
from antechamber.organizations.roster_columns import RosterKind
from antechamber.organizations.roster_countries import country_code
from antechamber.organizations.roster_files import FileRefusal, RawRow, read_rows
from antechamber.organizations.roster_known import in_batches, known_organizations
from antechamber.organizations.roster_models import RosterImport, RosterRow
from antechamber.organizations.roster_plan import RosterPlan, plan_roster
from antechamber.organizations.roster_text import Fix, FixCode
from antechamber.organizations.roster_turns import LeaseLost, claimed, locked_lease, record, save
from antechamber.organizations.roster_workflow import WORKFLOW
from antechamber.people.actors import Actor
from antechamber.record.actions import action

State = RosterImport.State
Progress = Callable[[int, int], None]  # rows done, rows in all

ROWS_AT_ONCE: Final = 2_000  # between two steps of the progress that others see


def in_silence(done: int, total: int) -> None:
    """Tell nobody how far the work has come."""


def _read_and_keep(roster: RosterImport, progress: Progress, *, by: Actor, at: datetime) -> None:
    read = _read(roster)
    if isinstance(read, FileRefusal):
        _fail(roster, read, by=by, at=at)
    else:
        counts = _keep_rows(roster, read, progress)
        _finish_reading(roster, read.roster.kind, counts, by=by, at=at)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file read and planned: its rows as they came, and what each becomes, by number."""

    roster: CleanedRoster
    raw: Sequence[RawRow]
    plan: RosterPlan


def read_import(*, key: str, by: Actor, at: datetime, progress: Progress = in_silence) -> bool:
    """Read, clean and plan an uploaded file, row by row into its preview; or say why it fails.

    Returns False where another worker is at it or it was read already. Statements: those of
    `roster_known`, some 3 for every `ROWS_AT_ONCE` rows, and 8.
    """
    roster = claimed(key, State.READING, at)
    if roster is None:
        return False
    try:
        with collector_at_rest():
            _read_and_keep(roster, progress, by=by, at=at)
    except LeaseLost:
        return False
    return True


def _read(roster: RosterImport) -> _Read | FileRefusal:
    with roster.file.open("rb") as opened:
        rows = read_rows(opened.read())
    if isinstance(rows, FileRefusal):
        return rows
    cleaned = clean_roster(rows, at=roster.uploaded_at.date())
    if isinstance(cleaned, FileRefusal):
        return cleaned
    cleaned = replace(cleaned, rows=tuple(map(_with_country_code, cleaned.rows)))
    plan = plan_roster(known_organizations(cleaned.rows).organizations, cleaned)
    return _Read(cleaned, rows, plan)


def _with_country_code(row: CleanedRow) -> CleanedRow:
    if not row.country:
        return row
    code = country_code(row.country)
    if code == row.country:
        return row
    return replace(row, country=code, fixes=(*row.fixes, Fix(FixCode.COUNTRY, row.country, code)))


def _keep_rows(roster: RosterImport, read: _Read, progress: Progress) -> Counter[str]:
    """Write the rows of the preview, some at a time, so that others see how far it has come."""
    rows = list(_preview_rows(roster, read))
    _step(roster, rows_total=len(rows), rows_done=0)
    RosterRow.objects.filter(roster_import=roster).delete()  # of a worker that died
    done = 0
    for some in in_batches(rows, ROWS_AT_ONCE):
        done += len(some)
        with transaction.atomic():
            _step(roster, rows_done=done)
            RosterRow.objects.bulk_create(some, batch_size=ROWS_AT_ONCE)
        progress(done, len(rows))
    return Counter(row.effect for row in rows)


def _preview_rows(roster: RosterImport, read: _Read) -> Sequence[RosterRow]:
    raw = {row.number: roster_stored.raw_json(row) for row in read.raw}
    planned = [
        RosterRow(
            roster_import=roster,
            number=each.row.number,
            raw=raw[each.row.number],
            cleaned=roster_stored.cleaned_json(each.row),
            fixes=roster_stored.fixes_json(each.row.fixes),
            effects=roster_stored.effects_json(each.effects),
            effect=roster_stored.weightiest(each.effects),
            is_mended=bool(each.row.fixes),
        )
        for each in read.plan.rows
    ]
    refused = [
        RosterRow(
            roster_import=roster,
            number=each.number,
            raw=raw[each.number],
            effect=RosterRow.Effect.REFUSED,
            refusal=roster_stored.refusal_json(each),
        )
        for each in read.roster.refused
    ]
    return sorted([*planned, *refused], key=lambda row: row.number)


@action
def _finish_reading(
    roster: RosterImport, kind: RosterKind, counts: Counter[str], *, by: Actor, at: datetime
) -> None:
    present = locked_lease(roster)
    WORKFLOW.move(present, "read", None)
    present.kind = kind
    save(present, "kind")
    record(present, "roster.read", by, at, kind=kind, rows=present.rows_total, effects=dict(counts))


@action
def _fail(roster: RosterImport, refusal: FileRefusal, *, by: Actor, at: datetime) -> None:
    present = locked_lease(roster)
    WORKFLOW.move(present, "fail", None)
    present.failure = {"code": refusal.code, "limit": refusal.limit, "found": refusal.found}
    save(present, "failure")
    record(present, "roster.failed", by, at, fault=refusal.code)


def _step(roster: RosterImport, **fields: int) -> None:
    """Write how far the reading has come, as long as the import is this worker's."""
    mine = RosterImport.objects.filter(
        pk=roster.pk, state=State.READING, lease_until=roster.lease_until
    )
    if not mine.update(**fields):
        raise LeaseLost(roster.key)
