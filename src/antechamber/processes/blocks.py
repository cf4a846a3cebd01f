"""What pages show of a process's calls and meetings, as values of the design system."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext as _, ngettext

from antechamber import clock
from antechamber.places.zones import zone_name
from antechamber.processes.models import Call, Meeting
from antechamber.processes.rules import Phase, Window
from antechamber.web import times
from antechamber.web.components import Deadline


def deadline_block(call: Call, window: Window, at: datetime) -> Deadline | None:
    """Return the instant of a call that matters next: its opening, or its deadline.

    None where the call has opened and no deadline was announced.
    """
    phase = window.phase_at(at)
    if phase is Phase.NOT_YET:
        return Deadline(
            window.opens_at, call.zone, zone_name(call.zone), label=_("Applications open")
        )
    falls_at = window.deadline_at(at)
    if falls_at is None:
        return None
    is_open = phase is Phase.OPEN
    return Deadline(
        falls_at,
        call.zone,
        zone_name(call.zone),
        label=_("Apply by") if is_open else _("Applications closed"),
        is_past=not is_open,
        former=window.earlier_deadlines(at),
        note=time_left(falls_at, call.zone, at) if is_open else "",
    )


def time_left(falls_at: datetime, zone: str, at: datetime) -> str:
    """Say in days how long there is, counted as the zone's calendar counts."""
    days = (local_day(falls_at, zone) - local_day(at, zone)).days
    if days <= 0:
        return _("Today is the last day.")
    return ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}


def local_day(at: datetime, zone: str) -> date:
    """Return the day that an instant falls on in a zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def next_day_begins(at: datetime, zone: str) -> datetime:
    """Return the instant at which the next day begins in a zone: then days left and past change."""
    return clock.deadline(local_day(at, zone) + timedelta(days=1), zone, time(0))


def days_in_words(starts_on: date, ends_on: date) -> str:
    """Write one day with its weekday, or the days from one to another: "8–9 May 2017"."""
    if starts_on == ends_on:
        return times.long_day(starts_on)
    if (starts_on.year, starts_on.month) != (ends_on.year, ends_on.month):
        return f"{times.short_day(starts_on)} – {times.short_day(ends_on)}"
    if (get_language() or "").startswith("zh"):
        return f"{times.short_day(starts_on)}至{ends_on.day}日"
    return f"{starts_on.day}–{times.short_day(ends_on)}"


def place_of(meeting: Meeting) -> str:
    """Write venue and city, as far as they are known."""
    return ", ".join(str(part) for part in (meeting.venue, meeting.city) if part)
