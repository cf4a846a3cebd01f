"""An action within an action is a part of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from antechamber.record import vocabulary
from antechamber.record.actions import Line, SilentAction, action, write, write_many
from antechamber.record.audit import audit
from antechamber.record.models import Entry
from antechamber.record.queries import history

NOW = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_verb_of_our_own(monkeypatch):
    monkeypatch.setattr(vocabulary, "_VERBS", dict(vocabulary.verbs()))
    vocabulary.register("door.opened", "Door opened")


def note(subject: str) -> None:
    write(process_code="test", verb="door.opened", subject=subject, actor_key="system", at=NOW)


@action
def inner(subject: str) -> None:
    note(subject)


@action
def outer(fails: bool = False) -> None:
    note("before")
    inner("within")
    if fails:
        raise ZeroDivisionError


def test_inner_action_opens_no_savepoint(django_assert_num_queries):
    with django_assert_num_queries(4):  # the savepoint of the outer one, two entries, its release
        outer()


def test_failure_after_an_inner_action_undoes_both():
    with pytest.raises(ZeroDivisionError):
        outer(fails=True)

    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_runs_on_commit_is_no_part_of_the_action():
    depths = []

    @action
    def act() -> None:
        note("acted")
        transaction.on_commit(later)

    def later() -> None:
        inner("later")
        depths.append(connection.in_atomic_block)

    act()

    assert depths == [False]
    assert list(Entry.objects.order_by("id").values_list("subject", flat=True)) == [
        "acted",
        "later",
    ]


def lines(*subjects: str, words: str = "") -> list[Line]:
    return [Line("test", "door.opened", each, "system", NOW, words=words) for each in subjects]


def test_many_entries_are_the_same_as_one_by_one():
    write_many(lines("one", "two", words="It was hot."))
    for subject in ("one", "two"):
        write(process_code="test", verb="door.opened", subject=subject, actor_key="system", at=NOW)

    first, second, *single = Entry.objects.order_by("id")
    assert [each.subject for each in (first, second)] == ["one", "two"]
    assert [line.words for line in history("test", "one")] == ["It was hot.", ""]
    assert first.words_digest != second.words_digest
    assert audit("test").holds
    assert [each.words_digest for each in single] == ["", ""]


@pytest.mark.parametrize("number", [2, 50])
def test_many_entries_take_two_statements(number, django_assert_num_queries):
    with django_assert_num_queries(2):
        write_many(lines(*(f"door {each}" for each in range(number)), words="It was hot."))

    assert Entry.objects.count() == number


def test_many_entries_are_written_all_or_none():
    wrong = Line("test", "door.opened", "three", "system", NOW, facts={"name": "Amina"})

    with pytest.raises(vocabulary.UnregisteredRecord), transaction.atomic():
        write_many([*lines("one", "two"), wrong])

    assert Entry.objects.count() == 0


def test_an_action_may_leave_many_entries():
    @action
    def open_all() -> None:
        write_many(lines("one", "two"))

    @action
    def open_none() -> None:
        write_many([])

    open_all()
    with pytest.raises(SilentAction):
        open_none()

    assert Entry.objects.count() == 2
