"""Statistics and the list of accredited organizations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from antechamber import clock
from antechamber.accreditation.counts import Counts, counts_of
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.processes.models import Deadline, Process
from antechamber.processes.tests.factories import EXTENDED_AT, NOW, load_gcm
from antechamber.processes.tests.pages import Page, statements

STATISTICS = "/en/gcm/statistics"
ORGANIZATIONS = "/en/gcm/organizations"


@pytest.fixture
def process(db: None) -> Process:
    return factories.a_process()


def test_counts_leave_out_drafts_withdrawn_and_merged(process: Process) -> None:
    factories.a_draft(process)
    factories.submitted(process, organization=factories.an_organization("Amity", country="KE"))
    factories.submitted(
        process,
        organization=factories.an_organization("Borderless", country="FR"),
        category="academia",
        at=NOW + timedelta(days=1),
    )
    factories.in_state(process, State.WITHDRAWN)
    factories.in_state(
        process, State.ACCREDITED, organization=factories.an_organization("Cord", country="KE")
    )

    assert counts_of(process) == Counts(
        by_day={NOW.date(): 2, NOW.date() + timedelta(days=1): 1},
        by_category={
            "Non-governmental organization": 2,
            "Diaspora organization": 0,
            "Academic institution": 1,
        },
        by_country={"FR": 1, "KE": 2},
        by_state={"submitted": 2, "accredited": 1},
    )


def test_a_day_is_the_processes_day(process: Process) -> None:
    late_evening = NOW.replace(hour=2) + timedelta(days=1)  # 22:00 of 5 April in New York

    factories.submitted(process, at=late_evening)

    assert counts_of(process).by_day == {NOW.date(): 1}


def test_the_page_shows_counts_charts_and_their_tables(process: Process, client: Client) -> None:
    for country in ("KE", "FR", "PE"):
        factories.submitted(
            process, organization=factories.an_organization(country * 4, country=country)
        )

    page = Page(client.get(STATISTICS))

    assert "organizations have applied 3" in page.text
    assert "countries 3" in page.text
    assert len([each for each in page.tags("svg") if each.get("role") == "img"]) == 3
    assert page.text.count("The same figures as a table") == 3
    assert "African Group 1" in page.text


def test_the_chart_marks_both_deadlines_after_the_extension(client: Client, db: None) -> None:
    process = load_gcm()
    factories.publish_form(process)
    factories.submitted(process, category="ngo")
    with clock.frozen_at(NOW + timedelta(minutes=5)):
        before = Page(client.get(STATISTICS)).text
    with clock.frozen_at(EXTENDED_AT):
        after = Page(client.get(STATISTICS)).text

    assert ("First deadline" in before, "First deadline" in after) == (False, True)


def test_who_is_in_no_regional_group_is_counted_apart(process: Process, client: Client) -> None:
    organization = factories.an_organization("Holy See Choir", country="VA")
    factories.submitted(process, organization=organization)

    assert "No regional group 1" in Page(client.get(STATISTICS)).text


def test_a_call_without_an_announced_deadline_has_no_mark(process: Process, client: Client) -> None:
    factories.submitted(process)
    Deadline.objects.update(announced_at=NOW + timedelta(days=1))

    page = Page(client.get(STATISTICS))

    assert ("Applications per day" in page.text, " Deadline " in page.text) == (True, False)


def test_no_application_is_said_in_words(process: Process, client: Client) -> None:
    page = Page(client.get(STATISTICS))

    assert "No application has come in yet" in page.text
    assert page.tags("svg") == []


def test_statements_do_not_grow_with_applications(process: Process) -> None:
    factories.submitted(process)
    one = statements(STATISTICS), statements(ORGANIZATIONS), statements("/en/gcm/")
    for _number in range(5):
        factories.in_state(process, State.ACCREDITED)

    many = statements(STATISTICS), statements(ORGANIZATIONS), statements("/en/gcm/")

    assert one == ((4, 0), (3, 0), (4, 0))
    assert many == ((4, 0), (4, 0), (4, 0))


def accredited(process: Process, name: str, country: str = "KE", category: str = "ngo") -> None:
    factories.in_state(
        process,
        State.ACCREDITED,
        organization=factories.an_organization(name, country=country),
        category=category,
    )


def names(client: Client, **asked: str) -> list[str]:
    cache.clear()
    text = Page(client.get(ORGANIZATIONS, asked)).text
    found = ["Amity Bridge", "Straße der Brücken", "Cordillera League"]
    return [name for name in found if name in text]


def test_the_list_holds_the_accredited_and_nobody_else(process: Process, client: Client) -> None:
    accredited(process, "Amity Bridge")
    for state in set(State) - {State.ACCREDITED, State.DRAFT}:
        factories.in_state(process, state, organization=factories.an_organization(f"No {state}"))

    page = Page(client.get(ORGANIZATIONS))

    assert "1 organization" in page.text
    assert "Amity Bridge Kenya Non-governmental organization GCM-A-" in page.text
    assert "No under_review" not in page.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Amity Bridge", "Straße der Brücken", "Cordillera League"]),
        ({"q": "BRIDGE amity"}, ["Amity Bridge"]),
        ({"q": "brucken"}, ["Straße der Brücken"]),
        ({"q": "cordill"}, ["Cordillera League"]),
        ({"q": "nobody"}, []),
        ({"country": "DE"}, ["Straße der Brücken"]),
        ({"country": "XX"}, ["Amity Bridge", "Straße der Brücken", "Cordillera League"]),
        ({"category": "diaspora"}, ["Cordillera League"]),
        ({"category": "ngo", "country": "KE", "q": "amity"}, ["Amity Bridge"]),
        ({"category": "none"}, ["Amity Bridge", "Straße der Brücken", "Cordillera League"]),
    ],
)
def test_the_list_is_searched_and_narrowed(
    process: Process, client: Client, asked: dict[str, str], found: list[str]
) -> None:
    accredited(process, "Amity Bridge")
    accredited(process, "Straße der Brücken", country="DE")
    accredited(process, "Cordillera League", country="PE", category="diaspora")

    assert names(client, **asked) == found


def test_the_list_comes_in_pages(process: Process, client: Client) -> None:
    for number in range(51):
        accredited(process, f"Organization {number:03d} of the list")

    first = Page(client.get(ORGANIZATIONS)).text
    second = Page(client.get(f"{ORGANIZATIONS}?page=2")).text

    assert ("Organization 000" in first, "Organization 050" in first) == (True, False)
    assert ("Organization 000" in second, "Organization 050" in second) == (False, True)


def test_the_list_shows_no_person(process: Process, client: Client) -> None:
    accredited(process, "Amity Bridge")

    text = client.get(ORGANIZATIONS).content.decode()

    assert "Amina" not in text
    assert "Wanjiru" not in text
    assert "amity.example.org" not in text
