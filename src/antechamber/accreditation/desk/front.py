"""The desk's front page: how much waits, for how long, and what the deadline still needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi, gettext as _
from django.views.decorators.http import require_safe

from antechamber.accreditation import desk_queries
from antechamber.accreditation.calls import ACCREDITATION
from antechamber.accreditation.desk import saved_views
from antechamber.accreditation.desk.access import DeskRequest, address, at_desk, frame
from antechamber.accreditation.desk.words import days_in_words, state_tone, state_words
from antechamber.accreditation.rules_in_force import rules_in_force
from antechamber.accreditation.selection import GROUPS, Selection
from antechamber.accreditation.workload import Workload, workload
from antechamber.places.zones import zone_name
from antechamber.processes.queries import CallWindow, frame_of
from antechamber.web import charts, times
from antechamber.web.components import Cell, Column, Deadline, Figure, Table

# Each of these must become something else before the list is whole: decided, or on the list.
BEFORE_THE_LIST: Final = ("waiting", "asked", "recommended")
PROPOSED: Final = Selection(second="others")


@require_safe
@at_desk
def front(request: DeskRequest) -> HttpResponse:
    """Show the reader's own desk in figures (11 statements, whatever the applications)."""
    at = request.arrived_at
    today = at.astimezone(ZoneInfo(request.process.zone)).date()
    work = workload(request.reach, today)
    call = frame_of(request.process.code, at).call(ACCREDITATION)
    own = desk_queries.views_of(request.reach)
    proposed, *sizes = desk_queries.sizes(
        request.reach, [PROPOSED, *(saved_views.selection_of(each) for each in own)]
    )
    due = rules_in_force(request.process, ["list_due_on"], at).get("list_due_on")
    context = {
        **frame(request),
        "figures": _figures(request, work, proposed),
        "views": saved_views.links(request, own, sizes),
        "views_url": address(request, "views"),
        "deadline": _deadline(call, at),
        "needs": _needs(call, work, at),
        **_list_needs(work, due, today),
        "strip": _strip(work, request.process.answer_days),
        "bars": _bars(work),
        "states": _states(work),
        "facilitators": _facilitators(work),
        "queue_url": address(request, "queue"),
        "has_work": work.waiting > 0,
    }
    return render(request, "accreditation/desk/front.html", context)


def _figures(request: DeskRequest, work: Workload, proposed: int) -> list[Figure]:
    oldest = "–" if work.oldest is None else str(work.oldest)
    first = desk_queries.oldest_waiting(request.reach)
    oldest_url = address(request, "application", first) if first else ""
    median = "–" if work.median is None else str(work.median)
    return [
        Figure(str(work.waiting), _("wait for us"), address(request, "queue")),
        Figure(str(work.mine), _("of them are yours"), address(request, "queue", assigned="me")),
        Figure(oldest, _("days is the longest wait"), oldest_url),
        Figure(median, _("days is the median wait")),
        Figure(
            str(work.in_group("asked")),
            _("wait for the applicant"),
            address(request, "queue", group="asked"),
        ),
        Figure(
            str(proposed),
            _("are proposed and wait for you as second person"),
            address(request, "queue", second="others"),
        ),
    ]


def _deadline(call: CallWindow | None, at: datetime) -> Deadline | None:
    falls_at = call.window.deadline_at(at) if call else None
    if call is None or falls_at is None:
        return None
    is_open = bool(call.window.accepts_at(at))
    return Deadline(
        falls_at,
        call.call.zone,
        zone_name(call.call.zone),
        label=_("Applications close") if is_open else _("Applications closed"),
        is_past=not is_open,
        former=call.window.earlier_deadlines(at),
    )


def _needs(call: CallWindow | None, work: Workload, at: datetime) -> list[str]:
    """Say what is still to come before the deadline, and after it."""
    falls_at = call.window.deadline_at(at) if call else None
    if falls_at is None:
        return []
    said = []
    if at <= falls_at:
        said.append(_("Time left: %(days)s.") % {"days": days_in_words((falls_at - at).days)})
    said.append(_("Begun and not submitted: %(count)d.") % {"count": work.drafts})
    said.append(_("Submitted and waiting for an officer: %(count)d.") % {"count": work.waiting})
    return said


def _list_needs(work: Workload, due: date | None, today: date) -> dict[str, object]:
    """Return what must be settled before the list goes to Member States, drawn and listed."""
    if due is None:
        return {"list_needs": None}
    waiting = [(str(GROUPS[group][0]), work.in_group(group)) for group in BEFORE_THE_LIST]
    caption = _("What the list of %(day)s still needs") % {"day": times.short_day(due)}
    return {
        "list_needs": Table(
            caption,
            [Column(_("Applications")), Column(_("Still to settle"), number=True)],
            [[label, count] for label, count in waiting],
        ),
        "list_bars": charts.bars(
            [charts.Bar(label, count, str(count)) for label, count in waiting],
            title=caption,
            rtl=get_language_bidi(),
        ),
        "list_due": _("Days left until the list is due: %(days)d.") % {"days": (due - today).days}
        if due >= today
        else _("The list was due on %(day)s.") % {"day": times.short_day(due)},
    }


def _strip(work: Workload, answer_days: int) -> str:
    return charts.age_strip(
        work.ages,
        answer_days,
        title=_("Age of what waits for us, in days"),
        limit_label=_("%(days)s: by then everyone is answered")
        % {"days": days_in_words(answer_days)},
        rtl=get_language_bidi(),
    )


def _bars(work: Workload) -> str:
    rows = [
        charts.Bar(state_words(state), count, str(count)) for state, count in work.by_state.items()
    ]
    return charts.bars(rows, title=_("Applications by state"), rtl=get_language_bidi())


def _states(work: Workload) -> Table:
    return Table(
        _("Applications by state"),
        [Column(_("State")), Column(_("Applications"), number=True)],
        [
            [Cell(state_words(state), tone=state_tone(state)), count]
            for state, count in work.by_state.items()
        ],
    )


def _facilitators(work: Workload) -> Table:
    groups = [group for group in GROUPS if group not in {"ended", "all"}]
    return Table(
        _("By facilitator"),
        [
            Column(_("Facilitator")),
            *(Column(str(GROUPS[group][0]), number=True) for group in groups),
            Column(_("Oldest, in days"), number=True),
            Column(_("Median, in days"), number=True),
            Column(_("Drafts"), number=True),
        ],
        [
            [
                name,
                *(part.in_group(group) for group in groups),
                "–" if part.oldest is None else part.oldest,
                "–" if part.median is None else part.median,
                part.drafts,
            ]
            for name, part in work.by_facilitator()
        ],
    )
