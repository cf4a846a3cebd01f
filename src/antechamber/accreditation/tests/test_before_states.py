"""What an organization reads and can do from its listing to the final list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation.actions import consulting
from antechamber.accreditation.lists.states import Ruling
from antechamber.accreditation.models import Objection, Reply
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import words_of
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    TOO_LATE,
    Procedure,
    a_procedure,
    circulated,
)
from antechamber.people.models import Account
from antechamber.people.personal_data import export_of
from antechamber.people.tests.factories import browser_of
from antechamber.record.queries import history

pytestmark = pytest.mark.django_db

BASIS = "Its funding is unclear."


@pytest.fixture(autouse=True)
def _in_the_silence() -> Iterator[None]:
    with clock.frozen_at(CIRCULATED_AT):
        yield


def client_of(procedure: Procedure, place: int = 0) -> Client:
    account = Account.objects.get(pk=procedure.applied[place].by.account_id)
    return browser_of(account, second_factor=False)


def page_of(procedure: Procedure, name: str = "application") -> str:
    return reverse(f"accreditation:{name}", args=["gcm", procedure.applied[0].application.key])


def read(procedure: Procedure) -> str:
    return words_of(client_of(procedure).get(page_of(procedure)))


def reply(procedure: Procedure, text: str) -> HttpResponse:
    return client_of(procedure).post(page_of(procedure, "reply"), {"text": text})


# -------------------------------------------------------------------------------- state by state


def test_listed_before_circulation_says_that_the_list_has_not_gone_yet():
    words = read(a_procedure(1).compose().add().freeze())

    assert "which goes to them soon" in words
    assert "Member States can object until" not in words


def test_listed_says_until_when_states_can_object():
    words = read(circulated(1))

    assert "Member States can object until Wednesday 12 April 2017 12:00" in words
    assert "You need do nothing now. We write to you if a Member State objects." in words


def test_listed_after_the_silence_says_that_no_objection_stands():
    procedure = circulated(1)

    with clock.frozen_at(TOO_LATE):
        words = read(procedure)

    assert "The time to object is over, and no objection to your organization stands." in words


def test_objected_says_what_it_means_and_what_can_be_done():
    procedure = circulated(1)
    procedure.object(0)

    words = read(procedure)

    assert "A Member State objected to your organization. You can reply below." in words
    assert "A name whose objection is kept is left off the list." in words
    assert "Reply to the objection" in words
    assert "What else you can do" in words
    assert "There is no objection" not in words
    assert "Objected to 5 April 2017, 12:00 New York time (UTC−4) · A Member State" in words


def test_consultation_and_reference_say_who_has_the_word():
    procedure = circulated(1, objection_outcome="plenary_decides")
    procedure.object(0)

    consulting.consult_on_entry(procedure.entry_act(at=CIRCULATED_AT))
    consulted = read(procedure)
    procedure.close()
    consulting.refer_entry(procedure.entry_act())
    referred = read(procedure)

    assert "The President’s office talks with the Member State that objected." in consulted
    assert "The body that decides was asked about your organization." in referred
    assert "The plenary decides about a name that is objected to." in referred


def test_refused_organization_reads_why_and_what_is_still_open_to_it():
    procedure = circulated(2, objection_outcome="plenary_decides")
    procedure.object(0)
    procedure.close().decide(0, Ruling.REFUSE)
    procedure.issue()

    words = read(procedure)

    assert "Your organization is not accredited to this process." in words
    assert "The body decided not to admit it." in words
    assert "know no appeal against it" in words
    assert "Follow the public meetings by web cast, without any accreditation." in words
    assert "Reply to the objection" not in words


def test_accredited_organization_reads_what_follows():
    words = read(circulated(1).close().issue())

    assert "Your organization is accredited. Registration for each meeting follows" in words
    assert "No Member State objected." in words


def test_name_back_on_the_list_says_so():
    procedure = circulated(1)
    procedure.withdraw(procedure.object(0), CIRCULATED_AT)

    words = read(procedure)

    assert "Back on the list: the last objection is withdrawn" in words
    assert "Objections A Member State Withdrawn" in words


# ---------------------------------------------------------------------------- who objected, and why


@pytest.mark.parametrize(
    ("rules", "confidential", "sees_state", "sees_basis"),
    [
        ({}, False, False, True),
        ({"basis_visibility": []}, False, False, False),
        ({"objector_visibility": ["organization"]}, False, True, True),
        ({"objector_visibility": ["public"]}, True, False, False),
    ],
)
def test_organization_learns_what_the_modalities_let_it(
    rules, confidential, sees_state, sees_basis
):
    procedure = circulated(1, **rules)
    procedure.object(0, basis=BASIS, is_confidential=confidential)

    pages = [
        words_of(client_of(procedure).get(page_of(procedure, name)))
        for name in ("application", "reply")
    ]

    assert [("France" in each, BASIS in each) for each in pages] == [(sees_state, sees_basis)] * 2
    assert ["We cannot tell you which" in each for each in pages] == [not sees_state] * 2


def test_objection_that_does_not_count_yet_is_not_told():
    procedure = circulated(1)
    procedure.letter(0, "FRA", received_at=CIRCULATED_AT, at=CIRCULATED_AT)
    procedure.object(0, "DEU", TOO_LATE)

    words = read(procedure)

    assert Objection.objects.count() == 2
    assert "Objections" not in words


@pytest.mark.parametrize("objections", [1, 3])
def test_status_page_takes_the_same_statements_for_every_objection(
    objections, django_assert_num_queries
):
    procedure = circulated(1)
    for state in ("FRA", "DEU", "KEN")[:objections]:
        procedure.object(0, state)
    client = client_of(procedure)

    with django_assert_num_queries(17):
        client.get(page_of(procedure))


# ------------------------------------------------------------------------------------------ replies


def test_several_replies_are_kept_and_shown():
    procedure = circulated(1)
    procedure.object(0)

    first, second = reply(procedure, "Our accounts are public."), reply(procedure, "See them.")

    words = read(procedure)
    assert (first.status_code, second.status_code) == (302, 302)
    assert "Our accounts are public." in words
    assert "See them." in words
    assert "Reply again" in words


def test_button_pressed_twice_replies_once():
    procedure = circulated(1)
    procedure.object(0)

    answers = [reply(procedure, "Our accounts are public.").status_code for _press in range(2)]

    assert answers == [302, 302]
    assert Reply.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (" \n", "Write your reply."),
        ("one two three four five six", "Your reply has too many words."),
    ],
)
def test_reply_that_cannot_be_sent_keeps_its_text(text, words):
    procedure = circulated(1)
    procedure.object(0)

    answer = reply(procedure, text)

    assert answer.status_code == 422
    assert words in words_of(answer)
    assert text.strip() in answer.content.decode()
    assert not Reply.objects.exists()


def test_reply_form_counts_words_to_the_limit_of_the_modalities():
    procedure = circulated(1)
    procedure.object(0)

    page = client_of(procedure).get(page_of(procedure, "reply")).content.decode()

    assert "data-words=5" in page


@pytest.mark.parametrize("when", ["before an objection", "after the final list"])
def test_where_nothing_waits_for_a_reply_the_page_leads_back(when):
    procedure = circulated(2)
    if when == "after the final list":
        objection = procedure.object(0)
        procedure.close().maintain(objection)
        procedure.issue()

    for answer in (client_of(procedure).get(page_of(procedure, "reply")), reply(procedure, "No.")):
        assert (answer.status_code, answer["Location"]) == (302, page_of(procedure))
    assert not Reply.objects.exists()


def test_stranger_finds_no_page_to_reply():
    procedure = circulated(1)
    procedure.object(0)
    stranger = browser_of(factories.an_account("Stranger"), second_factor=False)

    assert stranger.get(page_of(procedure, "reply")).status_code == 404
    assert stranger.post(page_of(procedure, "reply"), {"text": "Us."}).status_code == 404


def test_reply_is_in_the_export_of_whoever_wrote_it():
    procedure = circulated(1)
    procedure.object(0)
    reply(procedure, "Our accounts are public.")
    account = Account.objects.get(pk=procedure.applied[0].by.account_id)

    (exported,) = export_of(account)["applications"]

    assert exported["replies"] == ["Our accounts are public."]


def test_organization_reads_why_it_was_recommended():
    applied = factories.in_state(factories.a_process(), State.RECOMMENDED)
    account = Account.objects.get(pk=applied.by.account_id)
    page = reverse("accreditation:application", args=["gcm", applied.application.key])

    words = words_of(browser_of(account, second_factor=False).get(page))

    (reason,) = {
        line.words
        for line in history("gcm", applied.reference)
        if line.verb == "application.recommended"
    }
    assert reason
    assert reason in words
