"""The queue: whose applications, under which tab, in which order, and as a table file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from antechamber.accreditation import desk_queries
from antechamber.accreditation.actions import reviewing
from antechamber.accreditation.selection import Selection
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import (
    QUEUE,
    browser,
    numbers_on,
    officers_browser,
    words_of,
)
from antechamber.accreditation.tests.factories import NOW, in_state, submitted
from antechamber.organizations.models import Name

pytestmark = pytest.mark.django_db


@pytest.fixture
def process():
    return factories.a_process()


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_takes_eight_statements(process, rows, django_assert_num_queries):
    for _each in range(rows):
        submitted(process)
    officer = officers_browser()

    with django_assert_num_queries(8):
        response = officer.get(QUEUE)

    assert len(numbers_on(response)) == rows


def test_queue_without_rows_says_so(process):
    officer = officers_browser()

    assert "Nothing stands under this tab now." in words_of(officer.get(QUEUE))
    assert "Clear them to see the others." in words_of(officer.get(QUEUE, {"text": "nobody"}))


def test_row_shows_organization_country_category_state_age_and_officer(process):
    officer = factories.an_officer(name="Olga Officer")
    organization = factories.an_organization("Amity Bridge", country="KE")
    applied = submitted(process, organization=organization, at=NOW - timedelta(days=3, hours=1))
    reviewing.take_application(factories.act(applied.application, officer))

    words = words_of(browser(officer).get(QUEUE))

    row = (
        f"{applied.reference} Amity Bridge Kenya Non-governmental organization Under review "
        "2 April 2017 3 Olga Officer"
    )
    assert row in words


def test_oldest_stands_first_and_a_heading_turns_the_order(process):
    young = submitted(process, at=NOW - timedelta(hours=1))
    old = submitted(process, at=NOW - timedelta(days=2))
    officer = officers_browser()

    assert numbers_on(officer.get(QUEUE)) == [old.reference, young.reference]
    assert numbers_on(officer.get(QUEUE, {"sort": "-submitted"})) == [
        young.reference,
        old.reference,
    ]


def test_draft_is_in_no_tab(process):
    factories.a_draft(process, organization=factories.an_organization("Secret Draft"))
    officer = officers_browser()

    assert "Secret Draft" not in words_of(officer.get(QUEUE, {"group": "all"}))


@pytest.mark.parametrize(
    ("group", "state"),
    [
        ("waiting", State.SUBMITTED),
        ("waiting", State.UNDER_REVIEW),
        ("asked", State.INFORMATION_REQUESTED),
        ("recommended", State.RECOMMENDED),
        ("states", State.LISTED),
        ("states", State.OBJECTED),
        ("decided", State.INELIGIBLE),
        ("decided", State.NOT_NEEDED),
        ("decided", State.LAPSED),
        ("decided", State.ACCREDITED),
        ("ended", State.WITHDRAWN),
    ],
)
def test_each_state_has_its_tab(process, group, state):
    applied = in_state(process, state)
    reach = desk_queries.reach_of(process, factories.an_officer())

    counts = desk_queries.counts(reach, Selection())

    assert counts[group] == counts["all"] == 1
    assert sum(counts.values()) == 2
    found = desk_queries.queue(reach, Selection(group=group))
    assert [str(each) for each in found] == [applied.reference]


def test_other_facilitators_are_not_shown_unless_the_scope_reaches_them(process):
    ours = submitted(process, category="ngo")
    theirs = submitted(process, category="academia")

    assert numbers_on(officers_browser("gcm/ngls").get(QUEUE)) == [ours.reference]
    assert numbers_on(officers_browser("gcm/unu").get(QUEUE)) == [theirs.reference]
    assert numbers_on(officers_browser("gcm").get(QUEUE)) == [ours.reference, theirs.reference]
    assert numbers_on(officers_browser("").get(QUEUE)) == [ours.reference, theirs.reference]


def test_other_processes_never_show(process):
    submitted(process)
    other = submitted(factories.a_process("imrf"))
    everywhere = officers_browser("")

    shown = numbers_on(everywhere.get("/en/imrf/desk/applications"))

    assert shown == [other.reference]
    assert everywhere.get(f"/en/gcm/desk/applications/{other.reference}").status_code == 404


def test_filters_narrow_the_list_and_the_numbers_on_the_tabs(process):
    kenyan = submitted(process, organization=factories.an_organization(country="KE"))
    lebanese = submitted(
        process, organization=factories.an_organization(country="LB"), category="diaspora"
    )
    officer = officers_browser()

    for query, expected in (
        ({"country": "LB"}, lebanese),
        ({"category": "ngo"}, kenyan),
        ({"text": lebanese.reference.lower()}, lebanese),
        ({"text": kenyan.reference[-4:], "country": "KE"}, kenyan),
    ):
        response = officer.get(QUEUE, query)
        assert numbers_on(response) == [expected.reference]
        assert "Waiting for us 1 " in words_of(response)
        assert "Clear the filters" in words_of(response)


def test_text_finds_a_name_in_other_letters_and_a_former_name(process):
    organization = factories.an_organization("Élan Migrante")
    applied = submitted(process, organization=organization)
    Name.objects.create(
        organization=organization, text="Sunrise", key="sunrise", kind=Name.Kind.FORMER
    )
    submitted(process)
    officer = officers_browser()

    for text in ("elan", "ÉLAN", "Migrante Élan", "sunrise", "lan Migr"):
        assert numbers_on(officer.get(QUEUE, {"text": text})) == [applied.reference], text


@pytest.mark.parametrize("text", ["%", "_", "'", '"', "\\", "'; DROP TABLE", "<script>", "😀", "و"])
def test_text_is_only_text(process, text):
    submitted(process, organization=factories.an_organization("Amity Bridge"))

    response = officers_browser().get(QUEUE, {"text": text})

    assert numbers_on(response) == []
    assert "<script>" not in response.content.decode().partition("<main")[2]


def test_assigned_to_me_and_to_nobody(process):
    officer = factories.an_officer()
    mine, nobodys = submitted(process), submitted(process)
    reviewing.take_application(factories.act(mine.application, officer))
    theirs = submitted(process)
    reviewing.take_application(factories.act(theirs.application, factories.an_officer()))
    client = browser(officer)

    assert numbers_on(client.get(QUEUE, {"assigned": "me"})) == [mine.reference]
    assert numbers_on(client.get(QUEUE, {"assigned": "nobody"})) == [nobodys.reference]


def test_fifty_rows_make_a_page(process):
    for _each in range(51):
        submitted(process)
    officer = officers_browser()

    assert len(numbers_on(officer.get(QUEUE))) == 50
    assert len(numbers_on(officer.get(QUEUE, {"page": "2"}))) == 1
    assert len(numbers_on(officer.get(QUEUE, {"page": "nonsense"}))) == 50


def csv_rows(client, **query):
    response = client.get(f"{QUEUE}.csv", query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return response, list(csv.reader(io.StringIO(text)))


def test_table_file_holds_the_selection_and_no_person(process, django_assert_num_queries):
    applied = submitted(
        process,
        organization=factories.an_organization("=HYPERLINK(1)", country="KE"),
        by=factories.an_actor(name="Amina Secret"),
        at=NOW - timedelta(days=2),
        home_page="https://amity.example.org/",
        contact_name="Amina Secret",
        head_name="Hidden Head",
        contact_email="amina@secret.example.org",
    )
    reviewing.take_application(
        factories.act(applied.application, factories.an_officer(name="Olga Hidden"))
    )
    submitted(process, category="diaspora")
    officer = officers_browser()

    with django_assert_num_queries(5):
        response, rows = csv_rows(officer, category="ngo")

    assert rows[1:] == [
        [
            applied.reference,
            "'=HYPERLINK(1)",
            "KE",
            "Kenya",
            "Non-governmental organization",
            "UN-NGLS",
            "Under review",
            "2017-04-03T13:00:00Z",
            "2",
            "https://amity.example.org/",
        ]
    ]
    assert len(rows[0]) == len(rows[1])
    assert response["Content-Disposition"] == (
        'attachment; filename="gcm-applications-2017-04-05.csv"'
    )
    whole = str(rows)
    for secret in ("Amina", "Hidden", "secret.example.org"):
        assert secret not in whole


def test_table_file_is_written_in_the_readers_language(process):
    submitted(process)

    response = officers_browser().get("/fr/gcm/desk/applications.csv")

    assert "Kenya" in b"".join(response.streaming_content).decode("utf-8-sig")


def test_table_file_takes_the_same_statements_for_three_rows(process, django_assert_num_queries):
    for _each in range(3):
        submitted(process)
    officer = officers_browser()

    with django_assert_num_queries(5):
        _response, rows = csv_rows(officer)

    assert len(rows) == 4


@pytest.mark.parametrize("sort", ["submitted", "-submitted", "organization", "-category"])
def test_neighbours_follow_the_queue_in_any_order(process, sort):
    for day in range(4):
        submitted(process, at=NOW - timedelta(days=day % 2), category=["ngo", "diaspora"][day // 2])
    reach = desk_queries.reach_of(process, factories.an_officer())
    selection = Selection(sort=sort)
    order = [str(each) for each in desk_queries.queue(reach, selection)]

    shown = [desk_queries.application(reach, each, selection) for each in order]

    assert [vars(each)["next_reference"] for each in shown] == [*order[1:], None]
    assert [vars(each)["previous_reference"] for each in shown] == [None, *order[:-1]]


def test_after_the_last_comes_the_first(process):
    first, last = submitted(process), submitted(process)
    reach = desk_queries.reach_of(process, factories.an_officer())

    assert desk_queries.reference_after(reach, Selection(), first.reference) == last.reference
    assert desk_queries.reference_after(reach, Selection(), last.reference) == first.reference
    alone = Selection(text=last.reference)
    assert desk_queries.reference_after(reach, alone, last.reference) is None
