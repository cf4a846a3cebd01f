"""The secretariat's pages: who gets in, and the way to an extension."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from antechamber.people.tests.factories import browser_of, make_holder
from antechamber.processes import queries
from antechamber.processes.models import Call, Deadline, Process
from antechamber.processes.tests.factories import FIRST_DEADLINE, LAST_DEADLINE, NOW
from antechamber.processes.tests.pages import Page

CALLS = "/en/gcm/desk/calls"
EXTEND = "/en/gcm/desk/calls/accreditation/extend"
MODALITIES = "/en/gcm/desk/modalities"
TYPED = {
    "falls_on_day": "17",
    "falls_on_month": "4",
    "falls_on_year": "2017",
    "hour": "23:59",
    "reason": "Notices came late to many.",
    "replaces": FIRST_DEADLINE.isoformat(),
}
ROLES = ["officer", "president_office", "mission", "secretariat", "auditor"]


@pytest.fixture
def secretariat(gcm: Process) -> Client:
    return browser_of(make_holder("secretariat"))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("path", "allowed"), [(CALLS, set(ROLES)), (MODALITIES, set(ROLES)), (EXTEND, {"secretariat"})]
)
def test_who_gets_in(gcm: Process, role: str, path: str, allowed: set[str]) -> None:
    response = browser_of(make_holder(role)).get(path)

    assert response.status_code == (200 if role in allowed else 403)


@pytest.mark.parametrize("path", [CALLS, MODALITIES, EXTEND])
def test_who_is_not_signed_in_is_led_there(gcm: Process, client: Client, path: str) -> None:
    response = client.get(path)

    assert (response.status_code, "/account/sign-in?next=" in response["Location"]) == (302, True)


def test_no_page_of_the_desk_is_kept(secretariat: Client) -> None:
    for path in (CALLS, MODALITIES, EXTEND):
        assert "no-store" in secretariat.get(path)["Cache-Control"]


def test_another_processes_secretariat_stays_out(gcm: Process) -> None:
    browser = browser_of(make_holder("secretariat", scope="summit"))

    assert browser.get(EXTEND).status_code == 403


def test_calls_show_their_deadline_and_history(secretariat: Client) -> None:
    page = Page(secretariat.get(CALLS))

    assert "Apply by Sunday 9 April 2017" in page.text
    assert "Deadline announced: 9 April 2017, 23:59 New York time (UTC−4)" in page.text
    assert "17 April" not in page.text
    assert EXTEND in page.links()


def test_who_may_not_extend_is_offered_no_button(gcm: Process) -> None:
    page = Page(browser_of(make_holder("auditor")).get(CALLS))

    assert EXTEND not in page.links()


def test_a_new_deadline_is_shown_in_its_clocks_before_it_counts(secretariat: Client) -> None:
    page = Page(secretariat.post(EXTEND, TYPED))

    assert "Is this the new deadline?" in page.text
    assert "Monday 17 April 2017" in page.text
    assert "18 April 2017, 03:59 UTC" in page.text
    assert {"type": "hidden", "name": "reason", "value": TYPED["reason"]} in page.tags("input")
    assert Deadline.objects.count() == 2


def test_a_confirmed_deadline_is_announced(secretariat: Client) -> None:
    response = secretariat.post(EXTEND, {**TYPED, "confirmed": "1"})

    assert (response.status_code, response["Location"]) == (302, CALLS)
    window = queries.window_of(Call.objects.get())
    assert window.deadline_at(NOW) == LAST_DEADLINE
    assert str(Deadline.objects.get(announced_at=NOW).reason) == TYPED["reason"]


def test_who_thinks_again_finds_what_was_typed(secretariat: Client) -> None:
    response = secretariat.post(EXTEND, {**TYPED, "change": "1"})

    page = Page(response)
    typed = {each.get("name"): each.get("value") for each in page.tags("input")}
    assert (response.status_code, typed["falls_on_day"], typed["hour"]) == (200, "17", "23:59")
    assert TYPED["reason"] in page.text
    assert Deadline.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"falls_on_day": "9"}, "A deadline can only be moved to a later time"),
        ({"falls_on_day": "4"}, "The new deadline has already passed."),
        ({"falls_on_day": "31"}, "Enter a date that exists"),
        ({"falls_on_day": ""}, "Enter a day, a month and a year."),
        ({"hour": "24:00"}, "Write the hour from 00:00 to 23:59."),
        ({"hour": "noon"}, "Write the hour from 00:00 to 23:59."),
        ({"hour": ""}, "Write the hour from 00:00 to 23:59."),
        ({"reason": " "}, "Write the reason."),
        ({"reason": "x" * 501}, "at most 500"),
    ],
)
@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_what_cannot_be_is_told_and_kept(
    secretariat: Client, confirmed: dict[str, str], changes: dict[str, str], told: str
) -> None:
    response = secretariat.post(EXTEND, {**TYPED, **confirmed, **changes})

    page = Page(response)
    assert (response.status_code, told in page.text) == (422, True)
    assert Deadline.objects.count() == 2
    (hour,) = [each for each in page.tags("input") if each.get("name") == "hour"]
    assert (hour["value"] or "") == changes.get("hour", "23:59")


def test_who_comes_second_is_told(secretariat: Client) -> None:
    secretariat.post(EXTEND, {**TYPED, "falls_on_day": "12", "confirmed": "1"})

    response = secretariat.post(EXTEND, {**TYPED, "confirmed": "1"})

    assert response.status_code == 422
    assert "Someone has announced another deadline meanwhile" in Page(response).text


@pytest.mark.parametrize("replaces", ["", "yesterday", "2017-13-45T00:00:00Z"])
def test_a_forged_memory_is_no_memory(secretariat: Client, replaces: str) -> None:
    response = secretariat.post(EXTEND, {**TYPED, "replaces": replaces, "confirmed": "1"})

    assert response.status_code == 422
    assert Deadline.objects.count() == 2


@pytest.mark.parametrize(
    ("hour", "falls_at"),
    [("23:59", "23:59:59"), ("18:00", "18:00:00"), ("9.30", "09:30:00"), ("١٨:٠٠", "18:00:00")],
)
def test_an_hour_is_read_as_people_write_it(secretariat: Client, hour: str, falls_at: str) -> None:
    secretariat.post(EXTEND, {**TYPED, "hour": hour, "confirmed": "1"})

    deadline = Deadline.objects.get(announced_at=NOW)
    assert (
        deadline.falls_at.isoformat()
        == {
            "23:59:59": "2017-04-18T03:59:59+00:00",
            "18:00:00": "2017-04-17T22:00:00+00:00",
            "09:30:00": "2017-04-17T13:30:00+00:00",
        }[falls_at]
    )


def test_a_call_that_is_not_there(secretariat: Client) -> None:
    assert secretariat.get("/en/gcm/desk/calls/nowhere/extend").status_code == 404


def test_what_is_typed_is_text(secretariat: Client) -> None:
    page = Page(secretariat.post(EXTEND, {**TYPED, "reason": "<script>alert(1)</script>"}))

    assert len([each for each in page.tags("script") if "src" not in each]) == 0
    assert "<script>alert(1)</script>" in page.text


@pytest.mark.parametrize(("path", "statements"), [(CALLS, 6), (MODALITIES, 6)])
def test_statements_of_the_desk(
    secretariat: Client, django_assert_num_queries: Any, path: str, statements: int
) -> None:
    with django_assert_num_queries(statements):
        secretariat.get(path)
