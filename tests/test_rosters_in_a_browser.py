"""The desk of rosters in a real browser: accessible, fitting, from the upload to the register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

import antechamber.organizations
from antechamber.organizations import tasks
from antechamber.organizations.models import Organization
from antechamber.organizations.roster_models import RosterImport
from antechamber.people.tests.factories import browser_of, make_holder
from antechamber.processes.tests.factories import load_gcm
from tests.browser import axe, open_page, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DATA = Path(antechamber.organizations.__file__).parent / "tests" / "data"
ACTOR = "a_test"
Opener = Callable[..., Page]


@pytest.fixture
def desk(chromium: Browser, live_server) -> Opener:
    """Return an opener of pages at the desk of rosters for someone of the secretariat."""
    load_gcm()
    client = browser_of(make_holder("secretariat"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    def open_desk(path: str = "", *, width: int = 1280, language: str = "en") -> Page:
        page = open_page(chromium, f"{live_server.url}/{language}/", width=width)
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        page.goto(f"{live_server.url}/{language}/gcm/desk/rosters/{path}")
        return page

    return open_desk


def upload(page: Page, file_name: str) -> RosterImport:
    page.locator("input[type=file]").set_input_files(DATA / file_name)
    page.get_by_role("button", name="Upload and look at it").click()
    expect(page.get_by_role("heading", name=file_name)).to_be_visible()
    return RosterImport.objects.latest("id")


def test_a_roster_goes_from_its_upload_into_the_register(desk: Opener):
    page = desk("upload")
    roster = upload(page, "status_granted.xlsx")
    expect(page.get_by_text("The file is being opened.")).to_be_visible()

    tasks.read_roster.func(roster.key, ACTOR)
    expect(page.get_by_role("button", name="Apply to the register")).to_be_visible(timeout=10_000)
    page.get_by_role("link", name="Refused").click()
    expect(page.locator(".preview tbody tr")).to_have_count(3)
    expect(page.get_by_text("This is a line above a list, not a name.")).to_be_visible()
    page.get_by_role("button", name="Apply to the register").click()
    expect(page.get_by_text("The roster is being applied")).to_be_visible()

    tasks.apply_roster.func(roster.key, ACTOR)
    expect(page.get_by_text("97 rows changed something.")).to_be_visible(timeout=10_000)
    assert Organization.objects.findable().count() == 97


@pytest.mark.looks
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 320)])
def test_pages_of_rosters_are_accessible_and_fit(desk: Opener, width, language):
    roster = upload(desk("upload"), "name_changes.xlsx")

    def look(*paths: str) -> None:
        for path in paths:
            page = desk(path, width=width, language=language)
            assert axe(page) == [], path
            assert too_wide(page) == [], path
            page.context.close()

    look("", "upload", f"{roster.key}/")
    tasks.read_roster.func(roster.key, ACTOR)
    look(f"{roster.key}/", f"{roster.key}/?rows=cleaned")
