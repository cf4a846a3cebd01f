"""The moments of a process, and which moves of the clock are allowed: plain values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from antechamber.demo.moments import CallDates, ListDates, Moment, moments, upcoming
from antechamber.demo.rules import LONGEST_MOVE, may_move

OPENS = datetime(2017, 3, 14, 4, 0, tzinfo=UTC)
FIRST = datetime(2017, 4, 10, 3, 59, 59, tzinfo=UTC)
EXTENDED_ON = datetime(2017, 4, 9, 22, 0, tzinfo=UTC)
SECOND = datetime(2017, 4, 18, 3, 59, 59, tzinfo=UTC)
ADOPTED = datetime(2017, 4, 6, 14, 0, tzinfo=UTC)
LIST_OUT = datetime(2017, 4, 28, 19, 0, tzinfo=UTC)
SILENCE_ENDS = datetime(2017, 5, 6, 3, 59, 59, tzinfo=UTC)
PUBLISHED = datetime(2017, 5, 6, 17, 0, tzinfo=UTC)
SESSION = datetime(2017, 5, 8, 8, 0, tzinfo=UTC)
CALL = CallDates(opens_at=OPENS, deadlines=((FIRST, OPENS), (SECOND, EXTENDED_ON)))

instants = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def test_moments_come_from_the_processs_own_dates_in_order():
    found = moments(
        calls=[CALL],
        adopted_at=ADOPTED,
        meetings=[(SESSION, "First session")],
        lists=[ListDates(LIST_OUT, SILENCE_ENDS, PUBLISHED)],
    )

    assert [(each.at, str(each.label)) for each in found] == [
        (OPENS, "The call opens"),
        (ADOPTED, "The modalities are adopted"),
        (EXTENDED_ON, "The deadline is extended"),
        (FIRST - timedelta(minutes=1), "One minute before the first deadline"),
        (FIRST + timedelta(seconds=2), "The first deadline has passed"),
        (SECOND - timedelta(minutes=1), "One minute before the extended deadline"),
        (SECOND + timedelta(seconds=2), "The extended deadline has passed"),
        (LIST_OUT, "The list goes to Member States"),
        (SILENCE_ENDS - timedelta(minutes=1), "One minute before the time to object ends"),
        (SILENCE_ENDS + timedelta(seconds=2), "The time to object has ended"),
        (PUBLISHED, "The final list is published"),
        (SESSION, "First session"),
    ]


def test_process_without_dates_has_no_moments():
    assert moments(calls=[], adopted_at=None, meetings=[]) == []


def test_upcoming_are_the_next_ones_without_the_present():
    found = [Moment(FIRST + timedelta(days=day), str(day)) for day in range(5)]

    assert upcoming(found, FIRST + timedelta(days=1), 2) == found[2:4]
    assert upcoming(found, FIRST + timedelta(days=9), 2) == []


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (timedelta(seconds=1), ""),
        (LONGEST_MOVE, ""),
        (timedelta(), "clock_goes_forward"),
        (timedelta(microseconds=-1), "clock_goes_forward"),
        (timedelta(days=-400), "clock_goes_forward"),
        (LONGEST_MOVE + timedelta(seconds=1), "move_too_far"),
    ],
)
def test_clock_moves_forward_and_not_too_far(step, code):
    verdict = may_move(present=FIRST, to=FIRST + step)

    assert (bool(verdict), verdict.code) == (not code, code)


@given(instants, instants)
def test_no_two_instants_may_move_both_ways(one, other):
    assert not (may_move(present=one, to=other) and may_move(present=other, to=one))
