"""One name on a list at the desk: letters, second persons, decisions, and what an officer sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from antechamber import clock
from antechamber.accreditation.actions.objecting import reply_to_objections
from antechamber.accreditation.lists.papers import Which, print_paper
from antechamber.accreditation.lists.states import Ruling, Standing
from antechamber.accreditation.models import EntryDecision, Objection
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import browser, words_of
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    CONSULTED_AT,
    TOO_LATE,
    Procedure,
    a_procedure,
    circulated,
)
from antechamber.accreditation.tests.test_list_desk import address, typed

pytestmark = pytest.mark.django_db

BASIS = "Its funding is unclear."


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    """Come to the pages after the silence, where a test says nothing else."""
    with clock.frozen_at(CONSULTED_AT):
        yield


def entry_of(procedure: Procedure, rest: str = "") -> str:
    return address(1, f"names/{procedure.references[0]}/{rest}")


def objection_of(objection: Objection, slug: str) -> str:
    return address(1, f"objections/{objection.key}/{slug}")


def press(client: Client, where: str, **changes: str) -> HttpResponse:
    """Open an act and send its form."""
    return client.post(where, typed(client.get(where), **changes))


LETTER = {
    "state": "FRA",
    "received_on_day": "6",
    "received_on_month": "4",
    "received_on_year": "2017",
    "hour": "10:30",
    "basis": BASIS,
}


def standings() -> list[str]:
    return list(Objection.objects.order_by("id").values_list("standing", flat=True))


# --------------------------------------------------------------------------------------- letters


def test_letter_counts_once_a_second_person_has_confirmed_it():
    procedure = circulated(1)
    first = browser(procedure.president)
    second = browser(factories.an_actor("president_office", "gcm", name="Sam Second"))

    written = press(first, entry_of(procedure, "letter"), **LETTER)
    objection = Objection.objects.get()
    alone = press(first, objection_of(objection, "confirm"))
    page = words_of(first.get(entry_of(procedure)))
    confirmed = press(second, objection_of(objection, "confirm"))

    refusal = "You have written this objection down. Another person must check it."
    assert (written.status_code, written["Location"]) == (303, entry_of(procedure))
    assert objection.received_at.isoformat() == "2017-04-06T14:30:00+00:00"
    assert (alone.status_code, confirmed.status_code) == (422, 303)
    assert refusal in words_of(alone)
    assert f"Confirm what was written down: {refusal}" in page
    assert "An objection is being checked." in page
    assert standings() == [Standing.LOGGED]


def test_letter_after_the_silence_is_late_until_it_is_admitted_with_a_reason():
    procedure = circulated(1)
    client = browser(procedure.president)

    press(client, entry_of(procedure, "letter"), **{**LETTER, "received_on_day": "13"})
    objection = Objection.objects.get()
    silent = press(client, objection_of(objection, "admit"), reason=" ")
    assert (silent.status_code, standings()) == (422, [Standing.LATE])
    press(client, objection_of(objection, "admit"), reason="The post was on strike.")

    assert standings() == [Standing.LOGGED]
    assert "The post was on strike." in words_of(client.get(entry_of(procedure)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"state": ""}, "Choose a Member State."),
        ({"state": "ZZZ"}, "Select a valid choice."),
        ({"received_on_day": "30"}, "A letter cannot come later than now."),
        ({"received_on_day": "1"}, "The list was not circulated yet at that time."),
        ({"hour": "later"}, "Write the hour from 00:00 to 23:59."),
        ({"received_on_month": "13"}, "Enter a date that exists"),
        ({"basis": ""}, "State the basis of the objection."),
    ],
)
def test_impossible_letter_is_refused_beside_its_field_and_loses_nothing(changes, words):
    procedure = circulated(1, basis_required=True)
    sent = {**LETTER, **changes}

    answer = press(browser(procedure.president), entry_of(procedure, "letter"), **sent)

    assert (answer.status_code, standings()) == (422, [])
    assert words in words_of(answer)
    kept = answer.content.decode()
    for value in (sent["basis"], sent["hour"], sent["received_on_day"]):
        assert value in kept


def test_second_objection_of_a_state_is_refused_beside_the_state():
    procedure = circulated(1)
    procedure.object(0, "FRA")

    answer = press(browser(procedure.president), entry_of(procedure, "letter"), **LETTER)

    assert answer.status_code == 422
    assert "This Member State has objected to this name already." in words_of(answer)


# ------------------------------------------------------------------------ consultation and decision


def test_consultation_reference_and_decision_are_written_down():
    procedure = circulated(1, objection_outcome="plenary_decides")
    procedure.object(0)
    procedure.close()
    client = browser(procedure.president)

    for slug in ("consult", "refer"):
        assert press(client, entry_of(procedure, slug)).status_code == 303
    undecided = press(client, entry_of(procedure, "decide"), reason="By vote.")
    decided = press(client, entry_of(procedure, "decide"), ruling="refuse", reason="By vote.")

    assert (undecided.status_code, decided.status_code) == (422, 303)
    assert "Choose what was decided." in words_of(undecided)
    assert "By vote." in words_of(undecided)
    assert EntryDecision.objects.get().ruling == Ruling.REFUSE
    page = words_of(client.get(entry_of(procedure)))
    assert "Not accredited" in page
    assert "Decision about an entry" in page


def test_maintained_objection_settles_the_name():
    procedure = circulated(1)
    objection = procedure.object(0)
    procedure.close()
    client = browser(procedure.president)

    press(client, objection_of(objection, "maintain"))

    assert standings() == [Standing.MAINTAINED]
    assert "A Member State kept its objection" in words_of(client.get(entry_of(procedure)))


def test_double_click_consults_once_and_says_so():
    procedure = circulated(1)
    procedure.object(0)
    client = browser(procedure.president)
    sent = typed(client.get(entry_of(procedure, "consult")))

    answers = [client.post(entry_of(procedure, "consult"), sent) for _press in range(2)]

    assert [each.status_code for each in answers] == [303, 409]
    assert "New since you opened the page" in words_of(answers[1])
    assert "Consultation on an objection begun" in words_of(answers[1])


def test_objection_withdrawn_meanwhile_is_not_maintained():
    procedure = circulated(1)
    objection = procedure.object(0)
    client = browser(procedure.president)
    sent = typed(client.get(objection_of(objection, "maintain")))
    procedure.withdraw(objection, CIRCULATED_AT + timedelta(hours=1))

    answer = client.post(objection_of(objection, "maintain"), sent)

    assert (answer.status_code, standings()) == (409, [Standing.WITHDRAWN])
    assert "New since you opened the page Back on the list" in words_of(answer)


# ------------------------------------------------------------------------------------ who sees what


def a_disputed_name(**rules: object) -> Procedure:
    procedure = circulated(1, **rules)
    procedure.object(0, basis=BASIS)
    reply_to_objections(
        process=procedure.process,
        key=procedure.applied[0].application.key,
        text="Our accounts are public.",
        by=procedure.applied[0].by,
        at=CIRCULATED_AT,
    )
    return procedure


@pytest.mark.parametrize(
    ("role", "scope", "sees_state", "sees_basis"),
    [
        ("officer", "gcm/ngls", False, False),
        ("president_office", "gcm", True, True),
        ("auditor", "gcm", True, True),
    ],
)
def test_reader_learns_what_the_modalities_let_them(role, scope, sees_state, sees_basis):
    procedure = a_disputed_name(objector_visibility=["states_on_request"], basis_visibility=[])
    words = words_of(browser(factories.an_actor(role, scope)).get(entry_of(procedure)))

    assert ("France" in words, BASIS in words) == (sees_state, sees_basis)
    assert "Logged" in words
    assert "Our accounts are public." in words


def test_officer_learns_what_the_organization_may_unless_confidence_was_asked_for():
    procedure = a_disputed_name(objector_visibility=["organization"])
    officer = browser(procedure.composer)

    shown = words_of(officer.get(entry_of(procedure)))
    Objection.objects.update(is_confidential=True)
    hidden = words_of(officer.get(entry_of(procedure)))

    assert ("France" in shown, BASIS in shown) == (True, True)
    assert ("France" in hidden, BASIS in hidden) == (False, False)


def test_officer_reads_no_reason_about_an_objection():
    procedure = circulated(1)
    procedure.object(0, at=TOO_LATE)
    objection = Objection.objects.get()
    client = browser(procedure.president)
    press(client, objection_of(objection, "admit"), reason="France told us in time.")

    for where in (entry_of(procedure), address()):
        assert "France" not in words_of(browser(procedure.composer).get(where))


@pytest.mark.parametrize("objections", [1, 3])
def test_page_of_a_name_takes_the_same_statements_whatever_was_said(
    objections, django_assert_num_queries
):
    procedure = circulated(1)
    for state in ("FRA", "DEU", "KEN")[:objections]:
        procedure.object(0, state)
    client = browser(procedure.president)

    with django_assert_num_queries(13):
        client.get(entry_of(procedure))


def test_name_not_on_the_list_is_not_found():
    procedure = circulated(1)
    client = browser(procedure.president)

    assert client.get(address(1, "names/GCM-A-9999/")).status_code == 404
    assert client.get(address(1, "objections/b_none/maintain")).status_code == 404
    assert client.get(entry_of(procedure, "unheard-of")).status_code == 404


# ------------------------------------------------------------------------------------------- files


def test_table_of_a_frozen_list_runs_nothing_in_a_spreadsheet():
    procedure = a_procedure(0)
    named = factories.an_organization("=HYPERLINK(1)")
    procedure.applied.append(
        factories.in_state(procedure.process, State.RECOMMENDED, organization=named)
    )
    client = browser(procedure.compose().add().composer)

    drafted = client.get(address(1, "files/proposed.csv")).status_code
    procedure.freeze()
    table = client.get(address(1, "files/proposed.csv"))

    assert drafted == 404
    assert table["Content-Disposition"] == 'attachment; filename="GCM-L-01-proposed.csv"'
    assert "'=HYPERLINK(1)" in table.content.decode()


def test_paper_is_printed_in_the_background_and_then_handed_out():
    procedure = a_procedure(1).compose().add().freeze()
    client = browser(procedure.president)

    asked = client.get(address(1, "files/proposed.pdf"))
    print_paper(procedure.list, Which.PROPOSED, "en")
    paper = client.get(address(1, "files/proposed.pdf"))

    assert (asked.status_code, asked["Refresh"]) == (202, "3")
    assert "The paper is being printed" in words_of(asked)
    assert b"".join(paper.streaming_content).startswith(b"%PDF")


def test_final_files_are_there_once_the_final_list_is_issued():
    procedure = circulated(1)
    client = browser(procedure.composer)

    early = client.get(address(1, "files/final.csv")).status_code
    procedure.close().issue()
    late = client.get(address(1, "files/final.csv"))

    assert early == 404
    assert late.status_code == 200
    assert procedure.references[0] in late.content.decode()
