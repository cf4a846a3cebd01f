"""Which effect belongs to which rule. Every kind of rule has one; a test holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from antechamber.accreditation.calls import day_of
from antechamber.accreditation.effects import applying, facts, listing, objecting, texts
from antechamber.accreditation.effects.values import Effect
from antechamber.processes.modalities import RULE_KINDS, RuleSet
from antechamber.processes.models import Process


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that would say something else, among all the rules it stands in."""

    process: Process
    kind: str
    rules: RuleSet
    value: Any
    at: datetime

    @property
    def before(self) -> Any:
        """Return what the rule says now, typed."""
        return getattr(self.rules, self.kind)

    @property
    def after(self) -> Any:
        """Return what it would say, typed."""
        return RULE_KINDS[self.kind].read(self.value)

    @property
    def rules_after(self) -> RuleSet:
        """Return all rules with this one changed."""
        return replace(self.rules, **{self.kind: self.after})


def effect_of(change: Change) -> Effect:
    """Compute what a change would do to what there is now (2 to 6 statements, more for lists)."""
    return EFFECTS[change.kind](change)


def _carry_over(change: Change) -> Effect:
    differing = change.before ^ change.after
    holders = facts.holders(change.process, differing)
    on = day_of(change.process, change.at)
    return applying.carry_over(change.before, change.after, holders, on)


def _ineligible(change: Change) -> Effect:
    return applying.ineligible(change.before, change.after, facts.applicants(change.process))


def _grace(change: Change) -> Effect:
    return applying.grace(
        change.before,
        change.after,
        facts.arrived(change.process),
        facts.graces_of_calls(change.process),
    )


def _word_limits(change: Change) -> Effect:
    return texts.word_limits(change.before, change.after, facts.texts(change.process))


def _persons(change: Change) -> Effect:
    return applying.persons(change.before, change.after, facts.accredited(change.process))


def _due(change: Change) -> Effect:
    found = facts.due(change.process, change.rules.silence_days, change.at)
    return listing.due(change.before, change.after, found)


def _listed_facts(change: Change) -> Effect:
    return listing.listed_facts(change.before, change.after, facts.drawn(change.process))


def _silence(change: Change) -> Effect:
    lists = facts.drawn(change.process)
    days = (change.before, change.after)
    return listing.silence(days, lists, change.at, change.process.zone)


def _outcome(change: Change) -> Effect:
    return objecting.outcome(change.after, facts.played(change.process))


def _basis_required(change: Change) -> Effect:
    return objecting.basis_required(
        after=change.after,
        objections=facts.objected(change.process),
        lists=facts.drawn(change.process),
    )


def _visibility(change: Change) -> Effect:
    return objecting.visibility(
        change.rules,
        change.rules_after,
        facts.objected(change.process),
        facts.drawn(change.process),
    )


def _second_person(change: Change) -> Effect:
    return objecting.second_person(
        change.before,
        change.after,
        facts.waiting(change.process),
        facts.drawn(change.process),
    )


EFFECTS: Final[Mapping[str, Callable[[Change], Effect]]] = {
    "carry_over_from": _carry_over,
    "ineligible_kinds": _ineligible,
    "grace_seconds": _grace,
    "word_limits": _word_limits,
    "list_due_on": _due,
    "listed_facts": _listed_facts,
    "silence_days": _silence,
    "objection_outcome": _outcome,
    "basis_required": _basis_required,
    "basis_visibility": _visibility,
    "objector_visibility": _visibility,
    "persons_per_organization": _persons,
    "second_person_for": _second_person,
}
