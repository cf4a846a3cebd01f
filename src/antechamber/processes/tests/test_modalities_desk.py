"""Versions of the rules at the desk: who reads what, the way of a draft to its adoption."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from antechamber import clock
from antechamber.people.models import Account
from antechamber.people.tests.factories import browser_of, make_holder
from antechamber.processes import queries
from antechamber.processes.modalities_actions import (
    DraftAct,
    NewRule,
    begin_draft,
    change_rule,
)
from antechamber.processes.models import Modalities, Process
from antechamber.processes.tests.factories import ADOPTED_AT, SECRETARIAT
from antechamber.processes.tests.pages import Page

AT = ADOPTED_AT + timedelta(days=1)  # 7 April 2017, 10:00 in New York
OVERVIEW = "/en/gcm/desk/modalities"
DRAFT = f"{OVERVIEW}/3"
ADOPT, DISCARD = f"{DRAFT}/adopt", f"{DRAFT}/discard"
TYPED = {
    "revision": "1",
    "symbol": "A/RES/72/9",
    "in_force_on_day": "7",
    "in_force_on_month": "4",
    "in_force_on_year": "2017",
}
READERS = ["officer", "president_office", "secretariat", "auditor"]


@pytest.fixture(autouse=True)
def _the_day_after_the_adoption() -> Iterator[None]:
    with clock.frozen_at(AT):
        yield


@pytest.fixture
def secretariat(gcm: Process) -> Client:
    return browser_of(make_holder("secretariat"))


@pytest.fixture
def president(gcm: Process) -> Client:
    return browser_of(make_holder("president_office"))


def a_draft(process: Process) -> Modalities:
    draft = begin_draft(process=process, by=SECRETARIAT, at=AT)
    rule = NewRule("silence_days", 10, "4 (b) of A/72/L.9")
    change_rule(DraftAct(process, draft.version, 0, SECRETARIAT, AT), rule=rule)
    return Modalities.objects.get(pk=draft.pk)


def test_overview_says_the_rules_in_force_and_names_every_version(secretariat: Client) -> None:
    page = Page(secretariat.get(OVERVIEW))

    assert page.text.count("The list stands if no Member State objects") == 1
    assert page.text.index("In force") < page.text.index("All versions")
    assert f"{OVERVIEW}/1" in page.links()
    assert f"{OVERVIEW}/1/compare/2" in page.links()


def test_a_version_that_is_not_written_yet_is_not_shown(secretariat: Client) -> None:
    with clock.frozen_at(ADOPTED_AT - timedelta(hours=1)):
        page = Page(secretariat.get(OVERVIEW))

    assert "A/71/L.58" in page.text
    assert "A/RES/71/280" not in page.text


def test_a_draft_is_begun_once_however_often_the_button_is_pressed(secretariat: Client) -> None:
    answers = [secretariat.post(f"{OVERVIEW}/begin") for _press in range(2)]

    assert [each["Location"] for each in answers] == [DRAFT, DRAFT]
    assert Modalities.objects.count() == 3


def test_draft_says_what_it_changes(gcm: Process, secretariat: Client) -> None:
    a_draft(gcm)

    page = Page(secretariat.get(DRAFT))

    assert "1 rule differs from the version it was begun from." in page.text
    assert "within 10 days of its circulation. 4 (b) of A/72/L.9" in page.text
    assert "Before: The list stands if no Member State objects within 7 days" in page.text
    assert f"{DRAFT}/rules/silence_days" in page.links()
    assert ADOPT not in page.links()


def test_each_sees_the_acts_of_their_role(gcm: Process, president: Client) -> None:
    a_draft(gcm)

    page = Page(president.get(DRAFT))

    assert ADOPT in page.links()
    assert f"{DRAFT}/effect" in page.links()
    assert f"{DRAFT}/rules/silence_days" not in page.links()


@pytest.mark.parametrize("path", [DRAFT, f"{OVERVIEW}/2/compare/3", f"{DRAFT}/effect"])
@pytest.mark.parametrize("role", [*READERS, "mission"])
def test_drafts_are_not_for_everybody(gcm: Process, role: str, path: str) -> None:
    a_draft(gcm)

    answer = browser_of(make_holder(role)).get(path)

    assert answer.status_code == (404 if role == "mission" else 200)


def test_a_mission_finds_no_draft_in_the_overview(gcm: Process) -> None:
    a_draft(gcm)

    page = Page(browser_of(make_holder("mission")).get(OVERVIEW))

    assert "A draft is being written" not in page.text
    assert DRAFT not in page.links()


@pytest.mark.parametrize(
    ("path", "role"),
    [(ADOPT, "president_office"), (DISCARD, "secretariat")],
)
@pytest.mark.parametrize("reader", [*READERS, "mission"])
def test_who_gets_in(gcm: Process, path: str, role: str, reader: str) -> None:
    a_draft(gcm)

    answer = browser_of(make_holder(reader)).get(path)

    assert answer.status_code == (200 if reader == role else 403)


def test_two_versions_stand_side_by_side(gcm: Process, secretariat: Client) -> None:
    a_draft(gcm)

    page = Page(secretariat.get(f"{OVERVIEW}/2/compare/3"))

    assert "(4 (b) of A/72/L.9) Changed" in page.text
    assert page.text.count("Changed") == 1


def test_a_draft_is_adopted_today_at_once(gcm: Process, president: Client) -> None:
    a_draft(gcm)

    answer = president.post(ADOPT, TYPED)

    assert (answer.status_code, answer["Location"]) == (302, DRAFT)
    present = queries.present_modalities(gcm, AT)
    assert (present.version, present.symbol, present.adopted_at) == (3, "A/RES/72/9", AT)
    assert "The rules are adopted." in Page(president.get(DRAFT)).text


def test_a_later_day_begins_with_its_first_minute(gcm: Process, president: Client) -> None:
    a_draft(gcm)

    president.post(ADOPT, {**TYPED, "in_force_on_day": "8"})

    adopted = Modalities.objects.get(version=3)
    assert adopted.adopted_at is not None
    assert adopted.adopted_at.isoformat() == "2017-04-08T04:00:00+00:00"
    assert queries.present_modalities(gcm, AT).version == 2


def test_pressing_twice_adopts_once_and_shows_the_version(gcm: Process, president: Client) -> None:
    a_draft(gcm)

    answers = [president.post(ADOPT, TYPED) for _press in range(2)]

    assert [(each.status_code, each["Location"]) for each in answers] == [(302, DRAFT)] * 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"symbol": ""}, "Write the symbol of the document."),
        ({"in_force_on_day": ""}, "Enter a day, a month and a year."),
        ({"in_force_on_day": "6"}, "Rules cannot come into force in the past"),
        ({"revision": "0"}, "Someone changed this draft while you had it open."),
    ],
)
def test_what_cannot_be_is_told_and_kept(
    gcm: Process, president: Client, changes: dict[str, str], told: str
) -> None:
    a_draft(gcm)

    answer = president.post(ADOPT, {**TYPED, **changes})

    page = Page(answer)
    assert (answer.status_code, told in page.text) == (422, True)
    typed = {each.get("name"): each.get("value") for each in page.tags("input")}
    assert (typed["symbol"] or "") == changes.get("symbol", "A/RES/72/9")
    assert Modalities.objects.get(version=3).adopted_at is None


def test_who_wrote_the_draft_finds_no_button_to_adopt_it(gcm: Process) -> None:
    account = make_holder("president_office")
    draft = a_draft(gcm)
    Modalities.objects.filter(pk=draft.pk).update(written_by=f"{_key(account)} ")
    writer = browser_of(account)

    page = Page(writer.get(ADOPT))
    answer = writer.post(ADOPT, TYPED)

    assert "You have written in this draft. Another person must adopt it." in page.text
    assert answer.status_code == 422
    assert Modalities.objects.get(version=3).adopted_at is None


def _key(account: Account) -> str:
    return account.key


def test_a_draft_is_discarded_with_its_reason(gcm: Process, secretariat: Client) -> None:
    a_draft(gcm)

    refused = secretariat.post(DISCARD, {"revision": "1", "reason": ""})
    answer = secretariat.post(DISCARD, {"revision": "1", "reason": "No more needed."})

    assert (refused.status_code, "Write the reason." in Page(refused).text) == (422, True)
    assert (answer.status_code, answer["Location"]) == (302, OVERVIEW)
    assert Modalities.objects.get(version=3).discarded_at == AT
    assert "Discarded" in Page(secretariat.get(OVERVIEW)).text


def test_what_is_no_draft_any_more_leads_to_its_version(secretariat: Client) -> None:
    answer = secretariat.get(f"{OVERVIEW}/2/discard")

    assert (answer.status_code, answer["Location"]) == (302, f"{OVERVIEW}/2")


@pytest.mark.parametrize(
    "path", [f"{OVERVIEW}/9", f"{OVERVIEW}/2/compare/9", f"{OVERVIEW}/9/discard"]
)
def test_a_version_that_is_not_there(secretariat: Client, path: str) -> None:
    assert secretariat.get(path).status_code == 404


@pytest.mark.parametrize(
    ("path", "statements"), [(OVERVIEW, 6), (DRAFT, 7), (f"{OVERVIEW}/2/compare/3", 9)]
)
def test_statements(
    gcm: Process,
    secretariat: Client,
    django_assert_num_queries: Any,
    path: str,
    statements: int,
) -> None:
    a_draft(gcm)

    with django_assert_num_queries(statements):
        secretariat.get(path)
