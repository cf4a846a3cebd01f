"""What the secretariat does: who may, what changes, what the record says, and who comes second."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from i18nfield.strings import LazyI18nString

from antechamber.people.actors import PUBLIC, Actor
from antechamber.processes import queries
from antechamber.processes.actions import (
    Draft,
    change_meeting,
    change_publication,
    extend_deadline,
    publish,
    texts_digest,
)
from antechamber.processes.models import Call, Deadline, Meeting, Process, Publication
from antechamber.processes.revision import known_revision, remember_revision
from antechamber.processes.tests.factories import (
    FIRST_DEADLINE,
    LAST_DEADLINE,
    NOW,
    OFFICER,
    PRESIDENT,
    SECOND,
    SECRETARIAT,
    load_gcm,
)
from antechamber.record.models import Entry
from antechamber.record.queries import history
from antechamber.workflow import DomainError

DAY = timedelta(days=1)


def extend(process: Process, **changes: Any) -> Deadline:
    facts: dict[str, Any] = {
        "process": process,
        "code": "accreditation",
        "falls_at": FIRST_DEADLINE + 3 * DAY,
        "replaces": FIRST_DEADLINE,
        "reason": {"en": "The notice came late to many."},
        "by": SECRETARIAT,
        "at": NOW,
    }
    return extend_deadline(**facts | changes)


def news(**changes: Any) -> Draft:
    facts: dict[str, Any] = {
        "kind": Publication.Kind.NEWS,
        "slug": "room-changed",
        "title": {"en": "Another room", "fr": "Une autre salle"},
    }
    return Draft(**facts | changes)


def test_an_extension_is_in_force_and_recorded_with_its_reason(gcm: Process) -> None:
    deadline = extend(gcm)

    call = Call.objects.get(process=gcm)
    window = queries.window_of(call)
    assert window.deadline_at(NOW) == deadline.falls_at == FIRST_DEADLINE + 3 * DAY
    assert window.earlier_deadlines(NOW) == [FIRST_DEADLINE]
    assert (deadline.announced_by, str(deadline.reason)) == (
        "p_secretariat",
        "The notice came late to many.",
    )
    line = history("gcm", "call:accreditation")[-1]
    assert (line.verb, line.actor_key, line.at, line.words) == (
        "call.deadline_extended",
        "p_secretariat",
        NOW,
        "The notice came late to many.",
    )
    assert line.facts == {
        "from": "2017-04-10T03:59:59.000000Z",
        "to": "2017-04-13T03:59:59.000000Z",
    }


def test_an_extension_takes_ten_statements(gcm: Process, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(10):  # savepoints included
        extend(gcm)


def test_the_later_of_two_announcements_counts_whatever_their_order(gcm: Process) -> None:
    extend(gcm, falls_at=LAST_DEADLINE + DAY)

    window = queries.window_of(Call.objects.get(process=gcm))

    assert window.deadline_at(LAST_DEADLINE) == LAST_DEADLINE + DAY


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"by": OFFICER}, "capability_missing"),
        ({"by": PRESIDENT}, "capability_missing"),
        ({"by": PUBLIC}, "sign_in_needed"),
        ({"code": "side-events"}, "unknown_call"),
        ({"falls_at": FIRST_DEADLINE}, "deadline_not_later"),
        ({"falls_at": NOW - SECOND}, "deadline_in_past"),
        ({"reason": {"en": "  "}}, "reason_missing"),
        ({"reason": {}}, "reason_missing"),
        ({"replaces": LAST_DEADLINE}, "deadline_changed"),
        ({"replaces": None}, "deadline_changed"),
    ],
)
def test_an_extension_that_may_not_be_leaves_nothing(
    gcm: Process, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        extend(gcm, **changes)

    assert refusal.value.code == code
    assert (Deadline.objects.count(), Entry.objects.count()) == (2, 1)
    assert Process.objects.get().revision == 1


@pytest.mark.parametrize("later", [timedelta(0), SECOND, -SECOND])
def test_of_two_who_saw_the_same_deadline_the_second_is_refused(
    gcm: Process, later: timedelta
) -> None:
    extend(gcm)

    with pytest.raises(DomainError) as refusal:
        extend(gcm, falls_at=FIRST_DEADLINE + 9 * DAY, at=NOW + later)

    assert refusal.value.code == "deadline_changed"
    window = queries.window_of(Call.objects.get(process=gcm))
    assert window.deadline_at(NOW + SECOND) == FIRST_DEADLINE + 3 * DAY


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_extends_and_one_is_told() -> None:
    process = load_gcm()
    ready = threading.Barrier(2)
    told: list[str] = []

    def officer(days: int) -> None:
        ready.wait()
        try:
            extend(process, falls_at=FIRST_DEADLINE + days * DAY, at=NOW + days * SECOND)
            told.append("extended")
        except DomainError as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=officer, args=(days,)) for days in (3, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == ["deadline_changed", "extended"]
    assert Deadline.objects.exclude(announced_by="system").count() == 1
    assert Process.objects.get().revision == 2


def test_a_news_item_is_published_and_recorded(gcm: Process) -> None:
    item = publish(process=gcm, draft=news(), by=SECRETARIAT, at=NOW)

    assert (item.slug, item.published_at, item.title) == (
        "room-changed",
        NOW,
        LazyI18nString({"en": "Another room", "fr": "Une autre salle"}),
    )
    line = history("gcm", "publication:room-changed")[-1]
    assert (line.verb, line.facts) == ("publication.published", {"kind": "news"})


def test_a_used_address_is_refused(gcm: Process) -> None:
    with pytest.raises(DomainError) as refusal:
        publish(process=gcm, draft=news(slug="about"), by=SECRETARIAT, at=NOW)

    assert (refusal.value.code, refusal.value.field) == ("slug_taken", "slug")


def test_a_changed_publication_keeps_its_address_and_its_day(gcm: Process) -> None:
    before = Publication.objects.get(slug="call-for-applications")
    draft = news(slug="call-for-applications", title={"en": "Apply now"})

    seen = texts_digest(before)

    after = change_publication(process=gcm, draft=draft, seen=seen, by=SECRETARIAT, at=NOW)

    assert (after.pk, after.published_at, str(after.title)) == (
        before.pk,
        before.published_at,
        "Apply now",
    )
    assert history("gcm", "publication:call-for-applications")[-1].verb == "publication.changed"


@pytest.mark.parametrize("slug", ["nowhere", "about"])
def test_what_is_not_published_cannot_be_changed(gcm: Process, slug: str) -> None:
    with pytest.raises(DomainError) as refusal:
        change_publication(process=gcm, draft=news(slug=slug), seen="", by=SECRETARIAT, at=NOW)

    assert refusal.value.code == "unknown_publication"


def test_of_two_who_correct_the_same_text_the_second_reads_first(gcm: Process) -> None:
    draft = news(slug="call-for-applications", title={"en": "Apply now"})
    seen = texts_digest(Publication.objects.get(slug="call-for-applications"))
    change_publication(process=gcm, draft=draft, seen=seen, by=SECRETARIAT, at=NOW)

    with pytest.raises(DomainError) as refusal:
        change_publication(process=gcm, draft=draft, seen=seen, by=SECRETARIAT, at=NOW)

    assert refusal.value.code == "changed_meanwhile"


def change(process: Process, **changes: Any) -> Meeting:
    facts: dict[str, Any] = {
        "process": process,
        "code": "ts1",
        "seen_sequence": 0,
        "changes": {"starts_on": date(2017, 5, 9), "ends_on": date(2017, 5, 10)},
        "reason": "The room is taken.",
        "by": SECRETARIAT,
        "at": NOW,
    }
    return change_meeting(**facts | changes)


def test_a_moved_meeting_raises_its_sequence(gcm: Process) -> None:
    meeting = change(gcm)

    assert (meeting.days, meeting.sequence) == ((date(2017, 5, 9), date(2017, 5, 10)), 1)
    line = history("gcm", "meeting:ts1")[-1]
    assert (line.facts, line.words) == (
        {"changes": ["ends_on", "starts_on"], "sequence": 1},
        "The room is taken.",
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "ts9"}, "unknown_meeting"),
        ({"seen_sequence": 1}, "changed_meanwhile"),
        ({"changes": {"starts_on": date(2017, 5, 8)}}, "nothing_changed"),
        ({"changes": {"ends_on": date(2017, 5, 7)}}, "days_reversed"),
        ({"reason": " "}, "reason_missing"),
    ],
)
def test_a_change_of_a_meeting_that_may_not_be(
    gcm: Process, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        change(gcm, **changes)

    assert refusal.value.code == code
    assert Meeting.objects.get(code="ts1").sequence == 0


def test_a_meetings_code_is_for_ever(gcm: Process) -> None:
    with pytest.raises(ValueError, match="cannot be changed"):
        change(gcm, changes={"code": "ts7"})


ACTS: list[tuple[str, Callable[[Process, Actor], object]]] = [
    ("process.edit", lambda process, by: extend(process, by=by)),
    ("process.edit", lambda process, by: publish(process=process, draft=news(), by=by, at=NOW)),
    (
        "process.edit",
        lambda process, by: change_publication(
            process=process,
            draft=news(slug="four-days-left"),
            seen=texts_digest(Publication.objects.get(slug="four-days-left")),
            by=by,
            at=NOW,
        ),
    ),
    ("process.edit", lambda process, by: change(process, by=by)),
]


@pytest.mark.parametrize("who", [PUBLIC, OFFICER, SECRETARIAT, PRESIDENT], ids=lambda who: who.key)
@pytest.mark.parametrize(("capability", "act"), ACTS)
def test_each_act_asks_for_its_capability(
    gcm: Process, capability: str, act: Callable[[Process, Actor], object], who: Actor
) -> None:
    may = bool(who.may(capability, "gcm"))

    told = "done"
    try:
        act(gcm, who)
    except DomainError as refusal:
        told = refusal.code

    refusals = {"capability_missing", "sign_in_needed"}
    assert told in ({"done"} if may else refusals)


@pytest.mark.parametrize(("capability", "act"), ACTS)
def test_each_act_makes_kept_pages_old_when_it_commits(
    gcm: Process,
    django_capture_on_commit_callbacks: Any,
    capability: str,
    act: Callable[[Process, Actor], object],
) -> None:
    remember_revision(gcm)
    before = known_revision("gcm")

    with django_capture_on_commit_callbacks(execute=True):
        act(gcm, SECRETARIAT)

    assert (before, known_revision("gcm"), Process.objects.get().revision) == (1, 2, 2)


def test_an_older_reading_does_not_replace_a_newer_revision(gcm: Process) -> None:
    cache.clear()
    remember_revision(Process(code="gcm", revision=5))

    remember_revision(Process(code="gcm", revision=4))

    assert known_revision("gcm") == 5
