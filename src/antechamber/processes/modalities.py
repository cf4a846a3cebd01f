"""The closed list of rules that modalities can hold, each with its value's type and its sentence.

A rule is data (`models.Rule`); what it may say is code, because something acts on it. A version of
the modalities states every rule, so that nothing falls back on a silent default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy

from antechamber.processes import rule_words
from antechamber.processes.rule_words import (
    AUDIENCES,
    INELIGIBLE,
    LIMITED_TEXTS,
    LISTED_FACTS,
    SECOND_PERSON,
    ObjectionOutcome,
)
from antechamber.workflow import Words

LONGEST_SILENCE = 365  # days; anything longer is a slip of the pen
LARGEST_QUOTA = 1_000  # persons
LONGEST_TEXT = 20_000  # words
LONGEST_GRACE = 86_400  # seconds: a day; more than that is another deadline


class UnusableRule(ValueError):
    """A rule has no such kind, or its value has the wrong shape; the text says what is expected."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules of a version of the modalities, typed. Every field is a kind of rule."""

    carry_over_from: frozenset[str]
    list_due_on: date
    silence_days: int
    objection_outcome: ObjectionOutcome
    objector_visibility: frozenset[str]
    basis_required: bool
    basis_visibility: frozenset[str]
    listed_facts: tuple[str, ...]
    ineligible_kinds: frozenset[str]
    persons_per_organization: int
    word_limits: Mapping[str, int]
    grace_seconds: int
    second_person_for: frozenset[str]


@dataclass(frozen=True, slots=True)
class RuleKind:
    """One kind of rule: its label, how its value is read, and the sentence that says it.

    `read` raises `UnusableRule`; `sentence` takes what `read` returned.
    """

    label: Words
    read: Callable[[Any], Any]
    sentence: Callable[[Any], str]


def rule_set(values: Mapping[str, Any]) -> RuleSet:
    """Return the typed rules of a version from kind → value as stored.

    Raises `UnusableRule` where a kind is unknown, missing, or has a value of the wrong shape.
    """
    if unknown := set(values) - set(RULE_KINDS):
        raise UnusableRule(f"there is no rule {', '.join(sorted(unknown))}")
    if missing := set(RULE_KINDS) - set(values):
        raise UnusableRule(f"the rules {', '.join(sorted(missing))} are missing")
    return RuleSet(**{kind: RULE_KINDS[kind].read(values[kind]) for kind in RULE_KINDS})


def sentence(kind: str, value: Any) -> str:
    """Say a stored rule as a sentence in the present language."""
    rule_kind = RULE_KINDS[kind]
    return rule_kind.sentence(rule_kind.read(value))


def _whole_number(least: int, most: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise UnusableRule(f"expected a whole number from {least} to {most}")
        return value

    return read


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise UnusableRule("expected true or false")
    return value


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise UnusableRule('expected a day such as "2017-04-30"') from None


def _outcome(value: Any) -> ObjectionOutcome:
    try:
        return ObjectionOutcome(value)
    except ValueError:
        raise UnusableRule(f"expected one of: {', '.join(ObjectionOutcome)}") from None


def _some_of(allowed: Mapping[str, Words]) -> Callable[[Any], frozenset[str]]:
    def read(value: Any) -> frozenset[str]:
        return frozenset(_listed(value, allowed))

    return read


def _codes(value: Any) -> frozenset[str]:
    if isinstance(value, list) and all(isinstance(each, str) and each for each in value):
        return frozenset(value)
    raise UnusableRule('expected a list of codes of processes, such as ["summit-2016"], or []')


def _in_order(allowed: Mapping[str, Words]) -> Callable[[Any], tuple[str, ...]]:
    def read(value: Any) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_listed(value, allowed)))

    return read


def _listed(value: Any, allowed: Mapping[str, Words]) -> list[str]:
    if isinstance(value, list) and all(isinstance(each, str) and each in allowed for each in value):
        return value
    raise UnusableRule(f"expected a list of: {', '.join(allowed)}")


def _limits(value: Any) -> dict[str, int]:
    if not isinstance(value, dict) or not set(value) <= set(LIMITED_TEXTS):
        raise UnusableRule(f"expected numbers of words for: {', '.join(LIMITED_TEXTS)}")
    words = _whole_number(1, LONGEST_TEXT)
    return {text: words(limit) for text, limit in value.items()}


RULE_KINDS: Final[Mapping[str, RuleKind]] = {
    "carry_over_from": RuleKind(
        gettext_lazy("Who need not apply"), _codes, rule_words.carry_over_in_words
    ),
    "ineligible_kinds": RuleKind(
        gettext_lazy("Who cannot apply"), _some_of(INELIGIBLE), rule_words.ineligible_in_words
    ),
    "grace_seconds": RuleKind(
        gettext_lazy("Grace after the deadline"),
        _whole_number(0, LONGEST_GRACE),
        rule_words.grace_in_words,
    ),
    "word_limits": RuleKind(gettext_lazy("Length of texts"), _limits, rule_words.limits_in_words),
    "list_due_on": RuleKind(gettext_lazy("When the list is due"), _day, rule_words.due_in_words),
    "listed_facts": RuleKind(
        gettext_lazy("What Member States see"), _in_order(LISTED_FACTS), rule_words.listed_in_words
    ),
    "silence_days": RuleKind(
        gettext_lazy("Time to object"),
        _whole_number(1, LONGEST_SILENCE),
        rule_words.silence_in_words,
    ),
    "objection_outcome": RuleKind(
        gettext_lazy("What an objection does"), _outcome, rule_words.outcome_in_words
    ),
    "basis_required": RuleKind(
        gettext_lazy("Basis of an objection"), _yes_or_no, rule_words.basis_in_words
    ),
    "basis_visibility": RuleKind(
        gettext_lazy("Who learns the basis"),
        _some_of(AUDIENCES),
        rule_words.basis_visibility_in_words,
    ),
    "objector_visibility": RuleKind(
        gettext_lazy("Who learns who objected"), _some_of(AUDIENCES), rule_words.objector_in_words
    ),
    "persons_per_organization": RuleKind(
        gettext_lazy("Persons per organization"),
        _whole_number(1, LARGEST_QUOTA),
        rule_words.quota_in_words,
    ),
    "second_person_for": RuleKind(
        gettext_lazy("Acts of two persons"),
        _some_of(SECOND_PERSON),
        rule_words.second_person_in_words,
    ),
}
