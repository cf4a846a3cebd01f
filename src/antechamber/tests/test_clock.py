"""The clock: deadlines on days on which clocks jump, and how an instant is written."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, strategies as st

from antechamber import clock

NEW_YORK = "America/New_York"
GENEVA = "Europe/Zurich"
ZONES = st.sampled_from(
    [
        NEW_YORK,
        GENEVA,
        "Europe/Vienna",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
    ]
)
DAYS = st.dates(date(2000, 1, 1), date(2035, 12, 31))
HOURS = st.times().map(lambda each: each.replace(microsecond=0))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "zone", "at", "instant"),
    [
        # Pages of 2017 wrote EST; the zone says daylight time, four hours from UTC.
        (date(2017, 4, 9), NEW_YORK, clock.END_OF_DAY, utc(2017, 4, 10, 3, 59, 59)),
        (date(2017, 4, 17), NEW_YORK, clock.END_OF_DAY, utc(2017, 4, 18, 3, 59, 59)),
        (date(2018, 2, 7), NEW_YORK, clock.END_OF_DAY, utc(2018, 2, 8, 4, 59, 59)),
        # New York, 12 March 2017: 02:00 to 03:00 does not exist; 5 November: 01:00 to 02:00 twice.
        (date(2017, 3, 12), NEW_YORK, time(1, 59, 59), utc(2017, 3, 12, 6, 59, 59)),
        (date(2017, 3, 12), NEW_YORK, time(2, 0), utc(2017, 3, 12, 7, 0)),
        (date(2017, 3, 12), NEW_YORK, time(2, 30), utc(2017, 3, 12, 7, 0)),
        (date(2017, 3, 12), NEW_YORK, time(3, 0), utc(2017, 3, 12, 7, 0)),
        (date(2017, 11, 5), NEW_YORK, time(1, 30), utc(2017, 11, 5, 6, 30)),
        # Geneva, 26 March 2017: 02:00 to 03:00 does not exist; 29 October: 02:00 to 03:00 twice.
        (date(2017, 3, 26), GENEVA, time(2, 30), utc(2017, 3, 26, 1, 0)),
        (date(2017, 10, 29), GENEVA, time(2, 30), utc(2017, 10, 29, 1, 30)),
        (date(2017, 10, 29), GENEVA, clock.END_OF_DAY, utc(2017, 10, 29, 22, 59, 59)),
        (date(2017, 4, 9), "UTC", time(12, 0), utc(2017, 4, 9, 12, 0)),
    ],
)
def test_deadline_is_the_instant_that_the_wall_shows(
    day: date, zone: str, at: time, instant: datetime
) -> None:
    assert clock.deadline(day, zone, at) == instant


@given(day=DAYS, zone=ZONES, at=HOURS)
@example(day=date(2017, 3, 12), zone=NEW_YORK, at=time(2, 59, 59))
@example(day=date(2017, 10, 1), zone="Australia/Lord_Howe", at=time(2, 15))
def test_deadline_never_comes_before_what_was_written(day: date, zone: str, at: time) -> None:
    written = datetime.combine(day, at)

    instant = clock.deadline(day, zone, at)

    shown = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert instant.tzinfo is UTC
    assert written <= shown <= written + timedelta(hours=1)


@given(day=DAYS, zone=ZONES, at=HOURS)
def test_deadline_loses_nobody_a_repeated_hour(day: date, zone: str, at: time) -> None:
    instant = clock.deadline(day, zone, at)

    again = instant + timedelta(hours=1)
    shown = again.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert shown > datetime.combine(day, at)


@given(day=DAYS, zone=ZONES)
def test_the_end_of_a_day_comes_just_before_the_next_day_begins(day: date, zone: str) -> None:
    end = clock.deadline(day, zone)
    begin = clock.deadline(day + timedelta(days=1), zone, time(0))

    assert timedelta(0) < begin - end <= timedelta(hours=2)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("UTC", "UTC"),
        (NEW_YORK, "UTC−4"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/St_Johns", "UTC−2:30"),
    ],
)
def test_offset_in_words(zone: str, words: str) -> None:
    local = utc(2017, 4, 10, 3).astimezone(ZoneInfo(zone))

    assert clock.offset_in_words(local) == words


def test_clocks_show_one_instant_in_zone_and_utc() -> None:
    instant = utc(2017, 4, 10, 3, 59, 59)

    shown = clock.clocks(instant, NEW_YORK)

    assert shown.in_zone.isoformat() == "2017-04-09T23:59:59-04:00"
    assert shown.in_utc.isoformat() == "2017-04-10T03:59:59+00:00"


def test_frozen_clock_stands_and_goes_on_afterwards() -> None:
    instant = utc(2017, 4, 5, 13)

    with clock.frozen_at(instant):
        assert clock.now() == instant

    assert clock.now() != instant


def test_clock_of_production_cannot_be_moved() -> None:
    with pytest.raises(RuntimeError, match="demonstration only"):
        clock.install(lambda: utc(2017, 4, 5), demo=False)


def test_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        clock.aware(datetime(2017, 4, 9))  # noqa: DTZ001 - the point

    assert clock.aware(utc(2017, 4, 9)) == utc(2017, 4, 9)
