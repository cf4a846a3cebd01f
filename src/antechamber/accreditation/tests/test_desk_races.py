"""Two people at once at the desk: each decision is made once, and nobody hears what was undone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from antechamber.accreditation.actions import proposing
from antechamber.accreditation.actions.deciding_many import ManyAct, decide_many
from antechamber.accreditation.actions.undoing_many import Undo, undo_many
from antechamber.accreditation.bulk_rules import HELD_FOR
from antechamber.accreditation.desk_models import new_bulk_key
from antechamber.accreditation.models import Application, BulkDecision, BulkPart, Proposal
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.factories import NOW, act, submitted
from antechamber.accreditation.tests.list_factories import with_rules
from antechamber.accreditation.tests.test_races import together
from antechamber.mail.actions import deliver_due
from antechamber.record.queries import history

pytestmark = pytest.mark.django_db(transaction=True)


def recommending(process, by, references: list[str]) -> ManyAct:
    seen = dict.fromkeys(references, 1)
    return ManyAct(process, new_bulk_key(), "recommend", seen, by, NOW)


def test_the_same_page_sent_twice_at_once_decides_once():
    process = factories.a_process()
    references = [submitted(process).reference for _each in range(3)]
    asked = recommending(process, factories.an_officer(), references)

    outcomes = together(*[lambda: decide_many(asked, reason="Relevant.")] * 2)

    assert sorted(outcomes) == ["done", "done_already"]
    assert BulkDecision.objects.count() == 1
    for reference in references:
        verbs = [line.verb for line in history("gcm", reference)]
        assert verbs.count("application.recommended") == 1


def test_of_two_who_decide_upon_sets_that_share_one_the_later_leaves_it_out():
    process = factories.a_process()
    one, shared, other = (submitted(process).reference for _each in range(3))
    first = recommending(process, factories.an_officer(), [one, shared])
    second = recommending(process, factories.an_officer(), [other, shared])

    outcomes = together(
        lambda: decide_many(first, reason="Relevant."),
        lambda: decide_many(second, reason="Relevant."),
    )

    assert outcomes == ["done", "done"]
    assert set(Application.objects.values_list("state", flat=True)) == {State.RECOMMENDED}
    parts = BulkPart.objects.filter(application__reference=shared)
    assert sorted(parts.values_list("left_out", flat=True)) == ["", "changed_meanwhile"]


def test_two_who_take_back_at_once_take_back_once():
    process = factories.a_process()
    officer = factories.an_officer()
    reference = submitted(process).reference
    bulk = decide_many(recommending(process, officer, [reference]), reason="Relevant.")
    undo = Undo(process, bulk.key, officer, NOW)

    outcomes = together(*[lambda: undo_many(undo, reason="A slip.")] * 2)

    assert sorted(outcomes) == ["done", "undone_already"]
    verbs = [line.verb for line in history("gcm", reference)]
    assert verbs.count("application.reconsidered") == 1


def test_who_hears_of_a_decision_hears_that_it_was_taken_back():
    process = factories.a_process()
    officer = factories.an_officer()
    references = [submitted(process).reference for _each in range(4)]
    deliver_due(at=NOW, limit=100)
    mail.outbox.clear()
    bulk = decide_many(recommending(process, officer, references), reason="Relevant.")
    later = NOW + HELD_FOR

    together(
        lambda: deliver_due(at=later, limit=2),
        lambda: undo_many(Undo(process, bulk.key, officer, later), reason="A slip."),
    )
    deliver_due(at=later + timedelta(minutes=20), limit=100)

    heard = sorted(each.to[0] for each in mail.outbox if "is recommended" in str(each.subject))
    again = sorted(each.to[0] for each in mail.outbox if "again" in str(each.subject))
    assert heard == again


def test_of_two_who_settle_a_proposal_at_once_one_does():
    process = with_rules(factories.a_process(), second_person_for=["application.find_ineligible"])
    applied = submitted(process)
    proposing.propose_ineligible(
        act(applied.application, factories.an_officer()), reason_code="individual", reason="One."
    )
    confirming = act(applied.application, factories.an_officer())
    declining = act(applied.application, factories.an_officer())

    outcomes = together(
        lambda: proposing.confirm_ineligible(confirming),
        lambda: proposing.decline_proposal(declining, reason="It is registered."),
    )

    assert sorted(outcomes) == ["changed_meanwhile", "done"]
    expected = {"confirmed": State.INELIGIBLE, "declined": State.SUBMITTED}
    assert Application.objects.get().state == expected[Proposal.objects.get().outcome]
