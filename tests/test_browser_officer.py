"""The officer's day in the demonstration, in a real browser: one click in, ask, recommend."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from antechamber import clock
from antechamber.accreditation.models import Application
from antechamber.accreditation.states import State
from antechamber.accreditation.tests.factories import an_organization, submitted
from antechamber.demo import movable_clock, stage
from antechamber.demo.loading import BEGINS_AT, load_demonstration
from antechamber.demo.tests.conftest import MACHINE, forgetful, machine
from antechamber.mail.models import OutboxMessage
from antechamber.processes.models import Process
from antechamber.record.queries import history
from tests.browser import axe, open_page, overflow

__all__ = ["forgetful", "machine"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = ("Amity Bridge Initiative", "جمعية الجسر", "Delta Harbour Forum")


@pytest.fixture
def numbers(forgetful, machine, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Load the demonstration with three applications that wait, and let its clock run."""
    load_demonstration(machine_at=MACHINE)
    monkeypatch.setattr(clock, "_installed", [movable_clock.now])
    process = Process.objects.get(code="gcm")
    waiting = [
        submitted(
            process, organization=an_organization(name), at=BEGINS_AT + timedelta(minutes=minute)
        ).reference
        for minute, name in enumerate(NAMES, start=-3)
    ]
    stage.refresh()
    return waiting


def look(page: Page) -> None:
    assert axe(page) == [], page.url
    assert overflow(page) == 0, page.url


def test_officer_signs_in_asks_and_recommends(
    chromium: Browser, live_server: LiveServer, numbers: list[str]
):
    first, second, _third = numbers
    page = open_page(chromium, f"{live_server.url}/en/gcm/")

    page.get_by_text("Demonstration – made-up data.").click()
    look(page)
    page.get_by_role("button", name="Officer, UN-NGLS").click()
    expect(page.locator(".figures")).to_contain_text("3")
    look(page)
    page.get_by_role("navigation").get_by_role("link", name="Applications").click()
    look(page)
    page.get_by_role("link", name=NAMES[0]).click()
    look(page)
    page.locator("summary", has_text="Ask for information").click()
    page.locator("#ask_question").fill("Which authority registered you?")
    look(page)
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_role("status")).to_contain_text(f"The question on {first} is sent.")
    expect(page.locator("h1")).to_have_text(NAMES[1])
    page.locator("summary", has_text="Recommend").click()
    page.locator("#recommend_reason").fill("Its work is relevant.")
    page.get_by_role("button", name="Recommend", exact=True).click()

    expect(page.get_by_role("status")).to_have_text(f"{second} is recommended.")
    states = dict(Application.objects.values_list("reference", "state"))
    assert [states[each] for each in numbers] == [
        State.INFORMATION_REQUESTED,
        State.RECOMMENDED,
        State.SUBMITTED,
    ]
    assert [line.verb for line in history("gcm", first)][-1] == "application.asked"
    assert set(OutboxMessage.objects.values_list("template", flat=True)) >= {
        "application.asked",
        "application.recommended",
    }


def test_clock_is_moved_past_the_deadline_and_everybody_sees_it(
    chromium: Browser, live_server: LiveServer, numbers: list[str]
):
    page = open_page(chromium, f"{live_server.url}/en/gcm/")

    page.get_by_text("Demonstration – made-up data.").click()
    page.get_by_role("button", name="The deadline is extended").click()
    expect(page.locator(".deadline-instant")).to_contain_text("17 April 2017")
    page.get_by_text("Demonstration – made-up data.").click()
    page.get_by_role("button", name="The extended deadline has passed").click()

    expect(page.locator(".deadline")).to_contain_text("Applications closed")
    look(page)
