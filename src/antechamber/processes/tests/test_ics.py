"""Calendar files, read back as a calendar program reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from icalendar import Calendar

from antechamber import clock
from antechamber.processes.actions import change_meeting, extend_deadline
from antechamber.processes.models import Meeting, Process
from antechamber.processes.tests.factories import (
    EXTENDED_AT,
    FIRST_DEADLINE,
    LAST_DEADLINE,
    NOW,
    SECRETARIAT,
)


def read(client: Client, path: str) -> Calendar:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(response.content)


def events(file: Calendar) -> dict[str, Any]:
    return {str(event["UID"]): event for event in file.walk("VEVENT")}


def test_all_meetings_and_deadlines_are_one_file(gcm: Process, client: Client) -> None:
    found = events(read(client, "/en/gcm/calendar.ics"))

    assert len(found) == 1 + 19 + 3
    assert found.keys() >= {
        "gcm-call-accreditation@antechamber",
        "gcm-ts1@antechamber",
        "gcm-ts2-apply-by@antechamber",
    }


def test_a_meeting_takes_its_whole_days(gcm: Process, client: Client) -> None:
    event = events(read(client, "/en/gcm/calendar/ts1.ics"))["gcm-ts1@antechamber"]

    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        date(2017, 5, 8),
        date(2017, 5, 10),
    )
    assert (str(event["SUMMARY"]), str(event["LOCATION"]), str(event["STATUS"])) == (
        "First thematic session",
        "Palais des Nations, Geneva",
        "CONFIRMED",
    )
    assert event["SEQUENCE"] == 0
    assert str(event["URL"]) == "http://localhost:8000/en/gcm/calendar"


def test_an_unconfirmed_day_is_tentative_and_says_so(gcm: Process, client: Client) -> None:
    event = events(read(client, "/en/gcm/calendar/h3.ics"))["gcm-h3@antechamber"]

    assert str(event["STATUS"]) == "TENTATIVE"
    assert "not confirmed by a source" in str(event["DESCRIPTION"])


@pytest.mark.parametrize(
    ("at", "falls_at", "sequence"),
    [(NOW, FIRST_DEADLINE, 0), (EXTENDED_AT, LAST_DEADLINE, 1)],
)
def test_a_deadline_is_an_instant_in_its_clock_with_a_reminder(
    gcm: Process, client: Client, at: datetime, falls_at: datetime, sequence: int
) -> None:
    with clock.frozen_at(at):
        file = read(client, "/en/gcm/calendar/deadline/accreditation.ics")

    event = events(file)["gcm-call-accreditation@antechamber"]
    starts = event.decoded("DTSTART")
    assert (starts, starts.utcoffset(), event["SEQUENCE"]) == (
        falls_at,
        timedelta(hours=-4),
        sequence,
    )
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    assert [str(zone["TZID"]) for zone in file.walk("VTIMEZONE")] == ["America/New_York"]
    (alarm,) = event.walk("VALARM")
    assert (str(alarm["ACTION"]), alarm.decoded("TRIGGER"), str(alarm["DESCRIPTION"])) == (
        "DISPLAY",
        timedelta(days=-1),
        "Deadline: Special accreditation of organizations not in consultative status",
    )


def test_a_moved_meeting_keeps_its_identifier_and_raises_its_sequence(
    gcm: Process, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    read(client, "/en/gcm/calendar/ts1.ics")
    with django_capture_on_commit_callbacks(execute=True):
        change_meeting(
            process=gcm,
            code="ts1",
            seen_sequence=0,
            changes={"starts_on": date(2017, 5, 9)},
            reason="The room is taken.",
            by=SECRETARIAT,
            at=NOW,
        )

    event = events(read(client, "/en/gcm/calendar/ts1.ics"))["gcm-ts1@antechamber"]

    assert (event.decoded("DTSTART"), event["SEQUENCE"]) == (date(2017, 5, 9), 1)


def test_an_extension_raises_the_sequence_of_the_deadline(
    gcm: Process, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        extend_deadline(
            process=gcm,
            code="accreditation",
            falls_at=LAST_DEADLINE,
            replaces=FIRST_DEADLINE,
            reason={"en": "Late notices."},
            by=SECRETARIAT,
            at=NOW,
        )

    found = events(read(client, "/en/gcm/calendar.ics"))
    event = found["gcm-call-accreditation@antechamber"]

    assert (event.decoded("DTSTART"), event["SEQUENCE"]) == (LAST_DEADLINE, 1)


def test_a_meeting_without_a_day_has_no_event(gcm: Process, client: Client) -> None:
    Meeting.objects.filter(code="ts2").update(starts_on=None, ends_on=None)

    assert list(events(read(client, "/en/gcm/calendar/ts2.ics"))) == [
        "gcm-ts2-apply-by@antechamber"
    ]


def test_events_speak_the_language_of_their_address(gcm: Process, client: Client) -> None:
    with translation.override("en"):
        event = events(read(client, "/ar/gcm/calendar/ts1.ics"))["gcm-ts1@antechamber"]

    assert str(event["SUMMARY"]) == "الدورة المواضيعية الأولى"


@pytest.mark.parametrize("path", ["ts9.ics", "deadline/ts1.ics", "TS1.ics"])
def test_what_is_not_there_is_not_found(gcm: Process, client: Client, path: str) -> None:
    assert client.get(f"/en/gcm/calendar/{path}").status_code == 404


def test_the_same_day_gives_the_same_bytes(gcm: Process, client: Client) -> None:
    from django.core.cache import cache

    first = client.get("/en/gcm/calendar.ics").content
    cache.clear()
    with clock.frozen_at(NOW + timedelta(hours=3)):
        second = client.get("/en/gcm/calendar.ics").content

    assert first == second
    assert str(events(Calendar.from_ical(first))["gcm-ts1@antechamber"]["DTSTAMP"].dt) == str(
        datetime(2017, 4, 5, tzinfo=UTC)
    )
