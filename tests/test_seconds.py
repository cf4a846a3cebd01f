"""The second that counts and the one that does not, by pages; pressing twice; a lost connection."""

from __future__ import annotations

import contextvars
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from threading import Barrier, Thread
from time import sleep
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from antechamber import clock
from antechamber.accreditation.actions import submitting
from antechamber.accreditation.models import Application, Version
from antechamber.accreditation.states import State
from antechamber.accreditation.tests.factories import NOW, Applied, a_draft, a_process
from antechamber.mail.models import OutboxMessage
from antechamber.paper.models import IssuedPaper
from antechamber.people.tests.factories import browser_of
from antechamber.processes.models import Call, Deadline, Modalities
from antechamber.record.models import Entry
from tests.pages import Page
from tests.visitors import Visitor

ONE_SECOND = timedelta(seconds=1)
LAST_MICROSECOND = timedelta(microseconds=999_999)
PATIENCE = 30  # seconds until a thread that waits for ever fails its test
NEW_YORK = "America/New_York"


# ------------------------------------------------------------------------------------ the deadline


def a_draft_before(falls_at: datetime) -> tuple[Applied, Visitor]:
    """Begin an application to a call whose deadline falls at an instant."""
    process = a_process(falls_at=falls_at)
    begun = falls_at - timedelta(days=2)
    Call.objects.update(opens_at=begun - ONE_SECOND)
    Deadline.objects.update(announced_at=begun - ONE_SECOND)
    Modalities.objects.update(drafted_at=begun - ONE_SECOND)
    draft = a_draft(process, at=begun)
    draft.application.questionnaire.published_at = begun - ONE_SECOND
    draft.application.questionnaire.save()
    client = browser_of(draft.application.started_by)
    client.handler.enforce_csrf_checks = True
    return draft, Visitor(client)


def press_submit(draft: Applied, visitor: Visitor, at: datetime, opened: datetime) -> Page:
    """Open the last page at one instant, and press its button at another."""
    with clock.frozen_at(opened):
        visitor.open(reverse("accreditation:check_answers", args=["gcm", draft.application.key]))
    with clock.frozen_at(at):
        return visitor.send(form="/submit")


DAYS = {
    "the first deadline": (date(2017, 4, 9), "UTC−4"),
    "the day the clocks go forward": (date(2017, 3, 12), "UTC−4"),
    "the day the clocks go back": (date(2017, 11, 5), "UTC−5"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "in_time"),
    [
        (-ONE_SECOND, True),
        (timedelta(), True),
        (LAST_MICROSECOND, True),
        (ONE_SECOND, False),
        (timedelta(hours=1), False),
    ],
    ids=["second before", "last second", "its last instant", "second after", "hour after"],
)
@pytest.mark.parametrize(("day", "offset"), DAYS.values(), ids=DAYS)
def test_submission_counts_to_the_end_of_the_last_second(day, offset, after, in_time):
    falls_at = clock.deadline(day, NEW_YORK)
    draft, visitor = a_draft_before(falls_at)

    page = press_submit(draft, visitor, falls_at + after, falls_at - ONE_SECOND)

    application = Application.objects.get()
    assert application.state == (State.SUBMITTED if in_time else State.DRAFT)
    assert visitor.status == (200 if in_time else 422)
    assert f"23:59 New York time ({offset})" in page.text
    assert draft.application.answers["contribution"] in (
        page.text if not in_time else application.answers["contribution"]
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        # 02:30 does not exist that night: the first instant after the gap stands for it.
        (date(2017, 3, 12), time(2, 30), datetime(2017, 3, 12, 7, 0, tzinfo=UTC)),
        # 01:30 comes twice that night: the second counts, so that nobody loses the hour.
        (date(2017, 11, 5), time(1, 30), datetime(2017, 11, 5, 6, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_that_the_clocks_skip_or_repeat_is_a_deadline_that_takes_nobodys_time(
    day, hour, instant
):
    falls_at = clock.deadline(day, NEW_YORK, hour)
    draft, visitor = a_draft_before(falls_at)

    late = press_submit(draft, visitor, falls_at + ONE_SECOND, falls_at)
    in_time = press_submit(draft, visitor, falls_at, falls_at)

    assert falls_at == instant
    assert "What you wrote is kept." in late.text
    assert in_time.heading == "Your application has arrived"


@pytest.mark.django_db
def test_what_the_page_promised_counts_and_not_when_it_was_opened():
    falls_at = clock.deadline(date(2017, 4, 9), NEW_YORK)
    draft, visitor = a_draft_before(falls_at)

    page = press_submit(draft, visitor, falls_at + ONE_SECOND, falls_at - timedelta(days=1))
    again = visitor.open(
        reverse("accreditation:check_answers", args=["gcm", draft.application.key])
    )

    assert visitor.status == 200
    assert "It was not submitted" in page.text
    assert draft.application.answers["purpose"] in again.text


# -------------------------------------------------------------------------------- pressing at once


def together(*several: Callable[[], object]) -> list[object]:
    """Run functions in threads that start as one; return what each returned or raised."""
    start = Barrier(len(several), timeout=PATIENCE)
    outcomes: list[object] = [None] * len(several)

    def run(place: int, function: Callable[[], object]) -> None:
        try:
            start.wait()
            outcomes[place] = function()
        except Exception as error:  # noqa: BLE001 - it is the outcome
            outcomes[place] = error
        finally:
            connection.close()

    threads = [
        Thread(target=contextvars.copy_context().run, args=(run, place, function))
        for place, function in enumerate(several)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return outcomes


def pressing(draft: Applied) -> Callable[[], tuple[int, str]]:
    """Return a press on "submit" in a browser of its own, with the same session."""
    client = browser_of(draft.application.started_by)
    client.raise_request_exception = False  # the test client would raise what another thread met
    address = reverse("accreditation:submit", args=["gcm", draft.application.key])

    def press() -> tuple[int, str]:
        response = client.post(address)
        return response.status_code, response.headers.get("Location", "")

    return press


def traces() -> dict[str, int]:
    """Count what a submission leaves."""
    return {
        "versions": Version.objects.count(),
        "receipts": IssuedPaper.objects.count(),
        "entries": Entry.objects.filter(
            verb__in=["application.submitted", "application.changed"]
        ).count(),
        "letters": OutboxMessage.objects.filter(template__startswith="application.").count(),
    }


ONCE = dict.fromkeys(("versions", "receipts", "entries", "letters"), 1)


@pytest.mark.django_db(transaction=True)
def test_without_its_guard_a_double_click_submits_twice(monkeypatch):
    draft = a_draft(a_process())
    monkeypatch.setattr(submitting, "_already_submitted_as_is", lambda application: False)

    with clock.frozen_at(NOW):
        together(pressing(draft), pressing(draft))

    assert traces() == dict.fromkeys(ONCE, 2)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_without_its_lock_a_double_click_breaks(monkeypatch):
    draft = a_draft(a_process())
    read = Barrier(2, timeout=PATIENCE)
    find = submitting.queries.of_focal_point

    def unlocked(process, key, by, *, lock=False):
        found = find(process, key, by)
        if lock:
            read.wait()
        return found

    monkeypatch.setattr(submitting.queries, "of_focal_point", unlocked)

    with clock.frozen_at(NOW):
        outcomes = together(pressing(draft), pressing(draft))

    assert sorted(status for status, _address in outcomes) == [302, 500]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("clicks", [2, 4])
def test_a_double_click_submits_once_and_shows_the_same_receipt(clicks):
    draft = a_draft(a_process())

    with clock.frozen_at(NOW):
        outcomes = together(*(pressing(draft) for _click in range(clicks)))

    receipt = reverse("accreditation:receipt", args=["gcm", draft.application.key])
    assert outcomes == [(302, receipt)] * clicks
    assert traces() == ONCE


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_beginning_opens_one_draft():
    process = a_process()
    draft = a_draft(process)
    address = reverse("accreditation:begin", args=["gcm"]) + "?name=Tamberly+Trust&country=KE"
    account = draft.application.started_by

    def press() -> str:
        return browser_of(account).post(address, {"category": "ngo"})["Location"]

    with clock.frozen_at(NOW):
        outcomes = together(press, press)

    assert outcomes[0] == outcomes[1]
    assert Application.objects.count() == 2


# ------------------------------------------------------------------------------- a lost connection


@contextmanager
def standing_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> Iterator[None]:
    """Hold the clock for the server's threads as well."""
    monkeypatch.setattr(clock, "_installed", [lambda: at])
    yield


def lose_the_answer(server: str, path: str, client: Client) -> None:
    """Send a form and hang up before the answer can be read."""
    parts = urlsplit(server)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    token = "a" * 32
    body = f"csrfmiddlewaretoken={token}"
    lines = [
        f"POST {path} HTTP/1.1",
        f"Host: {parts.netloc}",
        f"Cookie: {settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(body)}",
        "",
        body,
    ]
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as line:
        line.sendall("\r\n".join(lines).encode())


@pytest.mark.django_db(transaction=True)
def test_who_loses_the_connection_presses_again_and_gets_the_same_receipt(
    live_server: LiveServer, monkeypatch
):
    draft = a_draft(a_process())
    client = browser_of(draft.application.started_by)
    path = reverse("accreditation:submit", args=["gcm", draft.application.key])

    with standing_clock(monkeypatch, NOW):
        lose_the_answer(live_server.url, path, client)
        for _tenth in range(PATIENCE * 10):
            if Version.objects.exists():
                break
            sleep(0.1)
        first = Version.objects.get().receipt_code
        again = client.post(path, follow=True)

    assert first in again.content.decode()
    assert traces() == ONCE
