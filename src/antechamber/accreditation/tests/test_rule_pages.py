"""Changing a rule at the desk: the form, its effect before anything is saved, and the saving."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from antechamber import clock
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import browser
from antechamber.accreditation.tests.factories import NOW
from antechamber.accreditation.tests.list_factories import circulated, with_rules
from antechamber.people.actors import Actor
from antechamber.processes.modalities import RULE_KINDS
from antechamber.processes.modalities_actions import DraftAct, NewRule, begin_draft, change_rule
from antechamber.processes.models import Modalities, Process, Rule
from antechamber.processes.tests.pages import Page

pytestmark = pytest.mark.django_db

DRAFT = "/en/gcm/desk/modalities/2"
SILENCE = f"{DRAFT}/rules/silence_days"
LIMITS = f"{DRAFT}/rules/word_limits"
TYPED = {
    "revision": "0",
    "value": "10",
    "paragraph": "4 (b)",
    "standing": "assumed",
    "source_url": "",
    "note": "",
}
LIMITED = {**TYPED, "limit_application_answer": "3"}


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def process() -> Process:
    return with_rules(factories.a_process())


@pytest.fixture
def writer(process: Process) -> Actor:
    return factories.an_actor("secretariat", "gcm")


@pytest.fixture
def secretariat(process: Process, writer: Actor) -> Client:
    begin_draft(process=process, by=writer, at=NOW)
    return browser(writer)


def drafted(kind: str = "silence_days") -> Rule:
    return Rule.objects.get(modalities__version=2, kind=kind)


def test_form_begins_with_what_the_draft_says(secretariat: Client) -> None:
    page = Page(secretariat.get(SILENCE))

    typed = {each.get("name"): each.get("value") for each in page.tags("input")}
    assert (typed["value"], typed["paragraph"], typed["revision"]) == ("7", "1", "0")
    assert "For how many days may Member States object?" in page.text


@pytest.mark.parametrize("kind", RULE_KINDS)
def test_every_rule_has_its_form(secretariat: Client, kind: str) -> None:
    page = Page(secretariat.get(f"{DRAFT}/rules/{kind}"))

    assert str(RULE_KINDS[kind].label) in page.text
    assert "Show the effect" in page.text


def test_effect_is_shown_before_anything_is_saved(process: Process, secretariat: Client) -> None:
    applied = factories.submitted(process)

    page = Page(secretariat.post(LIMITS, LIMITED))

    assert "What this would change" in page.text
    assert "would be too long: an answer in an application." in page.text
    assert applied.application.organization.display_name in page.text
    assert f"/en/gcm/desk/applications/{applied.reference}" in page.links()
    assert {"type": "hidden", "name": "limit_application_answer", "value": "3"} in page.tags(
        "input"
    )
    assert drafted("word_limits").value == {"objection_reply": 5}


def test_a_confirmed_rule_stands_in_the_draft_and_acts_on_nothing(secretariat: Client) -> None:
    answer = secretariat.post(SILENCE, {**TYPED, "confirmed": "1", "note": "As asked for."})

    assert (answer.status_code, answer["Location"]) == (302, f"{DRAFT}#silence_days")
    rule = drafted()
    assert (rule.value, rule.paragraph, str(rule.note)) == (10, "4 (b)", "As asked for.")
    assert rule.standing == "assumed"
    assert Rule.objects.get(modalities__version=1, kind="silence_days").value == 7
    assert "The rule is in the draft." in Page(secretariat.get(DRAFT)).text


def test_who_thinks_again_finds_what_was_typed(secretariat: Client) -> None:
    answer = secretariat.post(SILENCE, {**TYPED, "note": "Once more.", "change": "1"})

    page = Page(answer)
    typed = {each.get("name"): each.get("value") for each in page.tags("input")}
    assert (answer.status_code, typed["value"], typed["paragraph"]) == (200, "10", "4 (b)")
    assert "Once more." in page.text
    assert "Error:" not in page.text
    assert drafted().value == 7


@pytest.mark.parametrize("kind", ["objector_visibility", "listed_facts"])
def test_several_boxes_survive_the_way_through_the_effect(secretariat: Client, kind: str) -> None:
    path = f"{DRAFT}/rules/{kind}"
    value = ["all_states", "public"] if kind == "objector_visibility" else ["name", "category"]
    shown = Page(secretariat.post(path, {**TYPED, "value": value}))
    hidden = [each for each in shown.tags("input") if each.get("type") == "hidden"]
    sent: dict[str, list[str]] = {}
    for each in hidden:
        sent.setdefault(each["name"] or "", []).append(each["value"] or "")

    secretariat.post(path, {**sent, "confirmed": "1"})

    assert drafted(kind).value == value


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"value": "0"}, "Write a whole number from 1 to 365."),
        ({"value": ""}, "Write a whole number from 1 to 365."),
        ({"paragraph": " "}, "Write the paragraph that the rule comes from."),
        ({"source_url": "nowhere at all"}, "Enter a valid URL."),
    ],
)
def test_what_cannot_be_is_told_and_kept(
    secretariat: Client, changes: dict[str, str], told: str, confirmed: dict[str, str]
) -> None:
    answer = secretariat.post(SILENCE, {**TYPED, **changes, **confirmed})

    page = Page(answer)
    typed = {each.get("name"): each.get("value") or "" for each in page.tags("input")}
    assert (answer.status_code, told in page.text) == (422, True)
    assert typed["value"] == changes.get("value", "10")
    assert drafted().value == 7


def test_who_comes_second_is_told_and_goes_on_from_there(
    process: Process, secretariat: Client
) -> None:
    other = factories.an_actor("secretariat", "gcm")
    rule = NewRule("silence_days", 14, "4 (c)")
    change_rule(DraftAct(process, 2, 0, other, NOW), rule=rule)

    refused = secretariat.post(SILENCE, {**TYPED, "confirmed": "1"})

    page = Page(refused)
    typed = {each.get("name"): each.get("value") for each in page.tags("input")}
    assert refused.status_code == 422
    assert "Someone changed this draft while you had it open." in page.text
    assert "within 14 days of its circulation" in page.text
    assert (typed["value"], typed["revision"]) == ("10", "1")
    assert drafted().value == 14


def test_effect_of_the_whole_draft_stands_on_one_page(secretariat: Client) -> None:
    secretariat.post(SILENCE, {**TYPED, "confirmed": "1"})
    secretariat.post(LIMITS, {**LIMITED, "revision": "1", "confirmed": "1"})

    page = Page(secretariat.get(f"{DRAFT}/effect"))

    assert page.text.index("Length of texts") < page.text.index("Time to object")
    assert page.text.count("What stays as it is") == 2
    assert page.tags("button") == []


def test_a_draft_without_changes_says_so(secretariat: Client) -> None:
    assert "The draft changes nothing yet" in Page(secretariat.get(f"{DRAFT}/effect")).text


def test_who_does_not_screen_reads_numbers_and_no_names(
    process: Process, secretariat: Client
) -> None:
    applied = factories.submitted(process)
    secretariat.post(LIMITS, {**LIMITED, "confirmed": "1"})
    president = browser(factories.an_actor("president_office", "gcm"))

    page = Page(president.get(f"{DRAFT}/effect"))

    assert "would be too long: an answer in an application." in page.text
    assert applied.application.organization.display_name not in page.text
    assert applied.reference not in page.text


def test_effect_on_objections_tells_of_no_state() -> None:
    procedure = circulated(1)
    procedure.object(0, basis="Our reasons.")
    writer = factories.an_actor("secretariat", "gcm")
    begin_draft(process=procedure.process, by=writer, at=NOW)

    with clock.frozen_at(NOW):
        answer = browser(writer).post(
            f"{DRAFT}/rules/objector_visibility", {**TYPED, "value": ["public"]}
        )

    page = Page(answer)
    assert "The public would learn who objected: 1 objection like those that stand." in page.text
    assert "FRA" not in page.text
    assert "Our reasons" not in page.text


def test_a_rule_of_an_adopted_version_leads_to_the_version(
    process: Process, secretariat: Client
) -> None:
    Modalities.objects.filter(version=2).update(adopted_at=NOW)

    answer = secretariat.get(SILENCE)

    assert (answer.status_code, answer["Location"]) == (302, DRAFT)


@pytest.mark.parametrize("path", [f"{DRAFT}/rules/silence_hours", f"{DRAFT}9/rules/silence_days"])
def test_a_rule_that_is_not_there(secretariat: Client, path: str) -> None:
    assert secretariat.get(path).status_code == 404


def test_statements_of_the_form(secretariat: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(7):
        secretariat.get(SILENCE)


def test_what_is_typed_is_text(secretariat: Client) -> None:
    page = Page(secretariat.post(SILENCE, {**TYPED, "paragraph": "<script>alert(1)</script>"}))

    assert len([each for each in page.tags("script") if "src" not in each]) == 0
    assert "<script>alert(1)</script>" in page.text
