"""Meetings and deadlines as calendar files (RFC 5545), for the calendars people use anyway.

A meeting takes whole days: sources state days, not hours. A deadline is an instant in the clock it
was announced in. Identifiers never change and sequences grow, so that a calendar which took an
earlier file corrects its entry instead of adding another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from antechamber.processes.blocks import place_of
from antechamber.processes.models import Meeting, Process, Standing
from antechamber.processes.queries import CallWindow

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
REMIND_BEFORE: Final = timedelta(days=1)
ASK_AGAIN_AFTER: Final = timedelta(hours=6)  # a calendar that subscribed may ask so often
IDENTIFIER_HOST: Final = "antechamber"  # part of an identifier for ever; not an address


def calendar_file(process: Process, name: str, events: Iterable[Event]) -> bytes:
    """Return a calendar file with the zones that its events need."""
    file = Calendar()
    file.add("prodid", "-//Antechamber//Calendar//EN")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    file.add("name", name)
    file.add("x-wr-calname", name)
    file.add("x-wr-timezone", process.zone)
    file.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    for event in events:
        file.add_component(event)
    file.add_missing_timezones()
    return bytes(file.to_ical())


@dataclass(frozen=True, slots=True)
class EventWriter:
    """Writes the events of a process as known at an instant; `url` leads back to its calendar."""

    process: Process
    at: datetime
    url: str

    def meeting(self, meeting: Meeting) -> list[Event]:
        """Return a meeting, if its days are known, and the date by which to apply to attend it."""
        events = [self._days_of(meeting, meeting.days)] if meeting.days else []
        if meeting.apply_by:
            title = _("Apply by: %(title)s") % {"title": meeting.title}
            event = self._event(f"{meeting.code}-apply-by", title, meeting.sequence)
            events.append(_at_instant(event, title, meeting.apply_by, self.process.zone))
        return events

    def deadline(self, call: CallWindow) -> list[Event]:
        """Return the deadline of a call in force, with a reminder; nothing without one."""
        falls_at = call.window.deadline_at(self.at)
        if falls_at is None:
            return []
        title = _("Deadline: %(title)s") % {"title": call.call.title}
        sequence = len(call.window.earlier_deadlines(self.at))
        event = self._event(f"call-{call.call.code}", title, sequence)
        return [_at_instant(event, title, falls_at, call.call.zone)]

    def _days_of(self, meeting: Meeting, days: tuple[date, date]) -> Event:
        event = self._event(meeting.code, str(meeting.title), meeting.sequence)
        event.add("dtstart", days[0])
        event.add("dtend", days[1] + timedelta(days=1))  # the end is the first day without it
        event.add("transp", "TRANSPARENT")
        event.add("location", place_of(meeting))
        confirmed = meeting.standing != Standing.UNCONFIRMED
        event.add("status", "CONFIRMED" if confirmed else "TENTATIVE")
        lines = [str(meeting.theme)] if meeting.theme else []
        if not confirmed:
            lines.append(_("The day is not confirmed by a source."))
        event.add("description", "\n\n".join(lines))
        return event

    def _event(self, code: str, title: str, sequence: int) -> Event:
        event = Event()
        event.add("uid", f"{self.process.code}-{code}@{IDENTIFIER_HOST}")
        # Whole days, so that the same calendar is the same bytes all day.
        midnight = self.at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        event.add("dtstamp", midnight)
        event.add("summary", title)
        event.add("sequence", sequence)
        event.add("url", self.url)
        return event


def _at_instant(event: Event, title: str, falls_at: datetime, zone: str) -> Event:
    event.add("dtstart", falls_at.astimezone(ZoneInfo(zone)))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -REMIND_BEFORE)
    alarm.add("description", title)
    event.add_component(alarm)
    return event
