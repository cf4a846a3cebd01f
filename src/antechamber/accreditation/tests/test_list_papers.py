"""Lists on paper, printed once; and the final list recomputed at a command line."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from antechamber.accreditation.lists.content import EntryFacts, ListContent
from antechamber.accreditation.lists.outcomes import Listed, Raised
from antechamber.accreditation.lists.papers import Which, kept_paper, list_paper, print_paper
from antechamber.accreditation.lists.published_files import (
    COURSE,
    FILES,
    FINAL_CSV,
    MANIFEST,
    Course,
    published_files,
)
from antechamber.accreditation.lists.states import Standing
from antechamber.accreditation.lists.tasks import ask_for_paper, print_list
from antechamber.accreditation.tests.list_factories import circulated
from antechamber.processes.rule_words import ObjectionOutcome as Policy

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_was_asked_for():
    cache.clear()


def test_paper_states_the_listed_facts_and_nothing_else(django_assert_num_queries):
    procedure = circulated(2, listed_facts=["name", "country"])
    candidate_list = procedure.list

    with django_assert_num_queries(2):
        paper = list_paper(candidate_list, Which.PROPOSED, "fr")

    organizations = sorted(each.application.organization.display_name for each in procedure.applied)
    assert [each.name for each in paper.entries] == organizations
    assert {(each.country, each.home_page) for each in paper.entries} == {("Kenya", "")}
    assert paper.digest == candidate_list.content_digest
    assert paper.origin.verify_address.endswith("/fr/gcm/lists/1")


def test_final_paper_has_the_names_that_are_on_the_final_list():
    procedure = circulated(2)
    procedure.maintain(procedure.object(0))
    procedure.close().issue()

    paper = list_paper(procedure.list, Which.FINAL, "en")

    left = procedure.applied[1].application.organization.display_name
    assert [each.name for each in paper.entries] == [left]
    assert paper.digest == procedure.list.final_digest


def test_paper_is_asked_for_once_printed_once_and_kept(django_assert_num_queries):
    candidate_list = circulated(1).list
    assert kept_paper(candidate_list, Which.PROPOSED, "en") is None

    ask_for_paper(candidate_list, Which.PROPOSED, "en")
    ask_for_paper(candidate_list, Which.PROPOSED, "en")
    asked = DBTaskResult.objects.get()
    print_list.call(*asked.args_kwargs["args"])

    kept = kept_paper(candidate_list, Which.PROPOSED, "en")
    assert kept is not None
    with kept:
        assert kept.read(5) == b"%PDF-"
    with django_assert_num_queries(0):
        print_paper(candidate_list, Which.PROPOSED, "en")
    assert kept_paper(candidate_list, Which.PROPOSED, "ar") is None


# ------------------------------------------------------------------------------- the command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = ("N-001", "N-002")
    facts = [EntryFacts(name, "Amity", "KE", "https://a.example/", "ngo") for name in names]
    content = ListContent(
        process="gcm",
        number="GCM-L-01",
        kind="proposed",
        title="Organizations",
        modalities=1,
        entries=tuple(each.listed(("name", "country")) for each in facts),
    )
    course = Course(
        Policy.CHAIR_CONSULTS,
        [Listed(name) for name in names],
        [Raised("N-001", Standing.MAINTAINED)],
        [],
    )
    for name, written in published_files(content, course).items():
        (tmp_path / name).write_bytes(written)
    return tmp_path


def told(folder: Path) -> tuple[str, int]:
    said = io.StringIO()
    try:
        call_command("recompute", folder, stdout=said)
    except SystemExit as end:
        return said.getvalue(), int(end.code or 0)
    return said.getvalue(), 0


def test_command_computes_the_final_list_from_the_files(folder):
    said, code = told(folder)

    assert code == 0
    assert "Cleared: 1\nNot accredited: 1\n" in said
    assert "On the final list: 1 of 2." in said


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_command_names_the_file_that_is_missing(folder, name):
    (folder / name).unlink()

    assert told(folder) == (f"The files are not true: {name} is missing.\n", 1)


@pytest.mark.parametrize("name", FILES)
def test_command_names_the_file_that_was_changed(folder, name):
    (folder / name).write_bytes((folder / name).read_bytes() + b" ")

    said = f"The files are not true: {name} is not the file that was published.\n"
    assert told(folder) == (said, 1)


def test_command_is_not_held_up_by_a_count_beyond_reason(folder):
    course = json.loads((folder / COURSE).read_bytes())
    course["objections"]["N-001"] = {"maintained": 10**15}
    (folder / COURSE).write_text(json.dumps(course))
    manifest = json.loads((folder / MANIFEST).read_bytes())
    manifest["sha256"][COURSE] = hashlib.sha256((folder / COURSE).read_bytes()).hexdigest()
    (folder / MANIFEST).write_text(json.dumps(manifest))

    said = "The files are not true: course.json counts more objections than there can be.\n"
    assert told(folder) == (said, 1)


def test_command_refuses_a_file_larger_than_any(folder):
    with (folder / FINAL_CSV).open("ab") as file:
        file.truncate(60_000_000)

    assert told(folder) == (
        "The files are not true: final.csv is larger than any published file.\n",
        1,
    )


def test_command_says_that_there_is_no_folder(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("recompute", tmp_path / "nowhere")
