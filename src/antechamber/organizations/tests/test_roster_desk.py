"""The desk of rosters: upload, progress, preview, decision, and the table of what was refused."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django_tasks_db.models import DBTaskResult

from antechamber import clock
from antechamber.organizations import tasks
from antechamber.organizations.actions import make_findable, record_organization
from antechamber.organizations.models import Organization
from antechamber.organizations.roster_files import LIMITS
from antechamber.organizations.roster_models import RosterImport
from antechamber.organizations.roster_turns import LEASE
from antechamber.organizations.tests.rosters import AT, names, previewed, sheet, uploaded
from antechamber.people.actors import OPERATOR, PUBLIC
from antechamber.people.tests.factories import browser_of, make_holder
from antechamber.processes.tests.pages import Page

pytestmark = pytest.mark.django_db

ROSTERS = "/en/gcm/desk/rosters/"
State = RosterImport.State


@pytest.fixture
def secretary() -> Client:
    return browser_of(make_holder("secretariat"))


def address(roster: RosterImport, act: str = "") -> str:
    return f"{ROSTERS}{roster.key}/{act}"


def upload(client: Client, content: bytes, name: str = "roster.csv", **typed: str):
    return client.post(f"{ROSTERS}upload", {"file": SimpleUploadedFile(name, content), **typed})


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 5_000_000)
    return packed.getvalue()


def queued() -> list[str]:
    return list(DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", flat=True))


# --- Upload ---------------------------------------------------------------------------------------


def test_an_uploaded_roster_is_kept_and_read_in_the_background(secretary):
    response = upload(secretary, names("Harbour"), source="E/2017/32")

    roster = RosterImport.objects.get()
    assert (response.status_code, response["Location"]) == (303, address(roster))
    assert (roster.state, roster.source, roster.file_name, roster.process_code) == (
        State.READING,
        "E/2017/32",
        "roster.csv",
        "gcm",
    )
    assert queued() == ["antechamber.organizations.tasks.read_roster"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file holds no rows."),
        (b"\n,\n", "The file holds no rows."),
        (b"%PDF-1.7 rest", "This is not a spreadsheet."),
        (b"\x89PNG\r\n\x1a\n\x01\x02", "This is not a spreadsheet."),
        (b"Name\nHarb\x00our\n", "This is not a spreadsheet."),
        (b"<svg onload='alert(1)'></svg>", "No column of names was found."),
        (b"\xd0\xcf\x11\xe0rest", "The file is in the old XLS format or has a password."),
        (b"PK\x03\x04 broken", "The file is damaged and cannot be read."),
        (bomb(), "The file unpacks to far more than a roster holds."),
        (b"Harbour\nHaven\n", "No column of names was found."),
        (b"Name\nHarbour\x81\x8d\n", "The letters of this file cannot be read."),
        (b"x" * (LIMITS.max_bytes + 1), "The file has 10.0 MB and may have 10.0 MB."),
    ],
)
def test_a_file_that_is_no_roster_is_refused_beside_its_field(secretary, content, words):
    response = upload(secretary, content, source="typed before")

    page = Page(response) if response.status_code == 200 else None
    body = response.content.decode()
    assert (response.status_code, page) == (422, None)
    assert body.count(words) == 2  # in the summary and beside the field
    assert 'value="typed before"' in body
    assert not RosterImport.objects.exists()
    assert queued() == []


def test_an_upload_without_a_file_is_refused(secretary):
    response = secretary.post(f"{ROSTERS}upload", {"source": "E/1"})

    assert response.status_code == 422
    assert response.content.decode().count("Choose a file.") == 2


def test_the_same_file_again_leads_to_the_import_that_is_there(secretary):
    roster = uploaded(names("Harbour"))

    response = upload(secretary, names("Harbour"), name="again.csv")

    body = response.content.decode()
    assert response.status_code == 422
    assert "This very file is here already." in body
    assert f'href="{address(roster)}"' in body
    assert RosterImport.objects.get() == roster


# --- Progress -------------------------------------------------------------------------------------


def test_progress_is_shown_and_asked_for_again_without_a_script_too(secretary):
    roster = uploaded(names("Harbour"))
    RosterImport.objects.update(rows_total=20, rows_done=5)

    page = Page(secretary.get(address(roster)))

    assert "5 of 20 rows are checked." in page.text
    assert {"value": "5", "max": "20"}.items() <= page.tags("progress")[0].items()
    assert {"http-equiv": "refresh", "content": "3"} in page.tags("meta")


def test_a_finished_roster_makes_the_progress_page_load_again(secretary):
    roster = previewed(names("Harbour"))

    response = secretary.get(address(roster), headers={"HX-Request": "true"})

    assert response["HX-Refresh"] == "true"


def test_work_that_has_died_can_be_taken_up_again(secretary):
    roster = uploaded(names("Harbour"))
    now = clock.now()
    RosterImport.objects.update(lease_until=now + LEASE)
    at_work = Page(secretary.get(address(roster))).text
    RosterImport.objects.update(lease_until=now - timedelta(seconds=1))
    abandoned = Page(secretary.get(address(roster))).text
    response = secretary.post(address(roster, "resume"))

    assert "The work on this roster has stopped" not in at_work
    assert "The work on this roster has stopped" in abandoned
    assert response["Location"] == address(roster)
    assert queued() == ["antechamber.organizations.tasks.read_roster"]
    assert tasks.read_roster.func(roster.key, "p_1")


# --- Preview and decision -------------------------------------------------------------------------


@pytest.fixture
def roster() -> RosterImport:
    for country in ("KE", "GH"):
        make_findable(record_organization(name="Paper Kites", country=country, by=PUBLIC, at=AT))
    make_findable(record_organization(name="Haven", country="KE", by=PUBLIC, at=AT))
    return previewed(
        sheet(
            ("Name", "Date", "Decision"),
            ("Harbour  <b>Watch</b> (HAWA)", "2014-06-14", "granted"),
            ("Haven", "2014-06-14", "deferred"),
            ("Paper Kites", "2014-06-14", "granted"),
            ("", "2014-06-14", "granted"),
            ("Lantern", "14.6.2014", "adopted"),
        )
    )


def test_the_preview_says_what_each_row_becomes_and_what_was_cleaned(secretary, roster):
    page = Page(secretary.get(address(roster)))

    for words in (
        "2 rows would change something",
        "All rows 5 Refused 2 Ambiguous 1 New 1 Status 1 Cleaned 1",
        "New organization: “Harbour <b>Watch</b>” . Its status: status granted, 14 June 2014.",
        "Spaces were put right.",
        "The acronym was taken out of the name and is kept beside it. (HAWA) → –",
        "Status of “Haven” : application deferred, 14 June 2014.",
        "Several organizations bear this name: “Paper Kites” (KE), “Paper Kites” (GH).",
        "The row has no name.",
        "The decision “adopted” is not known.",
    ):
        assert words in page.text


@pytest.mark.parametrize(
    ("heading", "numbers"),
    [
        ("refused", [5, 6]),
        ("ambiguous", [4]),
        ("new", [2]),
        ("status", [3]),
        ("cleaned", [2]),
        ("known", []),
        ("", [2, 3, 4, 5, 6]),
    ],
)
def test_a_tab_holds_the_rows_of_its_effect(secretary, roster, heading, numbers):
    response = secretary.get(address(roster), {"rows": heading})

    assert [row.number for row in response.context["rows"]] == numbers


def test_an_unknown_tab_is_not_found(secretary, roster):
    assert secretary.get(address(roster), {"rows": "other"}).status_code == 404


@pytest.mark.parametrize("count", [1, 120])
def test_the_preview_takes_the_same_statements_for_any_rows(
    secretary, count, django_assert_num_queries
):
    roster = previewed(names(*(f"Harbour {number}" for number in range(100, 100 + count))))
    secretary.get(address(roster))

    with django_assert_num_queries(6):
        response = secretary.get(address(roster), {"page": "1"})
    with django_assert_num_queries(5):
        secretary.get(ROSTERS)

    assert len(response.context["rows"]) == min(count, 50)


def test_an_approved_roster_is_applied_in_the_background(secretary, roster):
    response = secretary.post(address(roster, "approve"))
    progress = Page(secretary.get(address(roster))).text
    assert tasks.apply_roster.func(roster.key, "p_1")
    result = Page(secretary.get(address(roster))).text

    assert response["Location"] == address(roster)
    assert queued() == ["antechamber.organizations.tasks.apply_roster"]
    assert "The roster is being applied: all of it or nothing." in progress
    assert "2 rows changed something." in result
    assert "Apply to the register" not in result
    assert Organization.objects.filter(display_name="Harbour <b>Watch</b>").exists()


def test_a_discarded_roster_says_so(secretary, roster):
    secretary.post(address(roster, "discard"))

    assert "This roster was discarded." in Page(secretary.get(address(roster))).text


def test_a_second_decision_is_refused_in_words(secretary, roster):
    secretary.post(address(roster, "discard"))
    response = secretary.post(address(roster, "approve"), follow=True)

    assert "someone may have acted before you" in Page(response).text
    assert queued() == []


def test_a_file_that_could_not_be_read_says_why(secretary):
    roster = uploaded(names("Harbour"))
    failure = {"code": "too_many_rows", "limit": 50_000, "found": None}
    RosterImport.objects.update(state=State.FAILED, failure=failure)

    assert "The file has more than 50,000 rows." in Page(secretary.get(address(roster))).text


def test_what_was_refused_is_a_table_that_runs_no_formula(secretary):
    roster = previewed(sheet(("Name", "Note"), ("=HYPERLINK(1)", "+1"), ("Harbour", "")))

    response = secretary.get(address(roster, "refused.csv"))

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["Row", "Why it was not taken in", "As it came"],
        ["2", "A formula stands where a name is expected.", "'=HYPERLINK(1)", "'+1"],
    ]
    assert response["Content-Disposition"] == f'attachment; filename="{roster.key}-refused.csv"'


def test_a_roster_imported_at_the_machine_is_seen_and_not_decided_on(secretary):
    roster = previewed(names("Harbour"), process_code="", by=OPERATOR)

    page = Page(secretary.get(address(roster)))
    response = secretary.post(address(roster, "approve"), follow=True)

    assert "Apply to the register" not in page.text
    assert "There is no such roster." in Page(response).text
    roster.refresh_from_db()
    assert roster.state == State.PREVIEWED


def test_the_list_says_where_each_roster_stands(secretary, roster):
    page = Page(secretary.get(ROSTERS))

    assert "roster.csv Decisions on consultative status 5 Ready to be applied" in page.text


def test_an_empty_list_says_what_to_do(secretary):
    assert "No roster yet" in Page(secretary.get(ROSTERS)).text


def test_mergers_and_changes_of_name_are_said_with_the_names_they_are_about(secretary):
    make_findable(record_organization(name="Haven", country="KE", by=PUBLIC, at=AT))
    roster = previewed(
        sheet(
            ("Old name", "New name", "Status"),
            ("Haven", "Lantern", "special, 2011"),
            ("Kites", "Mast", ""),
            ("Mast", "Lantern", ""),
            ("Mast", "Lantern", "special, 2011"),
        )
    )

    text = Page(secretary.get(address(roster))).text

    for words in (
        "“Haven” bears the name “Lantern” from now on. Its status: special status, 2011.",
        "New organization: “Mast” . “Kites” is kept as a former name of “Mast” .",
        "“Mast” is part of “Haven” from now on.",
        "Nothing changes: “Haven” is known.",
    ):
        assert words in text


def test_work_on_an_approved_roster_is_taken_up_as_well(secretary, roster):
    secretary.post(address(roster, "approve"))
    secretary.post(address(roster, "resume"))

    assert queued() == ["antechamber.organizations.tasks.apply_roster"] * 2
    assert [tasks.apply_roster.func(roster.key, "p_1") for _turn in range(2)] == [True, False]
