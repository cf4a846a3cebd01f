"""Who works on a roster: one worker at a time, for as long as its lease runs.

A worker that dies leaves a lease that ends; then another one may go on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from antechamber.organizations.actions import INSTALLATION
from antechamber.organizations.roster_models import RosterImport
from antechamber.people.actors import Actor
from antechamber.record.actions import write

LEASE: Final = timedelta(minutes=2)  # ten times what the largest file takes


class LeaseLost(Exception):
    """Another worker has taken the import over, or it was discarded: stop, nothing is wrong."""


def claimed(key: str, state: str, at: datetime) -> RosterImport | None:
    """Take the import for this worker, unless another one holds it (2 statements)."""
    free = Q(lease_until=None) | Q(lease_until__lte=at)
    claimed = RosterImport.objects.filter(free, key=key, state=state).update(lease_until=at + LEASE)
    return RosterImport.objects.get(key=key) if claimed else None


def locked_lease(roster: RosterImport) -> RosterImport:
    """Lock an import that this worker holds; raise `LeaseLost` where it does not (1 statement)."""
    present = RosterImport.objects.select_for_update().get(pk=roster.pk)
    if (present.state, present.lease_until) != (roster.state, roster.lease_until):
        raise LeaseLost(roster.key)
    return present


def save(roster: RosterImport, *fields: str) -> None:
    """Save the state with `fields`, and end the lease with the work it was for."""
    roster.lease_until = None
    roster.save(update_fields=["state", "lease_until", *fields])


def record(roster: RosterImport, verb: str, by: Actor, at: datetime, **facts: object) -> None:
    """Write an entry about an import: at its process's desk, or of the whole installation."""
    write(
        process_code=roster.process_code or INSTALLATION,
        verb=verb,
        subject=roster.key,
        actor_key=by.key,
        at=at,
        facts=facts,
    )
