"""The front doors."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from antechamber import clock
from antechamber.processes.models import Process
from antechamber.processes.tests.factories import (
    ADOPTED_AT,
    EXTENDED_AT,
    LAST_DEADLINE,
    NOW,
    OPENS_AT,
    SECOND,
)
from antechamber.processes.tests.pages import Page


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
        ("ar", "ar"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("de", "en"),
        ("", "en"),
        ("<script>", "en"),
    ],
)
def test_the_front_leads_to_the_readers_language(client: Client, asked: str, language: str) -> None:
    response = client.get("/", headers={"Accept-Language": asked})

    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert response["Vary"] == "Accept-Language"
    assert "Set-Cookie" not in response


def test_the_landing_page_names_each_process(gcm: Process, client: Client) -> None:
    page = Page(client.get("/en/"))

    assert "/en/gcm/" in page.links()
    assert "Preparatory process of the Global Compact" in page.text


def test_the_landing_page_without_a_process(db: None, client: Client) -> None:
    assert "No process is open yet" in Page(client.get("/en/")).text


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (OPENS_AT - SECOND, "Applications open Tuesday 14 March 2017"),
        (NOW, "Apply by Sunday 9 April 2017"),
        (EXTENDED_AT, "Apply by Monday 17 April 2017"),
        (LAST_DEADLINE + SECOND, "Applications closed Monday 17 April 2017"),
    ],
)
def test_the_deadline_is_the_one_in_force(
    gcm: Process, client: Client, at: object, told: str
) -> None:
    with clock.frozen_at(at):  # type: ignore[arg-type]
        assert told in Page(client.get("/en/gcm/")).text


def test_the_deadline_stands_in_its_zone_in_utc_and_for_the_readers_clock(
    gcm: Process, client: Client
) -> None:
    page = Page(client.get("/en/gcm/"))

    assert "New York time (UTC−4)" in page.text
    assert "10 April 2017, 03:59 UTC" in page.text
    (local,) = [each for each in page.tags("li") if each.get("data-local")]
    assert local["data-local"] == "2017-04-10T03:59:59Z"


def test_the_old_deadline_stays_to_be_seen(gcm: Process, client: Client) -> None:
    with clock.frozen_at(EXTENDED_AT):
        text = Page(client.get("/en/gcm/")).text

    assert "Before: 9 April 2017, 23:59 New York time (UTC−4)" in text


@pytest.mark.parametrize(("at", "is_draft"), [(ADOPTED_AT - SECOND, True), (ADOPTED_AT, False)])
def test_a_draft_is_called_a_draft(
    gcm: Process, client: Client, at: object, is_draft: bool
) -> None:
    with clock.frozen_at(at):  # type: ignore[arg-type]
        text = Page(client.get("/en/gcm/")).text

    assert ("pending formal adoption" in text) is is_draft


def test_the_search_needs_no_script_and_no_account(gcm: Process, client: Client) -> None:
    page = Page(client.get("/en/gcm/"))

    (form,) = page.tags("form")
    assert (form["method"], form["action"]) == ("get", "/en/gcm/eligibility")
    assert [each["name"] for each in page.tags("input")] == ["name"]


def test_news_meetings_and_kinds_are_on_the_page(gcm: Process, client: Client) -> None:
    page = Page(client.get("/en/gcm/"))

    assert "/en/gcm/news/four-days-left" in page.links()
    assert "/en/gcm/news/deadline-extended" not in page.links()
    assert "8–9 May 2017 First thematic session" in page.text
    assert "Academic institution UNU 0" in page.text


def test_the_page_of_yesterday_is_not_shown_today(gcm: Process, client: Client) -> None:
    midnight = NOW.replace(hour=4, minute=0) + timedelta(days=1)
    texts = []
    for at in (midnight - SECOND, midnight):
        with clock.frozen_at(at):
            texts.append(Page(client.get("/en/gcm/")).text)

    assert ("4 days left" in texts[0], "3 days left" in texts[1]) == (True, True)
