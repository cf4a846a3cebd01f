"""A process as an open archive: what is in it, who may have it, what is found when it is false."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from contextlib import nullcontext
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from antechamber.accreditation.lists.papers import Which, print_paper
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.archives import (
    a_finished_process,
    export,
    rows,
    verify,
)
from antechamber.accreditation.tests.browsers import browser
from antechamber.accreditation.tests.factories import NOW, OPENS
from antechamber.accreditation.tests.list_factories import ISSUED_AT, a_procedure, circulated
from antechamber.people.actors import OPERATOR
from antechamber.people.models import Account, Look
from antechamber.processes import archiving
from antechamber.processes.archiving import Asked, export_process
from antechamber.processes.models import Deadline, Modalities, Publication
from antechamber.record import archive_parts, archive_writing, seals
from antechamber.record.models import Entry
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db


def every_byte(path):
    return b"\n".join(file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file())


def pdf_words(path):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(path.read_bytes())).pages)


# --- What is in it --------------------------------------------------------------------------------


def test_archive_holds_every_registered_table_in_two_forms_that_agree(archive):
    assert set(archive.made.manifest.tables) == {
        table.name for table in archive_parts.tables(with_persons=False)
    }
    for name in archive.made.manifest.tables:
        exact = rows(archive.path, name)
        with (archive.path / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(exact), name


def test_archive_tells_what_became_of_each_application(archive):
    found = {row["number"]: row for row in rows(archive.path, "accreditation/applications")}

    assert sorted(each["state"] for each in found.values()) == [
        "accredited",
        "accredited",
        "ineligible",
        "not_accredited",
    ]
    named = {row["key"] for row in rows(archive.path, "organizations/organizations")}
    assert {
        each["organization"] for each in found.values() if each["state"] == "accredited"
    } == named
    assert {each["organization"] for each in found.values() if each["organization"]} == named


def test_archive_names_accredited_organizations_and_leads_to_no_other(archive):
    told = every_byte(archive.path).decode("utf-8", "replace")
    listed = "".join(
        file.read_text() for file in archive.path.glob("lists/01/*") if file.suffix != ".pdf"
    )

    assert {row["name"] for row in rows(archive.path, "organizations/organizations")} == set(
        archive.accredited
    )
    assert [trace for trace in archive.never_named if trace in told] == []
    assert archive.refused in listed
    assert told.count(archive.refused) == listed.count(archive.refused)


def test_archive_holds_no_person(archive):
    told = every_byte(archive.path).decode("utf-8", "replace")

    assert not archive.made.manifest.holds_persons
    assert [word for word in ("Amina", "@amity", "Wanjiru", "Petra") if word in told] == []
    assert not (archive.path / "persons").exists()


def test_archive_holds_both_lists_on_paper_and_a_cover(archive):
    proposed = pdf_words(archive.path / "lists/01/proposed.pdf")
    final = pdf_words(archive.path / "lists/01/final.pdf")

    assert archive.refused in proposed
    assert archive.refused not in final
    assert all(name in final for name in archive.accredited)
    assert "The open archive" in pdf_words(archive.path / "about.pdf")


def test_what_is_to_be_announced_later_is_not_in_it(tmp_path):
    done = a_procedure(1)
    later, earlier = NOW + timedelta(days=1), NOW - timedelta(days=1)
    for slug, at in (("said", earlier), ("planned", later)):
        Publication.objects.create(
            process=done.process, kind="news", slug=slug, title=slug, published_at=at
        )
    call = done.process.calls.get()
    Deadline.objects.create(
        call=call, falls_at=later, announced_at=later, announced_by="p_1", reason="Not yet."
    )
    Modalities.objects.filter(process=done.process).update(adopted_at=later)

    export(done, tmp_path / "gcm")

    told = tmp_path / "gcm"
    assert [row["slug"] for row in rows(told, "process/publications")] == ["said"]
    assert len(rows(told, "process/deadlines")) == 1
    assert [row["adopted_at"] for row in rows(told, "process/modalities")] == [None]


def test_list_that_is_before_states_is_told_of_without_its_names(tmp_path):
    done = circulated(2)
    done.object(0, "DEU")

    export(done, tmp_path / "gcm")

    (told,) = rows(tmp_path / "gcm", "lists/lists")
    assert (told["list"], told["entries"], told["published_at"]) == ("GCM-L-01", 2, None)
    assert rows(tmp_path / "gcm", "lists/objections") == []
    names = [each.application.organization.display_name for each in done.applied]
    assert [each for each in names if each.encode() in every_byte(tmp_path / "gcm")] == []


@pytest.mark.parametrize(
    ("rules", "confidential", "seen"),
    [
        ({}, False, (None, None)),
        ({"objector_visibility": ["public"]}, False, ("DEU", None)),
        (
            {"objector_visibility": ["public"], "basis_visibility": ["public"]},
            False,
            ("DEU", "Too loud."),
        ),
        (
            {"objector_visibility": ["public"], "basis_visibility": ["public"]},
            True,
            (None, None),
        ),
    ],
)
def test_who_objected_and_why_are_in_it_only_where_the_rules_open_them_to_all(
    tmp_path, rules, confidential, seen
):
    done = circulated(1, **rules)
    objection = done.object(0, "DEU", basis="Too loud.", is_confidential=confidential)
    done.close()
    done.maintain(objection)
    export(done.issue().publish(), tmp_path / "gcm")

    (told,) = rows(tmp_path / "gcm", "lists/objections")

    assert (told["state"], told["basis"]) == seen
    logged = Entry.objects.get(verb="objection.logged", subject=objection.key)
    assert told["commitment"] == logged.facts["commitment"]


def test_the_same_state_gives_the_same_bytes(tmp_path):
    a_finished_process()

    made = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        archive_writing.write_archive(
            folder, "gcm", stands_at="then", with_persons=True, told=lambda _table, _rows: None
        )
        with (tmp_path / f"{name}.zip").open("xb") as file:
            archive_writing.pack(folder, file)
        made.append((tmp_path / f"{name}.zip").read_bytes())

    assert made[0] == made[1]


# --- Who may have it, and how it is made ----------------------------------------------------------


def test_export_is_in_the_record_with_the_hash_of_its_manifest(tmp_path):
    done = a_procedure(1)

    made = export(done, tmp_path / "gcm.zip")

    entry = Entry.objects.get(verb="process.exported")
    with zipfile.ZipFile(tmp_path / "gcm.zip") as packed:
        manifest = packed.read("manifest.json")
    assert (entry.subject, entry.actor_key) == ("gcm", "operator")
    assert entry.facts == {
        "manifest": sha256(manifest).hexdigest(),
        "persons": False,
        "files": len(made.manifest.files),
    }
    assert verify(tmp_path / "gcm.zip")[0] == 0
    assert [each.name for each in tmp_path.iterdir()] == ["gcm.zip"]


def test_archive_with_persons_reaches_accredited_organizations_and_nobody_else(tmp_path):
    done, _leading = a_finished_process()
    first = factories.an_actor("secretariat", "gcm")
    second = factories.an_actor("secretariat", "gcm")
    refused, *accredited = done.applied

    made = export(done, tmp_path / "gcm", with_persons=True, by=first, second=second)

    acting = {row["email"] for row in rows(tmp_path / "gcm", "persons/focal_points")}
    answered = {row["application"] for row in rows(tmp_path / "gcm", "persons/answers")}
    wanted = [Account.objects.get(pk=each.by.account_id) for each in accredited]
    assert acting == {each.email for each in wanted}
    assert answered == {each.reference for each in accredited}
    left_out = Account.objects.get(pk=refused.by.account_id)
    assert left_out.email.encode() not in every_byte(tmp_path / "gcm")
    assert made.manifest.holds_persons
    assert (tmp_path / "gcm").stat().st_mode & 0o077 == 0
    entry = Entry.objects.get(verb="process.exported")
    assert (entry.actor_key, entry.facts["persons"], entry.facts["second"]) == (
        first.key,
        True,
        second.key,
    )
    assert set(Look.objects.values_list("account_key", "looker_key", "subject")) == {
        (each.key, first.key, "archive:gcm") for each in wanted
    }


@pytest.mark.parametrize(
    ("by", "second", "code"),
    [
        ("secretariat", None, "second_person_missing"),
        ("secretariat", "the same", "same_person"),
        ("secretariat", "auditor", "capability_missing"),
        ("auditor", "secretariat", "capability_missing"),
        ("president_office", "secretariat", "capability_missing"),
    ],
)
def test_persons_leave_by_the_word_of_two(tmp_path, by, second, code):
    done = a_procedure(1, second_person_for=["export.persons"])
    actor = factories.an_actor(by, "gcm")
    other = actor if second == "the same" else second and factories.an_actor(second, "gcm")

    with pytest.raises(DomainError) as refusal:
        export(done, tmp_path / "gcm", with_persons=True, by=actor, second=other)

    assert refusal.value.code == code
    assert list(tmp_path.iterdir()) == []
    assert not Entry.objects.filter(verb="process.exported").exists()


@pytest.mark.parametrize("role", ["officer", "mission", "secretariat", ""])
def test_open_archive_is_made_by_who_may_read_the_record(tmp_path, role):
    done = a_procedure(1)

    with pytest.raises(DomainError) as refusal:
        export(done, tmp_path / "gcm", by=factories.an_actor(role, "gcm"))

    assert refusal.value.code == "capability_missing"


def test_export_that_fails_leaves_nothing(tmp_path, monkeypatch):
    done = a_procedure(1)
    monkeypatch.setattr(seals, "sign", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        export(done, tmp_path / "gcm")

    assert list(tmp_path.iterdir()) == []
    assert not Entry.objects.filter(verb="process.exported").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["imrf", "new"], "There is no process imrf."),
        (["gcm", "old"], "There is something of this name already."),
        (["gcm", "no/where"], "There is no folder to write it into."),
        (["gcm", "new", "--with-persons"], "Say with --by who exports data of persons."),
        (["gcm", "new", "--with-persons", "--by", "x@y.org"], "Nobody signs in with x@y.org."),
    ],
)
def test_command_refuses_in_words(tmp_path, arguments, words):
    a_procedure(1)
    (tmp_path / "old").mkdir()
    process, target, *rest = arguments

    with pytest.raises(CommandError) as refusal:
        call_command("export", process, str(tmp_path / target), *rest)

    assert words in str(refusal.value)


def test_command_says_what_it_wrote(tmp_path):
    done = a_procedure(1)
    by, other = (factories.an_actor("secretariat", "gcm") for _each in range(2))
    first, second = (Account.objects.get(pk=each.account_id).email for each in (by, other))
    out = StringIO()

    call_command(
        *("export", "gcm", str(tmp_path / "gcm"), "--with-persons"),
        *("--by", first.upper(), "--and-by", second),
        stdout=out,
    )

    entry = Entry.objects.get(verb="process.exported")
    assert f"manifest {entry.facts['manifest']}" in out.getvalue()
    assert "It holds data of persons" in out.getvalue()
    assert done.process.code == entry.subject


def test_every_table_and_column_is_documented():
    document = (Path(__file__).parents[4] / "docs" / "archive.md").read_text(encoding="utf-8")
    told = {
        part.partition("`")[0]: re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE)
        for part in document.split("\n### `")[1:]
    }

    assert told == {
        table.name: list(table.columns) for table in archive_parts.tables(with_persons=True)
    }


def exported_while_another_writes(path):
    """Export, and let somebody publish news as soon as the first table is written."""
    done = a_procedure(1)
    others: list[Thread] = []

    def announce():
        Publication.objects.create(
            process=done.process, kind="news", slug="late", title="Late", published_at=OPENS
        )
        connection.close()

    def write_meanwhile(_table, _rows):
        if not others:
            others.append(Thread(target=announce))
            others[0].start()
            others[0].join(timeout=10)

    asked = Asked(process=done.process, by=OPERATOR, at=ISSUED_AT)
    export_process(asked, target=path, told=write_meanwhile)
    assert not others[0].is_alive()
    assert Publication.objects.filter(slug="late").exists()
    return [row["slug"] for row in rows(path, "process/publications")]


@pytest.mark.django_db(transaction=True)
def test_archive_is_of_one_moment_and_hinders_nobody_who_writes(tmp_path):
    assert exported_while_another_writes(tmp_path / "gcm") == []
    assert verify(tmp_path / "gcm")[0] == 0


@pytest.mark.django_db(transaction=True)
def test_archive_would_mix_two_moments_without_its_transaction(tmp_path, monkeypatch):
    monkeypatch.setattr(archiving, "_one_moment", nullcontext)

    assert exported_while_another_writes(tmp_path / "gcm") == ["late"]


def test_desk_has_the_lists_printed_in_the_background_before_it_gives_the_archive():
    done = circulated(1).close().issue().publish()
    auditor = browser(factories.an_actor("auditor", "gcm"))

    first = auditor.post("/en/gcm/desk/archive")

    assert first.status_code == 503
    assert b"The published lists are being printed for it." in first.content
    assert not Entry.objects.filter(verb="process.exported").exists()
    asked = DBTaskResult.objects.values_list("args_kwargs", flat=True)
    assert {tuple(each["args"]) for each in asked} == {
        ("gcm", 1, "proposed", "en"),
        ("gcm", 1, "final", "en"),
    }
    for which in Which:
        print_paper(done.list, which, "en")
    second = auditor.post("/en/gcm/desk/archive")
    assert second.status_code == 200
    with zipfile.ZipFile(io.BytesIO(b"".join(second.streaming_content))) as packed:
        assert "lists/01/final.pdf" in packed.namelist()
