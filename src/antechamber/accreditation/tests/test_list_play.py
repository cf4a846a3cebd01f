"""Whatever happens to a list, anyone computes its final list from the published files."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from antechamber import clock
from antechamber.accreditation.actions import consulting, following_up, objecting
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.published_files import recompute
from antechamber.accreditation.lists.queries import ListNotFound
from antechamber.accreditation.lists.states import (
    FINAL,
    ON_FINAL_LIST,
    ListState,
    Outcome,
    Ruling,
    Standing,
)
from antechamber.accreditation.models import Objection
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.factories import NOW
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    TOO_LATE,
    a_mission,
    circulated,
)
from antechamber.organizations import directory
from antechamber.processes.rule_words import ObjectionOutcome as Policy
from antechamber.record.audit import audit
from antechamber.workflow import DomainError

STATES = ("FRA", "DEU", "KEN")
PLACES = st.integers(0, 2)
ENDED = {
    **dict.fromkeys(ON_FINAL_LIST, State.ACCREDITED),
    Outcome.NOT_ACCREDITED: State.NOT_ACCREDITED,
    Outcome.WITHDRAWN: State.WITHDRAWN,
}


class ListPlay(RuleBasedStateMachine):
    """Missions, organizations and the President's office act in any order; refusals are normal."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        directory.forget()
        self.at = CIRCULATED_AT

    def teardown(self) -> None:
        try:
            if hasattr(self, "procedure"):
                self.bring_to_its_end()
        finally:
            transaction.set_rollback(True)
            self.outer.__exit__(None, None, None)

    def bring_to_its_end(self) -> None:
        """Settle what is left, some names this way and some that, so that every play ends."""
        self.close()
        for number in range(Objection.objects.count()):
            self.handle(number, "confirm")
            if number % 2:
                self.handle(number, "maintain")
        for place, ruling in enumerate((Ruling.ADMIT, Ruling.REFUSE, Ruling.ADMIT)):
            if place != self.undecided:
                self.decide(place, ruling)
        for number in range(Objection.objects.count()):
            self.handle(number, "maintain")
        self.issue()
        for place in range(3):
            self.decide(place, Ruling.REFUSE)
        self.issue()
        self.publish()
        self.anyone_computes_what_the_desk_computes()
        assert self.procedure.list.state == ListState.PUBLISHED

    @initialize(policy=st.sampled_from(Policy), undecided=PLACES)
    def circulate(self, policy, undecided):
        self.undecided = undecided
        with clock.frozen_at(NOW):
            self.procedure = circulated(3, objection_outcome=str(policy))
            self.missions = {each: a_mission(each) for each in STATES}
            self.second = factories.an_actor("president_office", "gcm")

    def attempt(self, function, *args, **kwargs) -> None:
        try:
            with transaction.atomic():
                function(*args, **kwargs)
        except (DomainError, ListNotFound):
            pass

    def some(self, number: int) -> str:
        keys = list(Objection.objects.order_by("id").values_list("key", flat=True))
        return keys[number % len(keys)] if keys else "b_none"

    @rule(hours=st.integers(0, 80))
    def wait(self, hours):
        self.at += timedelta(hours=hours)

    @rule(place=PLACES, state=st.sampled_from(STATES))
    def object(self, place, state):
        self.attempt(self.procedure.object, place, state, self.at, by=self.missions[state])

    @rule(place=PLACES, state=st.sampled_from(STATES), hours=st.integers(0, 48))
    def letter(self, place, state, hours):
        received_at = self.at - timedelta(hours=hours)
        self.attempt(self.procedure.letter, place, state, received_at=received_at, at=self.at)

    @rule(number=st.integers(0, 8), state=st.sampled_from(STATES))
    def withdraw(self, number, state):
        self.attempt(
            objecting.withdraw_objection,
            process=self.procedure.process,
            key=self.some(number),
            by=self.missions[state],
            at=self.at,
        )

    @rule(number=st.integers(0, 8), name=st.sampled_from(["confirm", "admit", "maintain"]))
    def handle(self, number, name):
        run = {
            "confirm": consulting.confirm_objection,
            "admit": consulting.admit_objection,
            "maintain": consulting.maintain_objection,
        }[name]
        more = {"reason": "The post was late."} if name == "admit" else {}
        self.attempt(
            run,
            process=self.procedure.process,
            key=self.some(number),
            by=self.second,
            at=self.at,
            **more,
        )

    @rule(place=PLACES)
    def consult(self, place):
        self.attempt(consulting.consult_on_entry, self.procedure.entry_act(place, self.at))

    @rule(place=PLACES, ruling=st.sampled_from(Ruling))
    def decide(self, place, ruling):
        self.attempt(self.procedure.decide, place, ruling, self.at)

    @rule(place=PLACES)
    def leave(self, place):
        applied = self.procedure.applied[place]
        self.attempt(
            following_up.withdraw_application,
            process=self.procedure.process,
            key=applied.application.key,
            reason="",
            by=applied.by,
            at=self.at,
        )

    @rule()
    def close(self):
        self.at = max(self.at, TOO_LATE)
        self.attempt(self.procedure.close, self.at)

    @rule()
    def issue(self):
        self.attempt(self.procedure.issue, self.at)

    @rule()
    def publish(self):
        self.attempt(self.procedure.publish, self.at)

    @invariant()
    def anyone_computes_what_the_desk_computes(self):
        if not hasattr(self, "procedure"):
            return
        found = self.procedure.list
        rules = list_queries.rules_for(found)
        entries = list(list_queries.entries_of(found))
        final = list_queries.course_of(found, entries, rules).final()

        assert recompute(list_queries.files_of(found)) == final
        assert list_queries.content_of(found, entries, rules).digest() == found.content_digest
        if found.state in FINAL:
            outcomes = {str(each.application): each.outcome for each in entries}
            assert outcomes == {each.reference: each.outcome for each in final.lines}
            assert final.unsettled == ()
            assert {str(e.application): e.application.state for e in entries} == {
                each.reference: ENDED[each.outcome] for each in final.lines
            }

    @invariant()
    def an_objection_stands_once_and_the_record_holds(self):
        live = Objection.objects.exclude(standing=Standing.WITHDRAWN)
        pairs = Counter(live.values_list("entry", "state_code"))
        assert set(pairs.values()) <= {1}
        assert audit("gcm").holds

    @invariant()
    def silence_alone_says_what_is_late(self):
        if not hasattr(self, "procedure"):
            return
        late = Objection.objects.filter(standing=Standing.LATE)
        assert all(each.received_at >= TOO_LATE for each in late)
        assert self.procedure.list.state != ListState.DRAFTING


class TestListPlay(TestCase, ListPlay.TestCase):
    """Each example is undone by the transaction around it."""

    settings = settings(
        max_examples=15,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


pytestmark = pytest.mark.django_db
