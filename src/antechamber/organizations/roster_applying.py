"""Applying an approved roster to the register: one transaction, all of it or nothing.

The plan is made from what the tables hold by then, so a roster that another one overtook, and one
whose application died, come out right.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from antechamber.organizations import roster_queries, roster_stored
from antechamber.organizations.garbage import collector_at_rest
from antechamber.organizations.roster_cleaning import CleanedRoster
from antechamber.organizations.roster_columns import RosterKind
from antechamber.organizations.roster_known import Known, known_organizations
from antechamber.organizations.roster_models import RosterImport, RosterRow
from antechamber.organizations.roster_plan import RosterPlan, plan_roster
from antechamber.organizations.roster_turns import LeaseLost, claimed, locked_lease, record, save
from antechamber.organizations.roster_workflow import WORKFLOW
from antechamber.organizations.roster_writing import ROWS_AT_ONCE, write_plan
from antechamber.people.actors import Actor
from antechamber.record.actions import action


def apply_import(*, key: str, by: Actor, at: datetime) -> bool:
    """Write an approved roster into the register, all of it or nothing.

    Returns False where another worker is at it or it was applied already. The plan is made before
    the transaction begins, and made again within it if another roster was applied meanwhile.
    Statements: 18 for a roster of new organizations with statuses, and as many kinds of change more
    as there are, for any number of rows that the database takes at once.
    """
    roster = claimed(key, RosterImport.State.APPLYING, at)
    if roster is None:
        return False
    try:
        with collector_at_rest():
            based_on = roster_queries.applied_rosters()
            _apply(roster, _planned(roster), based_on, by=by, at=at)
    except LeaseLost:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Planned:
    """A plan, and what it was made from."""

    plan: RosterPlan
    known: Known


def _planned(roster: RosterImport) -> _Planned:
    stored = roster.rows.exclude(effect=RosterRow.Effect.REFUSED).values_list("number", "cleaned")
    rows = tuple(roster_stored.cleaned_row(*each) for each in stored)
    known = known_organizations(rows)
    kind = RosterKind(roster.kind)
    return _Planned(plan_roster(known.organizations, CleanedRoster(kind, rows, ())), known)


@action
def _apply(
    roster: RosterImport, planned: _Planned, based_on: int, *, by: Actor, at: datetime
) -> None:
    # Rosters are applied one after the other: each first takes the lock of the oldest of them all.
    RosterImport.objects.select_for_update().order_by("pk").first()
    present = locked_lease(roster)
    if roster_queries.applied_rosters() != based_on:
        planned = _planned(roster)
    write_plan(planned.plan, planned.known, source=roster.source, at=at)
    counts = _tell_what_changed(roster, planned.plan)
    WORKFLOW.move(present, "apply", None)
    present.applied_at = at
    save(present, "applied_at")
    record(
        present,
        "roster.applied",
        by,
        at,
        sha256=present.sha256,
        rows=present.rows_total,
        effects=counts,
    )


def _tell_what_changed(roster: RosterImport, plan: RosterPlan) -> dict[str, int]:
    """Correct the rows that came to something else than their preview said; count them all."""
    stored = roster.rows.values_list("number", "pk", "effects", "effect")
    previewed = {number: rest for number, *rest in stored}
    counts = Counter(effect for _pk, _effects, effect in previewed.values())
    corrected = []
    for planned in plan.rows:
        pk, shown, effect = previewed[planned.row.number]
        effects = roster_stored.effects_json(planned.effects)
        if shown != effects:
            row = RosterRow(
                pk=pk, effects=effects, effect=roster_stored.weightiest(planned.effects)
            )
            corrected.append(row)
            counts.update({effect: -1, row.effect: 1})
    RosterRow.objects.bulk_update(corrected, ["effects", "effect"], batch_size=ROWS_AT_ONCE)
    return dict(+counts)
