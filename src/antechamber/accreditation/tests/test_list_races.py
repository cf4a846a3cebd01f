"""Two people at one list at once: the lock lets one go first, and the other finds it done."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import transaction

from antechamber.accreditation.actions import circulating, following_up, listing
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.acts import moved
from antechamber.accreditation.lists.rules import ListFacts
from antechamber.accreditation.lists.states import ListKind, ListState, Standing
from antechamber.accreditation.models import ListEntry, Objection
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    FALLS_AT,
    FROZEN_AT,
    TOO_LATE,
    Procedure,
    a_mission,
    a_procedure,
    circulated,
)
from antechamber.accreditation.tests.test_lists import verbs
from antechamber.accreditation.tests.test_races import PATIENCE, together

pytestmark = pytest.mark.django_db(transaction=True)


def extend_unguarded(procedure: Procedure, read: Barrier) -> None:
    """Extend as the action would without its lock and its look at the revision."""
    found = list_queries.list_of(procedure.process, procedure.number)
    facts = ListFacts(
        at=CIRCULATED_AT,
        silence=list_queries.silence_of(found),
        closes_at=FALLS_AT + timedelta(days=1),
        reason="Asked.",
    )
    read.wait()
    with transaction.atomic():
        moved(found, "extend", facts, by=procedure.president, recorded={})


def test_without_the_lock_two_act_on_what_neither_has_seen():
    procedure = circulated(1)
    read = Barrier(2, timeout=PATIENCE)

    outcomes = together(*[lambda: extend_unguarded(procedure, read)] * 2)

    assert outcomes == ["done", "done"]
    assert verbs("GCM-L-01").count("list.extended") == 2
    assert procedure.list.revision == 5  # one of the two is not counted


def test_of_two_freezes_at_once_one_is_done():
    procedure = a_procedure(2).compose().add()
    acts = [procedure.act(procedure.freezer, FROZEN_AT) for _each in range(2)]

    outcomes = together(*(lambda each=each: listing.freeze_list(each) for each in acts))

    assert sorted(outcomes) == ["changed_meanwhile", "done"]
    assert verbs("GCM-L-01").count("list.frozen") == 1
    assert ListEntry.objects.count() == 2


def test_two_lists_at_once_do_not_take_one_name():
    procedure = circulated(1)
    late = factories.in_state(procedure.process, State.RECOMMENDED)
    acts = []
    for _each in range(2):
        procedure.compose(ListKind.SUPPLEMENTARY, CIRCULATED_AT)
        acts.append(procedure.act(procedure.composer, CIRCULATED_AT))

    outcomes = together(
        *(lambda each=each: listing.add_entries(each, references=[late.reference]) for each in acts)
    )

    assert sorted(outcomes) == ["done", "on_a_list_already"]
    assert ListEntry.objects.filter(application=late.application).count() == 1


def test_two_lists_begun_at_once_have_two_numbers():
    procedure = circulated(1)

    outcomes = together(
        *(
            lambda: listing.compose_list(
                process=procedure.process,
                kind=ListKind.SUPPLEMENTARY,
                title="Late ones",
                by=procedure.composer,
                at=CIRCULATED_AT,
            )
            for _each in range(2)
        )
    )

    assert outcomes == ["done", "done"]
    assert list(list_queries.lists(procedure.process).values_list("number", flat=True)) == [
        *(1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("objected_at", "standings"),
    [(FALLS_AT, {Standing.LOGGED}), (TOO_LATE, {Standing.LATE})],
)
def test_objection_at_the_closing_instant_is_never_lost(objected_at, standings):
    procedure = circulated(1)
    mission = a_mission("FRA")
    close = procedure.act(procedure.president, TOO_LATE)

    outcomes = together(
        lambda: procedure.object(at=objected_at, by=mission),
        lambda: circulating.close_list(close),
    )

    assert outcomes[1] == "done"
    assert procedure.list.state == ListState.CLOSED
    if outcomes[0] == "done":
        assert {each.standing for each in Objection.objects.all()} == standings
    else:  # closed first, by a clock one second ahead: refused in words, and nothing kept
        assert (outcomes[0], objected_at) == ("clock_went_back", FALLS_AT)
        assert not Objection.objects.exists()


def test_state_objects_once_from_two_windows():
    procedure = circulated(1)
    mission = a_mission("FRA")

    outcomes = together(*[lambda: procedure.object(by=mission)] * 2)

    assert sorted(outcomes) == ["done", "objected_already"]
    assert Objection.objects.count() == 1


def test_objection_and_withdrawal_of_the_organization_do_not_block_each_other():
    procedure = circulated(1)
    applied, mission = procedure.applied[0], a_mission("FRA")

    outcomes = together(
        lambda: procedure.object(by=mission),
        lambda: following_up.withdraw_application(
            process=procedure.process,
            key=applied.application.key,
            reason="",
            by=applied.by,
            at=CIRCULATED_AT,
        ),
    )

    assert outcomes[0] in {"done", "entry_withdrawn"}
    assert (outcomes[1], procedure.state_of()) == ("done", State.WITHDRAWN)
