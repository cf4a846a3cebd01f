"""Does an organization need to apply? One answer for the public page, the form and the desk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q

from antechamber.accreditation.models import Application
from antechamber.accreditation.states import State
from antechamber.organizations.models import Organization, Status
from antechamber.organizations.statuses import CONSULTATIVE, StatusKind
from antechamber.processes.models import Call


class Outcome(StrEnum):
    """What an organization is told."""

    IN_STATUS = "in_status"
    CARRIED_OVER = "carried_over"
    APPLIED = "applied"
    APPLY = "apply"


@dataclass(frozen=True, slots=True)
class HeldStatus:
    """A status with its dates, as the rule looks at it."""

    kind: str
    process_code: str = ""
    year: int | None = None
    since: date | None = None
    until: date | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        """Say whether the status is in force on a day; without dates it is."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer, with the status or state that it rests on."""

    outcome: Outcome
    status: HeldStatus | None = None
    state: str = ""


def decide(
    held: Sequence[HeldStatus], carried_over: Collection[str], state: str, on: date
) -> Standing:
    """Return where an organization stands. Pure.

    Consultative status comes first: it needs no application, whatever else is on record.
    `carried_over` are the codes of processes whose accreditations count here; `state` is that of
    the organization's submitted application to the call, or empty.
    """
    present = [status for status in held if status.holds_on(on)]
    for status in present:
        if status.kind in CONSULTATIVE:
            return Standing(Outcome.IN_STATUS, status)
    for status in present:
        if status.kind == StatusKind.ACCREDITED and status.process_code in carried_over:
            return Standing(Outcome.CARRIED_OVER, status)
    if state and state not in {State.WITHDRAWN, State.MERGED}:
        return Standing(Outcome.APPLIED, state=state)
    return Standing(Outcome.APPLY)


def standings(
    organizations: Sequence[Organization], call: Call, carried_over: Collection[str], on: date
) -> dict[int, Standing]:
    """Return the standing of each organization by its id (2 statements).

    Drafts do not count: that somebody has begun to write is nobody else's business.
    """
    ids = [organization.pk for organization in organizations]
    held = held_statuses(ids)
    states = dict(
        Application.objects.filter(organization__in=ids, call=call, submitted_at__isnull=False)
        .exclude(state__in=[State.WITHDRAWN, State.MERGED])
        .values_list("organization_id", "state")
    )
    return {each: decide(held[each], carried_over, states.get(each, ""), on) for each in ids}


def held_statuses(organization_ids: Sequence[int]) -> dict[int, list[HeldStatus]]:
    """Return what each organization holds or held, the oldest first (1 statement).

    An earlier accreditation of one that merged into it is its own; a consultative status is not:
    the Council decides about that.
    """
    held: dict[int, list[HeldStatus]] = {each: [] for each in organization_ids}
    whose_own = Q(pk__in=organization_ids) | Q(successor__in=organization_ids)
    bearers = Organization.objects.filter(whose_own)
    found = Status.objects.filter(organization__in=bearers.values("pk"))
    for status in found.select_related("organization").order_by("since", "id"):
        owner, kind = status.organization, status.kind
        heir = owner.successor_id if kind == StatusKind.ACCREDITED else None
        facts = (status.process_code, status.year, status.since, status.until, status.source)
        for whose in (owner.pk, heir):
            if whose in held:
                held[whose].append(HeldStatus(kind, *facts))
    return held
