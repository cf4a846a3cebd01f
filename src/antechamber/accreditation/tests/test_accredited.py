"""Accreditations after the decision: how they begin, are suspended, end; who may; what it dates."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings, strategies as st

from antechamber.accreditation.accredited.rules import AccreditedFacts
from antechamber.accreditation.accredited.states import AccreditedState
from antechamber.accreditation.accredited.workflow import ACCREDITATION
from antechamber.accreditation.lists.states import Outcome
from antechamber.accreditation.models import Accreditation
from antechamber.accreditation.standing import HeldStatus
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.accredited_factories import LATER, Accredited, accredited
from antechamber.accreditation.tests.factories import NOW
from antechamber.accreditation.tests.list_factories import ISSUED_AT, circulated
from antechamber.mail.models import OutboxMessage
from antechamber.organizations.accreditations import begin_accreditations, end_accreditation
from antechamber.organizations.models import Organization, Status
from antechamber.organizations.statuses import StatusKind
from antechamber.record.models import Entry
from antechamber.record.queries import history
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

S = AccreditedState
ISSUED_ON = date(2017, 4, 15)  # in New York


def periods(organization: Organization, code: str = "gcm") -> list[tuple[date, date | None]]:
    """Return from when to when an organization's standing holds."""
    held = Status.objects.filter(
        organization=organization, kind=StatusKind.ACCREDITED, process_code=code
    )
    return list(held.order_by("since").values_list("since", "until"))


# --- The beginning --------------------------------------------------------------------------------


def test_final_list_gives_each_name_its_accreditation_with_a_dated_status():
    done = accredited()

    given = list(Accreditation.objects.order_by("number"))

    assert [each.number for each in given] == sorted(done.procedure.references)
    assert {(each.state, each.is_interim, each.since) for each in given} == {
        (S.ACTIVE, False, ISSUED_AT)
    }
    assert given[0].asked_at == NOW
    assert periods(done.organization()) == [(ISSUED_ON, None)]
    assert Status.objects.get(organization=done.organization()).source == "GCM-L-01"
    entry = Entry.objects.get(verb="accreditation.began", subject=done.of().number)
    assert entry.facts == {
        "list": "GCM-L-01",
        "organization": done.organization().key,
        "interim": False,
    }


def test_name_that_is_left_off_gets_none():
    procedure = circulated(2, objection_outcome="drop")
    procedure.object(0)
    procedure.close().issue()

    assert list(Accreditation.objects.values_list("number", flat=True)) == [procedure.references[1]]
    assert periods(procedure.applied[0].application.organization) == []


def test_interim_accreditation_is_marked_and_decided_later():
    procedure = circulated(2, objection_outcome="comments_to_organization")
    procedure.object(0)
    procedure.close().issue()
    done = Accredited(procedure, procedure.president)
    assert [done.of(place).is_provisional for place in (0, 1)] == [True, False]

    done.confirm(0)

    assert (done.of(0).is_provisional, done.of(0).confirmed_at) == (False, LATER)
    with pytest.raises(DomainError) as refusal:
        done.confirm(1)
    assert refusal.value.code == "not_interim"
    assert procedure.list.entries.get(position=1).outcome == Outcome.INTERIM


def test_organization_that_holds_one_already_keeps_it():
    procedure = circulated(1).close()
    earlier = Accreditation.objects.create(
        number="GCM-C-9999",
        process=procedure.process,
        organization=procedure.applied[0].application.organization,
        carried_from="older",
        asked_at=NOW,
        name="As before",
        since=NOW,
        changed_at=NOW,
    )

    procedure.issue()

    assert list(Accreditation.objects.all()) == [earlier]


@pytest.mark.parametrize("count", [2, 8])
def test_final_list_takes_the_same_statements_for_every_length(count):
    procedure = circulated(count).close()

    with CaptureQueriesContext(connection) as captured:
        procedure.issue()

    beginnings = [each for each in captured if "accreditation_accreditation" in each["sql"]]
    statuses = [each for each in captured if "organizations_status" in each["sql"]]
    assert (len(beginnings), len(statuses)) == (2, 2)


# --- Every state × every transition ---------------------------------------------------------------

WAYS = {
    S.ACTIVE: {"suspend": S.SUSPENDED, "confirm": S.ACTIVE, "end": S.ENDED, "merge": S.ENDED},
    S.SUSPENDED: {"reinstate": S.ACTIVE, "end": S.ENDED, "merge": S.ENDED},
    S.ENDED: {},
}
WILLING = AccreditedFacts(
    at=LATER,
    changed_at=NOW,
    reason="A reason.",
    reason_code="security",
    is_provisional=True,
    heir_is_accredited=True,
)


@pytest.mark.parametrize("state", AccreditedState)
def test_transitions_leave_each_state_as_decided(state):
    found = {
        each.name: each.target
        for each in ACCREDITATION.transitions
        if ACCREDITATION.verdict(each.name, state, WILLING)
    }

    assert found == WAYS[state]


@pytest.mark.parametrize(
    ("name", "changed", "code"),
    [
        ("suspend", {"reason": " "}, "reason_missing"),
        ("suspend", {"reason_code": "own_request"}, "reason_code_missing"),
        ("suspend", {"at": NOW - timedelta(seconds=1)}, "clock_went_back"),
        ("end", {"reason": ""}, "reason_missing"),
        ("end", {"reason_code": "merged"}, "reason_code_missing"),
        ("confirm", {"is_provisional": False}, "not_interim"),
        ("confirm", {"reason": ""}, "reason_missing"),
        ("merge", {"heir_is_accredited": False}, "heir_not_accredited"),
        ("merge", {"reason": ""}, "reason_missing"),
    ],
)
def test_guard_refuses(name, changed, code):
    facts = AccreditedFacts(
        **{field: getattr(WILLING, field) for field in WILLING.__slots__} | changed
    )

    assert ACCREDITATION.verdict(name, S.ACTIVE, facts).code == code


# --- The acts -------------------------------------------------------------------------------------


def test_suspension_makes_a_hole_and_leaves_entry_and_message():
    done = accredited()

    done.suspend(at=LATER)
    done.reinstate(at=LATER + timedelta(days=7))

    assert (done.of().state, done.of().suspended_at, done.of().reason_code) == (S.ACTIVE, None, "")
    assert periods(done.organization()) == [
        (ISSUED_ON, date(2017, 5, 15)),
        (date(2017, 5, 22), None),
    ]
    lines = history("gcm", done.of().number)[-2:]
    assert [(line.verb, line.facts, line.words) for line in lines] == [
        (
            "accreditation.suspended",
            {"from": "active", "to": "suspended", "reason_code": "security"},
            "A grave matter.",
        ),
        ("accreditation.reinstated", {"from": "suspended", "to": "active"}, "Settled."),
    ]
    told = OutboxMessage.objects.filter(template__startswith="accreditation.").order_by("id")
    assert [(each.template, each.recipient) for each in told] == [
        (name, done.procedure.applied[0].application.started_by.email)
        for name in ("accreditation.suspended", "accreditation.reinstated")
    ]
    assert "A grave matter." in told[0].body


def test_what_has_ended_has_ended_for_good():
    done = accredited()

    done.end()

    assert (done.of().state, done.of().until) == (S.ENDED, LATER)
    assert periods(done.organization()) == [(ISSUED_ON, date(2017, 5, 15))]
    with pytest.raises(DomainError) as refusal:
        done.reinstate()
    assert refusal.value.code == "wrong_state"


def test_the_later_of_two_officers_is_told_that_somebody_acted():
    done = accredited()
    seen = done.of().revision
    done.suspend()

    with pytest.raises(DomainError) as refusal:
        done.end(seen=seen)

    assert refusal.value.code == "changed_meanwhile"
    assert done.of().state == S.SUSPENDED


@pytest.mark.parametrize("role", ["officer", "secretariat", "mission", "auditor"])
def test_only_the_presidents_office_suspends(role):
    done = accredited(1)

    with pytest.raises(DomainError) as refusal:
        done.suspend(by=factories.an_actor(role, "gcm"))

    assert refusal.value.code == "capability_missing"


def test_president_of_another_process_may_not():
    done = accredited(1)

    with pytest.raises(DomainError):
        done.suspend(by=factories.an_actor("president_office", "imrf"))

    assert done.of().state == S.ACTIVE


@pytest.mark.parametrize(
    "change",
    [
        {"state": S.SUSPENDED, "reason_code": "security"},
        {"state": S.ENDED, "reason_code": "security"},
        {"reason_code": "security"},
        {"carried_from": "older"},
        {"application": None},
        {"confirmed_at": LATER},
        {"suspended_at": LATER},
        {"until": LATER},
    ],
)
def test_database_refuses_nonsense(change):
    done = accredited(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Accreditation.objects.filter(pk=done.of().pk).update(**change)


def test_database_refuses_a_second_live_accreditation():
    done = accredited(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Accreditation.objects.create(
            number="GCM-C-0001",
            process=done.process,
            organization=done.organization(),
            carried_from="older",
            asked_at=NOW,
            name="A second one",
            since=NOW,
            changed_at=NOW,
        )


# --- The standing on a day ------------------------------------------------------------------------

FIRST = date(2017, 1, 1)


@settings(max_examples=15)
@given(gaps=st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_standing_on_each_day_is_what_was_decided_last_by_its_end(gaps):
    """Acts begin and end it in turn; several on one day leave what the last one says."""
    with transaction.atomic():
        organization = factories.an_organization()
        day, acts = FIRST, []
        for place, gap in enumerate(gaps):
            day += timedelta(days=gap)
            acts.append((day, place % 2 == 0))
        for when, begins in acts:
            if begins:
                begin_accreditations([organization.pk], "gcm", when, source="test")
            else:
                end_accreditation(organization, "gcm", when)
        held = [
            HeldStatus("accredited", "gcm", None, since, until)
            for since, until in periods(organization)
        ]
        transaction.set_rollback(True)

    days = [FIRST + timedelta(days=each - 1) for each in range(27)]
    wanted = {
        each: [begins for when, begins in acts if when <= each][-1:] == [True] for each in days
    }
    assert {each: any(status.holds_on(each) for status in held) for each in days} == wanted
    assert all(
        left.until is not None and left.until <= right.since for left, right in pairwise(held)
    )
