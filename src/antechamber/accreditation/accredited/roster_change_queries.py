"""Reading which changes in the rosters wait for somebody, in one process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from antechamber.accreditation import calls
from antechamber.accreditation.accredited import queries as accredited_queries
from antechamber.accreditation.accredited.roster_changes import (
    Change,
    ChangeKind,
    Known,
    changes_of,
    ground_lost,
)
from antechamber.accreditation.accredited.states import EARLIER_LOST, LIVE, STATUS_LOST
from antechamber.accreditation.desk_queries import Reach, within
from antechamber.accreditation.models import Accreditation, Application, Arrival, HandledChange
from antechamber.accreditation.standing import HeldStatus, held_statuses
from antechamber.accreditation.states import State
from antechamber.organizations.models import Name, Status, StatusDecision
from antechamber.processes.models import Process

Subject = Accreditation | Application | Arrival


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """A change, and what it concerns: an accreditation, an application, or somebody who came.

    `decision` is what a roster tells of that day, and `new_name` the name that is new, where a
    roster tells them.
    """

    subject: Subject
    change: Change
    decision: StatusDecision | None = None
    new_name: Name | None = None

    @property
    def subject_code(self) -> str:
        """Return the number or key of what it concerns."""
        return self.subject.key if isinstance(self.subject, Arrival) else str(self.subject)


def waiting_changes(reach: Reach, at: datetime) -> list[WaitingChange]:
    """Return the changes about which nobody has done anything, accreditations first.

    9 statements, whatever the number. Applications are those that the reach covers; the others
    concern the whole process.
    """
    process = reach.process
    subjects: list[Subject] = [
        *_touched(process),
        *_not_needed(reach),
        *_arrived(process),
    ]
    organizations = list({each.organization_id for each in subjects})
    statuses, told = held_statuses(organizations), _decisions(organizations)
    codes, day = calls.carried_over(process, at), calls.day_of(process, at)
    names = _present_names(organizations)
    found = [
        WaitingChange(
            subject,
            change,
            told.get((subject.organization_id, change.on)),
            names.get(subject.organization_id) if change.kind == ChangeKind.RENAMED else None,
        )
        for subject in subjects
        for change in _changes(subject, statuses[subject.organization_id], codes, day)
    ]
    known = HandledChange.objects.filter(process=process).values_list("subject", "change")
    handled = set(known)
    return [each for each in found if (each.subject_code, each.change.code) not in handled]


def _changes(
    subject: Subject, held: list[HeldStatus], codes: frozenset[str], day: date
) -> list[Change]:
    if isinstance(subject, Accreditation):
        return changes_of(_known(subject, held), day)
    lost = ground_lost(held, codes, day)
    return [lost] if lost is not None else []


def _decisions(organization_ids: list[int]) -> dict[tuple[int, date | None], StatusDecision]:
    """Return what rosters tell of each organization and day (1 statement)."""
    told = StatusDecision.objects.filter(
        organization__in=organization_ids, decided_on__isnull=False
    )
    return {(each.organization_id, each.decided_on): each for each in told.order_by("id")}


def _present_names(organization_ids: list[int]) -> dict[int, Name]:
    """Return the present official name of each organization (1 statement)."""
    official = Name.objects.filter(organization__in=organization_ids, kind=Name.Kind.OFFICIAL)
    return {each.organization_id: each for each in official.order_by("id")}


def change_waiting(reach: Reach, subject: str, code: str, at: datetime) -> WaitingChange | None:
    """Return one of them by the codes of its subject and itself, None where none waits."""
    for each in waiting_changes(reach, at):
        if (each.subject_code, each.change.code) == (subject, code):
            return each
    return None


def _known(accreditation: Accreditation, held: Iterable[HeldStatus]) -> Known:
    organization = accreditation.organization
    return Known(
        state=accreditation.state,
        since=calls.day_of(accreditation.process, accreditation.since),
        name=accreditation.name,
        present_name=organization.display_name,
        statuses=tuple(held),
        successor=organization.successor.key if organization.successor else "",
        reason_code=accreditation.reason_code,
        carried_from=accreditation.carried_from,
    )


def _touched(process: Process) -> QuerySet[Accreditation]:
    """Return the accreditations that some change may concern: the rules say whether it does."""
    ended = Status.objects.filter(organization=OuterRef("organization"), until__isnull=False)
    return (
        accredited_queries.live(process)
        .filter(
            Q(organization__successor__isnull=False)
            | ~Q(name=F("organization__display_name"))
            | Q(reason_code__in=[STATUS_LOST, EARLIER_LOST])
            | Q(Exists(ended))
        )
        .order_by("name", "id")
    )


def _not_needed(reach: Reach) -> QuerySet[Application]:
    ended = Status.objects.filter(organization=OuterRef("organization"), until__isnull=False)
    found = within(reach).filter(Exists(ended), state=State.NOT_NEEDED)
    return found.select_related("organization").order_by("submitted_at", "id")


def _arrived(process: Process) -> QuerySet[Arrival]:
    """Return those who were told that they need not apply, and have not applied since."""
    ended = Status.objects.filter(organization=OuterRef("organization"), until__isnull=False)
    applied = Application.objects.filter(
        process=process, organization=OuterRef("organization"), submitted_at__isnull=False
    )
    held = Accreditation.objects.filter(
        process=process, organization=OuterRef("organization"), state__in=sorted(LIVE)
    )
    return (
        Arrival.objects.filter(Exists(ended), ~Exists(applied), ~Exists(held))
        .filter(call__process=process)
        .select_related("organization", "account", "call__process")
        .order_by("at", "id")
    )
