"""What becomes due as time passes: extensions told, reminders sent, unanswered questions closed.

A person's rights never depend on this having run: whether a call is open is asked of its history.
Only mails depend on it, and running it twice tells nobody twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from antechamber.accreditation.actions.reviewing import lapse_overdue
from antechamber.accreditation.messages import tell_focal_points
from antechamber.accreditation.models import Application, Notice
from antechamber.accreditation.states import State
from antechamber.organizations.queries import focal_points
from antechamber.processes.models import Call
from antechamber.processes.queries import window_of
from antechamber.processes.rules import Window

# Three days are time to find a document, one is time to press the button.
REMIND_BEFORE: Final = (timedelta(days=3), timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something to tell those whose draft was begun before `begun_before`."""

    name: str
    template: str
    begun_before: datetime
    values: dict[str, object]


def occasions(window: Window, at: datetime) -> list[Occasion]:
    """Return what drafts of a call are to be told by `at`; nothing once it has closed. Pure."""
    deadline = window.deadline_at(at)
    if deadline is None or at > deadline:
        return []
    due = []
    known = [each for each in window.announcements if each.announced_at <= at]
    if earlier := window.earlier_deadlines(at):
        due.append(
            Occasion(
                name=f"extended:{deadline.isoformat()}",
                template="call.extended",
                begun_before=max(each.announced_at for each in known),
                values={"deadline": deadline, "earlier": earlier[-1]},
            )
        )
    passed = [before for before in REMIND_BEFORE if deadline - before <= at]
    if passed:
        due.append(
            Occasion(
                name=f"closes:{deadline.isoformat()}:{min(passed).days}",
                template="call.closes_soon",
                begun_before=deadline - min(passed),
                values={"deadline": deadline},
            )
        )
    return due


def send_due_notices(at: datetime) -> int:
    """Tell everyone what became due by `at` and has not been told; return how many were told.

    2 statements a call and 1 an occasion where nothing is due, whatever the number of drafts.
    """
    told = 0
    for call in Call.objects.select_related("process"):
        for occasion in occasions(window_of(call), at):
            for application in _not_yet_told(call, occasion):
                _tell(application, occasion, at)
                told += 1
    return told


def close_unanswered(at: datetime) -> int:
    """Close without prejudice what was asked and not answered by its date; return how many."""
    overdue = Application.objects.filter(
        state=State.INFORMATION_REQUESTED, answer_by__lt=at
    ).select_related("process")
    closed = 0
    for application in overdue:
        lapse_overdue(application=application, at=at)
        closed += 1
    return closed


def _not_yet_told(call: Call, occasion: Occasion) -> list[Application]:
    return list(
        Application.objects.filter(
            call=call, state=State.DRAFT, started_at__lte=occasion.begun_before
        )
        .exclude(notices__occasion=occasion.name)
        .select_related("process", "organization", "facilitator")
        .order_by("id")
    )


def _tell(application: Application, occasion: Occasion, at: datetime) -> None:
    with transaction.atomic():
        Notice.objects.create(application=application, occasion=occasion.name, at=at)
        tell_focal_points(
            application,
            occasion.template,
            focal_points(application.organization),
            at,
            occasion.values,
            once=f"{occasion.name}:{application.key}",
        )
