"""The applicant's whole way in a real browser: from the public page to the receipt and back out.

Each page on the way is looked at in English and in Arabic, on a telephone's screen: no violation of
WCAG 2.2 AA, nothing wider than the screen, and its act within reach of the keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from antechamber import clock
from antechamber.accreditation.loading import publish_packaged_form
from antechamber.accreditation.models import Application
from antechamber.accreditation.states import State
from antechamber.people.actors import OPERATOR
from antechamber.processes.tests.factories import NOW, OPENS_AT, load_gcm
from antechamber.questionnaires.tests.made_files import pdf
from tests.browser import axe, open_page, overflow
from tests.visitors import ANSWERS, code_sent_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TELEPHONE = 360  # pixels: the narrowest that many people have
MOST_STOPS = 400  # of the keyboard on one page: the list of countries has 249
NAME = "Amity Bridge Initiative"
EMAIL = "amina@example.org"


@pytest.fixture
def server(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """Serve the process of 2017 on the morning of 5 April, to every thread."""
    monkeypatch.setattr(clock, "_installed", [lambda: NOW])
    load_gcm()
    publish_packaged_form(process_code="gcm", by=OPERATOR, at=OPENS_AT)
    return str(live_server.url)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(pdf(b"<< /Type /Catalog >>"))
    return path


# ----------------------------------------------------------------------------------------- looking


def faults(page: Page) -> Iterator[str]:
    """Say what is wrong with the page that is open, in both directions of writing."""
    english = urlsplit(page.url)
    where = english.path
    yield from (f"{where}: {each}" for each in _seen(page))
    if not reaches_its_act(page):
        yield f"{where}: the keyboard does not reach its act"
    page.goto(page.url.replace("/en/", "/ar/", 1))
    yield from (f"{where} in Arabic: {each}" for each in _seen(page))
    page.goto(page.url.replace("/ar/", "/en/", 1))


def _seen(page: Page) -> Iterator[str]:
    yield from axe(page)
    if wider := overflow(page):
        yield f"{wider} pixels too wide"


def reaches_its_act(page: Page) -> bool:
    """Walk by the keyboard to the page's act, and see that the focus shows there."""
    if page.locator("main .button").count() == 0:
        return True
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.locator("main .button:focus-visible").count():
            return bool(
                page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'")
            )
    return False


# ------------------------------------------------------------------------------------------ acting


def comes_to_the_draft(page: Page, server: str, look: list[str] | None = None) -> None:
    """Go from the process's home to the task list of a new draft."""

    def see() -> None:
        if look is not None:
            look.extend(faults(page))

    page.goto(f"{server}/en/gcm/")
    see()
    page.get_by_role("searchbox").fill(NAME)
    page.get_by_role("button", name="Look it up").click()
    see()
    page.get_by_role("link", name="Apply for").click()
    see()
    page.locator("[name=country]").select_option("KE")
    page.get_by_role("button", name="Continue").click()
    see()
    page.get_by_role("link", name="Apply for").click()
    see()
    page.locator("[name=email]").fill(EMAIL)
    page.get_by_role("button", name="Send me a code").click()
    see()
    page.locator("[name=code]").fill(code_sent_to(EMAIL))
    page.get_by_role("button", name="Sign in").click()
    see()
    page.locator("[name=category][value=ngo]").check()
    page.get_by_role("button", name="Begin the application").click()
    see()


def answers_everything(page: Page, certificate: Path, look: list[str] | None = None) -> None:
    """Answer page after page, from the task list to "check your answers"."""
    page.locator("main a[href*='/tasks/']").first.click()
    while "/tasks/" in page.url:
        if look is not None:
            look.extend(faults(page))
        for name, value in ANSWERS.items():
            answer(page, name, value)
        document = page.locator("[name=registration_document]")
        if document.count():
            document.set_input_files(certificate)
        page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("h1")).to_have_text("Check your answers")


def answer(page: Page, name: str, value: Any) -> None:
    """Type or tick an answer, if the page asks for it."""
    found = page.locator(f"main [name={name}]")
    if not found.count():
        return
    if found.first.get_attribute("type") not in {"radio", "checkbox"}:
        found.fill(value)
        return
    if value == "on":
        found.check()
        return
    for each in value if isinstance(value, list) else [value]:
        page.locator(f"main [name={name}][value='{each}']").check()


def number_on(page: Page) -> str:
    return str(re.search(r"GCM-A-\d+", page.locator("main").inner_text())[0])  # type: ignore[index]


# ------------------------------------------------------------------------------------------- tests


def test_from_the_public_page_to_the_receipt_and_back_out(
    chromium: Browser, server: str, certificate: Path
):
    found: list[str] = []
    page = open_page(chromium, f"{server}/en/", width=TELEPHONE)

    comes_to_the_draft(page, server, found)
    page.get_by_role("link", name="Your organization").click()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("#errors")).to_be_focused()
    found.extend(_seen(page))
    page.goto(page.url.rpartition("/tasks")[0] + "/tasks")
    answers_everything(page, certificate, found)
    found.extend(faults(page))
    page.get_by_role("button", name="Submit the application").click()
    expect(page.locator("h1")).to_contain_text("Your application has arrived")
    number = number_on(page)
    found.extend(faults(page))

    page.get_by_role("link", name="See where your application stands").click()
    found.extend(faults(page))
    page.get_by_role("link", name="Change the application").click()
    page.get_by_role("link", name="What you do").click()
    page.locator("[name=purpose]").fill("Another purpose.")
    page.get_by_role("button", name="Save and come back later").click()
    page.get_by_role("link", name="Check your answers and submit").click()
    page.get_by_role("button", name="Submit the changes").click()
    assert number_on(page) == number

    page.get_by_role("link", name="See where your application stands").click()
    page.get_by_role("link", name="Version 1").click()
    found.extend(faults(page))
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name="Withdraw the application").click()
    found.extend(faults(page))
    page.get_by_role("button", name="Withdraw the application").click()
    expect(page.locator("main .status").first).to_have_text("Withdrawn")
    page.get_by_role("link", name="My applications").click()
    found.extend(faults(page))

    assert found == []
    application = Application.objects.get()
    assert (application.reference, application.state) == (number, State.WITHDRAWN)
    assert list(application.versions.values_list("number", flat=True)) == [1, 2]


def test_the_same_way_without_a_script(chromium: Browser, server: str, certificate: Path):
    page = open_page(chromium, f"{server}/en/", width=TELEPHONE, javascript=False)

    comes_to_the_draft(page, server)
    answers_everything(page, certificate)
    page.get_by_role("button", name="Submit the application").click()

    expect(page.locator("h1")).to_contain_text("Your application has arrived")
    application = Application.objects.get()
    assert (application.reference, application.state) == (number_on(page), State.SUBMITTED)


def test_typed_words_are_asked_for_before_they_are_left(
    chromium: Browser, server: str, certificate: Path
):
    page = open_page(chromium, f"{server}/en/")
    comes_to_the_draft(page, server)
    page.get_by_role("link", name="What you do").click()
    page.locator("[name=purpose]").press_sequentially("Half a sentence")
    asked: list[str] = []

    def stay(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("link", name="Back").click()

    assert asked == ["beforeunload"]
    assert page.locator("[name=purpose]").input_value() == "Half a sentence"


def test_deadline_is_shown_in_the_readers_own_clock(chromium: Browser, server: str):
    context = chromium.new_context(timezone_id="Asia/Kathmandu", locale="en-GB")
    page = context.new_page()
    page.goto(f"{server}/en/gcm/")

    clocks = page.locator(".deadline .clocks").inner_text()

    assert "New York time (UTC−4)" in clocks
    assert "10 April 2017, 03:59 UTC" in clocks
    assert "10 April 2017 at 09:44" in clocks
