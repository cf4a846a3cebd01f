"""Reading a process: what is found, and how many statements it takes for few rows and many."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from antechamber.processes import queries
from antechamber.processes.models import Call, Deadline, Meeting, Process, Publication
from antechamber.processes.rules import Phase
from antechamber.processes.tests.factories import (
    ADOPTED_AT,
    EXTENDED_AT,
    FIRST_DEADLINE,
    LAST_DEADLINE,
    NOW,
    OPENS_AT,
    SECOND,
    gcm_text,
)
from antechamber.workflow import DomainError


def test_process_by_code(gcm: Process, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert queries.process_by_code("gcm") == gcm

    with pytest.raises(queries.ProcessNotFound):
        queries.process_by_code("nowhere")


@pytest.mark.parametrize(
    ("at", "phase", "changes_at"),
    [
        (OPENS_AT - SECOND, Phase.NOT_YET, OPENS_AT),
        (NOW, Phase.OPEN, ADOPTED_AT),
        (ADOPTED_AT, Phase.OPEN, datetime.fromisoformat("2017-04-06T13:00:00-04:00")),
        (EXTENDED_AT - SECOND, Phase.OPEN, EXTENDED_AT),
        (EXTENDED_AT, Phase.OPEN, LAST_DEADLINE + SECOND),
        (LAST_DEADLINE + SECOND, Phase.CLOSED, datetime.fromisoformat("2017-05-08T09:00-04:00")),
    ],
)
def test_frame_tells_process_call_and_next_change(
    gcm: Process, django_assert_num_queries: Any, at: datetime, phase: Phase, changes_at: datetime
) -> None:
    with django_assert_num_queries(1):
        frame = queries.frame_of("gcm", at)

    call = frame.call("accreditation")
    assert call is not None
    assert (frame.process, frame.adopted_at) == (gcm, ADOPTED_AT)
    assert (call.window.phase_at(at), frame.changes_at) == (phase, changes_at)
    assert frame.call("side_events") is None


def test_frame_of_a_process_without_calls(gcm: Process, django_assert_num_queries: Any) -> None:
    Deadline.objects.all().delete()
    Call.objects.all().delete()

    with django_assert_num_queries(2):
        frame = queries.frame_of("gcm", NOW)

    assert (frame.process, frame.calls, frame.changes_at) == (gcm, (), ADOPTED_AT)


def test_frame_of_no_process(db: None) -> None:
    with pytest.raises(queries.ProcessNotFound):
        queries.frame_of("gcm", NOW)


def test_frame_takes_the_latest_call_of_a_kind(
    gcm: Process, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        opens_at = OPENS_AT + timedelta(days=100 * number + 100)
        call = Call.objects.create(
            process=gcm,
            code=f"again-{number}",
            kind="accreditation",
            title="Again",
            opens_at=opens_at,
            zone=gcm.zone,
        )
        Deadline.objects.create(
            call=call, falls_at=opens_at, announced_at=OPENS_AT, announced_by="system"
        )

    with django_assert_num_queries(1):
        frame = queries.frame_of("gcm", NOW)

    call = frame.call("accreditation")
    assert call is not None
    assert (len(frame.calls), call.call.code) == (4, "again-2")


def test_window_of_a_call(gcm: Process, django_assert_num_queries: Any) -> None:
    call = Call.objects.get(process=gcm)

    with django_assert_num_queries(1):
        window = queries.window_of(call)

    assert (window.opens_at, window.deadline_at(NOW), window.deadline_at(EXTENDED_AT)) == (
        OPENS_AT,
        FIRST_DEADLINE,
        LAST_DEADLINE,
    )


def test_windows_of_a_process(gcm: Process, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        found = queries.windows_of(gcm)

    assert [(each.call.code, each.window.first_deadline()) for each in found] == [
        ("accreditation", FIRST_DEADLINE)
    ]


def test_call_with_its_history(gcm: Process, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        call = queries.call_with_history(gcm, "accreditation")
        assert call is not None
        assert [each.falls_at for each in call.deadlines.all()] == [FIRST_DEADLINE, LAST_DEADLINE]

    assert queries.call_with_history(gcm, "nowhere") is None


@pytest.mark.parametrize(
    ("at", "symbol"),
    [
        (NOW, "A/71/L.58"),
        (ADOPTED_AT - SECOND, "A/71/L.58"),
        (ADOPTED_AT, "A/RES/71/280"),
        (LAST_DEADLINE, "A/RES/71/280"),
    ],
)
def test_present_modalities(
    gcm: Process, django_assert_num_queries: Any, at: datetime, symbol: str
) -> None:
    with django_assert_num_queries(1):
        assert queries.present_modalities(gcm, at).symbol == symbol


def test_there_are_no_modalities_before_the_first_draft(gcm: Process) -> None:
    with pytest.raises(DomainError) as refusal:
        queries.present_modalities(gcm, OPENS_AT - timedelta(days=365))

    assert refusal.value.code == "no_modalities"


def test_rules_of_a_version(gcm: Process, django_assert_num_queries: Any) -> None:
    modalities = queries.present_modalities(gcm, NOW)

    with django_assert_num_queries(1):
        rules = queries.rules_of(modalities)
    with django_assert_num_queries(1):
        typed = queries.rule_set_of(modalities)

    assert [rule.kind for rule in rules][:2] == ["carry_over_from", "ineligible_kinds"]
    assert (typed.silence_days, typed.persons_per_organization) == (7, 2)


def test_categories_come_with_their_facilitators(
    gcm: Process, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        found = [(each.code, each.facilitator.code) for each in queries.categories(gcm)]

    assert found[0] == ("ngo", "ngls")
    assert len(found) == 6


def test_calendar_puts_what_has_no_day_last(gcm: Process, django_assert_num_queries: Any) -> None:
    Meeting.objects.filter(code="ts1").update(starts_on=None, ends_on=None)

    with django_assert_num_queries(1):
        codes = [each.code for each in queries.calendar(gcm)]

    assert (codes[0], codes[-1]) == ("ts2", "ts1")


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (date(2017, 4, 5), ["ts1", "ts2", "ts3"]),
        (date(2017, 5, 9), ["ts1", "ts2", "ts3"]),
        (date(2017, 5, 10), ["ts2", "ts3", "ts4"]),
        (date(2018, 12, 11), ["conference"]),
        (date(2018, 12, 12), []),
    ],
)
def test_next_meetings_have_not_ended(
    gcm: Process, django_assert_num_queries: Any, on: date, codes: list[str]
) -> None:
    with django_assert_num_queries(1):
        assert [each.code for each in queries.next_meetings(gcm, on, 3)] == codes


def test_publications_are_those_published_by_then(gcm: Process) -> None:
    news = queries.publications(gcm, Publication.Kind.NEWS, NOW)

    assert [each.slug for each in news] == ["four-days-left", "call-for-applications"]
    assert queries.publication(gcm, Publication.Kind.NEWS, "deadline-extended", NOW) is None
    assert queries.publication(gcm, Publication.Kind.NEWS, "about", NOW) is None


def test_nothing_of_another_process_is_read(gcm: Process) -> None:
    from antechamber.people.actors import SYSTEM
    from antechamber.processes.loading import load_process
    from antechamber.processes.process_file import read_process_file

    text = gcm_text().replace('code = "gcm"', 'code = "summit"', 1)
    other = load_process(read=read_process_file(text), by=SYSTEM, at=NOW).process
    Publication.objects.filter(process=gcm).update(title=LazyI18nString({"en": "Only here"}))

    news = queries.publications(other, Publication.Kind.NEWS, NOW)

    assert "Only here" not in [str(each.title) for each in news]
    assert queries.frame_of("summit", NOW).process == other
