"""The words of this desk: states, changes in the rosters, and reasons made ready from them."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from antechamber.accreditation.accredited.roster_change_queries import WaitingChange
from antechamber.accreditation.accredited.roster_changes import ChangeKind
from antechamber.accreditation.accredited.states import (
    EARLIER_LOST,
    STATUS_LOST,
)
from antechamber.organizations.roster_cleaning import Decision
from antechamber.organizations.roster_words import DECISION_WORDS
from antechamber.web import times

# What has happened, where the sentence that follows does not say it.
CHANGE_TITLES: Final[dict[ChangeKind, str | Promise]] = {
    ChangeKind.STATUS_LOST: gettext_lazy("Its consultative status has ended"),
    ChangeKind.STATUS_BACK: gettext_lazy("It holds consultative status again"),
    ChangeKind.EARLIER_LOST: gettext_lazy("Its earlier accreditation holds no longer"),
    ChangeKind.EARLIER_BACK: gettext_lazy("Its earlier accreditation holds again"),
    ChangeKind.GROUND_LOST: gettext_lazy("The status on which it need not apply has ended"),
}
PROPOSALS: Final[dict[ChangeKind, str | Promise]] = {
    ChangeKind.RENAMED: gettext_lazy("Follow the new name"),
    ChangeKind.MERGED: gettext_lazy("Pass the accreditation on"),
    ChangeKind.STATUS_LOST: gettext_lazy("Suspend the accreditation"),
    ChangeKind.STATUS_BACK: gettext_lazy("Reinstate the accreditation"),
    ChangeKind.EARLIER_LOST: gettext_lazy("Suspend the accreditation"),
    ChangeKind.EARLIER_BACK: gettext_lazy("Reinstate the accreditation"),
}
REASON_CODES: Final = {
    ChangeKind.STATUS_LOST: STATUS_LOST,
    ChangeKind.EARLIER_LOST: EARLIER_LOST,
}


def told_words(waiting: WaitingChange) -> str:
    """Say what the rosters tell, in a sentence that can stand as a reason."""
    organization = waiting.subject.organization
    if waiting.change.kind == ChangeKind.RENAMED:
        return _renamed(waiting, organization.display_name)
    if waiting.change.kind == ChangeKind.MERGED and organization.successor:
        heir = organization.successor.display_name
        return _("It has merged into %(name)s.") % {"name": heir}
    what = _what(waiting)
    if waiting.change.on is None:
        return _("%(what)s.") % {"what": what}
    return _("%(day)s: %(what)s.") % {"day": times.short_day(waiting.change.on), "what": what}


def _renamed(waiting: WaitingChange, name: str) -> str:
    since = waiting.new_name.since if waiting.new_name else None
    if since is None:
        return _("It is now called %(name)s.") % {"name": name}
    return _("Since %(day)s it is called %(name)s.") % {
        "day": times.short_day(since),
        "name": name,
    }


def _what(waiting: WaitingChange) -> str:
    """Name the decision, where a roster tells which it was."""
    if waiting.decision is not None:
        return str(DECISION_WORDS[Decision(waiting.decision.decision)])
    return str(_NAMELESS.get(waiting.change.kind, _NAMELESS[ChangeKind.STATUS_LOST]))


_NAMELESS: Final[dict[ChangeKind, str | Promise]] = {
    ChangeKind.STATUS_LOST: gettext_lazy("its consultative status has ended"),
    ChangeKind.GROUND_LOST: gettext_lazy("the status on which it need not apply has ended"),
    ChangeKind.STATUS_BACK: gettext_lazy("it holds consultative status again"),
    ChangeKind.EARLIER_LOST: gettext_lazy("its earlier accreditation holds no longer"),
    ChangeKind.EARLIER_BACK: gettext_lazy("its earlier accreditation holds again"),
}


def source_of(waiting: WaitingChange) -> str:
    """Return the roster that tells it, empty where none is named."""
    told = waiting.decision or waiting.new_name
    return told.source if told is not None else waiting.change.source
