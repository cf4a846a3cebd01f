"""Stories of a shared desk: proposals, assignment, decisions upon many and their way back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from antechamber.accreditation.actions import assigning, noting, proposing
from antechamber.accreditation.actions.deciding_many import ManyAct, decide_many
from antechamber.accreditation.actions.reviewing import Act
from antechamber.accreditation.actions.undoing_many import Undo, undo_many
from antechamber.accreditation.bulk_rules import ACTS, ASSIGN
from antechamber.accreditation.desk_models import new_bulk_key
from antechamber.accreditation.models import BulkDecision
from antechamber.accreditation.rules import INELIGIBLE_REASONS
from antechamber.accreditation.tests.factories import Applied
from antechamber.accreditation.tests.list_factories import with_rules
from antechamber.accreditation.tests.test_stories import WORDS, Stories
from antechamber.processes.models import Rule
from antechamber.record.models import Entry
from antechamber.workflow import DomainError

applications, who = Stories.applications, Stories.who
CODES = st.sampled_from([*INELIGIBLE_REASONS, "ugly"])


class DeskStories(Stories):
    """The same people, who now propose, assign, note, decide together and take back."""

    @rule()
    def two_persons_are_asked_for(self) -> None:
        if not Rule.objects.exists():
            with_rules(self.process, second_person_for=["application.find_ineligible"])

    @rule(applied=applications, who=who, words=WORDS, code=CODES)
    def propose(self, applied: Applied, who: int, words: str, code: str) -> None:
        self.as_officer(
            applied,
            who,
            0,
            lambda act: proposing.propose_ineligible(act, reason_code=code, reason=words),
        )

    @rule(applied=applications, who=who)
    def confirm(self, applied: Applied, who: int) -> None:
        self.as_officer(applied, who, 0, proposing.confirm_ineligible)

    @rule(applied=applications, who=who, words=WORDS)
    def decline(self, applied: Applied, who: int, words: str) -> None:
        self.as_officer(applied, who, 0, lambda act: proposing.decline_proposal(act, reason=words))

    @rule(applied=applications, who=who, to=st.integers(-1, 2))
    def assign(self, applied: Applied, who: int, to: int) -> None:
        key = "" if to < 0 else self.officers[to].key
        self.as_officer(applied, who, 0, lambda act: assigning.assign_application(act, to_key=key))

    @rule(applied=applications, who=who, words=WORDS)
    def note(self, applied: Applied, who: int, words: str) -> None:
        before = self.snapshot(self.row(applied))
        with suppress(DomainError):
            self.as_officer_quietly(applied, who, words)
        assert self.snapshot(self.row(applied)) == before

    def as_officer_quietly(self, applied: Applied, who: int, words: str) -> None:
        """Note something: it leaves an entry and does not touch the application."""
        row = self.row(applied)
        if row.reference:
            act = Act(self.process, row.reference, 0, self.officers[who], self.at)
            noting.add_note(act, text=words)

    def together(self, do: Callable[[], object]) -> None:
        """Try something upon all: each is left alone, or has one entry and one revision more."""
        before = {each.reference: self.row(each).revision for each in self.begun}
        entries = {each.reference: len(self.entries(each)) for each in self.begun}
        is_done = True
        try:
            do()
        except DomainError:
            is_done = False
        for each in self.begun:
            grown = self.row(each).revision - before[each.reference]
            assert grown == len(self.entries(each)) - entries[each.reference]
            assert grown in ({0, 1} if is_done else {0})

    @rule(
        who=who,
        words=WORDS,
        code=CODES,
        name=st.sampled_from([name for name in ACTS if name != ASSIGN]),
        stale=st.sampled_from([0, 0, 0, 1]),
    )
    def decide_together(self, who: int, words: str, code: str, name: str, stale: int) -> None:
        rows = [self.row(each) for each in self.begun]
        seen = {row.reference: row.revision - stale for row in rows if row.reference}
        act = ManyAct(self.process, new_bulk_key(), name, seen, self.officers[who], self.at)
        self.together(lambda: decide_many(act, reason=words, reason_code=code))

    @rule(who=who, words=WORDS)
    def take_back(self, who: int, words: str) -> None:
        last = BulkDecision.objects.order_by("-id").first()
        if last:
            undo = Undo(self.process, last.key, self.officers[who], self.at)
            self.together(lambda: undo_many(undo, reason=words))

    @invariant()
    def nobody_confirms_what_they_proposed(self) -> None:
        for entry in Entry.objects.filter(verb="application.ineligible"):
            assert entry.facts.get("proposed_by") != entry.actor_key


@pytest.mark.django_db
def test_promises_hold_at_a_shared_desk():
    run_state_machine_as_test(
        DeskStories,
        settings=settings(max_examples=10, stateful_step_count=25, deadline=None),
    )
