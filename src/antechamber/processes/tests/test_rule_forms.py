"""The form of each kind of rule: what it begins with, what it reads, what it refuses."""

from __future__ import annotations

from typing import Any

import pytest

from antechamber.processes.modalities import RULE_KINDS
from antechamber.processes.rule_forms import RuleForm, answers_of
from antechamber.processes.tests.test_modalities import VALUES
from antechamber.web.date_parts import typed_parts

SAID = {"revision": "0", "paragraph": "4 (b)", "standing": "stated"}


def as_sent(kind: str, value: Any) -> dict[str, Any]:
    """Return what a browser sends from the form that begins with a value."""
    sent: dict[str, Any] = {**SAID}
    for name, answer in answers_of(kind, value).items():
        if kind == "list_due_on":
            day, month, year = typed_parts(answer)
            sent |= {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}
        else:
            sent[name] = answer if isinstance(answer, list) else str(answer)
    return sent


class _Sent(dict[str, Any]):
    def getlist(self, name: str) -> list[Any]:
        value = self.get(name, [])
        return value if isinstance(value, list) else [value]


def form_of(kind: str, sent: dict[str, Any], codes: tuple[str, ...] = ()) -> RuleForm:
    return RuleForm(_Sent(sent), kind=kind, codes=codes)


@pytest.mark.parametrize("kind", RULE_KINDS)
def test_what_a_form_begins_with_is_read_as_the_rule_it_came_from(kind: str) -> None:
    value = ["summit"] if kind == "carry_over_from" else VALUES[kind]

    form = form_of(kind, as_sent(kind, value), ("summit", "forum"))

    assert form.is_valid(), form.errors
    assert form.value() == value


@pytest.mark.parametrize(
    "kind",
    ["ineligible_kinds", "listed_facts", "basis_visibility", "carry_over_from", "word_limits"],
)
def test_no_box_at_all_is_an_answer(kind: str) -> None:
    form = form_of(kind, SAID)

    assert form.is_valid(), form.errors
    assert form.value() == ({} if kind == "word_limits" else [])


@pytest.mark.parametrize(
    ("kind", "typed", "told"),
    [
        ("silence_days", "", "Write a whole number from 1 to 365."),
        ("silence_days", "0", "Write a whole number from 1 to 365."),
        ("silence_days", "seven", "Write a whole number from 1 to 365."),
        ("grace_seconds", "86401", "Write a whole number from 0 to 86400."),
        ("objection_outcome", "", "Choose one."),
        ("objection_outcome", "ignore", "Select a valid choice. ignore is not one of"),
        ("basis_visibility", ["press"], "Select a valid choice. press is not one of"),
        ("carry_over_from", ["nowhere"], "Select a valid choice. nowhere is not one of"),
    ],
)
def test_what_cannot_be_is_told_beside_the_question(kind: str, typed: Any, told: str) -> None:
    form = form_of(kind, {**SAID, "value": typed}, ("summit",))

    assert told in str(form.errors["value"][0])


def test_digits_of_arabic_script_are_read() -> None:
    form = form_of("silence_days", {**SAID, "value": "١٠"})

    assert form.is_valid()
    assert form.value() == 10


def test_a_rule_without_its_paragraph_is_refused() -> None:
    form = form_of("silence_days", {"revision": "0", "value": "7", "paragraph": " "})

    assert form.errors["paragraph"] == ["Write the paragraph that the rule comes from."]
