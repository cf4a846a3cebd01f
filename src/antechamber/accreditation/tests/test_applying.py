"""What an organization does, from the first draft to the end of the call."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from antechamber.accreditation import calls
from antechamber.accreditation.actions import following_up, reviewing, saving, starting, submitting
from antechamber.accreditation.models import Application
from antechamber.accreditation.queries import ApplicationNotFound
from antechamber.accreditation.states import State
from antechamber.accreditation.tests.factories import (
    FALLS,
    NOW,
    Applied,
    a_draft,
    a_process,
    an_actor,
    an_officer,
    an_organization,
    submitted,
)
from antechamber.mail.models import OutboxMessage
from antechamber.paper.models import IssuedPaper
from antechamber.processes.models import Call, Deadline, Modalities, Process
from antechamber.record.models import Entry
from antechamber.record.queries import history
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

ONE_SECOND = timedelta(seconds=1)


def submit(process: Process, applied: Applied, at: datetime) -> submitting.Submission:
    return submitting.submit_application(
        process=process, key=applied.application.key, by=applied.by, at=at
    )


def extend(process: Process, falls_at: datetime, announced_at: datetime) -> None:
    Deadline.objects.create(
        call=Call.objects.get(process=process),
        falls_at=falls_at,
        announced_at=announced_at,
        announced_by="system",
    )


def test_submission_gives_number_version_receipt_entry_and_message():
    process = a_process()
    draft = a_draft(process)

    outcome = submit(process, draft, NOW)

    application = Application.objects.get()
    version = application.present_version
    assert version is not None
    assert outcome.version == version
    assert (application.state, application.submitted_at, version.number) == (
        State.SUBMITTED,
        NOW,
        1,
    )
    assert application.reference == f"GCM-A-{application.reference.rpartition('-')[2]}"
    paper = IssuedPaper.objects.get(code=version.receipt_code)
    assert paper.facts["digest"] == version.digest
    line = history("gcm", application.reference)[-1]
    assert (line.verb, line.facts["digest"], line.facts["receipt"]) == (
        "application.submitted",
        version.digest,
        version.receipt_code,
    )
    message = OutboxMessage.objects.get(subject_ref=application.reference)
    assert (message.template, application.reference in message.subject) == (
        "application.received",
        True,
    )


@pytest.mark.parametrize(
    ("at", "accepted"),
    [
        (FALLS - ONE_SECOND, True),
        (FALLS, True),
        (FALLS + timedelta(microseconds=999_999), True),
        (FALLS + ONE_SECOND, False),
        (FALLS + timedelta(days=1), False),
    ],
)
def test_submission_counts_to_the_end_of_the_deadlines_own_second(at, accepted):
    process = a_process()
    draft = a_draft(process)

    outcome = submit(process, draft, at)

    assert bool(outcome.verdict) is accepted
    assert Application.objects.get().state == (State.SUBMITTED if accepted else State.DRAFT)


def test_late_submission_loses_nothing_and_is_on_record():
    process = a_process()
    draft = a_draft(process)
    before = draft.application.answers

    outcome = submit(process, draft, FALLS + ONE_SECOND)

    application = Application.objects.get()
    assert outcome.verdict.code == "call_closed"
    assert (application.answers, application.came_late_at) == (before, FALLS + ONE_SECOND)
    assert history("gcm", application.key)[-1].verb == "application.came_late"


def test_extension_lets_the_latecomer_submit():
    process = a_process()
    draft = a_draft(process)
    submit(process, draft, FALLS + ONE_SECOND)
    extend(process, FALLS + timedelta(days=8), FALLS + timedelta(hours=2))

    outcome = submit(process, draft, FALLS + timedelta(hours=3))

    assert outcome.verdict
    assert Application.objects.get().state == State.SUBMITTED


def test_submission_twice_gives_one_receipt():
    process = a_process()
    draft = a_draft(process)

    first = submit(process, draft, NOW)
    second = submit(process, draft, NOW + ONE_SECOND)

    assert second.version == first.version
    assert IssuedPaper.objects.count() == 1
    assert Entry.objects.filter(verb="application.submitted").count() == 1
    assert OutboxMessage.objects.filter(template="application.received").count() == 1


def test_change_makes_a_second_version_and_keeps_the_first_time():
    process = a_process()
    applied = submitted(process)

    saving.save_answers(
        process=process,
        key=applied.application.key,
        answers={"purpose": "Another purpose."},
        by=applied.by,
        at=NOW + ONE_SECOND,
    )

    outcome = submit(process, applied, NOW + timedelta(hours=1))

    application = Application.objects.get()
    versions = list(application.versions.values_list("number", "submitted_at"))
    assert versions == [(1, NOW), (2, NOW + timedelta(hours=1))]
    assert outcome.version == application.present_version
    assert application.submitted_at == NOW
    assert application.versions.get(number=1).answers["purpose"] != "Another purpose."


def test_change_after_a_recommendation_goes_back_to_the_officer():
    process = a_process()
    applied = submitted(process)
    officer = an_officer()
    reviewing.recommend_application(
        reviewing.Act(process, applied.reference, 1, officer, NOW), reason="Relevant work."
    )

    saving.save_answers(
        process=process,
        key=applied.application.key,
        answers={"purpose": "Another purpose."},
        by=applied.by,
        at=NOW,
    )

    submit(process, applied, NOW + ONE_SECOND)

    assert Application.objects.get().state == State.SUBMITTED


def test_change_after_the_deadline_is_refused_and_the_submitted_version_stands():
    process = a_process()
    applied = submitted(process)

    saving.save_answers(
        process=process,
        key=applied.application.key,
        answers={"purpose": "Another purpose."},
        by=applied.by,
        at=FALLS + ONE_SECOND,
    )

    with pytest.raises(DomainError) as refusal:
        submit(process, applied, FALLS + ONE_SECOND)

    assert refusal.value.code == "call_closed"
    assert Application.objects.get().versions.count() == 1


def test_incomplete_application_is_refused():
    process = a_process()
    draft = a_draft(process, purpose=None)

    with pytest.raises(DomainError) as refusal:
        submit(process, draft, NOW)

    assert refusal.value.code == "incomplete"
    assert Application.objects.get().reference is None


def test_submission_takes_at_most_twelve_statements(django_assert_num_queries):
    process = a_process()
    draft = a_draft(process)

    with django_assert_num_queries(12 + 2):  # two of them the savepoint of the test's transaction
        submit(process, draft, NOW)


def test_stranger_finds_no_application():
    process = a_process()
    draft = a_draft(process)

    with pytest.raises(ApplicationNotFound):
        submitting.submit_application(
            process=process, key=draft.application.key, by=an_actor(), at=NOW
        )


def test_address_cannot_mix_two_processes():
    process, other = a_process(), a_process("imrf")
    draft = a_draft(process)

    with pytest.raises(ApplicationNotFound):
        submitting.submit_application(process=other, key=draft.application.key, by=draft.by, at=NOW)


def test_organization_applies_once_and_leads_newcomers_to_its_focal_point():
    process = a_process()
    organization = an_organization()
    a_draft(process, organization=organization)

    with pytest.raises(DomainError) as refusal:
        a_draft(process, organization=organization, by=an_actor())

    assert refusal.value.code == "has_focal_point"


def test_beginning_twice_opens_one_draft():
    process = a_process()
    by = an_actor()
    category = process.categories.select_related("facilitator").first()

    facts = {
        "call": calls.accreditation_call(process),
        "organization": None,
        "name": "Larkspur Bridge",
        "country": "KE",
        "category": category,
        "questionnaire": calls.present_questionnaire(process, NOW),
        "by": by,
        "at": NOW,
    }

    first = starting.begin_application(**facts)
    second = starting.begin_application(**facts)

    assert first == second
    assert Application.objects.count() == 1


def test_withdrawn_application_can_be_taken_up_again_and_keeps_its_number():
    process = a_process()
    applied = submitted(process)
    facts = {"process": process, "key": applied.application.key, "by": applied.by}

    following_up.withdraw_application(**facts, reason="We merge with another.", at=NOW)
    following_up.reopen_application(**facts, at=NOW + ONE_SECOND)
    submit(process, applied, NOW + timedelta(hours=1))

    application = Application.objects.get()
    assert (application.state, application.reference) == (State.SUBMITTED, applied.reference)
    assert application.submitted_at == NOW


def test_taking_up_again_after_the_deadline_is_refused():
    process = a_process()
    applied = submitted(process)
    facts = {"process": process, "key": applied.application.key, "by": applied.by}
    following_up.withdraw_application(**facts, reason="", at=NOW)

    with pytest.raises(DomainError) as refusal:
        following_up.reopen_application(**facts, at=FALLS + ONE_SECOND)

    assert refusal.value.code == "call_closed"


def test_answer_counts_until_its_date_also_when_the_call_has_closed():
    process = a_process()
    applied = submitted(process)
    answer_by = FALLS + timedelta(days=3)
    reviewing.ask_for_information(
        reviewing.Act(process, applied.reference, 1, an_officer(), NOW),
        question="Which year is the certificate from?",
        answer_by=answer_by,
    )
    facts = {"process": process, "key": applied.application.key, "by": applied.by}

    with pytest.raises(DomainError) as refusal:
        following_up.answer_request(**facts, answer="2009.", at=answer_by + ONE_SECOND)
    following_up.answer_request(**facts, answer="2009.", at=answer_by)

    application = Application.objects.get()
    request = application.information_requests.get()
    assert refusal.value.code == "answer_too_late"
    assert (application.state, request.answer) == (State.SUBMITTED, "2009.")


def test_answer_is_not_in_the_ledger():
    process = a_process()
    applied = submitted(process)
    reviewing.ask_for_information(
        reviewing.Act(process, applied.reference, 1, an_officer(), NOW),
        question="Who signs?",
        answer_by=FALLS,
    )

    following_up.answer_request(
        process=process,
        key=applied.application.key,
        answer="Wanjiru of Nakuru",
        by=applied.by,
        at=NOW,
    )

    assert history("gcm", applied.reference)[-1].words == ""
    assert all("Wanjiru of Nakuru" not in str(entry.facts) for entry in Entry.objects.all())


def test_discarded_draft_leaves_only_its_trace():
    process = a_process()
    draft = a_draft(process)

    starting.discard_draft(process=process, key=draft.application.key, by=draft.by, at=NOW)

    assert not Application.objects.exists()
    assert [line.verb for line in history("gcm", draft.application.key)] == [
        "application.started",
        "application.discarded",
    ]


def test_submitted_application_cannot_be_discarded():
    process = a_process()
    applied = submitted(process)

    with pytest.raises(DomainError) as refusal:
        starting.discard_draft(process=process, key=applied.application.key, by=applied.by, at=NOW)

    assert refusal.value.code == "not_a_draft"


def test_deadline_on_the_day_the_clocks_go_forward():
    """12 March 2017 has 23 hours in New York: the deadline is 23:59:59 of the new time."""
    falls_at = datetime(2017, 3, 13, 3, 59, 59, tzinfo=UTC)
    process = a_process(falls_at=falls_at)
    Call.objects.update(opens_at=falls_at - timedelta(days=3))
    Deadline.objects.update(announced_at=falls_at - timedelta(days=3))
    Modalities.objects.update(drafted_at=falls_at - timedelta(days=3))
    draft = a_draft(process, at=falls_at - timedelta(days=1))

    assert submit(process, draft, falls_at).verdict
