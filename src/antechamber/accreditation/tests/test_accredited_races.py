"""Two people at one accreditation at once: the lock lets one go first, and the other is told."""

from __future__ import annotations

from threading import Barrier

import pytest
from django.db import transaction

from antechamber.accreditation.accredited import queries as accredited_queries
from antechamber.accreditation.accredited.acts import facts_of, moved
from antechamber.accreditation.accredited.states import AccreditedState
from antechamber.accreditation.actions import suspending
from antechamber.accreditation.actions.accrediting import carry_over
from antechamber.accreditation.models import Accreditation
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.accredited_factories import LATER, Accredited, accredited
from antechamber.accreditation.tests.list_factories import a_procedure
from antechamber.accreditation.tests.test_races import PATIENCE, together
from antechamber.organizations.models import Status
from antechamber.record.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def suspend_unguarded(done: Accredited, read: Barrier) -> None:
    """Suspend as the action would without its lock and its look at the revision."""
    act = done.act()
    found = accredited_queries.by_number(done.process, act.number)
    read.wait()
    found.suspended_at, found.reason_code = LATER, "security"
    with transaction.atomic():
        moved(
            found,
            "suspend",
            facts_of(found, act, reason="A grave matter.", reason_code="security"),
            by=done.president,
            changed=["suspended_at", "reason_code"],
        )


def suspensions() -> int:
    return Entry.objects.filter(verb="accreditation.suspended").count()


def test_without_the_lock_one_suspension_is_recorded_twice():
    done = accredited(1)
    read = Barrier(2, timeout=PATIENCE)

    outcomes = together(*[lambda: suspend_unguarded(done, read)] * 2)

    assert outcomes == ["done", "done"]
    assert suspensions() == 2


def test_of_two_acts_at_once_one_is_done_and_the_other_told():
    done = accredited(1)
    act = done.act()

    outcomes = together(
        lambda: suspending.suspend_accreditation(act, reason_code="security", reason="First."),
        lambda: suspending.end_accreditation_for_good(act, reason_code="other", reason="Second."),
    )

    assert sorted(outcomes) == ["changed_meanwhile", "done"]
    assert suspensions() + Entry.objects.filter(verb="accreditation.ended").count() == 1
    assert done.of().state in {AccreditedState.SUSPENDED, AccreditedState.ENDED}


def test_two_officers_carry_one_organization_over_once():
    done = accredited(1)
    process = a_procedure(0, "imrf", carry_over_from=["gcm"]).process
    officers = [factories.an_officer("imrf") for _each in range(2)]

    outcomes = together(
        *(
            lambda by=by: carry_over(
                process=process, organization=done.organization(), by=by, at=LATER
            )
            for by in officers
        )
    )

    assert sorted(outcomes) == ["accredited_already", "done"]
    assert Accreditation.objects.filter(process=process).count() == 1
    assert Status.objects.filter(process_code="imrf").count() == 1
