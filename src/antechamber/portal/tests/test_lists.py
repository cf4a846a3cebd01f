"""The lists in public: what is told before publication, what after, the files, what it costs."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from antechamber import clock
from antechamber.accreditation.actions.circulating import extend_silence
from antechamber.accreditation.lists import guards as list_guards, queries as list_queries
from antechamber.accreditation.lists.papers import Which, print_paper
from antechamber.accreditation.lists.published_files import FILES, MANIFEST, recompute
from antechamber.accreditation.models import ListEntry, Objection
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    FALLS_AT,
    ISSUED_AT,
    LAST_MOMENT,
    TOO_LATE,
    Procedure,
    a_procedure,
    circulated,
    supplement,
)
from antechamber.portal import lists
from antechamber.processes.tests.pages import Page

pytestmark = pytest.mark.django_db

LISTS = "/en/gcm/lists"
LIST = f"{LISTS}/1"
KILOBYTE = 1024


def look(path: str, at=ISSUED_AT, **query: str) -> HttpResponse:
    with clock.frozen_at(at):
        return Client().get(path, query)


def main_of(response: HttpResponse) -> str:
    return Page(response).text.partition("Statistics About")[2]


def after_the_form(response: HttpResponse) -> str:
    """Return what stands below the search, whose select names every country."""
    return response.content.decode().partition("</form>")[2]


def name_of(procedure: Procedure, place: int) -> str:
    return procedure.applied[place].application.organization.display_name


def published(count: int = 3, **rules: object) -> Procedure:
    """Publish a list on which the first name was refused and the second's objection withdrawn."""
    procedure = circulated(count, **rules)
    procedure.maintain(procedure.object(0, "DEU", basis="Grounds of ours."))
    procedure.withdraw(procedure.object(1, "KEN", basis="A mistake."))
    procedure.object(2, "CHL", TOO_LATE, is_confidential=True)
    return procedure.close().issue().publish()


# ---------------------------------------------------------------------------- before publication


def test_nothing_is_told_of_a_list_before_it_is_circulated():
    a_procedure(1).compose().add().freeze().sign_off()

    assert "No list has gone to Member States yet" in main_of(look(LISTS))
    assert look(LIST).status_code == 404


def test_list_under_silence_is_told_with_its_hour_and_without_a_name():
    procedure = circulated(2)
    procedure.object(0, "DEU", basis="Grounds of ours.")

    for path in (LISTS, LIST):
        told = main_of(look(path, CIRCULATED_AT))
        assert "Member States can object until Wednesday 12 April 2017 12:00" in told
        assert "Names 2 Circulated 5 April 2017, 12:00 New York time" in told
        assert procedure.list.content_digest in told
        page = look(path, CIRCULATED_AT).content.decode()
        for secret in (name_of(procedure, 0), procedure.references[0], "Germany", "Grounds"):
            assert secret not in page


@pytest.mark.parametrize("path", ["files/final.csv", "files/proposed.json", "proposed.pdf"])
def test_no_file_is_given_before_publication(path):
    circulated(1).close().issue()

    assert look(f"{LIST}/{path}").status_code == 404
    assert "Its names are not public yet." in main_of(look(LIST))


def test_kept_page_tells_the_end_of_the_silence_to_the_second():
    circulated(1)
    cold = CIRCULATED_AT + timedelta(days=6, hours=23, minutes=59, seconds=30)
    look(LIST, cold)

    assert "Member States can object" in main_of(look(LIST, LAST_MOMENT))
    assert "Time to object has ended" in main_of(look(LIST, TOO_LATE))


def test_extension_keeps_the_earlier_end_in_sight():
    procedure = circulated(1)
    act = procedure.act(procedure.president, CIRCULATED_AT + timedelta(days=1))
    extend_silence(act, closes_at=FALLS_AT + timedelta(days=3), reason="Holidays.")

    told = main_of(look(LIST, CIRCULATED_AT + timedelta(days=2)))

    assert "until Saturday 15 April 2017 12:00" in told
    assert "Before: 12 April 2017, 12:00 New York time" in told


# ---------------------------------------------------------------------------- after publication


def test_both_lists_stand_side_by_side_with_outcome_and_reason():
    procedure = published()

    told = main_of(look(LIST))

    assert "names were proposed 3 are on the final list 2 are not on it 1" in told
    assert f"{procedure.references[0]} · Kenya" in told
    for row in (
        "1 Not accredited A Member State kept its objection after consultations.",
        "1 Cleared Every objection was withdrawn.",
        "1 Cleared The objection came after the time to object, and was not admitted.",
        "Received in all 3 Maintained 1 Withdrawn 1 Out of time 1",
        "2 of 3",
        "Another person signed it off",
        procedure.list.manifest_digest,
    ):
        assert row in told


def test_who_objected_is_no_part_of_the_page_unless_the_rules_say_so():
    published()

    page = after_the_form(look(LIST))

    for secret in ("Germany", "Kenya kept", "Chile", "Grounds", "A mistake", "Petra", "Carla"):
        assert secret not in page


def test_who_objected_is_told_where_the_rules_open_it_but_for_confidence():
    published(objector_visibility=["public"], basis_visibility=["public"])

    page = after_the_form(look(LIST))

    assert "after consultations. Germany: Grounds of ours." in page
    assert "Chile" not in page


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ({"on": "final"}, [1, 2]),
        ({"on": "off"}, [0]),
        ({"country": "KE"}, [0, 1, 2]),
        ({"country": "FR"}, []),
        ({"q": "nobody at all"}, []),
    ],
)
def test_list_is_narrowed(query, places):
    procedure = published()

    told = main_of(look(LIST, **query))

    found = [place for place in range(3) if procedure.references[place] in told]
    assert found == places


def test_name_is_found_by_its_words_in_any_order():
    procedure = published()
    asked = " ".join(reversed(name_of(procedure, 1).lower().split()))

    told = main_of(look(LIST, q=asked))

    assert procedure.references[1] in told
    assert procedure.references[0] not in told


@pytest.mark.parametrize("count", [3, 12])
def test_list_takes_ten_statements_and_then_none(count):
    published(count)

    with CaptureQueriesContext(connection) as cold:
        look(LIST)
    with CaptureQueriesContext(connection) as warm:
        look(LIST)

    assert (len(cold), len(warm)) == (10, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_overview_takes_three_statements_and_then_none(count):
    procedure = circulated(1)
    for _each in range(count - 1):
        supplement(procedure)

    with CaptureQueriesContext(connection) as cold:
        look(LISTS, CIRCULATED_AT)
    with CaptureQueriesContext(connection) as warm:
        look(LISTS, CIRCULATED_AT)

    assert (len(cold), len(warm)) == (3, 0)


def test_hundred_names_with_all_that_the_page_loads_are_30_kilobytes(monkeypatch):
    procedure = published()
    entry = ListEntry.objects.select_related("application").first()
    row = lists.list_reading.public_entries([entry], list_queries.rules_for(procedure.list))[0]
    letters = [hashlib.sha256(str(number).encode()).hexdigest()[:24] for number in range(100)]
    rows = [_renamed(row, each) for each in letters]
    monkeypatch.setattr(lists.list_reading, "public_entries", lambda *_: rows)

    body = look(LIST).content
    root = Path(lists.__file__).parents[1]
    loaded = ["web/static/web/antechamber.css", "web/static/web/antechamber.js"]
    loaded.append("portal/static/portal/portal.css")

    total = len(gzip.compress(body))
    total += sum(len(gzip.compress((root / each).read_bytes())) for each in loaded)
    assert body.count(b'<th scope="row">') > 100
    assert total <= 30 * KILOBYTE


def _renamed(row, letters: str):
    """Return a row with a name, a number and a home page that compress badly."""
    facts = {**row.facts, "name": f"{letters[:12]} {letters[12:]}", "reference": letters[:10]}
    return replace(row, facts={**facts, "home_page": f"https://{letters}.example.org/"})


# -------------------------------------------------------------------------------------- the files


def file_of(name: str, **headers: str) -> HttpResponse:
    with clock.frozen_at(ISSUED_AT):
        return Client().get(f"{LIST}/files/{name}", headers=headers)


def test_files_are_those_whose_fingerprint_the_record_has():
    procedure = published()

    files = {name: file_of(name).content for name in (MANIFEST, *FILES)}

    assert hashlib.sha256(files[MANIFEST]).hexdigest() == procedure.list.manifest_digest
    assert recompute(files).names == tuple(
        each for each in _in_order(procedure) if each != procedure.references[0]
    )


def _in_order(procedure: Procedure) -> list[str]:
    entries = ListEntry.objects.filter(candidate_list=procedure.list).order_by("position")
    return list(entries.values_list("application__reference", flat=True))


def test_file_has_a_strong_etag_in_either_form_and_is_kept():
    published()

    plain, squeezed = file_of("final.json"), file_of("final.json", Accept_Encoding="gzip")

    assert gzip.decompress(squeezed.content) == plain.content
    assert re.fullmatch(r'"[0-9a-f]{64}"', plain["ETag"])
    assert squeezed["ETag"] == plain["ETag"][:-1] + '-gzip"'
    assert plain["Cache-Control"] == "public, max-age=3600"
    assert "Accept-Encoding" in plain["Vary"]
    again = file_of("final.json", If_None_Match=plain["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_file_in_memory_takes_two_statements(django_assert_num_queries):
    published()

    with django_assert_num_queries(6):
        file_of("final.csv")
    with django_assert_num_queries(2):
        file_of("final.csv")


@pytest.mark.parametrize("name", ["other.json", "..%2Fmanifest.json", "final.json.bak"])
def test_other_names_are_not_found(name):
    published()

    assert look(f"{LIST}/files/{name}").status_code == 404


def test_files_are_withheld_where_the_database_was_changed():
    procedure = published()
    Objection.objects.filter(state_code="KEN").delete()

    answered = file_of("course.json")

    assert answered.status_code == 503
    assert "The files are withheld" in answered.content.decode()
    assert procedure.list.manifest_digest in answered.content.decode()


def test_files_are_withheld_where_a_frozen_name_was_changed_past_the_guard():
    procedure = published()
    with connection.cursor() as cursor:
        for statement in list_guards.removal_sql(connection.vendor):
            cursor.execute(statement)
    ListEntry.objects.filter(candidate_list=procedure.list, position=1).update(name="Another")

    assert file_of("proposed.csv").status_code == 503
    with connection.cursor() as cursor:
        for statement in list_guards.guard_sql(connection.vendor):
            cursor.execute(statement)


def test_paper_is_printed_once_and_kept_for_everyone():
    procedure = published()

    waiting = look(f"{LIST}/final.pdf")
    assert (waiting.status_code, waiting["Refresh"]) == (202, "5")
    assert "The list is being printed" in main_of(waiting)

    print_paper(procedure.list, Which.FINAL, "en")
    printed = look(f"{LIST}/final.pdf")
    assert printed["Content-Disposition"] == 'attachment; filename="GCM-L-01-final.pdf"'
    assert b"".join(printed.streaming_content).startswith(b"%PDF-")
    assert look(f"{LIST}/other.pdf").status_code == 404


def test_public_files_name_no_state_and_no_person():
    published()

    told = b"".join(file_of(name).content for name in (MANIFEST, *FILES)).decode()

    for secret in ("DEU", "KEN", "CHL", "Grounds", "mistake", "Amina", "Petra"):
        assert secret not in told
    assert json.loads(file_of("course.json").content)["objections_received"] == 3


# ---------------------------------------------------------------------- the organization's page


def test_organization_on_a_published_list_has_a_page_that_says_what_became_of_it():
    procedure = published()
    organization = procedure.applied[0].application.organization

    told = main_of(look(f"/en/gcm/organizations/{organization.key}"))

    assert f"GCM-L-01 {organization.display_name} {procedure.references[0]} Not accredited" in told


def test_organization_on_a_list_that_is_not_published_has_no_page():
    procedure = circulated(1)
    organization = procedure.applied[0].application.organization

    assert look(f"/en/gcm/organizations/{organization.key}", CIRCULATED_AT).status_code == 404
