"""The pages of a mission: who opens them, what they show, what they cost."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils.html import escape

from antechamber import clock
from antechamber.accreditation.lists.mission import lists
from antechamber.accreditation.lists.papers import Which, print_paper
from antechamber.accreditation.lists.states import Standing
from antechamber.accreditation.models import Objection
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import browser, words_of
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    FALLS_AT,
    ISSUED_AT,
    Procedure,
    a_mission,
    a_procedure,
    circulated,
    supplement,
)
from antechamber.mail.models import OutboxMessage
from antechamber.people.models import Account

pytestmark = pytest.mark.django_db

FRONT = "/en/gcm/mission/"
LIST = f"{FRONT}lists/1"
LOOKED_AT = CIRCULATED_AT + timedelta(hours=1)


def of_mission(state: str = "FRA") -> Client:
    """Return the browser of a mission."""
    return browser(a_mission(state))


def get(client: Client, path: str, at: datetime = LOOKED_AT, **query: str) -> HttpResponse:
    with clock.frozen_at(at):
        return client.get(path, query)


def post(client: Client, path: str, at: datetime = LOOKED_AT, **typed: str) -> HttpResponse:
    with clock.frozen_at(at):
        return client.post(path, typed)


def entry_of(procedure: Procedure, place: int = 0, act: str = "") -> str:
    return f"{LIST}/{procedure.references[place]}" + (f"/{act}" if act else "")


def confirm(client: Client, path: str, at: datetime = LOOKED_AT, **typed: str) -> HttpResponse:
    return post(client, path, at, confirmed="1", **typed)


# ---------------------------------------------------------------------------------------- the door


def test_visitor_signs_in_and_others_are_refused(client: Client):
    circulated(1)

    assert get(client, LIST).status_code == 302
    for role, scope in (("officer", "gcm/ngls"), ("secretariat", "gcm"), ("auditor", "gcm")):
        assert get(browser(factories.an_actor(role, scope)), LIST).status_code == 403


def test_mission_of_another_process_is_refused():
    circulated(1)
    factories.a_process("imrf")
    stranger = browser(factories.an_actor("mission", "imrf/mission/FRA"))

    assert get(stranger, LIST).status_code == 403
    assert get(stranger, "/en/imrf/mission/lists/1").status_code == 404


def test_list_is_not_there_before_it_is_circulated():
    a_procedure(1).compose().add().freeze().sign_off()

    mission = of_mission()

    assert get(mission, LIST).status_code == 404
    assert "No list is before Member States now" in words_of(get(mission, FRONT))


@pytest.mark.parametrize("state", ["DEU", "fra", "ZZZ", "FRA "])
def test_address_of_another_state_is_not_found(state):
    procedure = circulated(1)
    procedure.object(0, "DEU", LOOKED_AT, basis="Not for you.")
    mission = of_mission("FRA")

    for path in (
        FRONT,
        LIST,
        entry_of(procedure),
        *(entry_of(procedure, act=act) for act in ("ask", "withdraw")),
    ):
        response = get(mission, path, state=state)
        assert response.status_code == 404
        assert "Not for you" not in response.content.decode()


def test_another_states_objection_cannot_be_withdrawn():
    procedure = circulated(1)
    objection = procedure.object(0, "DEU", LOOKED_AT)

    answered = post(of_mission("FRA"), entry_of(procedure, act="withdraw"), LOOKED_AT)

    assert answered.status_code == 404
    assert Objection.objects.get(pk=objection.pk).standing == Standing.LOGGED


def test_who_acts_for_two_states_chooses_one_and_keeps_it():
    procedure = circulated(1)
    actor = a_mission("FRA")
    factories.grant(Account.objects.get(pk=actor.account_id), "mission", "gcm/mission/MCO")
    both = browser(actor)

    page = get(both, LIST)
    assert "For which Member State?" in words_of(page)
    assert re.findall(r'href="(/en/gcm/mission/lists/1\?state=\w+)"', page.content.decode()) == [
        f"{LIST}?state=FRA",
        f"{LIST}?state=MCO",
    ]

    path = f"{entry_of(procedure)}?state=MCO"
    answered = confirm(both, path)

    assert answered["Location"] == path
    assert Objection.objects.get().state_code == "MCO"
    assert "The objection of your State" in words_of(get(both, path))
    french = get(both, entry_of(procedure), state="FRA")
    assert "The objection of your State" not in words_of(french)


def test_no_address_of_one_mission_names_its_state():
    procedure = circulated(2)
    mission = of_mission()

    pages = [get(mission, path).content.decode() for path in (FRONT, LIST, entry_of(procedure))]

    addresses = re.findall(r'(?:href|action)="(/en/gcm/mission[^"]*)"', "".join(pages))
    assert len(addresses) > 8
    assert [each for each in addresses if "FRA" in each] == []


def test_own_page_and_mail_lead_a_mission_to_its_lists():
    mission = a_mission("FRA")
    circulated(1)

    own = words_of(get(browser(mission), "/en/account/"))
    stranger = words_of(get(browser(factories.an_actor()), "/en/account/"))
    mail = OutboxMessage.objects.get(template="list.circulated")

    assert "Lists before Member States" in own
    assert "Lists before Member States" not in stranger
    assert f"Read the list: http://localhost:8000{FRONT}" in mail.body


# --------------------------------------------------------------------------------------- the lists


@pytest.mark.parametrize("count", [1, 3])
def test_front_takes_seven_statements(count, django_assert_num_queries):
    procedure = circulated(1)
    for _each in range(count - 1):
        supplement(procedure)
    mission = of_mission()

    with django_assert_num_queries(7):
        words = words_of(get(mission, FRONT, LOOKED_AT))

    assert words.count("Member States can object until") == count


def test_front_tells_the_hour_in_clocks_the_time_left_and_the_own_objections():
    procedure = circulated(2)
    procedure.object(0, at=LOOKED_AT)
    procedure.withdraw(procedure.object(1, at=LOOKED_AT), LOOKED_AT)

    words = words_of(get(of_mission(), FRONT, FALLS_AT))

    assert "France" in words
    assert "Wednesday 12 April 2017 12:00 New York time (UTC−4) 12 April 2017, 16:00 UTC" in words
    assert "Today is the last day." in words
    assert "2 names" in words
    assert "Your State objects to 1 name." in words


def test_front_tells_earlier_lists():
    circulated(1).close().issue()

    words = words_of(get(of_mission(), FRONT, ISSUED_AT))

    assert "No list is before Member States now" in words
    assert "Organizations GCM-L-01 5 April 2017 1 0 Final list issued" in words


@pytest.mark.parametrize("count", [1, 12])
def test_list_takes_ten_statements(count, django_assert_num_queries):
    procedure = circulated(count)
    procedure.object(0, "DEU", LOOKED_AT)
    mission = of_mission()

    with django_assert_num_queries(10):
        page = get(mission, LIST)

    assert page.content.decode().count('<th scope="row">') == count


def test_list_shows_the_listed_facts_and_nothing_else():
    procedure = circulated(1, listed_facts=["name", "country"])
    page = get(of_mission(), LIST)
    applied = procedure.applied[0]

    words = words_of(page)

    assert f"{applied.application.organization.display_name} {applied.reference} Kenya 0" in words
    assert "amity.example.org" not in page.content.decode()
    assert "Category" not in words


@pytest.mark.parametrize(
    ("home_page", "short", "is_link"),
    [
        ("https://www.example.org/", "example.org", True),
        ("http://example.org/about?a=1&b=2", "example.org/about?a=1&amp;b=2", True),
        ("javascript:alert(1)", "javascript:alert(1)", False),
        ("http://[", "http://[", False),
        ("https:", "https:", False),
        ("example.org", "example.org", False),
    ],
)
def test_home_page_is_a_link_only_where_it_is_an_address(home_page, short, is_link):
    procedure = a_procedure(1)
    version = procedure.applied[0].application.present_version
    version.organization_facts["home_page"] = home_page
    version.save()
    procedure.compose().add().freeze().sign_off().circulate()
    mission = of_mission()

    assert f"<bdi>{short}</bdi>" in get(mission, LIST).content.decode()
    page = get(mission, entry_of(procedure)).content.decode()
    assert (f'href="{escape(home_page)}"' in page) == is_link
    assert 'href="javascript' not in page


def test_list_is_searched_by_name_country_and_own_objections():
    procedure = circulated(3)
    names = [each.application.organization.display_name for each in procedure.applied]
    procedure.object(1, at=LOOKED_AT)
    mission = of_mission()

    def found(**query: str) -> list[str]:
        words = words_of(get(mission, LIST, **query))
        return [name for name in names if name in words]

    assert found(q=" ".join(reversed(names[0].upper().split()))) == [names[0]]
    assert found(country="KE") == names
    assert found(country="FR") == []
    assert found(own="yes") == [names[1]]
    assert found(q="nobody of this name") == []


def test_category_narrows_the_list_where_states_are_given_it():
    circulated(1, listed_facts=["name", "category"])

    mission = of_mission()

    assert "Non-governmental organization" in words_of(get(mission, LIST))
    assert "No name fits" in words_of(get(mission, LIST, category="academia"))


def test_long_list_has_pages(monkeypatch):
    procedure = circulated(3)
    monkeypatch.setattr(lists, "ON_A_PAGE", 2)

    page = get(of_mission(), LIST, page="2")

    assert page.content.decode().count('<th scope="row">') == 1
    assert len(procedure.references) == 3


def test_final_list_tells_each_outcome():
    procedure = circulated(2)
    procedure.maintain(procedure.object(0, at=LOOKED_AT))
    procedure.close().issue()
    mission = of_mission()

    words = words_of(get(mission, LIST, ISSUED_AT))

    assert "names were circulated 2 are on the final list 1 are not on it 1" in words
    assert "Not accredited" in words
    assert "Cleared" in words
    refused = words_of(get(mission, entry_of(procedure), ISSUED_AT))
    assert "A Member State kept its objection after consultations." in refused
    assert "objections can neither be made nor withdrawn" in refused


def test_table_file_is_the_one_that_will_be_published(django_assert_num_queries):
    procedure = circulated(1)
    mission = of_mission()
    cache.clear()

    with django_assert_num_queries(10):
        table = get(mission, f"{LIST}/proposed.csv")
    with django_assert_num_queries(6):
        assert get(mission, f"{LIST}/proposed.csv").content == table.content

    name = procedure.applied[0].application.organization.display_name
    home_page = procedure.applied[0].application.present_version.organization_facts["home_page"]
    assert table.content.decode("utf-8-sig").splitlines() == [
        "reference,name,country,home_page",
        f"{procedure.references[0]},{name},KE,{home_page}",
    ]
    assert get(mission, f"{LIST}/final.csv").status_code == 404
    procedure.close().issue()
    assert get(mission, f"{LIST}/final.csv", ISSUED_AT).content.decode().endswith(",cleared\r\n")


def test_paper_is_printed_once_for_everyone():
    cache.clear()
    procedure = circulated(1)
    mission = of_mission()

    first = get(mission, f"{LIST}/proposed.pdf")
    assert first.status_code == 202
    assert first["Refresh"] == "5"
    assert "The list is being printed" in words_of(first)

    print_paper(procedure.list, Which.PROPOSED, "en")
    printed = get(mission, f"{LIST}/proposed.pdf")

    assert printed["Content-Disposition"] == 'attachment; filename="GCM-L-01-proposed.pdf"'
    assert b"".join(printed.streaming_content).startswith(b"%PDF-")
    assert get(mission, f"{LIST}/final.pdf").status_code == 404
    assert get(mission, f"{LIST}/other.pdf").status_code == 404
