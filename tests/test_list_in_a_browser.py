"""A whole accreditation in real browsers, each person in their own: from the list to the answer.

The officer composes, the President's office signs and circulates, a mission objects, another asks
who did, the organization replies, a second person confirms a letter, everyone reads the end.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from antechamber import clock
from antechamber.accreditation.lists.published_files import FILES, MANIFEST, recompute
from antechamber.accreditation.lists.states import ListState
from antechamber.accreditation.models import Application, CandidateList
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import browser
from antechamber.accreditation.tests.factories import NOW, Applied
from antechamber.accreditation.tests.list_factories import with_rules
from antechamber.people.actors import Actor
from antechamber.record.audit import audit
from tests.browser import axe, open_page, overflow

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ("Amity Bridge Initiative", "جمعية الجسر", "Delta Harbour Forum", "Ember Orchard Trust")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Stage:
    """The people with their browsers, the organizations, and the hand on the clock."""

    chromium: Browser
    server: LiveServer
    time: list[datetime]
    applied: list[Applied]
    pages: dict[str, Page] = field(default_factory=dict)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def come(self, who: str, actor: Actor | None) -> Page:
        """Open a browser for somebody who has signed in, or for the public."""
        page = open_page(self.chromium, f"{self.server.url}/en/", width=1280)
        if actor is not None:
            session = browser(actor).cookies[settings.SESSION_COOKIE_NAME].value
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session}
            page.context.add_cookies([{**cookie, "url": self.server.url}])
        self.pages[who] = page
        return page

    def open(self, who: str, path: str, language: str = "en") -> Page:
        """Open a page of the process in somebody's browser and look at it."""
        page = self.pages[who]
        page.goto(f"{self.server.url}/{language}/gcm/{path}")
        look(page, self.seen)
        return page

    def press(self, who: str, name: str) -> Page:
        """Press a button and look at what it leads to."""
        page = self.pages[who]
        with page.expect_navigation():
            page.get_by_role("button", name=name, exact=True).click()
        look(page, self.seen)
        return page

    def follow(self, who: str, name: str) -> Page:
        """Follow a link of the page's main part and look at what it leads to."""
        page = self.pages[who]
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
        look(page, self.seen)
        return page

    def reference(self, place: int) -> str:
        return self.applied[place].reference

    def state(self, place: int) -> str:
        return Application.objects.get(pk=self.applied[place].application.pk).state


def look(page: Page, seen: set[tuple[str, str]]) -> None:
    """Look at a page once in each shape that it has: by its address and its state."""
    shape = re.sub(r"GCM-A-\d+|b_\w+|a_\w+", "…", urlsplit(page.url).path)
    state = " ".join(page.locator("main .status").all_inner_texts()[:2])
    key = (shape, state)
    if key in seen:
        return
    seen.add(key)
    assert axe(page) == [], page.url
    assert overflow(page) == 0, page.url


@pytest.fixture
def stage(chromium: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Stage:
    time = [NOW]
    monkeypatch.setattr(clock, "_installed", [lambda: time[0]])
    process = with_rules(factories.a_process(), word_limits={"objection_reply": 50})
    applied = [
        factories.in_state(process, State.RECOMMENDED, organization=factories.an_organization(name))
        for name in NAMES
    ]
    time[0] = NOW + HOUR
    found = Stage(chromium, live_server, time, applied)
    found.come("officer", factories.an_actor("officer", "gcm", name="Olga Officer"))
    found.come("president", factories.an_actor("president_office", "gcm", name="Petra First"))
    found.come("second", factories.an_actor("president_office", "gcm", name="Stefan Second"))
    found.come("mission", factories.an_actor("mission", "gcm/mission/FRA"))
    found.come("other mission", factories.an_actor("mission", "gcm/mission/DEU"))
    found.come("organization", applied[0].by)
    found.come("public", None)
    return found


def test_list_goes_from_the_officers_draft_to_the_organizations_answer(stage: Stage):
    the_officer_composes(stage)
    another_person_signs_and_circulates(stage)
    the_mission_objects_twice_and_withdraws_once(stage)
    another_mission_asks_who_objected_and_is_told(stage)
    a_letter_counts_once_a_second_person_confirms_it(stage)
    the_organization_learns_it_and_replies(stage)
    the_list_is_closed_and_the_state_is_consulted(stage)
    the_final_list_is_issued_and_published(stage)
    everyone_reads_the_same(stage)


def the_officer_composes(stage: Stage) -> None:
    stage.open("officer", "desk/lists/")
    page = stage.open("officer", "desk/lists/begin")
    page.get_by_label("Proposed list").check()
    page.get_by_label("Title").fill("Organizations of spring")
    stage.press("officer", "Begin the list")
    stage.follow("officer", "Add organizations")
    stage.press("officer", "Add all 4 shown")
    stage.follow("officer", "Freeze the list")
    page = stage.press("officer", "Freeze the list")

    expect(page.get_by_role("status")).to_contain_text("is frozen")
    refused = page.goto(f"{stage.server.url}/en/gcm/desk/lists/1/sign-off")
    assert refused is not None
    assert refused.status == 403


def another_person_signs_and_circulates(stage: Stage) -> None:
    stage.time[0] += HOUR
    stage.open("president", "desk/lists/1/")
    stage.follow("president", "Sign off the list")
    stage.press("president", "Sign off the list")
    stage.follow("president", "Circulate the list to Member States")
    page = stage.press("president", "Look at it in three clocks")
    expect(page.get_by_role("main")).to_contain_text("UTC")
    stage.press("president", "Circulate the list")

    assert CandidateList.objects.get().state == ListState.CIRCULATED
    public = stage.open("public", "lists")
    expect(public.get_by_role("main")).not_to_contain_text(NAMES[0])


def the_mission_objects_twice_and_withdraws_once(stage: Stage) -> None:
    stage.time[0] += DAY
    for place, basis in ((0, "Its funds are not known."), (1, "")):
        page = stage.open("mission", f"mission/lists/1/{stage.reference(place)}")
        page.get_by_label("Basis of the objection").fill(basis)
        stage.press("mission", "Look at it before you send it")
        stage.press("mission", "Object to this name")
    stage.time[0] += HOUR
    stage.follow("mission", "Withdraw the objection")
    stage.press("mission", "Withdraw the objection")

    refused = stage.pages["mission"].goto(f"{stage.server.url}/en/gcm/desk/lists/1/")
    assert refused is not None
    assert refused.status == 403


def another_mission_asks_who_objected_and_is_told(stage: Stage) -> None:
    stage.time[0] += HOUR
    entry = f"mission/lists/1/{stage.reference(0)}"
    page = stage.open("other mission", entry)
    stage.press("other mission", "Ask who objected")
    expect(page.get_by_role("main")).not_to_contain_text("France")

    stage.time[0] += HOUR
    stage.open("president", "desk/lists/1/")
    stage.follow("president", NAMES[0])
    stage.follow("president", "Tell who objected")
    stage.press("president", "Tell those who asked")

    told = stage.open("other mission", entry).get_by_role("main")
    expect(told).to_contain_text("France")
    expect(told).to_contain_text("Its funds are not known.")


def a_letter_counts_once_a_second_person_confirms_it(stage: Stage) -> None:
    stage.time[0] += HOUR
    entry = f"desk/lists/1/names/{stage.reference(2)}/"
    page = stage.open("president", entry)
    stage.follow("president", "Write down a letter")
    page.get_by_label("Member State", exact=True).select_option("KEN")
    came = clock.clocks(stage.time[0] - HOUR / 2, "America/New_York").in_zone
    for part, value in (("Day", came.day), ("Month", came.month), ("Year", came.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("Hour at which it came").fill(f"{came:%H:%M}")
    stage.press("president", "Write it down")
    assert stage.state(2) == State.LISTED
    stage.open("second", entry)
    stage.follow("second", "Confirm what was written down")
    stage.press("second", "It is as the letter says")

    assert stage.state(2) == State.OBJECTED


def the_organization_learns_it_and_replies(stage: Stage) -> None:
    stage.time[0] += HOUR
    key = stage.applied[0].application.key
    page = stage.open("organization", f"apply/{key}/")
    expect(page.get_by_role("main")).to_contain_text("object")
    expect(page.get_by_role("main")).not_to_contain_text("France")
    stage.follow("organization", "Reply to the objection")
    page.locator("textarea").fill("Our accounts are audited and public.")
    stage.press("organization", "Send the reply")

    seen = stage.open("mission", f"mission/lists/1/{stage.reference(0)}")
    expect(seen.get_by_role("main")).to_contain_text("Our accounts are audited and public.")


def the_list_is_closed_and_the_state_is_consulted(stage: Stage) -> None:
    stage.time[0] += 8 * DAY
    stage.open("president", "desk/lists/1/")
    stage.follow("president", "Close the list to objections")
    stage.press("president", "Close the list to objections")
    for place in (0, 2):
        stage.open("president", f"desk/lists/1/names/{stage.reference(place)}/")
        stage.follow("president", "Begin consultations")
        stage.press("president", "Begin consultations")
        stage.follow("president", "The objection is maintained")
        stage.press("president", "Write down that it is maintained")


def the_final_list_is_issued_and_published(stage: Stage) -> None:
    stage.time[0] += DAY
    stage.open("president", "desk/lists/1/")
    stage.follow("president", "Issue the final list")
    stage.press("president", "Issue the final list")
    stage.follow("president", "Publish both lists")
    stage.press("president", "Publish both lists")

    assert [stage.state(place) for place in range(4)] == [
        State.NOT_ACCREDITED,
        State.ACCREDITED,
        State.NOT_ACCREDITED,
        State.ACCREDITED,
    ]


def everyone_reads_the_same(stage: Stage) -> None:
    page = stage.open("public", "lists/1")
    words = page.get_by_role("main").inner_text()
    assert all(name in words for name in NAMES)
    assert "France" not in words
    stage.open("public", "lists/1", language="ar")
    stage.open("mission", "mission/", language="ar")
    stage.open("organization", f"apply/{stage.applied[0].application.key}/")

    address = f"{stage.server.url}/en/gcm/lists/1/files"
    files = {name: page.request.get(f"{address}/{name}").body() for name in (*FILES, MANIFEST)}
    final = recompute(files)
    outcomes = {each.reference: str(each.outcome) for each in final.lines}
    assert outcomes == {
        stage.reference(0): "not_accredited",
        stage.reference(1): "cleared",
        stage.reference(2): "not_accredited",
        stage.reference(3): "cleared",
    }
    assert json.loads(files["course.json"])["objections_received"] == 3
    assert audit("gcm").holds
