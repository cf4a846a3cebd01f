"""On what ground an organization takes part that was accredited to an earlier process.

Read from dated statuses: an accreditation that is suspended or has ended has a hole or an end
there, so it gives no ground on that day. Objections and refusals leave no status, and nothing here
reads a list: what a State said about a name then says nothing now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from antechamber.accreditation import calls
from antechamber.accreditation.accredited.queries import holders_among
from antechamber.accreditation.models import Application, Arrival
from antechamber.accreditation.standing import HeldStatus, Outcome, held_statuses
from antechamber.accreditation.states import State
from antechamber.organizations.models import Organization
from antechamber.organizations.statuses import StatusKind
from antechamber.people.models import Account
from antechamber.processes.models import Process


@dataclass(frozen=True, slots=True)
class Ground:
    """An earlier accreditation that counts, with who came for the organization, and when."""

    process_code: str
    source: str
    asked_at: datetime | None = None
    accounts: tuple[Account, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An organization that was told it need not apply, and waits for an officer's yes."""

    organization: Organization
    ground: Ground


def ground_for(process: Process, organization: Organization, at: datetime) -> Ground | None:
    """Return the ground on which one organization takes part today, if any (5 statements)."""
    return grounds(process, [organization], at).get(organization.pk)


def grounds(
    process: Process, organizations: Iterable[Organization], at: datetime
) -> dict[int, Ground]:
    """Return the grounds of some organizations by their ids (5 statements).

    An accreditation of one that merged into the organization counts as its own.
    """
    ids = [each.pk for each in organizations]
    codes = calls.carried_over(process, at)
    day = calls.day_of(process, at)
    came = _came(process, ids)
    found: dict[int, Ground] = {}
    for owner, statuses in held_statuses(ids).items():
        for status in statuses:
            counts = status.kind == StatusKind.ACCREDITED and status.process_code in codes
            if counts and status.holds_on(day):
                found.setdefault(owner, _ground(status, came.get(owner, [])))
    return found


_Came = tuple[datetime, Account | None]


def _ground(status: HeldStatus, came: list[_Came]) -> Ground:
    accounts = tuple(account for _at, account in came if account is not None)
    asked_at = min((at for at, _account in came), default=None)
    return Ground(status.process_code, status.source, asked_at, accounts)


def _came(process: Process, organization_ids: list[int]) -> dict[int, list[_Came]]:
    """Return when and by whom each organization came here: told so, or by an application."""
    found: dict[int, list[_Came]] = {}
    arrivals = Arrival.objects.filter(call__process=process, organization__in=organization_ids)
    for arrival in arrivals.select_related("account").order_by("at", "id"):
        found.setdefault(arrival.organization_id, []).append((arrival.at, arrival.account))
    applied = Application.objects.filter(
        process=process, organization__in=organization_ids, state=State.NOT_NEEDED
    )
    for owner, at in applied.values_list("organization_id", "submitted_at"):
        if at is not None:
            found.setdefault(owner, []).append((at, None))
    return found


def waiting(process: Process, at: datetime) -> list[Waiting]:
    """Return who came by an earlier accreditation and holds none here yet, first come first.

    8 statements, whatever the number; 1 where nobody came.
    """
    arrived = Arrival.objects.filter(call__process=process, outcome=Outcome.CARRIED_OVER)
    not_needed = Application.objects.filter(process=process, state=State.NOT_NEEDED)
    came = arrived.values_list("organization_id").union(not_needed.values_list("organization_id"))
    ids = {organization_id for (organization_id,) in came}
    if not ids:
        return []
    open_ids = ids - holders_among(process, ids)
    organizations = list(Organization.objects.filter(pk__in=open_ids))
    found = grounds(process, organizations, at)
    told = [Waiting(each, found[each.pk]) for each in organizations if each.pk in found]
    return sorted(told, key=lambda each: (each.ground.asked_at or at, each.organization.pk))
