"""A browser for tests: Chromium as the machine has it, and axe for WCAG 2.2 AA.

    from tests.browser import axe, open_page

    @pytest.mark.browser
    def test_page_is_accessible(chromium, live_server):
        page = open_page(chromium, f"{live_server}/en/", width=360)
        assert axe(page) == []

Without Chromium these tests are skipped; with `ANTECHAMBER_REQUIRE_BROWSER=1` they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).parent / "vendor" / "axe.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 360, 768, 1280)  # WCAG 1.4.10's reflow, a telephone, a tablet, a desk
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Start the machine's Chromium; skip the test, or fail it where a browser is required."""
    executable = shutil.which("chromium")
    if executable is None:
        _do_without("Chromium is not on this machine: install the package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


def _do_without(sentence: str) -> None:
    if os.environ.get("ANTECHAMBER_REQUIRE_BROWSER") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give the tests of one module a browser.

    Playwright keeps an event loop running in this thread, for which Django refuses its database;
    the permission is given for as long as the browser runs.
    """
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with open_chromium() as browser:
        yield browser
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def page_server() -> Iterator[str]:
    """Serve pages that need no database, at the address given; one that asks for it fails."""
    server = LiveServerThread("localhost", StaticFilesHandler, connections_override={})
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://{server.host}:{server.port}"
    server.terminate()


def open_page(
    browser: Browser,
    address: str,
    *,
    width: int = 1280,
    scheme: Literal["light", "dark"] = "light",
    javascript: bool = True,
) -> Page:
    """Open an address in a context of its own, without cookies of other tests."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        java_script_enabled=javascript,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    return page


@cache
def axe_source() -> str:
    """Return axe's source, with its exception for icon fonts taken out.

    It takes Arabic's joined letters for an icon font and passes over their contrast.
    """
    exception = "!_isIconLigature(vChild)"
    source = AXE.read_text(encoding="utf-8")
    if source.count(exception) != 1:
        raise RuntimeError(f"axe.js has no longer exactly one {exception}: see tests/browser.py.")
    return source.replace(exception, "true")


def axe(page: Page) -> list[str]:
    """Return the page's violations of WCAG 2.2 AA, one line for each element."""
    page.wait_for_load_state()  # a click ends when the next page begins to come
    page.evaluate(axe_source())
    found: dict[str, Any] = page.evaluate(
        "values => axe.run({runOnly: {type: 'tag', values}, resultTypes: ['violations']})",
        TAGS,
    )
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def too_wide(page: Page, widths: Sequence[int] = WIDTHS) -> list[int]:
    """Return the widths of a window, of those given, in which the page is wider than it."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [width] * (overflow(page) > 0)
    return found


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window; 0 is right."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
