"""The banner on every page, its buttons, and the page of mails."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from antechamber import clock
from antechamber.demo import movable_clock, stage
from antechamber.demo.context import banner
from antechamber.demo.loading import BEGINS_AT
from antechamber.demo.persons import PERSONS
from antechamber.mail.actions import queue_message
from antechamber.people.models import Account

DEADLINE_EXTENDED = "2017-04-09T22:00:00Z"
MOVE, BE, MAILS = "/en/demo/clock", "/en/demo/be", "/en/demo/mail"


@pytest.fixture
def visitor(demonstration) -> Client:
    return Client(enforce_csrf_checks=True)


def shown_banner() -> str:
    request = RequestFactory().get("/en/")
    return render_to_string("demo/banner.html", banner(request))


def test_banner_says_what_it_is_where_the_clock_stands_and_what_can_be_done(demonstration):
    stage.refresh()

    page = shown_banner()

    assert "Demonstration – made-up data." in page
    assert "The clock stands at 5 April 2017, 09:00 New York time (UTC\u22124)." in page
    assert f'action="{MOVE}"' in page
    assert f'name="to" value="{DEADLINE_EXTENDED}"' in page
    assert "The deadline is extended</button>" in page
    assert [f'value="{each.code}">{each.label}</button>' in page for each in PERSONS] == [
        True
    ] * len(PERSONS)
    assert f'href="{MAILS}"' in page


def test_banner_costs_no_statement_and_no_session(demonstration, django_assert_num_queries):
    stage.refresh()
    request = RequestFactory().get("/en/")

    with django_assert_num_queries(0):
        banner(request)

    assert not hasattr(request, "session")


def test_no_banner_before_the_data_are_loaded(db, forgetful):
    stage.refresh()

    assert banner(RequestFactory().get("/en/")) == {}


def test_stage_is_read_once_in_a_while(demonstration, django_assert_num_queries):
    movable_clock.refresh()

    with django_assert_num_queries(3):
        stage.refresh()
    with django_assert_num_queries(0):
        stage.refresh()


def test_button_moves_the_clock_and_leads_back(visitor, django_capture_on_commit_callbacks):
    page = "http://testserver/en/gcm/calendar"

    with django_capture_on_commit_callbacks(execute=True):
        response = visitor.post(MOVE, {"to": DEADLINE_EXTENDED}, headers={"Referer": page})

    assert (response.status_code, response["Location"]) == (302, page)
    assert clock.now().isoformat() == "2017-04-09T22:00:00+00:00"
    assert response.cookies == {}


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/", "javascript:alert(1)"])
def test_moving_never_leads_to_another_site(visitor, referer):
    response = visitor.post(MOVE, {"to": DEADLINE_EXTENDED}, headers={"Referer": referer})

    assert response["Location"] == "/en/"


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("2017-04-05T12:59:00Z", "The clock can only be moved forward"),
        ("2020-01-01T00:00:00Z", "more than two years away"),
        ("2017-04-09T22:00:00", "That is not an instant."),
        ("tomorrow", "That is not an instant."),
        ("", "That is not an instant."),
    ],
)
def test_move_that_cannot_be_is_refused_in_words(visitor, to, words):
    response = visitor.post(MOVE, {"to": to})

    assert response.status_code == 403
    assert words in response.content.decode()
    assert clock.now() == BEGINS_AT


@pytest.mark.parametrize(("path", "values"), [(MOVE, {"to": DEADLINE_EXTENDED}), (BE, {})])
@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://testserver.evil"])
def test_forms_of_other_sites_are_refused(visitor, path, values, origin):
    response = visitor.post(path, values, headers={"Origin": origin})

    assert response.status_code == 403
    assert clock.now() == BEGINS_AT


@pytest.mark.parametrize("path", [MOVE, BE])
def test_acts_are_not_links(visitor, path):
    assert visitor.get(path).status_code == 405


@pytest.mark.parametrize("chosen", PERSONS, ids=lambda person: person.code)
def test_one_click_makes_one_somebody(visitor, chosen):
    response = visitor.post(BE, {"person": chosen.code}, headers={"Origin": "http://testserver"})

    account = Account.objects.get(email=chosen.email)
    assert response.status_code == 302
    assert visitor.session["_auth_user_id"] == str(account.pk)
    assert visitor.get(response["Location"]).status_code == 200


def test_nobody_is_nobody(visitor):
    assert visitor.post(BE, {"person": "nobody"}).status_code == 404


def test_mails_can_be_read(visitor, django_assert_num_queries):
    queue_message(
        template="account.sign_in_code",
        to="rosa@example.org",
        language="en",
        values={
            "code": "123 456",
            "minutes": 15,
            "process_name": "GCM",
            "contact": "x@example.org",
        },
        process_code="installation",
        subject_ref="",
        once="test",
        at=clock.now(),
    )
    visitor.get(MAILS)

    with django_assert_num_queries(1):
        page = visitor.get(MAILS).content.decode()

    assert "rosa@example.org" in page
    assert "123 456" in page


def test_page_says_where_no_mail_was_sent(visitor):
    assert "No mail was sent yet" in visitor.get(MAILS).content.decode()
