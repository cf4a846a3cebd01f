"""Loading a process: everything once, nothing twice, history never rewritten."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from antechamber.people.actors import SYSTEM
from antechamber.processes.actions import extend_deadline
from antechamber.processes.loading import Loaded, load_process
from antechamber.processes.models import Category, Deadline, Meeting, Process, Rule
from antechamber.processes.process_file import read_process_file
from antechamber.processes.tests.factories import (
    FIRST_DEADLINE,
    LAST_DEADLINE,
    NOW,
    SECRETARIAT,
    gcm_file,
    gcm_text,
    load_gcm,
)
from antechamber.record.models import Entry
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

ROWS = 1 + 4 + 6 + 1 + 2 + 2 + 26 + 19 + 8


def load(text: str) -> Loaded:
    return load_process(read=read_process_file(text), by=SYSTEM, at=NOW)


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("load_process", *arguments, stdout=output)
    return output.getvalue()


def test_a_process_is_loaded_once_with_one_ledger_entry() -> None:
    loaded = load_process(read=gcm_file(), by=SYSTEM, at=NOW)

    assert (loaded.added, loaded.changed, loaded.same) == (ROWS, 0, 0)
    assert loaded.process.revision == 1
    entry = Entry.objects.get()
    assert (entry.process_code, entry.verb, entry.actor_key, entry.at) == (
        "gcm",
        "process.loaded",
        "system",
        NOW,
    )
    assert entry.facts == {"file_digest": gcm_file().digest, "added": ROWS, "changed": 0}


def test_the_same_file_again_changes_nothing_and_records_nothing() -> None:
    load_gcm()

    again = load_process(read=gcm_file(), by=SYSTEM, at=NOW)

    assert (again.added, again.changed, again.same) == (0, 0, ROWS)
    assert Entry.objects.count() == 1
    assert Process.objects.get().revision == 1


def test_what_differs_is_changed_and_the_pages_grow_old() -> None:
    load_gcm()

    loaded = load(gcm_text().replace("Palais des Nations", "Palais Wilson"))

    assert (loaded.added, loaded.changed, loaded.same) == (0, 1, ROWS - 1)
    assert str(Meeting.objects.get(code="ts1").venue) == "Palais Wilson"
    assert Process.objects.get().revision == 2


def test_what_an_officer_added_stays() -> None:
    process = load_gcm()
    extend_deadline(
        process=process,
        code="accreditation",
        falls_at=LAST_DEADLINE,
        replaces=FIRST_DEADLINE,
        reason={"en": "Late notices."},
        by=SECRETARIAT,
        at=NOW,
    )

    load_process(read=gcm_file(), by=SYSTEM, at=NOW)

    assert Deadline.objects.count() == 3


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("falls_on = 2017-04-09", "falls_on = 2017-04-08", "deadline_announced"),
        (
            'symbol = "A/RES/71/280"\ndrafted',
            'symbol = "A/RES/71/281"\ndrafted',
            "modalities_adopted",
        ),
        ("value = 7\n", "value = 8\n", "modalities_adopted"),
    ],
)
def test_history_told_otherwise_is_refused_and_nothing_changes(
    old: str, new: str, code: str
) -> None:
    load_gcm()
    text = gcm_text().replace(old, new, 1).replace("Palais des Nations", "Palais Wilson")

    with pytest.raises(DomainError) as refusal:
        load(text)

    assert refusal.value.code == code
    assert str(Meeting.objects.get(code="ts1").venue) == "Palais des Nations"
    assert set(Rule.objects.filter(kind="silence_days").values_list("value", flat=True)) == {7}


def test_a_translation_may_be_added_to_history() -> None:
    reason = 'reason.fr = "Date annoncée à l’origine."\n'
    note = 'note.es = "Conocido de memoria: '
    text = gcm_text().replace(reason, "", 1).replace(note, f"# {note}", 1)
    load(text)

    loaded = load(gcm_text())

    assert (loaded.added, loaded.changed) == (0, 3)
    assert (
        Deadline.objects.earliest("announced_at").reason.data["fr"] == "Date annoncée à l’origine."
    )
    assert all(
        rule.note.data["es"].startswith("Conocido de memoria:")
        for rule in Rule.objects.filter(kind="objector_visibility")
    )
    with pytest.raises(DomainError):
        load(text)


def test_two_processes_share_no_row() -> None:
    load_gcm()

    load(gcm_text().replace('code = "gcm"', 'code = "summit"', 1))

    assert Process.objects.count() == 2
    assert Category.objects.filter(code="ngo").count() == 2


def test_command_says_what_it_did() -> None:
    assert run("gcm") == f"gcm: {ROWS} added, 0 changed, 0 as they were.\n"
    assert run("gcm") == "gcm is as the file says already: nothing was changed.\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            b"[process",
            "file: is not TOML: Expected ']' at the end of a table declaration (at end of",
        ),
        (b"[process]\ncode = 1", "process.code: is 1; write a text in quotes"),
        (b"\xff\xfe", "is not UTF-8 text: save it as UTF-8."),
    ],
)
def test_command_refuses_a_wrong_file_in_a_sentence(
    tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "process.toml"
    file.write_bytes(content)

    with pytest.raises(CommandError) as refusal:
        run(str(file))

    assert told in str(refusal.value)
    assert not Process.objects.exists()


def test_command_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        run(str(tmp_path / "nowhere.toml"))


def test_command_refuses_history_told_otherwise(tmp_path: Path) -> None:
    load_gcm()
    file = tmp_path / "process.toml"
    file.write_text(gcm_text().replace("falls_on = 2017-04-09", "falls_on = 2017-04-08"), "utf-8")

    with pytest.raises(CommandError, match="A deadline that was announced stays as it was"):
        run(str(file))
