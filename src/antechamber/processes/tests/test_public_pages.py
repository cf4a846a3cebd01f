"""Keeping pages: what names a kept page, how long it holds, and that it is everyone's."""

from __future__ import annotations

from datetime import datetime, timedelta
from string import ascii_letters
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from hypothesis import given, strategies as st
from i18nfield.strings import LazyI18nString

from antechamber import clock
from antechamber.processes.actions import extend_deadline
from antechamber.processes.models import Meeting, Process
from antechamber.processes.public_pages import (
    LONGEST_QUERY,
    LONGEST_VALUE,
    Fresh,
    PublicRequest,
    public_page,
)
from antechamber.processes.tests.factories import (
    ADOPTED_AT,
    EXTENDED_AT,
    FIRST_DEADLINE,
    LAST_DEADLINE,
    NOW,
    OPENS_AT,
    SECOND,
    SECRETARIAT,
)
from antechamber.processes.tests.pages import Page, statements

CALENDAR = "/en/gcm/calendar"


class Counting:
    """A view that counts how often it is asked and says so."""

    def __init__(self, until: datetime | None = None, status: int = 200) -> None:
        self.asked = 0
        self.until = until
        self.status = status

    def __call__(self, request: PublicRequest) -> Fresh:
        self.asked += 1
        shown = f"<p>{request.get_full_path()} {self.asked}</p>" + "x" * 600
        return Fresh(HttpResponse(shown, status=self.status), self.until)


def get(view: Any, path: str = "/en/page", **headers: str) -> HttpResponse:
    request = RequestFactory().get(path, headers=headers)
    return view(request)


def kept(view: Counting, **options: Any) -> Any:
    view.__name__ = "counting"  # type: ignore[attr-defined]
    return public_page(**options)(view)


def test_a_page_is_made_once() -> None:
    view = Counting()
    page = kept(view)

    first, second = get(page), get(page)

    assert (first.content, view.asked) == (second.content, 1)


def test_a_page_is_made_again_at_the_instant_it_changes() -> None:
    view = Counting(until=FIRST_DEADLINE)
    page = kept(view, seconds=10_000_000)
    asked = []

    for at in (NOW, FIRST_DEADLINE - SECOND, FIRST_DEADLINE):
        with clock.frozen_at(at):
            get(page)
        asked.append(view.asked)

    assert asked == [1, 1, 2]


def test_a_page_does_not_outlive_its_lifetime() -> None:
    view = Counting()
    page = kept(view, seconds=60)
    asked = []

    for seconds in (0, 59, 60):
        with clock.frozen_at(NOW + seconds * SECOND):
            get(page)
        asked.append(view.asked)

    assert asked == [1, 1, 2]


def test_a_page_of_a_later_instant_is_not_believed_earlier() -> None:
    view = Counting()
    page = kept(view)
    with clock.frozen_at(NOW + SECOND):
        get(page)

    get(page)

    assert view.asked == 2


@pytest.mark.parametrize("status", [404, 422, 500])
def test_only_a_good_answer_is_kept(status: int) -> None:
    view = Counting(status=status)
    page = kept(view)

    codes = [get(page).status_code, get(page).status_code]

    assert (codes, view.asked) == ([status, status], 2)


def test_parameters_that_are_read_name_a_page_and_others_are_dropped() -> None:
    view = Counting()
    page = kept(view, parameters=["page"])

    bodies = [
        get(page, path).content.split(b"</p>")[0]
        for path in (
            "/en/page",
            "/en/page?utm_source=mail",
            "/en/page?page=2&x=<script>",
            "/en/page?page=2",
            "/en/page?page=",
        )
    ]

    assert bodies == [
        b"<p>/en/page 1",
        b"<p>/en/page 1",
        b"<p>/en/page?page=2 2",
        b"<p>/en/page?page=2 2",
        b"<p>/en/page 1",
    ]


def test_what_people_type_is_not_kept() -> None:
    view = Counting()
    page = kept(view, typed=["q"])

    for path in ("/en/page?q=amity", "/en/page?q=amity", "/en/page", "/en/page"):
        get(page, path)

    assert view.asked == 3


def test_a_value_is_cut_and_nul_taken_out() -> None:
    page = kept(Counting(), parameters=["page"])

    body = get(page, f"/en/page?page=1%00{'9' * 1_000}").content.decode()

    assert f"page=1{'9' * (LONGEST_VALUE - 1)} " in body


@pytest.mark.parametrize("length", [LONGEST_QUERY + 1, 10_000_000])
def test_a_query_beyond_reason_is_refused_before_any_work(length: int) -> None:
    view = Counting()

    response = get(kept(view), "/en/page?" + "a" * length)

    assert (response.status_code, view.asked) == (414, 0)


# A character is up to twelve in a query: these stay within the longest that is looked at.
VALUES = st.text(max_size=70) | st.text(ascii_letters, max_size=300)


@given(name=st.text(max_size=20), value=VALUES)
def test_no_query_breaks_a_page(name: str, value: str) -> None:
    request = RequestFactory().get("/en/page", {name: value, "page": value})

    assert kept(Counting(), parameters=["page"])(request).status_code == 200


def test_a_browser_that_has_the_page_gets_304_without_a_body() -> None:
    page = kept(Counting())
    tag = get(page)["ETag"]

    again = get(page, **{"If-None-Match": tag})
    other = get(page, **{"If-None-Match": 'W/"other"'})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert other.status_code == 200


def test_the_compressed_form_is_the_same_page() -> None:
    import gzip

    page = kept(Counting())

    plain, packed = get(page), get(page, **{"Accept-Encoding": "gzip, br"})

    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Encoding"], packed["ETag"]) == ("gzip", plain["ETag"])
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"


def test_only_reading_is_answered() -> None:
    assert kept(Counting())(RequestFactory().post("/en/page")).status_code == 405


def test_threads_that_miss_a_page_make_it_once() -> None:
    view = Counting()
    page = kept(view)
    ready = Barrier(8)

    def visitor() -> None:
        ready.wait()
        with clock.frozen_at(NOW):
            get(page)

    threads = [Thread(target=visitor) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert view.asked == 1


def test_an_extension_is_on_the_page_at_once(
    gcm: Process, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    before = Page(client.get(CALENDAR)).text
    with django_capture_on_commit_callbacks(execute=True):
        extend_deadline(
            process=gcm,
            code="accreditation",
            falls_at=LAST_DEADLINE,
            replaces=FIRST_DEADLINE,
            reason={"en": "Late notices."},
            by=SECRETARIAT,
            at=NOW,
        )

    after = Page(client.get(CALENDAR)).text

    assert ("Sunday 9 April 2017" in before, "Monday 17 April 2017" in before) == (True, False)
    assert "Monday 17 April 2017" in after
    assert "Before: 9 April 2017, 23:59 New York time (UTC−4)" in after


def test_a_change_behind_our_back_shows_when_the_revision_is_forgotten(
    gcm: Process, client: Client
) -> None:
    client.get(CALENDAR)
    Meeting.objects.filter(code="ts1").update(venue="Palais Wilson")
    Process.objects.update(revision=7)

    stale = "Palais Wilson" in Page(client.get(CALENDAR)).text
    cache.delete("processes:revision:gcm")
    fresh = "Palais Wilson" in Page(client.get(CALENDAR)).text

    assert (stale, fresh) == (False, True)


@pytest.mark.parametrize(
    ("at", "label", "day"),
    [
        (OPENS_AT - SECOND, "Applications open", "Tuesday 14 March 2017"),
        (NOW, "Apply by", "Sunday 9 April 2017"),
        (EXTENDED_AT - SECOND, "Apply by", "Sunday 9 April 2017"),
        (EXTENDED_AT, "Apply by", "Monday 17 April 2017"),
        (LAST_DEADLINE, "Apply by", "Monday 17 April 2017"),
        (LAST_DEADLINE + SECOND, "Applications closed", "Monday 17 April 2017"),
    ],
)
def test_the_same_warm_page_follows_the_clock(
    gcm: Process, client: Client, at: datetime, label: str, day: str
) -> None:
    for earlier in (OPENS_AT - 2 * SECOND, NOW - SECOND, EXTENDED_AT - 2 * SECOND, LAST_DEADLINE):
        with clock.frozen_at(min(earlier, at)):
            client.get(CALENDAR)

    with clock.frozen_at(at):
        text = Page(client.get(CALENDAR)).text

    assert f"{label} {day}" in text


PAGES = [
    ("/en/gcm/calendar", 2),
    ("/en/gcm/calendar.ics", 2),
    ("/en/gcm/calendar/ts1.ics", 2),
    ("/en/gcm/calendar/deadline/accreditation.ics", 1),
    ("/en/gcm/news", 3),
    ("/en/gcm/news/four-days-left", 2),
    ("/en/gcm/documents", 2),
    ("/en/gcm/rules", 3),
    ("/en/gcm/about", 3),
]


@pytest.mark.parametrize(("path", "cold"), PAGES)
def test_statements_of_each_page_cold_and_warm(gcm: Process, path: str, cold: int) -> None:
    assert statements(path) == (cold, 0)


@pytest.mark.parametrize(
    ("path", "cold"), [("/en/gcm/calendar", 2), ("/en/gcm/calendar.ics", 2), ("/en/gcm/news", 3)]
)
def test_many_rows_take_no_more_statements(gcm: Process, path: str, cold: int) -> None:
    from antechamber.processes.models import Publication

    Meeting.objects.bulk_create(
        Meeting(process=gcm, code=f"m{number}", kind="hearing", title="More", zone="UTC")
        for number in range(200)
    )
    Publication.objects.bulk_create(
        Publication(
            process=gcm,
            slug=f"more-{number}",
            kind="news",
            title="More",
            published_at=NOW - timedelta(days=number),
        )
        for number in range(200)
    )

    assert statements(path) == (cold, 0)


@pytest.mark.parametrize("path", ["/en/nowhere/calendar", "/en/gcm/news/nothing", "/en/gcm/x"])
def test_what_is_not_there_is_not_found_and_not_kept(gcm: Process, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_one_process_never_shows_on_anothers_page(gcm: Process, client: Client) -> None:
    Process.objects.create(
        code="summit",
        reference_prefix="SUM",
        name="Summit",
        short_name="Summit",
        summary="Another.",
        convener="Nobody",
        zone="UTC",
        contact_email="summit@example.org",
        answer_days=1,
    )
    client.get("/en/gcm/calendar")

    text = Page(client.get("/en/summit/calendar")).text

    assert "thematic session" not in text
    assert client.get("/en/summit/news/four-days-left").status_code == 404
    assert client.get("/en/summit/calendar/ts1.ics").status_code == 404


def test_a_rule_before_adoption_is_a_draft_and_after_it_is_not(
    gcm: Process, client: Client
) -> None:
    shown = []
    for at in (ADOPTED_AT - SECOND, ADOPTED_AT):
        with clock.frozen_at(at):
            shown.append(Page(client.get("/en/gcm/rules")).text)

    assert "pending formal adoption" in shown[0]
    assert "A/71/L.58" in shown[0]
    assert "pending formal adoption" not in shown[1]
    assert "A/RES/71/280" in shown[1]
    assert all("Assumed: the sources do not say" in text for text in shown)


def test_before_the_first_draft_there_are_no_rules(gcm: Process, client: Client) -> None:
    with clock.frozen_at(OPENS_AT - timedelta(days=365)):
        assert client.get("/en/gcm/rules").status_code == 404


def test_a_call_without_an_announced_deadline_shows_none(gcm: Process, client: Client) -> None:
    from antechamber.processes.models import Deadline

    Deadline.objects.filter(falls_at=LAST_DEADLINE).delete()
    Deadline.objects.update(announced_at=LAST_DEADLINE)

    page = Page(client.get(CALENDAR))

    assert ("Apply by Sunday" in page.text, "Coming" in page.text) == (False, True)
    assert client.get("/en/gcm/calendar/deadline/accreditation.ics").status_code == 404
    assert client.get("/en/gcm/calendar.ics").status_code == 200


def test_the_calendar_says_which_day_is_not_confirmed(gcm: Process, client: Client) -> None:
    text = Page(client.get(CALENDAR)).text

    assert text.count("Day not confirmed by a source") == 1


def test_news_come_in_pages(gcm: Process, client: Client) -> None:
    from antechamber.processes.models import Publication

    for number in range(25):
        Publication.objects.create(
            process=gcm,
            slug=f"more-{number}",
            kind="news",
            title=f"Item {number}",
            published_at=NOW - timedelta(minutes=number),
        )

    first = Page(client.get("/en/gcm/news"))
    second = Page(client.get("/en/gcm/news?page=2"))
    beyond = Page(client.get("/en/gcm/news?page=<script>"))

    assert ("Item 0" in first.text, "Item 24" in first.text) == (True, False)
    assert ("Item 0 " in second.text, "Item 24" in second.text) == (False, True)
    assert "Item 0" in beyond.text


def test_a_text_in_another_language_is_marked_as_one(gcm: Process, client: Client) -> None:
    gcm.meetings.filter(code="ts1").update(theme=LazyI18nString({"en": "Human rights"}))

    page = Page(client.get("/ar/gcm/calendar"))

    assert page.tags("html")[0] == {"lang": "ar", "dir": "rtl"}
    assert {"lang": "en", "dir": "ltr"} in page.tags("span")
    assert "الدورة المواضيعية الأولى" in page.text


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("en", "8–9 May 2017"),
        ("fr", "8–9 mai 2017"),
        ("es", "8–9 de mayo de 2017"),
        ("ru", "8–9 мая 2017 г."),
        ("zh-hans", "2017年5月8日至9日"),
    ],
)
def test_days_are_written_as_each_language_writes_them(
    gcm: Process, client: Client, language: str, days: str
) -> None:
    assert days in Page(client.get(f"/{language}/gcm/calendar")).text


def test_days_across_months_name_both() -> None:
    from datetime import date

    from antechamber.processes.blocks import days_in_words

    assert days_in_words(date(2017, 5, 30), date(2017, 6, 2)) == "30 May 2017 – 2 June 2017"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW, "4 days left"),
        (FIRST_DEADLINE - timedelta(days=1), "1 day left"),
        (FIRST_DEADLINE, "Today is the last day."),
    ],
)
def test_time_left_is_counted_by_the_calls_calendar(at: datetime, words: str) -> None:
    from antechamber.processes.blocks import time_left

    assert time_left(FIRST_DEADLINE, "America/New_York", at) == words


def test_request_without_process_reads_no_frame() -> None:
    seen: list[bool] = []

    def view(request: HttpRequest) -> Fresh:
        seen.append(hasattr(request, "frame"))
        return Fresh(HttpResponse("ok"), None)

    public_page()(view)(RequestFactory().get("/en/"))

    assert seen == [False]
