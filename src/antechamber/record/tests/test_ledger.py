"""The ledger keeps what was written, refuses what may not be written, and says who tampered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from antechamber.record import actions, queries, vocabulary
from antechamber.record.append_only import guard_sql, removal_sql
from antechamber.record.audit import audit
from antechamber.record.models import Entry, Words
from antechamber.record.vocabulary import UnregisteredRecord

AT = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)
DOOR = "GCM-D-0001"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_verb_of_our_own(monkeypatch):
    monkeypatch.setattr(vocabulary, "_VERBS", dict(vocabulary.verbs()))
    vocabulary.register("door.painted", "Door painted", "colour", "coats")


def paint(*, colour: object = "green", words: str = "", at: datetime = AT, **rest) -> Entry:
    return actions.write(
        process_code="gcm",
        verb="door.painted",
        subject=DOOR,
        actor_key="p_painter",
        at=at,
        facts={"colour": colour} | rest,
        words=words,
    )


def run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def tamper(statement: str) -> None:
    """Do to the ledger what only the database's owner could: with its guard taken off."""
    run(removal_sql(connection.vendor, "record_entry"))
    run([statement])
    run(guard_sql(connection.vendor, "record_entry"))


def test_entry_is_read_back_as_history(django_assert_num_queries):
    paint(words="It was shabby.")
    paint(colour="white", at=AT + timedelta(days=1))

    with django_assert_num_queries(1):
        first, second = queries.history("gcm", DOOR)

    assert (first.at, first.verb, first.label) == (AT, "door.painted", "Door painted")
    assert (first.actor_key, first.facts, first.words) == (
        "p_painter",
        {"colour": "green"},
        "It was shabby.",
    )
    assert (second.at, second.facts, second.words) == (
        AT + timedelta(days=1),
        {"colour": "white"},
        "",
    )


def test_history_is_of_one_process_and_one_subject():
    paint()

    assert queries.history("imrf", DOOR) == []
    assert queries.history("gcm", "GCM-D-0002") == []


@pytest.mark.parametrize(("words", "statements"), [("", 1), ("It was shabby.", 2)])
def test_writing_takes_one_statement_and_one_more_for_words(
    words, statements, django_assert_num_queries
):
    with django_assert_num_queries(statements):
        paint(words=words)


CHANGES = [
    "UPDATE record_entry SET subject = 'GCM-D-0002'",
    "DELETE FROM record_entry",
    pytest.param("TRUNCATE record_entry", marks=pytest.mark.postgresql),
]


@pytest.mark.parametrize("statement", CHANGES)
def test_database_would_let_anyone_rewrite_the_ledger_without_its_guard(statement):
    paint()
    run(removal_sql(connection.vendor, "record_entry"))

    run([statement])

    assert queries.history("gcm", DOOR) == []


@pytest.mark.parametrize("statement", CHANGES)
def test_database_refuses_to_change_or_remove_an_entry(statement):
    paint()
    before = list(Entry.objects.values())

    with pytest.raises(DatabaseError, match="the ledger is append-only"), transaction.atomic():
        run([statement])

    assert list(Entry.objects.values()) == before


def test_models_cannot_go_round_the_guard():
    entry = paint()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()
    entry.subject = "GCM-D-0002"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()

    assert Entry.objects.get().subject == DOOR


def test_nobody_can_write_an_entry_that_does_not_say_who():
    with pytest.raises(DatabaseError), transaction.atomic():
        actions.write(process_code="gcm", verb="door.painted", subject=DOOR, actor_key="", at=AT)


def test_unregistered_verb_is_refused():
    with pytest.raises(UnregisteredRecord, match=r"door\.stolen is not in the record's vocabulary"):
        actions.write(
            process_code="gcm", verb="door.stolen", subject=DOOR, actor_key="p_painter", at=AT
        )

    assert not Entry.objects.exists()


def test_unregistered_fact_is_refused_so_that_no_person_slips_in():
    with pytest.raises(UnregisteredRecord, match=r"door\.painted may not carry \['name'\]"):
        paint(name="Rosa Nobody")

    assert not Entry.objects.exists()


@pytest.mark.parametrize("value", [0.5, [1, 2.0], {"share": 1e16}])
def test_fractions_are_refused_because_databases_write_them_differently(value):
    with pytest.raises(UnregisteredRecord, match=r"door\.painted may not carry fractions"):
        paint(colour=value)


def test_verb_registered_twice_must_mean_the_same():
    again = vocabulary.register("door.painted", "Painted once more", "coats", "colour")

    assert again is vocabulary.verb("door.painted")
    with pytest.raises(ValueError, match=r"door\.painted is registered twice"):
        vocabulary.register("door.painted", "Door painted", "colour")


def test_action_that_leaves_no_entry_is_refused_and_undone():
    @actions.action
    def forge() -> None:
        Words.objects.create(digest="d", salt="s", text="Nobody decided this.")

    with pytest.raises(actions.SilentAction, match="forge left no ledger entry"):
        forge()

    assert not Words.objects.exists()


def test_action_that_fails_leaves_nothing():
    @actions.action
    def spill() -> None:
        paint(words="Half done.")
        raise RuntimeError("The bucket fell.")

    with pytest.raises(RuntimeError, match="The bucket fell"):
        spill()

    assert (Entry.objects.count(), Words.objects.count()) == (0, 0)


def test_action_returns_what_it_made():
    @actions.action
    def finish() -> Entry:
        return paint()

    assert finish() == Entry.objects.get()


def test_silence_after_another_actions_entry_is_still_silence():
    @actions.action
    def work() -> Entry:
        return paint()

    @actions.action
    def idle() -> None:
        return None

    work()

    with pytest.raises(actions.SilentAction):
        idle()


def test_digests_hold_after_words_are_forgotten():
    paint(words="He drinks.")
    Words.objects.all().delete()

    (line,) = queries.history("gcm", DOOR)

    assert line.words is None
    assert audit("gcm").holds


def test_words_stand_in_no_column_of_the_ledger():
    paint(words="He drinks.")

    assert "He drinks." not in str(list(Entry.objects.values()))
    assert Words.objects.get().text == "He drinks."


def test_equal_words_cannot_be_told_from_their_digests():
    first, second = paint(words="Late."), paint(words="Late.")

    assert first.words_digest != second.words_digest


@pytest.mark.parametrize("column", ["verb", "subject", "actor_key", "words_digest", "digest"])
def test_tampering_by_the_databases_owner_is_found(column):
    paint()
    second = paint(colour="white")
    paint(colour="blue")

    tamper(f"UPDATE record_entry SET {column} = 'forged' WHERE id = {second.id}")

    found = audit("gcm").entry
    assert found is not None
    assert found.entry_id == second.id


def test_entry_moved_to_another_process_is_missed_where_it_was():
    paint()
    moved = paint(colour="white")

    tamper(f"UPDATE record_entry SET process_code = 'imrf' WHERE id = {moved.id}")

    found = audit("gcm").entry
    assert found is not None
    assert found.entry_id == moved.id


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.text(
                    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=4
                ),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    ),
    st.datetimes(timezones=st.just(UTC)),
)
def test_whatever_was_written_still_fits_its_digest_when_read_back(value, at):
    with transaction.atomic():
        paint(colour=value, at=at)
        found = audit("gcm").entry
        transaction.set_rollback(True)

    assert found is None
