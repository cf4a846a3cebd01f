"""Finding an application not eligible by two persons, where the modalities ask for two."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from antechamber.accreditation import rules
from antechamber.accreditation.actions import proposing, reviewing
from antechamber.accreditation.models import Application, Proposal
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import (
    QUEUE,
    browser,
    hidden,
    numbers_on,
    page_of,
    words_of,
)
from antechamber.accreditation.tests.factories import (
    FALLS,
    NOW,
    OPENS,
    Applied,
    act,
    in_state,
    submitted,
)
from antechamber.accreditation.tests.list_factories import with_rules
from antechamber.mail.models import OutboxMessage
from antechamber.people.models import Account
from antechamber.people.tests.factories import browser_of
from antechamber.processes.rules import Announcement, Window
from antechamber.record.queries import history
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db
GROUND = {"reason_code": "individual", "reason": "It was made for one person."}


@pytest.fixture
def process():
    return with_rules(factories.a_process(), second_person_for=["application.find_ineligible"])


@pytest.fixture
def olga():
    return factories.an_officer(name="Olga Officer")


@pytest.fixture
def oscar():
    return factories.an_officer(name="Oscar Other")


def proposed(applied: Applied, by) -> Applied:
    proposing.propose_ineligible(act(applied.application, by), **GROUND)
    return applied


def state_of(applied: Applied) -> str:
    return Application.objects.get(pk=applied.application.pk).state


def refusal_of(run) -> str:
    with pytest.raises(DomainError) as refusal:
        run()
    return refusal.value.code


def told(applied: Applied, template: str) -> int:
    return OutboxMessage.objects.filter(subject_ref=applied.reference, template=template).count()


WINDOW = Window(OPENS, (Announcement(FALLS, OPENS),))
GIVEN = {"reason": "It is one person's.", "reason_code": "individual"}


@pytest.mark.parametrize(
    ("rule", "facts", "code"),
    [
        (rules.may_find_ineligible, {**GIVEN}, ""),
        (rules.may_find_ineligible, {**GIVEN, "reason": " "}, "reason_missing"),
        (rules.may_find_ineligible, {**GIVEN, "needs_second": True}, "second_person_needed"),
        (rules.may_find_ineligible, {**GIVEN, "needs_second": True, "proposed_by": "p_1"}, ""),
        (rules.may_propose, {**GIVEN}, "one_person_suffices"),
        (rules.may_propose, {**GIVEN, "needs_second": True}, ""),
        (rules.may_propose, {"needs_second": True, "reason": "Words."}, "reason_code_missing"),
        (rules.may_propose, {"needs_second": True, "proposed_by": "p_1"}, "proposed_already"),
        (rules.may_confirm, {}, "second_person_needed"),
        (rules.may_confirm, {"proposed_by": "p_2"}, "same_person"),
        (rules.may_confirm, {"proposed_by": "p_1"}, ""),
        (rules.may_decline, {"reason": "It is registered."}, "no_proposal"),
        (rules.may_decline, {"proposed_by": "p_1"}, "reason_missing"),
        (rules.may_decline, {"proposed_by": "p_2", "reason": "I was wrong."}, ""),
    ],
)
def test_rule_of_two_persons(rule, facts, code):
    verdict = rule(rules.ApplicationFacts(at=NOW, window=WINDOW, actor="p_2", **facts))

    assert (bool(verdict), verdict.code) == (not code, code)


def test_one_person_alone_finds_nothing_ineligible(process, olga):
    applied = submitted(process)

    code = refusal_of(lambda: reviewing.find_ineligible(act(applied.application, olga), **GROUND))

    assert (code, state_of(applied)) == ("second_person_needed", State.SUBMITTED)


def test_one_person_suffices_where_the_modalities_say_so(olga):
    process = with_rules(factories.a_process(), second_person_for=["list.circulate"])
    applied = submitted(process)

    assert refusal_of(lambda: proposed(applied, olga)) == "one_person_suffices"
    reviewing.find_ineligible(act(applied.application, olga), **GROUND)

    assert state_of(applied) == State.INELIGIBLE


def test_second_person_confirms_and_only_then_the_applicant_is_told(process, olga, oscar):
    applied = proposed(submitted(process), olga)
    assert (state_of(applied), told(applied, "application.ineligible")) == (State.SUBMITTED, 0)

    proposing.confirm_ineligible(act(applied.application, oscar))

    assert (state_of(applied), told(applied, "application.ineligible")) == (State.INELIGIBLE, 1)
    before, last = history("gcm", applied.reference)[-2:]
    assert (before.verb, before.actor_key) == ("application.refusal_proposed", olga.key)
    assert (last.verb, last.actor_key, last.words) == (
        "application.ineligible",
        oscar.key,
        GROUND["reason"],
    )
    assert last.facts["proposed_by"] == olga.key
    proposal = Proposal.objects.get()
    assert (proposal.outcome, proposal.settled_by) == ("confirmed", oscar.key)


def test_the_same_person_does_not_confirm(process, olga):
    applied = proposed(submitted(process), olga)

    code = refusal_of(lambda: proposing.confirm_ineligible(act(applied.application, olga)))

    assert (code, state_of(applied)) == ("same_person", State.SUBMITTED)
    assert Proposal.objects.get().outcome == ""


def test_database_itself_refuses_a_confirmation_of_the_proposer(process, olga):
    proposed(submitted(process), olga)

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.update(outcome="confirmed", settled_by=olga.key, settled_at=NOW)


def test_secretariat_neither_proposes_nor_confirms(process, olga):
    applied = proposed(submitted(process), olga)
    secretariat = factories.an_actor("secretariat", "gcm")

    for run in (
        lambda: proposed(submitted(process), secretariat),
        lambda: proposing.confirm_ineligible(act(applied.application, secretariat)),
        lambda: proposing.decline_proposal(act(applied.application, secretariat), reason="No."),
    ):
        assert refusal_of(run) == "capability_missing"


def test_declined_proposal_leaves_the_application_as_it_was(process, olga, oscar):
    applied = proposed(submitted(process), olga)

    assert refusal_of(
        lambda: proposing.decline_proposal(act(applied.application, oscar), reason=" ")
    ) == ("reason_missing")
    proposing.decline_proposal(act(applied.application, oscar), reason="It is registered.")

    last = history("gcm", applied.reference)[-1]
    assert (last.verb, last.words) == ("application.refusal_declined", "It is registered.")
    assert (state_of(applied), Proposal.objects.get().outcome) == (State.SUBMITTED, "declined")
    proposed(applied, oscar)  # it can be proposed again, by anybody
    assert Proposal.objects.filter(outcome="").count() == 1


def test_second_proposal_is_refused_while_one_waits(process, olga, oscar):
    applied = proposed(submitted(process), olga)

    assert refusal_of(lambda: proposed(applied, oscar)) == "proposed_already"


@pytest.mark.parametrize(
    "wrong", [State.RECOMMENDED, State.INELIGIBLE, State.INFORMATION_REQUESTED]
)
def test_only_what_is_open_can_be_proposed(olga, wrong):
    applied = in_state(factories.a_process(), wrong)

    assert refusal_of(lambda: proposed(applied, olga)) == "wrong_state"


def _ask(applied: Applied, by) -> None:
    factories.WAYS[State.INFORMATION_REQUESTED](applied, by)


def _recommend(applied: Applied, by) -> None:
    reviewing.recommend_application(act(applied.application, by), reason="Relevant.")


def _recommend_and_look_again(applied: Applied, by) -> None:
    _recommend(applied, by)
    reviewing.reconsider_application(act(applied.application, by), reason="A mistake.")


def _withdraw(applied: Applied, by) -> None:
    factories.WAYS[State.WITHDRAWN](applied, by)


@pytest.mark.parametrize("overtake", [_ask, _recommend, _recommend_and_look_again, _withdraw])
def test_proposal_that_was_overtaken_is_confirmed_by_nobody(process, olga, oscar, overtake):
    applied = proposed(submitted(process), olga)
    overtake(applied, olga)
    before = state_of(applied)

    code = refusal_of(lambda: proposing.confirm_ineligible(act(applied.application, oscar)))

    assert (code, state_of(applied)) == ("no_proposal", before)


def test_proposal_upon_an_older_version_does_not_stand_and_gives_place(process, olga, oscar):
    applied = proposed(submitted(process), olga)
    factories.change(applied)

    code = refusal_of(lambda: proposing.confirm_ineligible(act(applied.application, oscar)))
    proposed(applied, oscar)

    assert code == "no_proposal"
    assert [each.outcome for each in Proposal.objects.all()] == ["overtaken", ""]


def test_reason_of_a_proposal_is_encrypted_in_its_table(process, olga):
    proposed(submitted(process), olga)

    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM accreditation_proposal")
        assert GROUND["reason"] not in str(cursor.fetchall())


# ------------------------------------------------------------------------------------- the pages


def test_two_officers_decide_at_the_desk(process, olga, oscar):
    applied = submitted(process)
    first, second = browser(olga), browser(oscar)
    page = first.get(page_of(applied.reference, "propose-not-eligible"))
    typed = {**hidden(page, "propose-not-eligible"), **GROUND}

    sent = first.post(page_of(applied.reference, "propose-not-eligible"), typed)
    own = words_of(first.get(page_of(applied.reference)))
    shown = second.get(page_of(applied.reference))
    confirmed = second.post(
        page_of(applied.reference, "confirm-not-eligible"), hidden(shown, "confirm-not-eligible")
    )

    assert (sent.status_code, confirmed.status_code) == (303, 303)
    assert "A second person is needed Proposed: not eligible" in words_of(shown)
    assert "Olga Officer" in words_of(shown)
    assert GROUND["reason"] in words_of(shown)
    assert "You proposed this yourself. Another officer has to confirm it." in own
    assert state_of(applied) == State.INELIGIBLE


def test_confirming_what_was_declined_meanwhile_says_who_did_what(process, olga, oscar):
    applied = proposed(submitted(process), olga)
    late = browser(oscar).get(page_of(applied.reference))
    proposing.decline_proposal(act(applied.application, olga), reason="I was wrong.")

    response = browser(oscar).post(
        page_of(applied.reference, "confirm-not-eligible"), hidden(late, "confirm-not-eligible")
    )

    assert response.status_code == 409
    assert "Proposal declined" in words_of(response)
    assert "Olga Officer I was wrong." in words_of(response)
    assert state_of(applied) == State.SUBMITTED


def test_words_typed_into_a_refusal_by_one_stay_when_the_rules_ask_for_two(process, olga):
    applied = submitted(process)
    client = browser(olga)
    page = client.get(page_of(applied.reference, "not-eligible"))

    response = client.post(
        page_of(applied.reference, "not-eligible"), {**hidden(page, "not-eligible"), **GROUND}
    )

    assert response.status_code == 422
    assert "The rules of the process ask for two persons." in words_of(response)
    assert GROUND["reason"] in response.content.decode()


def test_queue_shows_and_filters_what_waits_for_a_second_person(process, olga, oscar):
    mine = proposed(submitted(process), olga)
    theirs = proposed(submitted(process), oscar)
    submitted(process)
    client = browser(olga)

    assert words_of(client.get(QUEUE)).count("Second person needed") == 2
    assert numbers_on(client.get(QUEUE, {"second": "me"})) == [mine.reference]
    assert numbers_on(client.get(QUEUE, {"second": "others"})) == [theirs.reference]
    _ask(theirs, oscar)
    assert numbers_on(client.get(QUEUE, {"second": "others", "group": "all"})) == []


def test_applicant_learns_nothing_of_a_proposal(process, olga, oscar):
    applied = proposed(submitted(process), olga)
    proposing.decline_proposal(
        act(applied.application, oscar, at=NOW + timedelta(hours=1)), reason="It is registered."
    )
    client = browser_of(Account.objects.get(pk=applied.by.account_id), second_factor=False)
    own = reverse("accreditation:application", args=["gcm", applied.application.key])

    words = words_of(client.get(own))

    for hidden_word in ("not eligible", "Proposal", GROUND["reason"], "It is registered."):
        assert hidden_word not in words
