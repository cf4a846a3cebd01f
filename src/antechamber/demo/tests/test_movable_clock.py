"""The clock: where it was set, how it goes on, that all processes agree, that it can't go back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from antechamber import clock
from antechamber.demo import movable_clock
from antechamber.demo.actions import begin, move_clock
from antechamber.demo.loading import BEGINS_AT
from antechamber.demo.models import DemoClock
from antechamber.demo.tests.conftest import MACHINE
from antechamber.people.actors import PUBLIC, SYSTEM
from antechamber.record.models import Entry
from antechamber.record.queries import history
from antechamber.web import times
from antechamber.workflow import DomainError

LATER = datetime(2017, 4, 10, 4, 0, 1, tzinfo=UTC)


def test_clock_begins_at_nine_in_new_york_on_the_day_of_the_message(demonstration):
    assert times.in_words(clock.now(), "America/New_York", "New York time") == (
        "Wednesday 5 April 2017, 09:00 New York time (UTC\u22124)"
    )


def test_clock_goes_on_as_fast_as_the_machines(demonstration, machine):
    machine[0] += timedelta(minutes=90)

    assert clock.now() == BEGINS_AT + timedelta(minutes=90)


def test_clock_is_the_machines_before_anything_is_loaded(db, machine, forgetful):
    assert movable_clock.now() == MACHINE


def test_moved_clock_goes_on_from_there_and_is_on_record(
    demonstration, machine, django_capture_on_commit_callbacks
):
    machine[0] += timedelta(hours=1)
    with django_capture_on_commit_callbacks(execute=True):
        move_clock(to=LATER, by=PUBLIC, machine_at=machine[0])
    machine[0] += timedelta(seconds=5)

    assert clock.now() == LATER + timedelta(seconds=5)
    _begun, moved = history("installation", "clock")
    assert (moved.verb, moved.actor_key, moved.at, moved.facts) == (
        "demo.clock_moved",
        "public",
        BEGINS_AT + timedelta(hours=1),
        {"from": "2017-04-05T14:00:00.000000Z", "to": "2017-04-10T04:00:01.000000Z"},
    )


def test_clock_is_not_moved_back(demonstration, machine):
    machine[0] += timedelta(hours=1)

    with pytest.raises(DomainError) as refusal:
        move_clock(to=BEGINS_AT + timedelta(minutes=59), by=PUBLIC, machine_at=machine[0])

    assert refusal.value.code == "clock_goes_forward"
    assert clock.now() == BEGINS_AT + timedelta(hours=1)
    assert [entry.verb for entry in Entry.objects.filter(subject="clock")] == ["demo.begun"]


def test_second_mover_to_the_same_moment_is_refused(demonstration):
    move_clock(to=LATER, by=PUBLIC, machine_at=MACHINE)

    with pytest.raises(DomainError):
        move_clock(to=LATER, by=PUBLIC, machine_at=MACHINE)


def test_failed_move_is_not_believed(demonstration, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):  # noqa: PT012, SIM117
        with transaction.atomic():
            move_clock(to=LATER, by=PUBLIC, machine_at=MACHINE)
            raise RuntimeError("The page broke.")

    assert clock.now() == BEGINS_AT


def test_move_by_another_process_is_seen_within_a_second(
    demonstration, monkeypatch, django_assert_num_queries
):
    instants = iter([0.0, 0.5, 0.99, 1.01, 1.01, 1.5])
    monkeypatch.setattr(movable_clock, "monotonic", lambda: next(instants))
    movable_clock.believe(DemoClock.objects.get())
    DemoClock.objects.update(anchor_demo=LATER)

    with django_assert_num_queries(0):
        assert [movable_clock.now(), movable_clock.now()] == [BEGINS_AT, BEGINS_AT]
    with django_assert_num_queries(1):
        assert [movable_clock.now(), movable_clock.now()] == [LATER, LATER]


def test_there_is_one_clock(demonstration):
    with pytest.raises(IntegrityError), transaction.atomic():
        begin(begins_at=LATER, by=SYSTEM, machine_at=MACHINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        DemoClock.objects.create(id=2, anchor_real=MACHINE, anchor_demo=LATER)

    assert DemoClock.objects.get().anchor_demo == BEGINS_AT
