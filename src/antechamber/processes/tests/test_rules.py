"""Is a call open? At every instant that matters, and for any history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from antechamber.processes.rules import (
    Announcement,
    Phase,
    Window,
    extension_verdict,
    is_draft,
    reason_verdict,
)
from antechamber.processes.tests.factories import (
    ADOPTED_AT,
    EXTENDED_AT,
    FIRST_DEADLINE,
    LAST_DEADLINE,
    NOW,
    OPENS_AT,
    SECOND,
)

MICROSECOND = timedelta(microseconds=1)
EXTENDED = Window(
    OPENS_AT,
    (Announcement(FIRST_DEADLINE, OPENS_AT), Announcement(LAST_DEADLINE, EXTENDED_AT)),
)
ONCE = Window(OPENS_AT, (Announcement(FIRST_DEADLINE, OPENS_AT),))
INSTANTS = st.datetimes(datetime(2017, 1, 1), datetime(2018, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
WINDOWS = st.builds(
    Window,
    opens_at=INSTANTS,
    announcements=st.lists(st.builds(Announcement, INSTANTS, INSTANTS), max_size=5).map(tuple),
    grace=st.timedeltas(timedelta(0), timedelta(hours=1)),
)


@pytest.mark.parametrize(
    ("window", "at", "phase"),
    [
        (ONCE, OPENS_AT - MICROSECOND, Phase.NOT_YET),
        (ONCE, OPENS_AT, Phase.OPEN),
        (ONCE, FIRST_DEADLINE - SECOND, Phase.OPEN),
        (ONCE, FIRST_DEADLINE, Phase.OPEN),
        (ONCE, FIRST_DEADLINE + SECOND - MICROSECOND, Phase.OPEN),
        (ONCE, FIRST_DEADLINE + SECOND, Phase.CLOSED),
        (EXTENDED, FIRST_DEADLINE + SECOND, Phase.OPEN),
        (EXTENDED, LAST_DEADLINE, Phase.OPEN),
        (EXTENDED, LAST_DEADLINE + SECOND, Phase.CLOSED),
        (Window(OPENS_AT, ()), LAST_DEADLINE, Phase.OPEN),
        (
            Window(OPENS_AT, ONCE.announcements, 60 * SECOND),
            FIRST_DEADLINE + 60 * SECOND,
            Phase.OPEN,
        ),
        (
            Window(OPENS_AT, ONCE.announcements, 60 * SECOND),
            FIRST_DEADLINE + 61 * SECOND,
            Phase.CLOSED,
        ),
    ],
)
def test_phase_turns_on_the_second(window: Window, at: datetime, phase: Phase) -> None:
    assert window.phase_at(at) is phase


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (OPENS_AT - SECOND, "call_not_open"),
        (NOW, ""),
        (FIRST_DEADLINE, ""),
        (LAST_DEADLINE + SECOND, "call_closed"),
    ],
)
def test_what_is_handed_in_is_taken_or_refused_with_a_reason(at: datetime, code: str) -> None:
    verdict = EXTENDED.accepts_at(at)

    assert (verdict.code, bool(verdict)) == (code, not code)
    assert bool(str(verdict.words)) is bool(code)


def test_an_extension_after_the_deadline_opens_the_call_again_from_its_announcement() -> None:
    announced = FIRST_DEADLINE + timedelta(hours=9)
    window = Window(OPENS_AT, (*ONCE.announcements, Announcement(LAST_DEADLINE, announced)))

    phases = [window.phase_at(at) for at in (announced - SECOND, announced, LAST_DEADLINE)]

    assert phases == [Phase.CLOSED, Phase.OPEN, Phase.OPEN]


@pytest.mark.parametrize(
    ("at", "present", "earlier"),
    [
        (OPENS_AT - SECOND, None, []),
        (OPENS_AT, FIRST_DEADLINE, []),
        (EXTENDED_AT - SECOND, FIRST_DEADLINE, []),
        (EXTENDED_AT, LAST_DEADLINE, [FIRST_DEADLINE]),
    ],
)
def test_history_of_deadlines(
    at: datetime, present: datetime | None, earlier: list[datetime]
) -> None:
    assert (EXTENDED.deadline_at(at), EXTENDED.earlier_deadlines(at)) == (present, earlier)
    assert EXTENDED.first_deadline() == FIRST_DEADLINE


def test_a_window_without_announcement_has_no_deadline() -> None:
    window = Window(OPENS_AT, ())

    assert (window.first_deadline(), window.deadline_at(NOW), window.closes_at(NOW)) == (
        None,
        None,
        None,
    )
    assert window.earlier_deadlines(NOW) == []


@pytest.mark.parametrize(
    ("at", "change"),
    [
        (OPENS_AT - SECOND, OPENS_AT),
        (OPENS_AT, EXTENDED_AT),
        (EXTENDED_AT, LAST_DEADLINE + SECOND),
        (LAST_DEADLINE + SECOND, None),
    ],
)
def test_next_change_is_the_instant_at_which_a_page_is_wrong(
    at: datetime, change: datetime | None
) -> None:
    assert EXTENDED.next_change_after(at) == change


@given(window=WINDOWS, at=INSTANTS)
def test_nothing_changes_before_the_next_change(window: Window, at: datetime) -> None:
    change = window.next_change_after(at)
    later = datetime(2019, 1, 1, tzinfo=UTC) if change is None else change - MICROSECOND
    assert later >= at

    def told(instant: datetime) -> tuple[object, ...]:
        return (
            window.phase_at(instant),
            window.deadline_at(instant),
            window.earlier_deadlines(instant),
        )

    assert told(later) == told(at)


@given(window=WINDOWS, at=INSTANTS, more=st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_deadline_never_moves_to_an_earlier_time(
    window: Window, at: datetime, more: timedelta
) -> None:
    before, after = window.deadline_at(at), window.deadline_at(at + more)

    assert before is None or (after is not None and after >= before)


@given(window=WINDOWS, at=INSTANTS)
def test_earlier_deadlines_rise_to_the_present_one(window: Window, at: datetime) -> None:
    present = window.deadline_at(at)
    history = [*window.earlier_deadlines(at), *([present] if present else [])]

    assert history == sorted(set(history))


@given(window=WINDOWS, at=INSTANTS, falls_at=INSTANTS)
def test_an_extension_that_is_allowed_is_in_force_and_keeps_the_old_one(
    window: Window, at: datetime, falls_at: datetime
) -> None:
    if not extension_verdict(window, falls_at, at):
        return
    extended = Window(
        window.opens_at, (*window.announcements, Announcement(falls_at, at)), window.grace
    )

    assert extended.deadline_at(at) == falls_at
    assert window.deadline_at(at) in (None, *extended.earlier_deadlines(at))


@pytest.mark.parametrize(
    ("falls_at", "at", "code"),
    [
        (LAST_DEADLINE, NOW, ""),
        (FIRST_DEADLINE + SECOND, NOW, ""),
        (FIRST_DEADLINE, NOW, "deadline_not_later"),
        (FIRST_DEADLINE - SECOND, NOW, "deadline_not_later"),
        (NOW, NOW, "deadline_in_past"),
        (FIRST_DEADLINE + SECOND, FIRST_DEADLINE + 2 * SECOND, "deadline_in_past"),
        (LAST_DEADLINE, FIRST_DEADLINE + 2 * SECOND, ""),
    ],
)
def test_an_extension_is_later_and_ahead(falls_at: datetime, at: datetime, code: str) -> None:
    assert extension_verdict(ONCE, falls_at, at).code == code


@pytest.mark.parametrize(("reason", "code"), [("Late notices.", ""), (" \n", "reason_missing")])
def test_a_reason_is_asked_for(reason: str, code: str) -> None:
    assert reason_verdict(reason).code == code


@pytest.mark.parametrize(
    ("adopted_at", "at", "draft"),
    [
        (None, NOW, True),
        (ADOPTED_AT, ADOPTED_AT - SECOND, True),
        (ADOPTED_AT, ADOPTED_AT, False),
    ],
)
def test_modalities_are_a_draft_until_their_adoption(
    adopted_at: datetime | None, at: datetime, draft: bool
) -> None:
    assert is_draft(adopted_at, at) is draft
