"""Where a list stands: its steps from the first name to publication, and who must do what next.

Pure: a list that was read, its silence and counts in; words out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from antechamber.accreditation.lists.states import ListState
from antechamber.accreditation.models import CandidateList
from antechamber.places.zones import zone_name
from antechamber.processes.rules import Phase, Window
from antechamber.web import times

_ORDER: Final = (
    (ListState.DRAFTING, gettext_lazy("Composed"), "composed_at"),
    (ListState.FROZEN, gettext_lazy("Frozen"), "frozen_at"),
    (ListState.SIGNED_OFF, gettext_lazy("Signed off"), "signed_off_at"),
    (ListState.CIRCULATED, gettext_lazy("Circulated"), "circulated_at"),
    (ListState.CLOSED, gettext_lazy("Closed to objections"), "closed_at"),
    (ListState.FINAL_ISSUED, gettext_lazy("Final list"), "issued_at"),
    (ListState.PUBLISHED, gettext_lazy("Published"), "published_at"),
)
OFFICERS: Final = gettext_lazy("Officers")
PRESIDENT: Final = gettext_lazy("President’s office")
STATES: Final = gettext_lazy("Member States")


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a list. `at` is None for what has not happened."""

    label: str
    at: datetime | None
    is_present: bool


@dataclass(frozen=True, slots=True)
class Next:
    """Who must do what next, and by when in words; `who` is empty where nothing is left to do."""

    who: str
    what: str
    until: str = ""


def stages(candidate_list: CandidateList) -> list[Stage]:
    """Return the steps of a list; one that was discarded ends with the last it reached."""
    found = [
        Stage(str(label), getattr(candidate_list, field), state == candidate_list.state)
        for state, label, field in _ORDER
    ]
    if candidate_list.state != ListState.DISCARDED:
        return found
    reached = [each for each in found if each.at is not None]
    return [*reached, Stage(_("Discarded"), candidate_list.changed_at, is_present=True)]


def next_step(
    candidate_list: CandidateList,
    silence: Window | None,
    *,
    unsettled: int,
    due_on: date | None,
    at: datetime,
) -> Next:
    """Return what comes next for a list. `due_on` is when the list is due with Member States."""
    due = _("by %(day)s") % {"day": times.short_day(due_on)} if due_on else ""
    if candidate_list.state == ListState.CIRCULATED:
        return _during_silence(candidate_list, silence, at)
    if candidate_list.state == ListState.CLOSED and unsettled:
        settle = ngettext(
            "Settle the objections to %(count)d name, then issue the final list.",
            "Settle the objections to %(count)d names, then issue the final list.",
            unsettled,
        ) % {"count": unsettled}
        return Next(str(PRESIDENT), settle)
    who, what = _NEXT[candidate_list.state]
    before = candidate_list.circulated_at is None and bool(who)
    return Next(str(who), str(what), due if before else "")


def _during_silence(candidate_list: CandidateList, silence: Window | None, at: datetime) -> Next:
    falls_at = silence.deadline_at(at) if silence else None
    if silence is None or falls_at is None or silence.phase_at(at) is Phase.CLOSED:
        return Next(str(PRESIDENT), _("The time to object is over. Close the list."))
    zone = candidate_list.process.zone
    until = times.in_zone_words(falls_at, zone, zone_name(zone))
    return Next(str(STATES), _("Objections can come in."), _("until %(at)s") % {"at": until})


_NEXT: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    ListState.DRAFTING: (OFFICERS, gettext_lazy("Add the names, then freeze the list.")),
    ListState.FROZEN: (
        PRESIDENT,
        gettext_lazy("Read the list and sign it off, as somebody who did not work on it."),
    ),
    ListState.SIGNED_OFF: (PRESIDENT, gettext_lazy("Circulate the list to Member States.")),
    ListState.CLOSED: (PRESIDENT, gettext_lazy("Nothing is open. Issue the final list.")),
    ListState.FINAL_ISSUED: (PRESIDENT, gettext_lazy("Publish the proposed and the final list.")),
    ListState.PUBLISHED: ("", gettext_lazy("Both lists are published. Nothing is left to do.")),
    ListState.DISCARDED: (
        "",
        gettext_lazy("It was given up before anyone outside saw it. Its names are free again."),
    ),
}
