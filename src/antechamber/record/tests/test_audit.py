"""What the database's owner does to a record is named: in the ledger, the places, the seals."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from antechamber.record import merkle, seals
from antechamber.record.actions import sealing
from antechamber.record.audit import audit
from antechamber.record.models import Entry, Seal, SealedEntry, WaitingEntry
from antechamber.record.queries import entry_naming, inclusion_of, place_of
from antechamber.record.tests.doors import paint, register_verb, run, seal, tamper
from antechamber.record.verification import EntryFault, FalseEntry, SealFault

pytestmark = pytest.mark.django_db

LEDGER = ["record_entry"]


@pytest.fixture(autouse=True)
def _a_verb_of_our_own(monkeypatch):
    register_verb(monkeypatch)


@pytest.fixture
def entries() -> list[Entry]:
    """Two seals over five entries, and one that waits."""
    written = paint(3)
    seal()
    written += paint(2)
    seal()
    return written + paint(1)


def verify(*arguments: str, **options: object) -> tuple[int, str]:
    """Run the command; return its exit code and what it said."""
    out = StringIO()
    try:
        call_command("verify", *arguments, stdout=out, stderr=out, **options)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_untouched_record_holds(entries, settings):
    root = Seal.objects.get(number=2).root

    code, said = verify()

    assert code == 0
    assert said == (
        f"gcm: entries 5, seals 2, root {root}\n"
        f"  Signed from seal 1 on by the key {seals.public_key(settings.SEALING_KEY)}\n"
        "  1 entry waits for its seal.\n"
        "  Nothing was changed, dropped or inserted.\n"
    )


@pytest.mark.parametrize(
    "change",
    [
        "subject = 'GCM-D-9999'",
        "verb = 'door.opened'",
        "actor_key = 'p_other'",
        "process_code = 'imrf'",
        "words_digest = 'x'",
        "digest = 'x'",
        """facts = '{"coat": 7}'""",
        "facts = '[]'",
        "at = '2018-01-01 00:00:00+00'",
        pytest.param("at = 'never'", marks=pytest.mark.sqlite),
        pytest.param("at = '2018-13-45 00:00:00'", marks=pytest.mark.sqlite),
    ],
)
@pytest.mark.parametrize("place", [0, 4])
def test_changed_entry_is_named(entries, change, place):
    changed = entries[place].pk
    tamper(f"UPDATE record_entry SET {change} WHERE id = {changed}", tables=LEDGER)

    code, said = verify("gcm")

    assert code == 1
    assert f"The first false entry was changed: number {place + 1}, id {changed}." in said
    assert "Seal" not in said  # what was sealed still fits its seals


def test_dropped_entry_is_named(entries):
    tamper(f"DELETE FROM record_entry WHERE id = {entries[1].pk}", tables=LEDGER)

    code, said = verify()

    assert code == 1
    assert f"The first false entry was dropped: number 2, id {entries[1].pk}." in said


def test_entry_dropped_with_its_place_is_named(entries):
    tamper(
        f"DELETE FROM record_entry WHERE id = {entries[1].pk}",
        f"DELETE FROM record_sealedentry WHERE entry_id = {entries[1].pk}",
        tables=["record_entry", "record_sealedentry"],
    )

    code, said = verify()

    assert code == 1
    assert "The first false entry was dropped: number 2." in said
    assert "Seal 1 does not fit: among the entries number 1 to 3, one was changed" in said


def copy_of(entry: Entry, pk: int) -> None:
    Entry.objects.create(**Entry.objects.filter(pk=entry.pk).values().get() | {"id": pk})


def test_entry_inserted_past_the_guard_is_named(entries):
    inserted = entries[-1].pk + 100
    copy_of(entries[0], inserted)
    run(f"DELETE FROM record_waitingentry WHERE entry_id = {inserted}")

    code, said = verify()

    assert code == 1
    assert f"The first false entry was inserted: id {inserted}, not sealed." in said


def test_entry_inserted_with_a_place_between_others_is_named(entries):
    inserted = entries[-1].pk + 100
    copy_of(entries[0], inserted)
    shift = [
        f"UPDATE record_sealedentry SET position = {position + 1} WHERE position = {position}"
        for position in (4, 3, 2, 1)
    ]
    columns = "process_code, position, entry_id, digest"
    tamper(
        f"DELETE FROM record_waitingentry WHERE entry_id = {inserted}",
        *shift,
        f"INSERT INTO record_sealedentry ({columns}) "
        f"SELECT 'gcm', 1, id, digest FROM record_entry WHERE id = {inserted}",
        tables=["record_sealedentry"],
    )

    found = audit("gcm")

    assert found.entry == FalseEntry(EntryFault.INSERTED, 1, inserted)
    assert found.sealed.seal is not None
    assert (found.sealed.seal.fault, found.sealed.seal.number) == (SealFault.ROOT, 1)


def test_place_behind_the_last_seal_is_named(entries):
    waiting = entries[-1]
    WaitingEntry.objects.all().delete()
    SealedEntry.objects.create(
        process_code="gcm", position=5, entry_id=waiting.pk, digest=waiting.digest
    )

    assert audit("gcm").entry == FalseEntry(EntryFault.INSERTED, 5, waiting.pk)


def test_waiting_entry_that_was_changed_or_dropped_is_named(entries):
    waiting = entries[-1].pk
    tamper(f"UPDATE record_entry SET subject = 'x' WHERE id = {waiting}", tables=LEDGER)

    assert audit("gcm").unsealed == FalseEntry(EntryFault.CHANGED, None, waiting)

    tamper(f"DELETE FROM record_entry WHERE id = {waiting}", tables=LEDGER)

    assert audit("gcm").unsealed == FalseEntry(EntryFault.DROPPED, None, waiting)


def test_entry_changed_before_its_seal_is_sealed_as_written_and_named(entries):
    waiting = entries[-1].pk
    tamper(f"UPDATE record_entry SET subject = 'x' WHERE id = {waiting}", tables=LEDGER)
    seal()

    assert audit("gcm").entry == FalseEntry(EntryFault.CHANGED, 5, waiting)


def test_last_seal_that_was_removed_with_its_places_leaves_entries_without(entries):
    tamper(
        "DELETE FROM record_seal WHERE number = 2",
        "DELETE FROM record_sealedentry WHERE position >= 3",
        tables=["record_seal", "record_sealedentry"],
    )

    assert audit("gcm").entry == FalseEntry(EntryFault.INSERTED, None, entries[3].pk)


def test_copied_root_tells_of_another_past_under_the_same_key(entries):
    root = Seal.objects.get(number=1).root
    other = "0" * 64

    assert verify("gcm", known=[(3, root)])[0] == 0
    assert verify("gcm", "--known", f"3:{root.upper()}")[0] == 0
    code, said = verify("gcm", "--known", f"3:{other}")
    assert code == 1
    assert "The record does not begin as it did when its root at 3 was copied." in said


def test_seals_of_another_key_are_named_and_can_be_trusted(entries, settings):
    before = seals.public_key(settings.SEALING_KEY)
    settings.SEALING_KEY = b"k" * 32
    seal()

    assert "Seal 1 is signed by a key that is not trusted." in verify()[1]
    code, said = verify("gcm", "--key", before)
    assert code == 0
    assert "Signed from seal 3 on by the key " + seals.public_key(b"k" * 32) in said


def test_installation_without_a_key_trusts_any(entries, settings):
    settings.SEALING_KEY = b""

    assert verify()[0] == 0


def test_every_process_is_checked_by_default(entries):
    paint(2, "imrf")
    seal("imrf")
    tamper("UPDATE record_entry SET subject = 'x' WHERE process_code = 'imrf'", tables=LEDGER)

    code, said = verify()

    assert code == 1
    assert said.index("gcm: entries 5") < said.index("imrf: entries 2")
    assert verify("gcm")[0] == 0


def test_unknown_process_and_unreadable_root_are_refused_in_words(entries):
    paint(1, "imrf")

    with pytest.raises(CommandError, match="There is no record of unga"):
        verify("unga")
    with pytest.raises(CommandError, match="Name one process"):
        verify("--known", f"3:{'0' * 64}")
    with pytest.raises(CommandError, match="Write the size, a colon and the root"):
        verify("gcm", "--known", "three")


@pytest.mark.parametrize(("number", "statements"), [(10, 9), (1_000, 9), (3_000, 13)])
def test_auditing_takes_two_statements_for_a_thousand_entries(
    number, statements, django_assert_num_queries
):
    paint(number)
    seal()

    with django_assert_num_queries(statements):
        assert audit("gcm").holds


def test_ten_thousand_entries_are_sealed_checked_and_each_can_be_proved(monkeypatch):
    monkeypatch.setattr(sealing, "SEALED_AT_ONCE", 4_000)
    checked: list[int] = []
    paint(10_000)

    made = seal()
    found = audit("gcm", progress=checked.append)

    assert [each.size for each in made] == [4_000, 8_000, 10_000]
    assert (found.holds, found.entries, checked[-1]) == (True, 10_000, 10_000)
    digests = SealedEntry.objects.order_by("position").values_list("digest", flat=True)
    assert made[-1].root == merkle.root(map(bytes.fromhex, digests)).hex()


# --- Proofs ---------------------------------------------------------------------------------------


def proved(entry: Entry, folder: Path) -> Path:
    file = folder / "proof.json"
    file.write_text(json.dumps(inclusion_of(entry)), encoding="utf-8")
    return file


@pytest.mark.parametrize("place", [0, 2, 255, 256, 300, 699])
def test_receipt_is_verified_without_the_database(
    place, tmp_path, settings, django_assert_num_queries
):
    entry = paint(700)[place]
    seal()
    with django_assert_num_queries(4):
        inclusion_of(entry)
    file = proved(entry, tmp_path)

    with django_assert_num_queries(0):
        code, said = verify("--receipt", str(file))

    assert code == 0
    assert said.startswith(
        f"The entry is in the record of gcm, number {place + 1}, sealed on "
        f"2017-04-05T13:00:00.000000Z under the root {Seal.objects.get().root}."
    )
    assert f'"subject": "{entry.subject}"' in said
    assert seals.public_key(settings.SEALING_KEY) in said


def test_receipt_is_verified_against_a_given_key(tmp_path, settings):
    (entry,) = paint(1)
    seal()
    file = str(proved(entry, tmp_path))

    assert verify("--receipt", file, "--key", seals.public_key(settings.SEALING_KEY))[0] == 0
    assert verify("--receipt", file, "--key", seals.public_key(b"k" * 32)) == (
        1,
        "The seal is signed by another key than the one given.\n",
    )


def test_proof_stays_the_same_when_the_log_grows():
    entry = paint(3)[1]
    seal()
    before = inclusion_of(entry)
    paint(500)
    seal()

    assert inclusion_of(entry) == before


def test_entry_that_waits_has_no_proof_yet():
    (entry,) = paint(1)

    assert inclusion_of(entry) is None


def test_place_is_under_the_first_seal_that_covers_it(entries, django_assert_num_queries):
    with django_assert_num_queries(2):
        place = place_of(entries[3])

    assert place is not None
    assert (place.number, place.seal.number, place.seal.size) == (4, 2, 5)
    assert place_of(entries[-1]) is None


def test_entry_is_found_by_what_it_names(django_assert_num_queries):
    paint(2, receipt="7KQ4-M2XP-9")
    first = Entry.objects.order_by("pk")[0]

    with django_assert_num_queries(1):
        found = entry_naming("gcm", "GCM-D-0000", "receipt", "7KQ4-M2XP-9")

    assert found == first
    assert entry_naming("gcm", "GCM-D-0001", "receipt", "another") is None
    assert entry_naming("imrf", "GCM-D-0000", "receipt", "7KQ4-M2XP-9") is None


def test_file_that_is_missing_is_said_in_words(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        verify("--receipt", str(tmp_path / "none.json"))


def test_long_work_tells_of_its_progress(monkeypatch):
    monkeypatch.setattr("antechamber.record.management.commands.verify.TOLD_EVERY", 1_000)
    paint(2_500)
    seal()

    _code, said = verify()

    assert said.startswith("1000 entries checked.\n2000 entries checked.\ngcm: entries 2500")
