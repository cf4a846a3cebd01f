"""Is a call open? Pure answers from its history of deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from antechamber.workflow import YES, Verdict, no

# "By 23:59:59" holds to the end of that second: what a person reads has no fractions.
LAST_SECOND = timedelta(seconds=1)


class Phase(StrEnum):
    """Where a call stands at an instant."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Announcement:
    """A deadline and the instant from which it was known."""

    falls_at: datetime
    announced_at: datetime


@dataclass(frozen=True, slots=True)
class Window:
    """A call's opening, all its deadlines as announced, and its stated grace.

    A deadline only ever moves to a later time, so the latest of those announced is in force,
    in whatever order they were written down.
    """

    opens_at: datetime
    announcements: tuple[Announcement, ...]
    grace: timedelta = timedelta()

    def deadline_at(self, at: datetime) -> datetime | None:
        """Return the deadline in force at an instant, None where none was announced yet."""
        return max((each.falls_at for each in self._known(at)), default=None)

    def first_deadline(self) -> datetime | None:
        """Return the deadline that was announced first."""
        announced = sorted(self.announcements, key=lambda each: each.announced_at)
        return announced[0].falls_at if announced else None

    def earlier_deadlines(self, at: datetime) -> list[datetime]:
        """Return the deadlines that were in force before the present one, oldest first."""
        in_force: list[datetime] = []
        for each in sorted(self._known(at), key=lambda each: each.announced_at):
            if not in_force or each.falls_at > in_force[-1]:
                in_force.append(each.falls_at)
        return in_force[:-1]

    def closes_at(self, at: datetime) -> datetime | None:
        """Return the first instant that is too late, as known at `at`; None without a deadline."""
        falls_at = self.deadline_at(at)
        return None if falls_at is None else falls_at + LAST_SECOND + self.grace

    def phase_at(self, at: datetime) -> Phase:
        """Return where the call stands. The deadline's own second still counts as in time."""
        if at < self.opens_at:
            return Phase.NOT_YET
        closes_at = self.closes_at(at)
        return Phase.OPEN if closes_at is None or at < closes_at else Phase.CLOSED

    def next_change_after(self, at: datetime) -> datetime | None:
        """Return the next instant at which a page about this call says something else by itself."""
        instants = [self.opens_at, *(each.announced_at for each in self.announcements)]
        if (falls_at := self.deadline_at(at)) is not None:
            instants += [falls_at + LAST_SECOND, falls_at + LAST_SECOND + self.grace]
        return min((instant for instant in instants if instant > at), default=None)

    def accepts_at(self, at: datetime) -> Verdict:
        """Say whether something may be handed in at an instant."""
        phase = self.phase_at(at)
        if phase is Phase.NOT_YET:
            return no("call_not_open", _("This call is not open yet."))
        if phase is Phase.CLOSED:
            return no(
                "call_closed",
                _("This call is closed: the deadline has passed. What you wrote is kept."),
            )
        return YES

    def _known(self, at: datetime) -> list[Announcement]:
        return [each for each in self.announcements if each.announced_at <= at]


def extension_verdict(window: Window, falls_at: datetime, at: datetime) -> Verdict:
    """Say whether a new deadline may be announced: later than the present one, and still ahead."""
    present = window.deadline_at(at)
    if falls_at <= at:
        return no("deadline_in_past", _("The new deadline has already passed."))
    if present is not None and falls_at <= present:
        return no(
            "deadline_not_later",
            _("A deadline can only be moved to a later time: people rely on the present one."),
        )
    return YES


def reason_verdict(reason: str) -> Verdict:
    """Ask for a reason: whoever planned for the old day may know why it moved."""
    if not reason.strip():
        return no("reason_missing", _("Write the reason. It is published with the new deadline."))
    return YES


def is_draft(adopted_at: datetime | None, at: datetime) -> bool:
    """Say whether modalities are still pending their formal adoption at an instant."""
    return adopted_at is None or at < adopted_at
