"""A rule is changed in a real browser: from the draft and its effect to the second person's yes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from antechamber import clock
from antechamber.people.tests.factories import browser_of, make_holder
from antechamber.processes import queries
from antechamber.processes.modalities_actions import begin_draft
from antechamber.processes.models import Process
from antechamber.processes.tests.factories import SECRETARIAT, load_gcm
from tests.browser import axe, open_page, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Page]


@pytest.fixture
def process() -> Process:
    return load_gcm()


@pytest.fixture
def desk(chromium: Browser, live_server, process: Process) -> Opener:
    """Return an opener of desk pages for somebody of a role."""

    def open_desk(role: str, path: str, *, width: int = 1280, language: str = "en") -> Page:
        client = browser_of(make_holder(role))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page = open_page(chromium, f"{live_server.url}/{language}/", width=width)
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page.goto(f"{live_server.url}/{language}/gcm/desk/{path}")
        return page

    return open_desk


def test_a_rule_goes_from_its_form_into_force(desk: Opener, process: Process):
    page = desk("secretariat", "modalities")
    page.get_by_role("button", name="Begin a draft").click()
    page.get_by_role("link", name="Change – Time to object").click()
    page.get_by_label("For how many days may Member States object?").fill("10")
    page.get_by_label("Paragraph").fill("A/RES/72/9, paragraph 4")
    page.get_by_role("button", name="Show the effect").click()
    expect(page.get_by_role("heading", name="What this would change")).to_be_visible()
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_text("The rule is in the draft.")).to_be_visible()
    assert queries.rule_set_of(queries.present_modalities(process, clock.now())).silence_days == 7

    second = desk("president_office", "modalities/3")
    second.get_by_role("link", name="Adopt the draft").click()
    second.get_by_label("Symbol of the document").fill("A/RES/72/9")
    second.get_by_role("button", name="Adopt these rules").click()
    expect(second.get_by_text("The rules are adopted.")).to_be_visible()
    present = queries.present_modalities(process, clock.now())
    assert (present.symbol, queries.rule_set_of(present).silence_days) == ("A/RES/72/9", 10)


PAGES = {
    "en": ("modalities/3", "modalities/3/rules/listed_facts", "news/write", "meetings/ts1"),
    "ar": ("modalities", "modalities/3/effect", "modalities/2/compare/3", "modalities/3/discard"),
}


@pytest.mark.looks
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 320)])
def test_pages_are_accessible_and_fit(desk: Opener, process: Process, width: int, language: str):
    begin_draft(process=process, by=SECRETARIAT, at=clock.now())
    page = desk("secretariat", "", width=width, language=language)
    base = page.url

    for path in PAGES[language]:
        page.goto(base + path)
        assert axe(page) == [], path
        assert too_wide(page) == [], path
