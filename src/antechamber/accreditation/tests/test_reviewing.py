"""What officers do: permission, freshness, change, entry and message, all or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from antechamber.accreditation.actions import moving, reviewing
from antechamber.accreditation.models import Application, InformationRequest
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.factories import NOW, Applied, act, in_state, submitted
from antechamber.mail.models import OutboxMessage
from antechamber.people.actors import SYSTEM
from antechamber.processes.models import Category, Modalities
from antechamber.record.models import Entry
from antechamber.record.queries import history
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.fixture
def process():
    return factories.a_process()


def category(process, code: str) -> Category:
    return Category.objects.select_related("facilitator__process").get(process=process, code=code)


def fresh(applied: Applied) -> Application:
    return Application.objects.get(pk=applied.application.pk)


# Each act on a submitted application, by name.
ACTS = {
    "take": reviewing.take_application,
    "ask": lambda act: reviewing.ask_for_information(act, question="Q?", answer_by=NOW + WEEK),
    "recommend": lambda act: reviewing.recommend_application(act, reason="Relevant."),
    "not_needed": lambda act: reviewing.confirm_not_needed(act, reason="In status."),
    "ineligible": lambda act: reviewing.find_ineligible(
        act, reason_code="individual", reason="One person."
    ),
    "transfer": lambda act: moving.transfer_application(
        act, category=category(act.process, "academia"), reason="A school."
    ),
    "merge": lambda act: moving.merge_applications(
        act, into_reference=submitted(act.process).reference, reason="The same."
    ),
}
# Statements of each, with one focal point; two of them are the savepoint that a test adds.
STATEMENTS = {
    "take": 6,
    "ask": 11,
    "recommend": 10,
    "not_needed": 10,
    "ineligible": 12,
    "transfer": 8,
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_act_takes_its_statements(process, name, django_assert_num_queries):
    applied = submitted(process)
    done = act(applied.application, factories.an_officer("gcm"))
    moved = category(process, "academia")
    run = ACTS[name]
    if name == "transfer":

        def run(done):
            return moving.transfer_application(done, category=moved, reason="A school.")

    with django_assert_num_queries(STATEMENTS[name]):
        run(done)


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("officer", "gcm/unu"),
        ("officer", "imrf"),
        ("officer", "gcm/ngls/x"),
        ("officer", "gc"),
        ("mission", "gcm"),
        ("president_office", "gcm"),
        ("auditor", "gcm"),
        ("", ""),
    ],
)
def test_act_of_someone_without_the_right_changes_nothing(process, name, role, scope):
    applied = submitted(process)
    done = act(applied.application, factories.an_actor(role, scope))
    into = submitted(process)
    entries, messages = Entry.objects.count(), OutboxMessage.objects.count()
    run = ACTS[name]
    if name == "merge":

        def run(done):
            moving.merge_applications(done, into_reference=into.reference, reason="Same.")

    with pytest.raises(DomainError) as refusal:
        run(done)

    assert refusal.value.code == "capability_missing"
    assert fresh(applied).state == State.SUBMITTED
    assert (Entry.objects.count(), OutboxMessage.objects.count()) == (entries, messages)


@pytest.mark.parametrize("name", ACTS)
def test_act_on_what_was_seen_before_is_refused(process, name):
    applied = submitted(process)
    seen = fresh(applied).revision
    reviewing.take_application(act(applied.application, factories.an_officer()))
    stale = act(applied.application, factories.an_officer("gcm"), seen=seen)

    with pytest.raises(DomainError) as refusal:
        ACTS[name](stale)

    assert refusal.value.code == "changed_meanwhile"
    assert fresh(applied).state == State.UNDER_REVIEW


@pytest.mark.parametrize("name", ACTS)
def test_act_leaves_one_entry_with_its_actor_and_raises_the_revision(process, name):
    officer = factories.an_officer("gcm")
    applied = submitted(process)
    before = history("gcm", applied.reference)
    revision = fresh(applied).revision

    ACTS[name](act(applied.application, officer))

    line = history("gcm", applied.reference)[-1]
    assert len(history("gcm", applied.reference)) == len(before) + 1
    assert (line.actor_key, line.at) == (officer.key, NOW)
    assert fresh(applied).revision == revision + 1


def test_taking_assigns_to_the_officer(process):
    officer = factories.an_officer()
    applied = submitted(process)

    reviewing.take_application(act(applied.application, officer))

    assert fresh(applied).assigned_to_id == officer.account_id


def test_question_is_kept_with_who_asked_and_until_when(process):
    officer = factories.an_officer()
    applied = submitted(process)

    reviewing.ask_for_information(
        act(applied.application, officer), question="Which year?", answer_by=NOW + WEEK
    )

    question = InformationRequest.objects.get()
    assert (question.question, question.asked_by, question.asked_at, question.answer_by) == (
        "Which year?",
        officer.key,
        NOW,
        NOW + WEEK,
    )
    assert (question.answer, question.answered_at) == ("", None)
    line = history("gcm", applied.reference)[-1]
    assert line.facts == {
        "from": "submitted",
        "to": "information_requested",
        "answer_by": "2017-04-12T13:00:00.000000Z",
    }


@pytest.mark.parametrize(
    ("name", "decided"), [("recommend", None), ("not_needed", NOW), ("ineligible", NOW)]
)
def test_decision_keeps_its_modalities_and_its_time(process, name, decided):
    Modalities.objects.create(
        process=process, version=2, symbol="A/RES/71/280", title="Adopted", drafted_at=NOW
    )
    applied = submitted(process)

    ACTS[name](act(applied.application, factories.an_officer()))

    assert fresh(applied).decided_at == decided
    assert history("gcm", applied.reference)[-1].facts["modalities"] == 2


def test_ineligible_says_why_and_until_when_another_look_can_be_asked_for(process):
    applied = submitted(process)

    ACTS["ineligible"](act(applied.application, factories.an_officer()))

    application = fresh(applied)
    assert application.appeal_until == NOW + reviewing.APPEAL_TIME
    assert application.reason_code == "individual"
    body = OutboxMessage.objects.order_by("-id")[0].body
    assert "One person." in body
    assert "12 April 2017" in body


def test_looking_again_takes_the_decision_back(process):
    applied = in_state(process, State.INELIGIBLE)

    reviewing.reconsider_application(
        act(applied.application, factories.an_officer()), reason="A mistake."
    )

    application = fresh(applied)
    assert (application.state, application.decided_at) == (State.UNDER_REVIEW, None)


def test_recommendation_is_told_with_its_reason(process):
    applied = submitted(process)

    reviewing.recommend_application(
        act(applied.application, factories.an_officer()), reason="Its work is relevant."
    )

    assert "Its work is relevant." in OutboxMessage.objects.order_by("-id")[0].body


def test_transfer_moves_the_application_and_keeps_number_time_and_door(process):
    officer = factories.an_officer()
    applied = submitted(process)
    reviewing.take_application(act(applied.application, officer))
    before = fresh(applied)

    moving.transfer_application(
        act(applied.application, officer), category=category(process, "academia"), reason="School."
    )

    after = fresh(applied)
    assert (after.category.code, after.facilitator.code, after.door) == ("academia", "unu", "ngls")
    assert (after.reference, after.submitted_at, after.state) == (
        before.reference,
        before.submitted_at,
        before.state,
    )
    assert after.assigned_to is None
    assert history("gcm", applied.reference)[-1].facts == {
        "from_facilitator": "ngls",
        "to_facilitator": "unu",
        "from_category": "ngo",
        "to_category": "academia",
    }


@pytest.mark.parametrize("state", State)
def test_transfer_is_possible_while_it_is_under_way(process, state):
    applied = in_state(process, state)
    if applied.application.reference is None:
        return  # a first draft has no number: its applicant chooses the category
    done = act(applied.application, factories.an_officer("gcm"))
    under_way = {
        State.SUBMITTED,
        State.UNDER_REVIEW,
        State.INFORMATION_REQUESTED,
        State.RECOMMENDED,
        State.LISTED,
        State.CLEARED,
        State.OBJECTED,
        State.UNDER_CONSULTATION,
        State.REFERRED,
    }

    if state in under_way:
        ACTS["transfer"](done)
        assert fresh(applied).category.code == "academia"
    else:
        with pytest.raises(DomainError, match="wrong_state"):
            _coded(ACTS["transfer"], done)


def _coded(run, done) -> None:
    """Raise a refusal with its code for words, to be matched by."""
    try:
        run(done)
    except DomainError as refusal:
        raise DomainError(refusal.code, refusal.code) from refusal


@pytest.mark.parametrize(
    ("code", "reason", "refused", "field"),
    [
        ("ngo", "Why not.", "same_category", "category"),
        ("academia", " ", "reason_missing", "reason"),
        ("other process", "Why not.", "same_category", "category"),
    ],
)
def test_transfer_refuses_what_makes_no_sense(process, code, reason, refused, field):
    applied = submitted(process)
    other = factories.a_process("imrf")
    wanted = category(other, "academia") if code == "other process" else category(process, code)

    with pytest.raises(DomainError) as refusal:
        moving.transfer_application(
            act(applied.application, factories.an_officer()), category=wanted, reason=reason
        )

    assert (refusal.value.code, refusal.value.field) == (refused, field)


def test_merge_leads_to_the_other_and_keeps_the_versions(process):
    away, into = submitted(process), submitted(process)

    moving.merge_applications(
        act(away.application, factories.an_officer()),
        into_reference=into.reference,
        reason="The same.",
    )

    merged = fresh(away)
    assert (merged.state, merged.merged_into_id) == (State.MERGED, into.application.pk)
    assert (merged.reference, merged.versions.count()) == (away.reference, 1)
    assert history("gcm", away.reference)[-1].facts["into"] == into.reference
    assert fresh(into).revision == into.application.revision
    assert into.reference in OutboxMessage.objects.order_by("-id")[0].body


def test_merged_organization_can_apply_again(process):
    organization = factories.an_organization()
    away = submitted(process, organization=organization)
    ACTS["merge"](act(away.application, factories.an_officer()))

    again = submitted(process, organization=organization, by=away.by)

    assert fresh(again).state == State.SUBMITTED


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("itself", "merge_into_itself"),
        ("ended", "merge_target_ended"),
        ("unknown", "application_unknown"),
        ("theirs", "application_unknown"),
        ("other process", "application_unknown"),
    ],
)
def test_merge_refuses_a_target_that_cannot_go_on(process, target, code):
    applied = submitted(process)
    references = {
        "itself": applied.reference,
        "ended": in_state(process, State.WITHDRAWN).reference,
        "unknown": "GCM-A-9999",
        "theirs": submitted(process, category="academia").reference,
        "other process": submitted(factories.a_process("imrf")).reference,
    }

    with pytest.raises(DomainError) as refusal:
        moving.merge_applications(
            act(applied.application, factories.an_officer()),
            into_reference=references[target],
            reason="The same.",
        )

    assert (refusal.value.code, refusal.value.field) == (code, "into")
    assert fresh(applied).state == State.SUBMITTED


def test_closing_ends_the_open_question(process):
    applied = in_state(process, State.INFORMATION_REQUESTED)

    reviewing.lapse_application(
        act(applied.application, factories.an_officer(), at=NOW + timedelta(days=8))
    )

    assert fresh(applied).state == State.LAPSED
    assert InformationRequest.objects.get().answered_at == NOW + timedelta(days=8)


def test_system_closes_what_was_not_answered_and_says_so(process):
    applied = in_state(process, State.INFORMATION_REQUESTED)

    reviewing.lapse_overdue(application=applied.application, at=NOW + timedelta(days=8))

    assert fresh(applied).state == State.LAPSED
    assert history("gcm", applied.reference)[-1].actor_key == SYSTEM.key
