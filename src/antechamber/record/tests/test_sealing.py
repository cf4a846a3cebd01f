"""Entries are given places that never change, and each seal goes on from the one before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from antechamber.record import actions, merkle, seals
from antechamber.record.actions import sealing
from antechamber.record.models import Entry, Seal, SealedEntry, Subtree, WaitingEntry
from antechamber.record.tests.doors import AT, paint, register_verb, run, seal, tamper
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

PATIENCE = 30  # seconds until a thread that waits for ever fails its test


@pytest.fixture(autouse=True)
def _a_verb_of_our_own(monkeypatch):
    register_verb(monkeypatch)


def leaves(process_code: str = "gcm") -> list[bytes]:
    places = SealedEntry.objects.filter(process_code=process_code).order_by("position")
    return [bytes.fromhex(each.digest) for each in places]


def test_seal_states_the_root_of_all_entries_and_is_signed(settings):
    entries = paint(3)

    (made,) = seal()

    root = merkle.root([bytes.fromhex(each.digest) for each in entries]).hex()
    assert made.statement.document() == {
        "format": "antechamber-seal-1",
        "process": "gcm",
        "number": 1,
        "size": 3,
        "root": root,
        "previous": "",
        "at": "2017-04-05T13:00:00.000000Z",
    }
    assert made.key == seals.public_key(settings.SEALING_KEY)
    assert seals.is_signed(made.statement.document(), made.signature, made.key)
    assert Seal.objects.get().statement == made.statement


def test_entries_wait_until_they_have_their_places():
    entries = paint(3)
    waiting = list(WaitingEntry.objects.values_list("entry_id", flat=True))

    seal()

    assert sorted(waiting) == [each.pk for each in entries]
    assert not WaitingEntry.objects.exists()
    places = SealedEntry.objects.order_by("position")
    assert list(places.values_list("position", "entry_id", "digest")) == [
        (position, each.pk, each.digest) for position, each in enumerate(entries)
    ]


def test_entry_of_a_transaction_that_failed_waits_for_nothing():
    with transaction.atomic():
        paint(1)
        transaction.set_rollback(True)

    assert not WaitingEntry.objects.exists()
    assert seal() == []


def test_each_seal_goes_on_from_the_one_before():
    for number in (3, 300, 1):
        paint(number)
        seal()

    first, second, third = Seal.objects.order_by("number")
    assert [(each.number, each.size) for each in (first, second, third)] == [
        (1, 3),
        (2, 303),
        (3, 304),
    ]
    assert [second.previous_root, third.previous_root] == [first.root, second.root]
    assert third.root == merkle.root(leaves()).hex()
    for each in (first, second):
        assert merkle.verify_consistency(
            first=each.size,
            size=third.size,
            first_root=bytes.fromhex(each.root),
            root=bytes.fromhex(third.root),
            proof=merkle.consistency_proof(each.size, leaves()),
        )


def test_full_subtrees_are_kept_once_across_seals():
    for number in (200, 100, 300):
        paint(number)
        seal()

    assert list(Subtree.objects.order_by("index").values_list("level", "index", "digest")) == [
        (8, 0, merkle.root(leaves()[:256]).hex()),
        (8, 1, merkle.root(leaves()[256:512]).hex()),
    ]


def test_nothing_that_waits_is_nothing_to_seal():
    paint(1)
    seal()

    assert (seal(), Seal.objects.count()) == ([], 1)


def test_much_that_waits_is_sealed_in_pieces(monkeypatch):
    monkeypatch.setattr(sealing, "SEALED_AT_ONCE", 100)
    paint(250)

    assert [each.size for each in seal()] == [100, 200, 250]
    assert Seal.objects.get(number=3).root == merkle.root(leaves()).hex()


@pytest.mark.parametrize(
    ("number", "sqlite", "postgresql"),
    [(1, 14, 14), (1_000, 19, 15), (2_000, 23, 16)],
)
def test_sealing_takes_few_statements(number, sqlite, postgresql, django_assert_num_queries):
    paint(number)

    with django_assert_num_queries(sqlite if connection.vendor == "sqlite" else postgresql):
        seal()


def test_entry_that_is_committed_late_has_the_next_place():
    entry = paint(3)[-1]
    values = Entry.objects.filter(pk=entry.pk).values().get()
    late, early = entry.pk + 10, entry.pk + 20
    Entry.objects.create(**values | {"id": early})
    seal()

    Entry.objects.create(**values | {"id": late})
    (second,) = seal()

    assert SealedEntry.objects.get(entry_id=late).position == 4
    assert second.root == merkle.root(leaves()).hex()


def test_entry_that_was_loaded_again_keeps_its_place():
    entry = paint(2)[0]
    seal()
    WaitingEntry.objects.create(entry_id=entry.pk, process_code="gcm")

    assert seal() == []
    assert not WaitingEntry.objects.exists()
    assert SealedEntry.objects.get(entry_id=entry.pk).position == 0


def test_processes_have_logs_of_their_own():
    paint(2)
    paint(1, "imrf")

    assert [each.size for each in seal("imrf")] == [1]
    assert [each.size for each in seal("gcm")] == [2]


def test_without_a_key_sealing_is_refused_and_due_seals_are_left(settings):
    settings.SEALING_KEY = b""
    paint(1)

    with pytest.raises(DomainError, match="There is no key to seal the record with") as refusal:
        seal()

    assert refusal.value.code == "no_sealing_key"
    assert actions.seal_due(AT) == []


@pytest.mark.parametrize(
    ("later", "sealed"),
    [
        (timedelta(0), 0),
        (timedelta(seconds=59), 0),
        (timedelta(seconds=60), 1),
        (timedelta(days=1), 1),
        (timedelta(seconds=-1), 1),
    ],
)
def test_seal_is_due_a_minute_after_the_last_one_and_when_the_clock_went_back(later, sealed):
    paint(1)
    first = actions.seal_due(AT)
    paint(1)

    assert [each.number for each in first] == [1]
    assert len(actions.seal_due(AT + later)) == sealed


def test_seals_that_are_due_are_of_every_process():
    paint(1)
    paint(2, "imrf")

    made = actions.seal_due(AT)

    assert {(each.process_code, each.size) for each in made} == {("gcm", 1), ("imrf", 2)}


def test_looking_whether_a_seal_is_due_takes_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        actions.seal_due(AT)


@pytest.mark.parametrize("change", ["size = 2", "root = '00'", "peaks = '[\"00\"]'", "number = 4"])
def test_nothing_is_built_upon_a_false_seal(change):
    paint(1)
    seal()
    tamper(f"UPDATE record_seal SET {change}", tables=["record_seal"])
    paint(1)

    with pytest.raises(DomainError, match="The last seal of the record was changed"):
        seal()

    assert (Seal.objects.count(), WaitingEntry.objects.count()) == (1, 1)


@pytest.mark.parametrize("table", ["record_seal", "record_sealedentry", "record_subtree"])
@pytest.mark.parametrize("change", ["UPDATE {} SET process_code = 'x'", "DELETE FROM {}"])
def test_database_refuses_to_change_or_remove_what_was_sealed(table, change):
    paint(256)
    seal()

    with pytest.raises(DatabaseError, match="the ledger is append-only"), transaction.atomic():
        run(change.format(table))


# --- Two at once ----------------------------------------------------------------------------------


def together(*several: Callable[[], object]) -> list[object]:
    """Run functions in threads that start as one; return the result or the error of each."""
    start = Barrier(len(several), timeout=PATIENCE)
    outcomes: list[object] = ["did not end"] * len(several)

    def run_one(place: int, function: Callable[[], object]) -> None:
        try:
            start.wait()
            outcomes[place] = function()
        except IntegrityError as error:
            outcomes[place] = type(error).__name__
        finally:
            connection.close()

    threads = [Thread(target=run_one, args=each) for each in enumerate(several)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return outcomes


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_database_refuses_the_second_sealer(monkeypatch):
    paint(50)
    both_read = Barrier(2, timeout=PATIENCE)
    extend = sealing._extend

    def extend_together(*args: object) -> Seal:
        both_read.wait()
        return extend(*args)

    monkeypatch.setattr(sealing, "_lock", lambda process_code: None)
    monkeypatch.setattr(sealing, "_extend", extend_together)

    outcomes = together(seal, seal)

    assert "IntegrityError" in outcomes
    assert Seal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_sealers_at_once_one_seals():
    paint(50)

    outcomes = together(*[seal] * 4)

    assert sorted(len(made) for made in outcomes) == [0, 0, 0, 1]
    assert Seal.objects.get().root == merkle.root(leaves()).hex()


@pytest.mark.django_db(transaction=True)
def test_entries_written_while_others_are_sealed_are_lost_to_nobody():
    paint(50)

    together(seal, lambda: paint(50), seal, lambda: paint(50))
    seal()

    assert SealedEntry.objects.count() == 150
    assert not WaitingEntry.objects.exists()
    last = Seal.objects.order_by("-number")[0]
    assert (last.size, last.root) == (150, merkle.root(leaves()).hex())
