"""The officer's desk in a real browser: accessible, fitting, and worked by keys alone."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from antechamber.accreditation.models import Application
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import browser
from tests.browser import axe, open_page, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opener = Callable[..., Page]


@pytest.fixture
def desk(chromium: Browser, live_server) -> Opener:
    """Return an opener of pages at the desk for an officer who has signed in."""
    client = browser(factories.an_officer("gcm"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_desk(path: str, *, width: int = 1280, language: str = "en") -> Page:
        page = open_page(chromium, f"{live_server.url}/{language}/", width=width)
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page.goto(f"{live_server.url}/{language}/gcm/desk/{path}")
        return page

    return open_desk


@pytest.fixture
def filled() -> list[str]:
    """Fill the desk with one application in each state, and return their numbers."""
    process = factories.a_process()
    states = (State.SUBMITTED, State.UNDER_REVIEW, State.INFORMATION_REQUESTED, State.INELIGIBLE)
    names = ("Amity Bridge", "مؤسسة الهجرة والتنمية", "移民研究中心", "Форум мигрантов")
    return [
        factories.in_state(process, state, organization=factories.an_organization(name)).reference
        for state, name in zip(states, names, strict=True)
    ]


@pytest.mark.looks
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 320)])
def test_pages_of_the_desk_are_accessible_and_fit(desk: Opener, filled, width, language):
    new, _reviewed, asked, _refused = filled

    for path in (
        "",
        "applications?group=all",
        f"applications/{new}/not-eligible",
        f"applications/{asked}",
        f"applications/{new}/merge",
        "applications/together/new?act=recommend&all=1&group=all",
    ):
        page = desk(path, width=width, language=language)
        assert axe(page) == [], path
        assert too_wide(page) == [], path
        page.context.close()


def test_decision_is_made_by_keys_alone(desk: Opener, filled):
    new, reviewed, *_others = filled
    page = desk(f"applications/{new}")

    page.locator("summary", has_text="Recommend").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Its work is relevant.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_have_text(f"{new} is recommended.")
    assert urlsplit(page.url).path == f"/en/gcm/desk/applications/{reviewed}"
    assert Application.objects.get(reference=new).state == State.RECOMMENDED


def test_acts_stay_in_sight_while_the_answers_are_read(desk: Opener, filled):
    page = desk(f"applications/{filled[0]}")
    act = page.locator(".sheet-acts")

    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")

    expect(act).to_be_in_viewport(ratio=1)


def test_refusal_takes_the_focus_with_its_act_open(desk: Opener, filled):
    page = desk(f"applications/{filled[0]}")

    page.locator("summary", has_text="Recommend").click()
    page.get_by_role("button", name="Recommend", exact=True).click()

    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("#recommend_reason")).to_be_visible()
    assert axe(page) == []
