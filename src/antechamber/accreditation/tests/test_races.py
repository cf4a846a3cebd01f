"""Two people at once. The danger is shown first, with the checks off; then one of them wins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Event, Thread
from time import sleep

import pytest
from django.db import connection, transaction

from antechamber.accreditation import queries
from antechamber.accreditation.actions import following_up, moving, reviewing
from antechamber.accreditation.advance import advance
from antechamber.accreditation.models import Application
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.factories import NOW, Applied, act, submitted
from antechamber.mail.models import OutboxMessage
from antechamber.people.actors import Actor
from antechamber.processes.models import Category
from antechamber.processes.queries import window_of
from antechamber.record.queries import history
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30  # seconds until a thread that waits for ever fails its test
WHILE = 0.3  # seconds, enough for others to begin to wait


def together(*several: Callable[[], object]) -> list[str]:
    """Run functions in threads that start as one; return the code of each refusal, or "done"."""
    start = Barrier(len(several), timeout=PATIENCE)
    outcomes = ["did not end"] * len(several)

    def run(place: int, function: Callable[[], object]) -> None:
        try:
            start.wait()
            function()
            outcomes[place] = "done"
        except DomainError as refusal:
            outcomes[place] = refusal.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=each) for each in enumerate(several)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return outcomes


def verbs(applied: Applied) -> Sequence[str]:
    return [line.verb for line in history("gcm", applied.reference)]


def fresh(applied: Applied) -> Application:
    return Application.objects.get(pk=applied.application.pk)


def unguarded(applied: Applied, name: str, by: Actor, read: Barrier, **changes) -> None:
    """Decide as an action would without its lock and its look at the revision."""
    process = applied.application.process
    found = queries.by_reference(process, applied.reference)
    facts = ApplicationFacts(
        at=NOW, window=window_of(found.call), reason="A reason.", reason_code="individual"
    )
    read.wait()
    for field, value in changes.items():
        setattr(found, field, value)
    with transaction.atomic():
        advance(found, name, facts, by=by, tell=(), changed=changes)


def test_without_the_checks_two_decisions_stand_and_one_is_lost():
    process = factories.a_process()
    applied = submitted(process)
    read = Barrier(2, timeout=PATIENCE)

    outcomes = together(
        lambda: unguarded(applied, "recommend", factories.an_officer(), read),
        lambda: unguarded(applied, "find_ineligible", factories.an_officer(), read),
    )

    assert outcomes == ["done", "done"]
    assert set(verbs(applied)) > {"application.recommended", "application.ineligible"}
    assert fresh(applied).revision == 2  # one act is not counted


DECISIONS = {
    "recommend": lambda done: reviewing.recommend_application(done, reason="Relevant."),
    "ineligible": lambda done: reviewing.find_ineligible(
        done, reason_code="individual", reason="One person."
    ),
    "not_needed": lambda done: reviewing.confirm_not_needed(done, reason="In status."),
    "take": reviewing.take_application,
    "transfer": lambda done: moving.transfer_application(
        done,
        category=Category.objects.select_related("facilitator__process").get(
            process=done.process, code="academia"
        ),
        reason="A school.",
    ),
}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("recommend", "ineligible"),
        ("recommend", "recommend"),
        ("not_needed", "transfer"),
        ("take", "take"),
    ],
)
def test_of_two_officers_at_once_one_decides_and_the_other_is_told(first, second):
    applied = submitted(factories.a_process())
    before = len(verbs(applied))
    mails = OutboxMessage.objects.count()
    acts = [act(applied.application, factories.an_officer("gcm")) for _each in range(2)]

    outcomes = together(lambda: DECISIONS[first](acts[0]), lambda: DECISIONS[second](acts[1]))

    assert sorted(outcomes) == ["changed_meanwhile", "done"]
    assert len(verbs(applied)) == before + 1
    assert fresh(applied).revision == 2
    assert OutboxMessage.objects.count() - mails <= 1


def test_applicant_withdraws_while_the_officer_decides():
    applied = submitted(factories.a_process())
    done = act(applied.application, factories.an_officer())
    application = applied.application

    outcomes = together(
        lambda: DECISIONS["recommend"](done),
        lambda: following_up.withdraw_application(
            process=application.process, key=application.key, reason="", by=applied.by, at=NOW
        ),
    )

    assert outcomes[1] == "done"
    assert outcomes[0] in {"done", "changed_meanwhile"}
    assert fresh(applied).state == State.WITHDRAWN
    recommended = "application.recommended" in verbs(applied)
    assert recommended is (outcomes[0] == "done")


def test_without_the_checks_two_applications_merge_into_each_other():
    process = factories.a_process()
    one, other = submitted(process), submitted(process)
    read = Barrier(2, timeout=PATIENCE)

    together(
        lambda: unguarded(
            one, "merge", factories.an_officer(), read, merged_into=other.application
        ),
        lambda: unguarded(
            other, "merge", factories.an_officer(), read, merged_into=one.application
        ),
    )

    assert [fresh(each).state for each in (one, other)] == [State.MERGED, State.MERGED]


def test_of_two_merges_crosswise_one_is_done():
    process = factories.a_process()
    one, other = submitted(process), submitted(process)
    acts = [act(each.application, factories.an_officer()) for each in (one, other)]

    outcomes = together(
        lambda: moving.merge_applications(
            acts[0], into_reference=other.reference, reason="The same."
        ),
        lambda: moving.merge_applications(
            acts[1], into_reference=one.reference, reason="The same."
        ),
    )

    assert sorted(outcomes) == ["done", "merge_target_ended"]
    states = sorted(fresh(each).state for each in (one, other))
    assert states == [State.MERGED, State.SUBMITTED]


def test_many_officers_take_one_application_once():
    applied = submitted(factories.a_process())
    acts = [act(applied.application, factories.an_officer()) for _each in range(6)]

    outcomes = together(*(lambda each=each: reviewing.take_application(each) for each in acts))

    assert sorted(outcomes) == ["changed_meanwhile"] * 5 + ["done"]
    winner = acts[outcomes.index("done")].by
    assert fresh(applied).assigned_to_id == winner.account_id


def test_application_that_moves_while_another_waits_for_it_is_still_found():
    applied = submitted(factories.a_process())
    process = applied.application.process
    academia = Category.objects.get(process=process, code="academia")
    is_locked, answers = Event(), []

    def move() -> None:
        with transaction.atomic():
            found = queries.by_reference(process, applied.reference, lock=True)
            is_locked.set()
            sleep(WHILE)
            found.category, found.facilitator = academia, academia.facilitator
            found.save(update_fields=["category", "facilitator"])

    def wait(read: Callable[[], object]) -> None:
        is_locked.wait(PATIENCE)
        with transaction.atomic():
            answers.append(read())

    joined = queries.applications(process).filter(reference=applied.reference)
    together(
        move,
        lambda: wait(lambda: joined.select_for_update(of=("self",)).first()),
        lambda: wait(lambda: queries.by_reference(process, applied.reference, lock=True)),
    )

    if connection.vendor == "postgresql":
        assert None in answers  # the danger: a row whose neighbour changed falls out of the answer
        answers.remove(None)
    assert {each.category_id for each in answers} == {academia.pk}
