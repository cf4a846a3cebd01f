"""News and meetings at the desk: written, looked at, published, corrected, moved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from antechamber.people.tests.factories import browser_of, make_holder
from antechamber.processes.actions import texts_digest
from antechamber.processes.models import Meeting, Process, Publication
from antechamber.processes.tests.pages import Page

NEWS, WRITE = "/en/gcm/desk/news", "/en/gcm/desk/news/write"
CORRECT = f"{NEWS}/correct/call-for-applications"
MEETINGS, MOVE = "/en/gcm/desk/meetings", "/en/gcm/desk/meetings/ts1"
TYPED = {"title": "Another room", "summary": "Room 4.", "body": "One.\n\nTwo.", "url": ""}
MOVED = {
    "starts_on_day": "9",
    "starts_on_month": "5",
    "starts_on_year": "2017",
    "ends_on_day": "10",
    "ends_on_month": "5",
    "ends_on_year": "2017",
    "city": "Geneva",
    "venue": "Palais des Nations",
    "reason": "The room is taken.",
    "sequence": "0",
}


@pytest.fixture
def secretariat(gcm: Process) -> Client:
    return browser_of(make_holder("secretariat"))


@pytest.fixture
def item(gcm: Process) -> Publication:
    return Publication.objects.get(slug="call-for-applications")


def hidden(page: Page) -> dict[str, str]:
    return {
        each["name"] or "": each.get("value") or ""
        for each in page.tags("input")
        if each.get("type") == "hidden" and each["name"] != "csrfmiddlewaretoken"
    }


def test_a_news_item_is_looked_at_before_it_is_published(secretariat: Client) -> None:
    before = Publication.objects.count()

    page = Page(secretariat.post(WRITE, TYPED))

    assert "Publish this? Another room Room 4. One. Two." in page.text
    assert hidden(page) == {**TYPED, "seen": "", "slug": "another-room"}
    assert Publication.objects.count() == before


def test_pressing_twice_publishes_once(secretariat: Client) -> None:
    sent = {**hidden(Page(secretariat.post(WRITE, TYPED))), "confirmed": "1"}

    answers = [secretariat.post(WRITE, sent) for _press in range(2)]

    assert [(each.status_code, each["Location"]) for each in answers] == [(302, NEWS)] * 2
    published = Publication.objects.get(slug__startswith="another-room")
    assert (published.title.data, published.body.data) == (
        {"en": "Another room"},
        {"en": "One.\n\nTwo."},
    )


def test_the_same_title_gets_another_address(secretariat: Client) -> None:
    first = hidden(Page(secretariat.post(WRITE, TYPED)))
    secretariat.post(WRITE, {**first, "confirmed": "1"})

    second = hidden(Page(secretariat.post(WRITE, {**TYPED, "body": "Three."})))

    assert (first["slug"], second["slug"]) == ("another-room", "another-room-2")


def test_a_title_without_latin_letters_has_its_day_as_address(secretariat: Client) -> None:
    page = Page(secretariat.post(WRITE, {**TYPED, "title": "قاعة أخرى"}))

    assert hidden(page)["slug"] == "news-2017-04-05"


def test_another_text_at_the_same_address_is_refused_and_kept(secretariat: Client) -> None:
    sent = {**hidden(Page(secretariat.post(WRITE, TYPED))), "confirmed": "1"}
    secretariat.post(WRITE, sent)

    answer = secretariat.post(WRITE, {**sent, "body": "Three."})

    page = Page(answer)
    assert answer.status_code == 422
    assert "Something is published at this address already." in page.text
    assert "Three." in page.text


def test_who_thinks_again_finds_what_was_typed(secretariat: Client) -> None:
    sent = hidden(Page(secretariat.post(WRITE, TYPED)))

    page = Page(secretariat.post(WRITE, {**sent, "change": "1"}))

    typed = {each.get("name"): each.get("value") for each in page.tags("input")}
    assert typed["title"] == "Another room"
    assert "Room 4." in page.text


def test_news_without_a_title_is_refused_beside_it(secretariat: Client) -> None:
    answer = secretariat.post(WRITE, {**TYPED, "title": " "})

    page = Page(answer)
    assert (answer.status_code, "Write the title." in page.text) == (422, True)
    assert "Room 4." in page.text


def test_a_correction_keeps_the_other_languages(secretariat: Client, item: Publication) -> None:
    Publication.objects.filter(pk=item.pk).update(title={"en": "Apply", "fr": "Candidatures"})
    item.refresh_from_db()

    answer = secretariat.post(CORRECT, {**TYPED, "seen": texts_digest(item)})

    item.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, NEWS)
    assert item.title.data == {"en": "Another room", "fr": "Candidatures"}


def test_a_translation_begins_empty(secretariat: Client, item: Publication) -> None:
    Publication.objects.filter(pk=item.pk).update(title={"en": "Apply"})

    page = Page(secretariat.get(CORRECT.replace("/en/", "/es/")))

    typed = {each.get("name"): each.get("value") for each in page.tags("input")}
    assert not typed["title"]


def test_who_comes_second_is_told(secretariat: Client, item: Publication) -> None:
    seen = texts_digest(item)
    secretariat.post(CORRECT, {**TYPED, "seen": seen})

    same = secretariat.post(CORRECT, {**TYPED, "seen": seen})
    other = secretariat.post(CORRECT, {**TYPED, "title": "A third", "seen": seen})

    assert same.status_code == 302
    assert other.status_code == 422
    assert "Someone changed this text while you had it open." in Page(other).text
    item.refresh_from_db()
    assert hidden(Page(other))["seen"] == texts_digest(item)


def test_a_meeting_is_moved(secretariat: Client) -> None:
    answers = [secretariat.post(MOVE, MOVED) for _press in range(2)]

    meeting = Meeting.objects.get(code="ts1")
    assert [(each.status_code, each["Location"]) for each in answers] == [(302, MEETINGS)] * 2
    assert (meeting.days, meeting.sequence) == ((date(2017, 5, 9), date(2017, 5, 10)), 1)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ends_on_day": "8"}, "A meeting cannot end before it starts."),
        ({"ends_on_day": "", "ends_on_month": "", "ends_on_year": ""}, "Write both days, or none"),
        ({"reason": ""}, "Write the reason."),
        ({"starts_on_month": "13"}, "Enter a date that exists"),
    ],
)
def test_a_move_that_cannot_be_is_told_and_kept(
    secretariat: Client, changes: dict[str, str], told: str
) -> None:
    answer = secretariat.post(MOVE, {**MOVED, **changes})

    page = Page(answer)
    typed = {each.get("name"): each.get("value") for each in page.tags("input")}
    assert (answer.status_code, told in page.text) == (422, True)
    assert (typed["starts_on_day"], typed["city"]) == ("9", "Geneva")
    assert Meeting.objects.get(code="ts1").sequence == 0


def test_who_moves_second_is_told(secretariat: Client) -> None:
    secretariat.post(MOVE, MOVED)

    answer = secretariat.post(MOVE, {**MOVED, "ends_on_day": "11"})

    assert answer.status_code == 422
    assert "Someone changed this meeting while you had it open." in Page(answer).text
    assert hidden(Page(answer))["sequence"] == "1"


@pytest.mark.parametrize("path", [f"{NEWS}/correct/nowhere", f"{MEETINGS}/ts99"])
def test_what_is_not_there(secretariat: Client, path: str) -> None:
    assert secretariat.get(path).status_code == 404


@pytest.mark.parametrize("path", [NEWS, MEETINGS])
def test_statements_of_the_lists(
    secretariat: Client, django_assert_num_queries: Any, path: str
) -> None:
    with django_assert_num_queries(5):
        secretariat.get(path)


def test_what_is_typed_is_text(secretariat: Client) -> None:
    page = Page(secretariat.post(WRITE, {**TYPED, "body": "<script>alert(1)</script>"}))

    assert len([each for each in page.tags("script") if "src" not in each]) == 0
    assert "<script>alert(1)</script>" in page.text
