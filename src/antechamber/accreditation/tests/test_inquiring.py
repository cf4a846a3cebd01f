"""Asking who objected: the working group on ICTs of 2021 to 2025, where members may ask the chair.

https://dig.watch/updates/results-of-the-accreditation-of-stakeholders-to-the-oewg-2021-2025-raises-concerns
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from antechamber import clock
from antechamber.accreditation.actions.inquiring import answer_inquiries, ask_who_objected
from antechamber.accreditation.lists import inquiries
from antechamber.accreditation.lists.commitments import MISSION_KEY, inquiry_commitment
from antechamber.accreditation.lists.inquiries import sight_of
from antechamber.accreditation.lists.queries import ListNotFound, rules_for
from antechamber.accreditation.lists.visibility import Seen
from antechamber.accreditation.models import Inquiry
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import browser, words_of
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    CONSULTED_AT,
    ISSUED_AT,
    Procedure,
    a_mission,
    a_procedure,
    circulated,
)
from antechamber.accreditation.tests.test_list_desk import address, typed
from antechamber.accreditation.tests.test_mission_pages import LOOKED_AT, entry_of, get, of_mission
from antechamber.accreditation.tests.test_races import together
from antechamber.mail.models import OutboxMessage
from antechamber.people.actors import Actor
from antechamber.people.models import Account
from antechamber.record.models import Entry
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

ON_REQUEST = {
    "objection_outcome": "drop",
    "objector_visibility": ["states_on_request"],
    "basis_visibility": ["states_on_request"],
}
BASIS = "It is led from abroad."
ASKED_AT = CIRCULATED_AT + timedelta(hours=2)
TOLD_AT = CIRCULATED_AT + timedelta(hours=4)


def objected(count: int = 1, **rules) -> Procedure:
    """Bring a list before States, with an objection of the Russian Federation to its first name."""
    procedure = circulated(count, **{**ON_REQUEST, **rules})
    procedure.object(0, "RUS", CIRCULATED_AT, basis=BASIS)
    return procedure


def ask(
    procedure: Procedure, state: str = "UKR", place: int = 0, at=ASKED_AT, by: Actor | None = None
) -> Inquiry:
    return ask_who_objected(
        process=procedure.process,
        number=procedure.number,
        reference=procedure.references[place],
        state_code=state,
        by=by or a_mission(state, procedure.process),
        at=at,
    )


def told(procedure: Procedure, state: str = "UKR") -> list[tuple[Seen, Seen]]:
    """Return what a State may learn of each objection to the first name."""
    entry = procedure.list.entries.get(position=1)
    told_at = inquiries.told_until(entry, state)
    rules = rules_for(procedure.list)
    found = (sight_of(each, rules, state, told_at) for each in entry.objections.all())
    return [(each.objector, each.basis) for each in found]


def refusal_of(run, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as refusal:
        run(*args, **kwargs)
    return refusal.value.code


# -------------------------------------------------------------------------------------- the rules


def test_state_that_asked_is_told_and_no_other():
    procedure = objected()
    ask(procedure)
    assert told(procedure) == [(Seen.ON_REQUEST, Seen.ON_REQUEST)]

    answer_inquiries(procedure.entry_act(at=TOLD_AT))

    assert told(procedure) == [(Seen.YES, Seen.YES)]
    assert told(procedure, "DEU") == [(Seen.ON_REQUEST, Seen.ON_REQUEST)]


def test_answer_opens_what_the_modalities_tell_and_not_more():
    procedure = objected(basis_visibility=[])
    ask(procedure)

    answer_inquiries(procedure.entry_act(at=TOLD_AT))

    assert told(procedure) == [(Seen.YES, Seen.NO)]


def test_objection_after_the_answer_is_not_told_until_the_state_asks_again():
    procedure = objected()
    ask(procedure)
    answer_inquiries(procedure.entry_act(at=TOLD_AT))
    procedure.object(0, "BLR", TOLD_AT + timedelta(hours=1))
    assert [each[0] for each in told(procedure)] == [Seen.YES, Seen.ON_REQUEST]

    ask(procedure, at=TOLD_AT + timedelta(hours=2))
    answer_inquiries(procedure.entry_act(at=TOLD_AT + timedelta(hours=3)))

    assert [each[0] for each in told(procedure)] == [Seen.YES, Seen.YES]


def test_what_was_said_in_confidence_is_told_to_nobody_who_asks():
    procedure = circulated(1, **ON_REQUEST)
    procedure.object(0, "RUS", CIRCULATED_AT, is_confidential=True)
    assert refusal_of(ask, procedure) == "nothing_to_ask"
    procedure.object(0, "BLR", CIRCULATED_AT)
    ask(procedure)

    answer_inquiries(procedure.entry_act(at=TOLD_AT))

    assert told(procedure) == [(Seen.NO, Seen.NO), (Seen.YES, Seen.YES)]


def test_final_list_does_not_end_the_asking():
    procedure = objected().close().issue()

    ask(procedure, at=ISSUED_AT)
    answer_inquiries(procedure.entry_act(at=ISSUED_AT))

    assert told(procedure) == [(Seen.YES, Seen.YES)]


@pytest.mark.parametrize("visibility", [[], ["all_states"], ["public"], ["organization"]])
def test_where_nothing_is_told_on_request_nobody_asks(visibility):
    rules = {"objector_visibility": visibility, "basis_visibility": visibility}

    assert refusal_of(ask, objected(**rules)) == "nothing_to_ask"


def test_state_asks_neither_about_its_own_objection_nor_where_there_is_none():
    procedure = objected(2)

    assert refusal_of(ask, procedure, "RUS") == "nothing_to_ask"
    assert refusal_of(ask, procedure, "UKR", 1) == "nothing_to_ask"


def test_state_asks_once_until_it_is_answered_and_not_for_another_one():
    procedure = objected()
    ask(procedure)

    assert refusal_of(ask, procedure) == "asked_already"
    assert (
        refusal_of(ask, procedure, "DEU", by=a_mission("FRA", procedure.process))
        == "capability_missing"
    )
    assert Inquiry.objects.count() == 1


def test_question_before_the_list_was_circulated_or_with_the_clock_set_back_is_refused():
    before = a_procedure(1, **ON_REQUEST).compose().add().freeze()
    with pytest.raises(ListNotFound):
        ask(before)

    late = objected_elsewhere()
    assert refusal_of(ask, late, at=CIRCULATED_AT - timedelta(hours=1)) == "clock_went_back"


def objected_elsewhere() -> Procedure:
    procedure = a_procedure(1, "other", **ON_REQUEST).compose().add().freeze().sign_off()
    procedure.circulate()
    procedure.object(0, "RUS", CIRCULATED_AT)
    return procedure


def test_only_the_office_answers_and_only_who_asked():
    procedure = objected()
    assert refusal_of(answer_inquiries, procedure.entry_act(at=TOLD_AT)) == "nothing_asked"
    ask(procedure)
    procedure.president = factories.an_officer("gcm")

    assert refusal_of(answer_inquiries, procedure.entry_act(at=TOLD_AT)) == "capability_missing"


# ------------------------------------------------------------------------- record and database


def test_record_binds_who_asked_and_names_nobody():
    procedure = objected()
    inquiry = ask(procedure)
    answer_inquiries(procedure.entry_act(at=TOLD_AT))

    asked, answered = Entry.objects.filter(verb__in=["entry.asked", "entry.told"]).order_by("id")
    commitment = inquiry_commitment(salt=inquiry.salt, state_code="UKR")
    assert (asked.actor_key, asked.subject) == (MISSION_KEY, procedure.references[0])
    assert asked.facts == {"list": "GCM-L-01", "commitment": commitment}
    assert answered.actor_key == procedure.president.key
    assert answered.facts == {"list": "GCM-L-01", "commitment": commitment, "told": 1}
    assert inquiry_commitment(salt=inquiry.salt, state_code="DEU") != commitment


@pytest.mark.parametrize(
    "facts",
    [
        {"answered_at": TOLD_AT},
        {"answered_by": "p_1"},
        {"answered_at": ASKED_AT - timedelta(seconds=1), "answered_by": "p_1"},
    ],
)
def test_database_takes_no_half_answer(facts):
    inquiry = ask(objected())

    with pytest.raises(IntegrityError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(**facts)


@pytest.mark.django_db(transaction=True)
def test_state_whose_mission_asks_twice_at_once_has_asked_once():
    procedure = objected()
    missions = [a_mission("UKR", procedure.process) for _each in range(2)]

    outcomes = together(*(lambda by=by: ask(procedure, by=by) for by in missions))

    assert sorted(outcomes) == ["asked_already", "done"]
    assert Inquiry.objects.count() == 1


# ------------------------------------------------------------------------------------------ mails


def test_office_hears_of_the_question_and_the_mission_of_the_answer():
    procedure = objected()
    mission = a_mission("UKR", procedure.process)
    OutboxMessage.objects.all().delete()

    ask(procedure, by=mission)
    answer_inquiries(procedure.entry_act(at=TOLD_AT))

    asked, answered = OutboxMessage.objects.order_by("id")
    assert (asked.template, answered.template) == ("inquiry.asked", "inquiry.answered")
    assert asked.recipient == Account.objects.get(pk=procedure.president.account_id).email
    assert "Ukraine asks who objected" in asked.body
    assert f"/desk/lists/1/names/{procedure.references[0]}/" in asked.body
    assert f"/mission/lists/1/{procedure.references[0]}" in answered.body
    assert "Russia" not in answered.subject + answered.body


# ------------------------------------------------------------------------------------------ pages


def test_mission_asks_and_reads_the_answer_on_the_page_of_the_name():
    procedure = objected()
    mission = of_mission("UKR")
    page = words_of(get(mission, entry_of(procedure)))
    assert "Ask who objected" in page
    assert "Russian Federation" not in page

    asked = post(mission, procedure)
    again = post(mission, procedure)
    waiting = words_of(get(mission, entry_of(procedure)))
    answer_inquiries(procedure.entry_act(at=TOLD_AT))
    read = words_of(get(mission, entry_of(procedure), at=TOLD_AT))
    other = words_of(get(of_mission("DEU"), entry_of(procedure), at=TOLD_AT))

    assert (asked.status_code, again.status_code) == (302, 302)
    assert "Your State asked who objected" in waiting
    assert ("Ask who objected" in waiting, "Russian Federation" in waiting) == (False, False)
    assert ("Russian Federation" in read, BASIS in read) == (True, True)
    assert ("Ask who objected" in other, "Russian Federation" in other) == (True, False)


def test_question_that_has_nothing_to_ask_is_refused_with_its_reason():
    procedure = circulated(1, **ON_REQUEST)

    refused = post(of_mission("UKR"), procedure)

    assert refused.status_code == 409
    assert "There is nothing more to be told on request." in words_of(refused)


def post(mission, procedure: Procedure):
    with clock.frozen_at(LOOKED_AT):
        return mission.post(f"{entry_of(procedure)}/ask")


def test_office_finds_the_question_and_answers_it():
    procedure = objected()
    ask(procedure)
    where = address(1, f"names/{procedure.references[0]}/")
    name = procedure.list.entries.get(position=1).name
    with clock.frozen_at(CONSULTED_AT):
        office = browser(procedure.president)
        on_list = words_of(office.get(address(1)))
        before = words_of(office.get(where))
        opened = office.get(f"{where}tell")
        done = office.post(f"{where}tell", typed(opened))
        after = words_of(office.get(where))
        again = office.post(f"{where}tell", typed(opened))

    assert f"Member States ask who objected to these names {name}" in on_list
    assert ("Ukraine" in before, "Waits for your answer" in before) == (True, True)
    assert (done.status_code, again.status_code) == (303, 409)
    assert ("Answered" in after, "Tell who objected" in after) == (True, False)
    assert "No Member State waits for an answer." in words_of(again)


def test_officer_who_composes_lists_does_not_learn_who_asks():
    procedure = objected()
    ask(procedure)
    officer = factories.an_officer("gcm")
    where = address(1, f"names/{procedure.references[0]}/")
    with clock.frozen_at(CONSULTED_AT):
        client = browser(officer)
        pages = [words_of(client.get(each)) for each in (where, address(1))]
        forbidden = client.get(f"{where}tell")

    assert not any("Ukraine" in page or "ask who objected to these" in page for page in pages)
    assert forbidden.status_code == 403
