"""From one process to the next: what is carried over, and what never is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from antechamber.accreditation import calls
from antechamber.accreditation.accredited import carrying_over
from antechamber.accreditation.accredited.states import AccreditedState
from antechamber.accreditation.actions.accrediting import carry_over
from antechamber.accreditation.actions.starting import keep_arrival
from antechamber.accreditation.lists.states import Outcome as ListOutcome
from antechamber.accreditation.models import Accreditation, Objection, Reference
from antechamber.accreditation.standing import Outcome, standings
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.accredited_factories import Accredited, accredited
from antechamber.accreditation.tests.list_factories import Procedure, a_procedure, circulated
from antechamber.mail.models import OutboxMessage
from antechamber.organizations.models import Organization, Status
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.record.queries import history
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

AT = datetime(2022, 1, 10, 15, 0, tzinfo=UTC)  # IMRF: applications until 26 January 2022


def the_next(code: str = "imrf", **rules: object) -> Procedure:
    """Make the next process, whose modalities let the accreditations of the GCM count."""
    return a_procedure(0, code, **{"carry_over_from": ["gcm"], **rules})


def standing_of(organization: Organization, process: Process, at: datetime = AT) -> Outcome:
    found = standings(
        [organization],
        calls.accreditation_call(process),
        calls.carried_over(process, at),
        calls.day_of(process, at),
    )
    return found[organization.pk].outcome


def came(organization: Organization, process: Process, at: datetime = AT) -> Actor:
    """Let somebody come, be told that no application is needed, and keep the time."""
    person = factories.an_actor(name="Ines Imrf")
    keep_arrival(
        call=calls.accreditation_call(process),
        organization=organization,
        outcome=standing_of(organization, process, at),
        by=person,
        at=at,
    )
    return person


def carried(organization: Organization, process: Process, at: datetime = AT) -> Accreditation:
    officer = factories.an_officer(f"{process.code}/ngls")
    return carry_over(process=process, organization=organization, by=officer, at=at)


def test_accredited_organization_takes_part_in_the_next_process_without_an_application():
    done, nxt = accredited(1), the_next().process
    organization = done.organization()
    assert standing_of(organization, nxt) == Outcome.CARRIED_OVER
    person = came(organization, nxt)
    assert [each.organization for each in carrying_over.waiting(nxt, AT)] == [organization]

    given = carried(organization, nxt, AT + timedelta(days=2))

    assert (given.carried_from, given.application, given.asked_at) == ("gcm", None, AT)
    assert given.since == AT + timedelta(days=2)
    assert given.number == str(Reference.objects.get(process=nxt, kind="C"))
    assert carrying_over.waiting(nxt, AT) == []
    held = Status.objects.get(organization=organization, process_code="imrf")
    assert (held.since, held.until, held.source) == (date(2022, 1, 12), None, "GCM-L-01")
    line = history("imrf", given.number)[0]
    assert (line.verb, line.facts["from_process"]) == ("accreditation.carried_over", "gcm")
    told = OutboxMessage.objects.filter(template="accreditation.carried_over")
    acting = done.procedure.applied[0].by
    assert {each.recipient for each in told} == {
        account.email
        for account in factories.Account.objects.filter(pk__in=[person.person_id, acting.person_id])
    }


def test_what_an_archive_tells_of_an_earlier_process_counts_alike():
    nxt = the_next().process
    organization = factories.an_organization()
    Status.objects.create(
        organization=organization,
        kind="accredited",
        process_code="gcm",
        since=date(2017, 4, 28),
        source="archive of gcm",
    )

    assert standing_of(organization, nxt) == Outcome.CARRIED_OVER
    assert carried(organization, nxt).asked_at == AT
    assert Status.objects.filter(process_code="imrf", source="archive of gcm").exists()


@pytest.mark.parametrize("act", ["suspend", "end"])
def test_what_is_suspended_or_has_ended_is_not_carried_over(act):
    done, nxt = accredited(1), the_next().process
    getattr(done, act)()

    with pytest.raises(DomainError) as refusal:
        carried(done.organization(), nxt)

    assert refusal.value.code == "not_carried_over"
    assert standing_of(done.organization(), nxt) == Outcome.APPLY


def test_what_is_reinstated_is_carried_over_again():
    done, nxt = accredited(1), the_next().process
    done.suspend()
    done.reinstate(at=AT - timedelta(days=1))

    assert carried(done.organization(), nxt).state == AccreditedState.ACTIVE


def test_modalities_decide_whose_accreditations_count():
    done, nxt = accredited(1), the_next(carry_over_from=[]).process

    with pytest.raises(DomainError) as refusal:
        carried(done.organization(), nxt)

    assert refusal.value.code == "not_carried_over"
    assert standing_of(done.organization(), nxt) == Outcome.APPLY


def test_it_is_carried_over_once():
    done, nxt = accredited(1), the_next().process
    carried(done.organization(), nxt)

    with pytest.raises(DomainError) as refusal:
        carried(done.organization(), nxt)

    assert refusal.value.code == "accredited_already"


@pytest.mark.parametrize(("role", "scope"), [("auditor", "imrf"), ("officer", "gcm"), ("", "")])
def test_only_who_follows_accreditations_of_the_process_carries_over(role, scope):
    done, nxt = accredited(1), the_next().process

    with pytest.raises(DomainError):
        carry_over(
            process=nxt,
            organization=done.organization(),
            by=factories.an_actor(role, scope),
            at=AT,
        )

    assert Accreditation.objects.filter(process=nxt).count() == 0


def test_accreditation_of_one_that_merged_counts_for_its_successor():
    done, nxt = accredited(1), the_next().process
    heir = factories.an_organization()
    done.merge(0, heir)

    assert standing_of(heir, nxt) == Outcome.CARRIED_OVER
    assert carried(heir, nxt).organization == heir


def test_application_that_was_found_not_needed_keeps_its_time():
    done, nxt = accredited(1), the_next().process
    organization = done.organization()
    applied = factories.in_state(
        nxt, State.NOT_NEEDED, organization=organization, by=done.procedure.applied[0].by
    )

    waiting = carrying_over.waiting(nxt, AT)
    given = carried(organization, nxt)

    assert [each.organization for each in waiting] == [organization]
    assert given.asked_at == applied.application.submitted_at


@pytest.mark.parametrize("count", [1, 6])
def test_waiting_takes_the_same_statements_for_every_number(count, django_assert_num_queries):
    done, nxt = accredited(count), the_next().process
    for place in range(count):
        came(done.organization(place), nxt)

    with django_assert_num_queries(8):
        assert len(carrying_over.waiting(nxt, AT)) == count


# --- An objection stays where it was made ---------------------------------------------------------


def refused(policy: str) -> Procedure:
    """Bring a list to its end on which one of two names was left off."""
    procedure = circulated(2, objection_outcome=policy)
    objection = procedure.object(0, basis="A secret basis")
    procedure.close()
    if policy == "chair_consults":
        procedure.maintain(objection)
    return procedure.issue()


@pytest.mark.parametrize("policy", ["drop", "chair_consults"])
def test_who_was_refused_is_free_to_apply_and_no_trace_of_the_objection_follows(policy):
    earlier, nxt = refused(policy), the_next()
    organization = earlier.applied[0].application.organization
    assert standing_of(organization, nxt.process) == Outcome.APPLY
    assert not Status.objects.filter(organization=organization).exists()

    nxt.applied.append(
        factories.in_state(
            nxt.process,
            State.RECOMMENDED,
            factories.an_officer("imrf"),
            organization=organization,
            by=earlier.applied[0].by,
        )
    )
    nxt.compose().add().freeze().sign_off().circulate().close().issue()

    assert Objection.objects.filter(entry__candidate_list__process=nxt.process).count() == 0
    assert nxt.list.entries.get().outcome == ListOutcome.CLEARED
    told = str([(line.facts, line.words) for line in history("imrf", nxt.references[0])])
    assert Objection.objects.get().key not in told
    assert "A secret basis" not in told
    assert Accredited(nxt, nxt.president).of().state == AccreditedState.ACTIVE


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    policy=st.sampled_from(
        ["drop", "chair_consults", "secretariat_endorsed", "comments_to_organization"]
    ),
    objections=st.lists(
        st.tuples(st.integers(0, 1), st.sampled_from(["FRA", "DEU", "KEN"])),
        max_size=4,
        unique=True,
    ),
    fate=st.sampled_from(["", "suspend", "end", "suspend reinstate"]),
)
def test_whatever_was_objected_the_next_process_knows_accreditations_only(policy, objections, fate):

    with transaction.atomic():
        earlier = circulated(2, objection_outcome=policy)
        raised = [earlier.object(*each) for each in objections]
        earlier.close()
        if policy == "chair_consults":
            for each in raised:
                earlier.maintain(each)
        earlier.issue()
        done, nxt = Accredited(earlier, earlier.president), the_next().process
        given = [
            Accreditation.objects.filter(application=each.application).exists()
            for each in earlier.applied
        ]
        for act in fate.split() if given[0] else []:
            getattr(done, act)(0)
        organizations = [each.application.organization for each in earlier.applied]
        told = [standing_of(each, nxt) for each in organizations]
        stands = [given[0] and fate in {"", "suspend reinstate"}, given[1]]
        left = Objection.objects.filter(entry__candidate_list__process=nxt).count()
        transaction.set_rollback(True)

    assert told == [Outcome.CARRIED_OVER if each else Outcome.APPLY for each in stands]
    assert left == 0
