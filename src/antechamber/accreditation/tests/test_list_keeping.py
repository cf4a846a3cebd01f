"""Lists close by themselves when the time to object is over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from antechamber.accreditation.actions import circulating
from antechamber.accreditation.keeping import keep_once
from antechamber.accreditation.lists.keeping import close_ended_lists
from antechamber.accreditation.lists.states import ListState
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    CLOSED_AT,
    LAST_MOMENT,
    TOO_LATE,
    circulated,
)
from antechamber.accreditation.tests.test_lists import refusal
from antechamber.record.queries import history

pytestmark = pytest.mark.django_db


def test_list_closes_with_the_first_second_that_is_too_late():
    procedure = circulated(1)

    assert close_ended_lists(LAST_MOMENT) == 0
    assert keep_once(TOO_LATE).lists == 1

    last = history("gcm", str(procedure.list))[-1]
    assert (last.verb, last.actor_key, last.at) == ("list.closed", "system", TOO_LATE)
    assert (procedure.list.state, procedure.list.closed_at) == (ListState.CLOSED, TOO_LATE)


def test_list_is_closed_once_however_often_one_looks(django_assert_num_queries):
    procedure = circulated(1)
    close_ended_lists(TOO_LATE)
    before = len(history("gcm", str(procedure.list)))

    with django_assert_num_queries(1):
        assert close_ended_lists(CLOSED_AT) == 0

    assert len(history("gcm", str(procedure.list))) == before


def test_list_whose_silence_was_extended_stays_open():
    procedure = circulated(1)
    circulating.extend_silence(
        procedure.act(procedure.president, CIRCULATED_AT + timedelta(hours=1)),
        closes_at=CLOSED_AT,
        reason="A holiday.",
    )

    assert close_ended_lists(TOO_LATE) == 0
    assert procedure.list.state == ListState.CIRCULATED


def test_clock_that_was_set_back_closes_nothing():
    procedure = circulated(1)
    early = CIRCULATED_AT - timedelta(days=30)
    close = {"process": procedure.process, "number": procedure.number}

    assert close_ended_lists(early) == 0
    assert refusal(circulating.close_ended_list, **close, at=early) == "clock_went_back"
    assert refusal(circulating.close_ended_list, **close, at=LAST_MOMENT) == "silence_lasts"


def test_list_that_somebody_closed_first_is_left_alone():
    procedure = circulated(1).close(TOO_LATE)
    close = {"process": procedure.process, "number": procedure.number, "at": CLOSED_AT}

    assert refusal(circulating.close_ended_list, **close) == "wrong_state"
    assert procedure.list.closed_at == TOO_LATE
