"""Reading applications. Every query starts from a process: an address cannot mix two."""

from __future__ import annotations

from django.db.models import QuerySet

from antechamber.accreditation.models import Application
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.record.locking import lock_first


class ApplicationNotFound(LookupError):
    """There is no such application for this reader."""


def applications(process: Process) -> QuerySet[Application]:
    """Return a process's applications with all that their rules look at (no statement yet)."""
    return Application.objects.filter(process=process).select_related(
        "process",
        "call__process",
        "organization",
        "category",
        "facilitator__process",
        "questionnaire",
    )


def of_focal_point(process: Process, key: str, by: Actor, *, lock: bool = False) -> Application:
    """Return the application of an organization the actor acts for (1 statement).

    Raises `ApplicationNotFound` for any other, whether it exists or not.
    """
    return _one(
        applications(process).filter(
            key=key,
            organization__focal_points__account_id=by.account_id or 0,
            organization__focal_points__until=None,
        ),
        lock=lock,
    )


def by_reference(process: Process, reference: str, *, lock: bool = False) -> Application:
    """Return the application with a public number (1 statement); who may is the caller's."""
    return _one(applications(process).filter(reference=reference), lock=lock)


def mine(process: Process, by: Actor) -> list[Application]:
    """Return the applications of all organizations the actor acts for (1 statement)."""
    return list(
        applications(process)
        .filter(
            organization__focal_points__account_id=by.account_id or 0,
            organization__focal_points__until=None,
        )
        .order_by("started_at", "id")
    )


def _one(found: QuerySet[Application], *, lock: bool) -> Application:
    application = lock_first(found) if lock else found.first()
    if application is None:
        raise ApplicationNotFound
    return application
