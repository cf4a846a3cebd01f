"""Made-up stories of applications with the real tables: whatever people try, the promises hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from antechamber.accreditation.actions import following_up, moving, reviewing, saving, submitting
from antechamber.accreditation.actions.reviewing import Act
from antechamber.accreditation.models import Application, Version
from antechamber.accreditation.rules import INELIGIBLE_REASONS
from antechamber.accreditation.states import SUBMITTED_OR_LATER, State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.factories import OPENS, Applied
from antechamber.accreditation.tests.test_transitions import WAYS
from antechamber.people.actors import Actor
from antechamber.processes.models import Category
from antechamber.record.audit import audit
from antechamber.record.models import Entry
from antechamber.workflow import DomainError

WORDS = st.sampled_from(["", " ", "A reason.", "سبب", "😀" * 3])
MOST_APPLICATIONS = 4


class Stories(RuleBasedStateMachine):
    """Applicants and officers of two facilitators do anything at any time, in any order."""

    applications = Bundle("applications")

    @initialize()
    def begin(self) -> None:
        """Open the call with an officer at each desk; the savepoint undoes the story at its end."""
        self.savepoint = transaction.savepoint()
        self.process = factories.a_process()
        self.at: datetime = OPENS + timedelta(hours=1)
        self.officers = [factories.an_officer(scope) for scope in ("gcm/ngls", "gcm/unu", "gcm")]
        self.begun: list[Applied] = []
        self.frozen: dict[int, dict[str, Any]] = {}

    def teardown(self) -> None:
        """Check the ledger's digests and undo the story."""
        assert audit("gcm").holds
        transaction.savepoint_rollback(self.savepoint)

    def row(self, applied: Applied) -> Application:
        return Application.objects.select_related("category").get(pk=applied.application.pk)

    def entries(self, applied: Applied) -> list[Entry]:
        subjects = [applied.application.key, str(self.row(applied))]
        return list(Entry.objects.filter(subject__in=subjects).order_by("id"))

    def attempt(self, applied: Applied, do: Callable[[], object], *, quiet: bool = False) -> None:
        """Try something: either it leaves one entry and one revision more, or no trace at all."""
        before, entries = self.row(applied), len(self.entries(applied))
        try:
            do()
        except DomainError:
            assert self.snapshot(self.row(applied)) == self.snapshot(before)
            assert len(self.entries(applied)) == entries
            return
        after = self.row(applied)
        grown = 0 if quiet else len(self.entries(applied)) - entries
        assert after.revision - before.revision == grown <= 1
        if after.state != before.state:
            assert after.state in WAYS[State(before.state)].values()

    @staticmethod
    def snapshot(row: Application) -> dict[str, Any]:
        return {
            field.attname: getattr(row, field.attname)
            for field in Application._meta.concrete_fields
        }

    # --- What applicants do

    @rule(target=applications, category=st.sampled_from(["ngo", "academia"]))
    def start(self, category: str) -> Applied:
        if len(self.begun) >= MOST_APPLICATIONS:
            return self.begun[0]
        applied = factories.a_draft(self.process, category=category, at=self.at)
        self.begun.append(applied)
        return applied

    @rule(applied=applications, purpose=st.sampled_from(["One.", "Two.", None]))
    def save(self, applied: Applied, purpose: str | None) -> None:
        saving.save_answers(
            process=self.process,
            key=applied.application.key,
            answers={"purpose": purpose},
            by=applied.by,
            at=self.at,
        )

    def as_applicant(self, applied: Applied, act: Callable[..., object], **words: str) -> None:
        facts = {"process": self.process, "key": applied.application.key, "by": applied.by}
        self.attempt(applied, lambda: act(**facts, at=self.at, **words))

    @rule(applied=applications)
    def submit(self, applied: Applied) -> None:
        """Submit or change; a try after the deadline is recorded and moves nothing."""
        before = self.row(applied)
        facts = {"process": self.process, "key": applied.application.key, "by": applied.by}
        self.attempt(
            applied,
            lambda: submitting.submit_application(**facts, at=self.at),
            quiet=before.state == State.DRAFT and self.at > factories.FALLS,
        )

    @rule(applied=applications, words=WORDS)
    def withdraw(self, applied: Applied, words: str) -> None:
        self.as_applicant(applied, following_up.withdraw_application, reason=words)

    @rule(applied=applications)
    def reopen(self, applied: Applied) -> None:
        self.as_applicant(applied, following_up.reopen_application)

    @rule(applied=applications, words=WORDS)
    def answer(self, applied: Applied, words: str) -> None:
        self.as_applicant(applied, following_up.answer_request, answer=words)

    @rule(applied=applications, words=WORDS)
    def appeal(self, applied: Applied, words: str) -> None:
        self.as_applicant(applied, following_up.appeal, reason=words)

    # --- What officers do

    def as_officer(
        self, applied: Applied, who: int, stale: int, do: Callable[[Act], object]
    ) -> None:
        row = self.row(applied)
        if row.reference is None:
            return
        by: Actor = self.officers[who]
        act = Act(self.process, row.reference, row.revision - stale, by, self.at)
        self.attempt(applied, lambda: do(act))

    who = st.integers(0, 2)
    stale = st.sampled_from([0, 0, 0, 1])

    @rule(applied=applications, who=who, stale=stale)
    def take(self, applied: Applied, who: int, stale: int) -> None:
        self.as_officer(applied, who, stale, reviewing.take_application)

    @rule(applied=applications, who=who, stale=stale, words=WORDS, days=st.integers(-1, 9))
    def ask(self, applied: Applied, who: int, stale: int, words: str, days: int) -> None:
        answer_by = self.at + timedelta(days=days)
        self.as_officer(
            applied,
            who,
            stale,
            lambda act: reviewing.ask_for_information(act, question=words, answer_by=answer_by),
        )

    @rule(
        applied=applications,
        who=who,
        stale=stale,
        words=WORDS,
        decide=st.sampled_from(
            [
                reviewing.recommend_application,
                reviewing.confirm_not_needed,
                reviewing.reconsider_application,
            ]
        ),
    )
    def decide(
        self, applied: Applied, who: int, stale: int, words: str, decide: Callable[..., object]
    ) -> None:
        self.as_officer(applied, who, stale, lambda act: decide(act, reason=words))

    @rule(
        applied=applications,
        who=who,
        words=WORDS,
        code=st.sampled_from([*INELIGIBLE_REASONS, "ugly"]),
    )
    def find_ineligible(self, applied: Applied, who: int, words: str, code: str) -> None:
        self.as_officer(
            applied,
            who,
            0,
            lambda act: reviewing.find_ineligible(act, reason_code=code, reason=words),
        )

    @rule(applied=applications, who=who, stale=stale)
    def lapse(self, applied: Applied, who: int, stale: int) -> None:
        self.as_officer(applied, who, stale, reviewing.lapse_application)

    @rule(applied=applications, who=who, words=WORDS, code=st.sampled_from(["ngo", "academia"]))
    def transfer(self, applied: Applied, who: int, words: str, code: str) -> None:
        category = Category.objects.select_related("facilitator__process").get(
            process=self.process, code=code
        )
        self.as_officer(
            applied,
            who,
            0,
            lambda act: moving.transfer_application(act, category=category, reason=words),
        )

    @rule(applied=applications, into=applications, who=who, words=WORDS)
    def merge(self, applied: Applied, into: Applied, who: int, words: str) -> None:
        reference = self.row(into).reference or "GCM-A-9999"
        self.as_officer(
            applied,
            who,
            0,
            lambda act: moving.merge_applications(act, into_reference=reference, reason=words),
        )

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)

    # --- What always holds

    @invariant()
    def what_is_submitted_has_number_time_and_version(self) -> None:
        for applied in getattr(self, "begun", []):
            row = self.row(applied)
            if row.state in SUBMITTED_OR_LATER:
                assert row.reference
                assert row.submitted_at
                assert row.present_version_id

    @invariant()
    def versions_never_change(self) -> None:
        for values in Version.objects.values() if hasattr(self, "frozen") else ():
            assert self.frozen.setdefault(values["id"], values) == values

    @invariant()
    def history_is_one_chain_in_order(self) -> None:
        for applied in getattr(self, "begun", []):
            entries = self.entries(applied)
            assert [entry.at for entry in entries] == sorted(entry.at for entry in entries)
            state = State.DRAFT
            for entry in entries:
                if "to" in entry.facts:
                    assert entry.facts["from"] == state
                    state = State(entry.facts["to"])
            assert self.row(applied).state == state

    @invariant()
    def merged_ones_lead_to_another_without_a_circle(self) -> None:
        for applied in getattr(self, "begun", []):
            row, seen = self.row(applied), set()
            while row.state == State.MERGED:
                assert row.pk not in seen
                seen.add(row.pk)
                row = Application.objects.get(pk=row.merged_into_id)


@pytest.mark.django_db
def test_promises_hold_whatever_people_try():
    run_state_machine_as_test(
        Stories,
        settings=settings(max_examples=25, stateful_step_count=25, deadline=None),
    )
