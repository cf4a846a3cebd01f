"""Decisions upon many applications at once: what is left out and why, what can be undone. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.offers import capability_for, sources_of
from antechamber.people.actors import Actor
from antechamber.workflow import YES, Verdict, no

# What can be done with many at once. A question is none: it cannot be taken back once it is read.
ACTS: Final = ("recommend", "find_ineligible", "confirm_not_needed", "assign")
ASSIGN: Final = "assign"

MOST: Final = 500  # applications at once: what one transaction does within a second or two
# Our own choices. Nobody reads a decision that is taken back within the hour, and nobody waits
# longer than that to hear; after a day a mistake is for the single application's own page.
HELD_FOR: Final = timedelta(hours=1)
UNDO_FOR: Final = timedelta(hours=24)

NOT_YOURS: Final = "not_yours"
WRONG_STATE: Final = "wrong_state"
CHANGED: Final = "changed_meanwhile"
SAME: Final = "assigned_already"
PROPOSED: Final = "proposed_already"
LEFT_OUT_WORDS: Final[dict[str, str | Promise]] = {
    NOT_YOURS: _("Your role does not include this for its facilitator."),
    WRONG_STATE: _("Its state does not allow it."),
    CHANGED: _("Somebody acted on it since."),
    SAME: _("It is assigned so already."),
    PROPOSED: _("It is proposed to find it not eligible. That is settled on its own page."),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """One application as the rules look at it.

    `seen` is the revision that was on the page; `is_proposed` says that a colleague waits for a
    second person.
    """

    state: str
    scope: str
    revision: int
    seen: int
    is_proposed: bool = False


def left_out(name: str, subject: Subject, by: Actor) -> str:
    """Return why an act leaves an application as it is: a code of `LEFT_OUT_WORDS`, or nothing."""
    if not by.may(capability_for(name), subject.scope):
        return NOT_YOURS
    if subject.revision != subject.seen:
        return CHANGED
    if subject.state not in sources_of(name):
        return WRONG_STATE
    return PROPOSED if subject.is_proposed and name != ASSIGN else ""


def may_undo(*, decided_at: datetime, undone_at: datetime | None, at: datetime) -> Verdict:
    """Allow taking back once, for a day."""
    if undone_at is not None:
        return no("undone_already", _("This was taken back already."))
    if at >= decided_at + UNDO_FOR:
        return no(
            "undo_too_late",
            _("A day has passed. Look again at each application on its own page."),
        )
    return YES
