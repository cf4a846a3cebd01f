"""The public pages in a real browser: accessible, and no wider than the screen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from antechamber.accreditation.tests.factories import publish_form
from antechamber.processes.tests.factories import load_gcm
from tests.browser import axe, chromium, open_page, overflow

__all__ = ["chromium"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = (
    "",
    "gcm/",
    "gcm/calendar",
    "gcm/news",
    "gcm/news/modalities-adopted",
    "gcm/documents",
    "gcm/rules",
    "gcm/about",
    "gcm/organizations",
    "gcm/lists",
    "gcm/statistics",
    "gcm/eligibility?name=Zanzibar+Kite+Surfers",
    "verify?code=7KQ4-M2XP-9",
    "privacy",
    "accessibility",
)


@pytest.mark.looks
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 320)])
def test_every_public_page_is_accessible_and_fits(
    chromium: Browser, live_server: Any, language: str, width: int
) -> None:
    publish_form(load_gcm())

    page = open_page(chromium, f"{live_server.url}/{language}/", width=width)
    found = []
    for path in PAGES:
        page.goto(f"{live_server.url}/{language}/{path}")
        found += [(path, each) for each in axe(page)]
        found += [(path, f"{overflow(page)} px too wide")] * (overflow(page) > 0)

    assert found == []


def test_the_way_to_an_answer_needs_no_script(chromium: Browser, live_server: Any) -> None:
    publish_form(load_gcm())
    page = open_page(chromium, f"{live_server.url}/en/gcm/", width=360, javascript=False)

    page.get_by_role("searchbox").fill("Zanzibar Kite Surfers")
    page.get_by_role("button", name="Look it up").click()

    assert page.get_by_role("heading", level=2).first.inner_text() == (
        "We do not know this organization yet"
    )
