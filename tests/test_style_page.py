"""The design system in a real browser: every component, in two directions and four widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import axe, open_page, overflow, too_wide

pytestmark = [
    pytest.mark.looks,
    pytest.mark.browser,
    pytest.mark.urls("antechamber.web.tests.addresses"),
]


@pytest.mark.parametrize(
    ("address", "width"),
    [("en/style", 1280), ("ar/style", 320), ("en/style?desk", 320), ("ar/style?desk", 1280)],
)
def test_every_component_is_accessible_and_fits(
    chromium: Browser, page_server: str, address: str, width: int
):
    page = open_page(chromium, f"{page_server}/{address}", width=width)

    assert axe(page) == []
    assert too_wide(page) == []


@pytest.mark.parametrize("address", ["en/style", "ar/style"])
def test_the_dark_page_is_accessible(chromium: Browser, page_server: str, address: str):
    page = open_page(chromium, f"{page_server}/{address}", scheme="dark")

    assert axe(page) == []


def test_the_page_fits_at_twice_the_letter_size(chromium: Browser, page_server: str):
    page = open_page(chromium, f"{page_server}/en/style", width=640)

    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert overflow(page) == 0


def test_the_error_summary_takes_the_focus_without_a_script(chromium: Browser, page_server: str):
    page = open_page(chromium, f"{page_server}/en/style", javascript=False)

    assert page.locator("#errors:focus").count() == 1


def test_the_reader_s_clock_is_added_by_script_alone(chromium: Browser, page_server: str):
    with_script = open_page(chromium, f"{page_server}/en/style")
    without = open_page(chromium, f"{page_server}/en/style", javascript=False)

    clocks = [page.locator(".deadline [data-local]") for page in (with_script, without)]

    assert [clock.is_visible() for clock in clocks] == [True, False]
    assert clocks[0].inner_text().startswith("Your clock: Tuesday, 18 April 2017 at 03:59")


def test_words_are_counted_while_typing(chromium: Browser, page_server: str):
    page = open_page(chromium, f"{page_server}/en/style")

    page.fill("#id_empty-purpose", "Three words here")

    expect(page.locator("#id_empty-purpose-count")).to_have_text("3 of 40 words")


def test_the_first_tab_stop_skips_to_the_main_content(chromium: Browser, page_server: str):
    page = open_page(chromium, f"{page_server}/en/missing")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_nothing_is_refused_by_the_content_policy(chromium: Browser, page_server: str):
    context = chromium.new_context()
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    page.goto(f"{page_server}/en/style?desk")

    assert [text for text in said if "policy" in text.lower()] == []
