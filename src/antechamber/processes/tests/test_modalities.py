"""Rules as data: which there are, what they may say, and the sentence that says it."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given, strategies as st

from antechamber.processes.modalities import (
    RULE_KINDS,
    RuleSet,
    UnusableRule,
    rule_set,
    sentence,
)
from antechamber.processes.rule_words import ObjectionOutcome

VALUES: dict[str, Any] = {
    "carry_over_from": [],
    "list_due_on": "2017-04-30",
    "silence_days": 7,
    "objection_outcome": "chair_consults",
    "objector_visibility": ["states_on_request"],
    "basis_required": False,
    "basis_visibility": ["states_on_request", "organization"],
    "listed_facts": ["name", "country", "home_page"],
    "ineligible_kinds": ["individual", "fiscally_sponsored"],
    "persons_per_organization": 2,
    "word_limits": {"application_answer": 300},
    "grace_seconds": 0,
    "second_person_for": ["list.circulate"],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def test_every_kind_of_rule_is_a_field_of_the_set() -> None:
    assert set(RULE_KINDS) == {each.name for each in fields(RuleSet)} == set(VALUES)


def test_rule_set_is_typed() -> None:
    assert rule_set(VALUES) == RuleSet(
        carry_over_from=frozenset(),
        list_due_on=date(2017, 4, 30),
        silence_days=7,
        objection_outcome=ObjectionOutcome.CHAIR_CONSULTS,
        objector_visibility=frozenset({"states_on_request"}),
        basis_required=False,
        basis_visibility=frozenset({"states_on_request", "organization"}),
        listed_facts=("name", "country", "home_page"),
        ineligible_kinds=frozenset({"individual", "fiscally_sponsored"}),
        persons_per_organization=2,
        word_limits={"application_answer": 300},
        grace_seconds=0,
        second_person_for=frozenset({"list.circulate"}),
    )


@pytest.mark.parametrize("kind", VALUES)
def test_a_missing_rule_is_no_silent_default(kind: str) -> None:
    with pytest.raises(UnusableRule, match=f"the rules {kind} are missing"):
        rule_set({name: value for name, value in VALUES.items() if name != kind})


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(UnusableRule, match="there is no rule silence_hours"):
        rule_set({**VALUES, "silence_hours": 7})


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("silence_days", 0, "a whole number from 1 to 365"),
        ("silence_days", True, "a whole number from 1 to 365"),
        ("silence_days", "7", "a whole number from 1 to 365"),
        ("grace_seconds", -1, "a whole number from 0 to 86400"),
        ("basis_required", 1, "true or false"),
        ("list_due_on", "30 April", 'a day such as "2017-04-30"'),
        ("list_due_on", 20170430, 'a day such as "2017-04-30"'),
        ("objection_outcome", "ignore", "one of: drop, chair_consults"),
        ("objector_visibility", ["press"], "a list of: states_on_request"),
        ("objector_visibility", "public", "a list of: states_on_request"),
        ("objector_visibility", [["public"]], "a list of: states_on_request"),
        ("carry_over_from", [""], "a list of codes of processes"),
        ("word_limits", {"poem": 10}, "numbers of words for: application_answer"),
        ("word_limits", {"application_answer": 0}, "a whole number from 1"),
        ("listed_facts", ["passport"], "a list of: name, country"),
    ],
)
def test_a_value_of_the_wrong_shape_is_told_what_is_expected(
    kind: str, value: Any, expected: str
) -> None:
    with pytest.raises(UnusableRule) as refusal:
        RULE_KINDS[kind].read(value)

    assert f"expected {expected}" in str(refusal.value)


@given(kind=st.sampled_from(sorted(RULE_KINDS)), value=JSON)
def test_any_value_is_read_and_said_or_refused(kind: str, value: Any) -> None:
    try:
        said = sentence(kind, value)
    except UnusableRule:
        return

    assert said.endswith(".")


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (
            "carry_over_from",
            [],
            "Organizations in consultative status with ECOSOC need no accreditation.",
        ),
        (
            "carry_over_from",
            ["summit", "forum"],
            (
                "Organizations in consultative status with ECOSOC need no accreditation. "
                "Nor do those accredited to these earlier processes: forum and summit."
            ),
        ),
        ("list_due_on", "2017-04-30", "The list goes to Member States by 30 April 2017."),
        (
            "silence_days",
            1,
            "The list stands if no Member State objects within 1 day of its circulation.",
        ),
        (
            "silence_days",
            7,
            "The list stands if no Member State objects within 7 days of its circulation.",
        ),
        (
            "objection_outcome",
            "drop",
            "A name that one Member State objects to is left off the list.",
        ),
        (
            "basis_required",
            True,
            "A Member State that objects must state the basis of its objection.",
        ),
        (
            "basis_required",
            False,
            "A Member State that objects may state the general basis of its objection.",
        ),
        (
            "objector_visibility",
            ["states_on_request"],
            "Which Member State objected is told to any Member State that asks.",
        ),
        (
            "objector_visibility",
            [],
            "Nobody outside the President’s office learns which Member State objected.",
        ),
        (
            "basis_visibility",
            ["organization", "states_on_request"],
            (
                "Where a basis is stated, it is told to any Member State that asks "
                "and the organization concerned."
            ),
        ),
        (
            "basis_visibility",
            [],
            "Nobody outside the President’s office learns the basis of an objection.",
        ),
        (
            "listed_facts",
            ["home_page", "name"],
            (
                "Of each organization, Member States see its name and its home page. "
                "They never see persons."
            ),
        ),
        ("ineligible_kinds", [], "Nobody is excluded from applying."),
        ("ineligible_kinds", ["individual"], "These cannot apply: individuals."),
        ("persons_per_organization", 1, "Each organization may register 1 person for a meeting."),
        ("persons_per_organization", 2, "Each organization may register 2 persons for a meeting."),
        ("word_limits", {}, "Texts have no limit of words."),
        (
            "word_limits",
            {"application_answer": 300},
            "Texts may have so many words: an answer in an application: 300 words.",
        ),
        ("grace_seconds", 0, "There is no grace after the deadline."),
        (
            "grace_seconds",
            60,
            "What was under way at the deadline is accepted for 60 seconds more.",
        ),
        ("second_person_for", [], "No act needs a second person."),
        (
            "second_person_for",
            ["list.circulate"],
            "These acts need a second person: circulating a list.",
        ),
    ],
)
def test_a_rule_is_said_in_a_sentence(kind: str, value: Any, said: str) -> None:
    with translation.override("en"):
        assert sentence(kind, value) == said


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_rule_can_be_said_in_every_language(language: str) -> None:
    with translation.override(language):
        said = [sentence(kind, value) for kind, value in VALUES.items()]

    assert all(said)
