"""The desk's front page: figures that grow with the days, never with the applications."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from antechamber import clock
from antechamber.accreditation.actions import proposing, reviewing
from antechamber.accreditation.desk_queries import reach_of
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import DESK, browser, officers_browser, words_of
from antechamber.accreditation.tests.factories import FALLS, NOW, in_state, submitted
from antechamber.accreditation.tests.list_factories import with_rules
from antechamber.accreditation.workload import Pile, Workload, workload
from antechamber.processes.models import Call, Deadline

TODAY = date(2017, 4, 5)


def pile(days: int | None, count: int = 1, state: str = "submitted", code: str = "ngls") -> Pile:
    day = None if days is None else TODAY - timedelta(days=days)
    return Pile(code, code.upper(), state, day, is_mine=False, count=count)


@pytest.mark.parametrize(
    ("ages", "oldest", "median"),
    [([], None, None), ([4], 4, 4), ([0, 9], 9, 0), ([1, 2, 30], 30, 2), ([5, 5, 5, 6], 6, 5)],
)
def test_workload_says_how_long_has_been_waited(ages, oldest, median):
    work = Workload(tuple(pile(age) for age in ages), TODAY)

    assert (work.oldest, work.median, work.waiting) == (oldest, median, len(ages))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=20))
def test_workload_counts_each_application_once(counted):
    work = Workload(tuple(pile(days, count) for days, count in counted), TODAY)

    assert len(work.ages) == work.waiting == sum(count for _days, count in counted)
    assert work.ages == sorted(work.ages)


def test_workload_is_told_apart_by_facilitator_the_fullest_first():
    work = Workload(
        (pile(3), pile(None, 2, "draft"), pile(1, 5, code="unu"), pile(None, 4, "ineligible")),
        TODAY,
    )

    parts = [
        (name, part.waiting, part.oldest, part.drafts, part.in_group("decided"))
        for name, part in work.by_facilitator()
    ]

    assert parts == [("UNU", 5, 1, 0, 0), ("NGLS", 1, 3, 2, 4)]


@pytest.mark.django_db
def test_workload_reads_states_days_and_who_is_assigned(django_assert_num_queries):
    process = factories.a_process()
    officer = factories.an_officer()
    submitted(process, at=NOW - timedelta(days=4))
    mine = submitted(process)
    reviewing.take_application(factories.act(mine.application, officer))
    factories.a_draft(process)
    in_state(process, State.INELIGIBLE)
    submitted(process, category="academia")

    with django_assert_num_queries(1):
        work = workload(reach_of(process, officer), TODAY)

    assert work.by_state == {
        State.DRAFT: 1,
        State.SUBMITTED: 1,
        State.UNDER_REVIEW: 1,
        State.INELIGIBLE: 1,
    }
    assert (work.waiting, work.mine, work.ages, work.drafts) == (2, 1, [0, 4], 1)


@pytest.mark.django_db
def test_days_are_those_of_the_processs_own_clock():
    process = factories.a_process()
    submitted(process, at=NOW.replace(hour=3, minute=59))  # still 4 April in New York

    work = workload(reach_of(process, factories.an_officer()), TODAY)

    assert work.ages == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [0, 1, 3])
def test_front_page_takes_eleven_statements(rows, django_assert_num_queries):
    process = factories.a_process()
    for _each in range(rows):
        submitted(process)
    officer = officers_browser()

    with django_assert_num_queries(11):
        response = officer.get(DESK)

    assert response.status_code == 200


@pytest.mark.django_db
def test_front_page_says_what_waits_and_what_the_deadline_needs():
    process = factories.a_process()
    officer = factories.an_officer()
    submitted(process, at=NOW - timedelta(days=4))
    factories.a_draft(process)
    submitted(process, category="academia")

    words = words_of(browser(officer).get(DESK))

    assert "wait for us 1 " in words
    assert "days is the longest wait 4 " in words
    assert "Applications close Sunday 9 April 2017" in words
    assert "Time left: 4 days." in words
    assert "Begun and not submitted: 1." in words
    assert "Submitted and waiting for an officer: 1." in words
    assert "UNU" not in words


@pytest.mark.django_db
def test_front_page_says_what_the_list_still_needs():
    process = with_rules(factories.a_process())  # due on 30 April
    first = submitted(process, at=NOW - timedelta(days=4))
    submitted(process)
    in_state(process, State.INFORMATION_REQUESTED)
    in_state(process, State.RECOMMENDED)
    officer = officers_browser()

    response = officer.get(DESK)
    with clock.frozen_at(NOW + timedelta(days=40)):
        later = words_of(officer.get(DESK))

    words = words_of(response)
    assert "Days left until the list is due: 25." in words
    assert "What the list of 30 April 2017 still needs" in words
    assert "Still to settle Waiting for us 2 Asked 1 Recommended 1" in words
    assert f'applications/{first.reference}">days is the longest wait' in response.content.decode()
    assert "The list was due on 30 April 2017." in later


@pytest.mark.django_db
def test_front_page_counts_what_colleagues_proposed():
    process = with_rules(factories.a_process(), second_person_for=["application.find_ineligible"])
    olga, oscar = factories.an_officer(), factories.an_officer(name="Oscar Other")
    applied = submitted(process)
    proposing.propose_ineligible(
        factories.act(applied.application, olga), reason_code="individual", reason="One person."
    )

    assert "are proposed and wait for you as second person 1" in words_of(browser(oscar).get(DESK))
    assert "are proposed and wait for you as second person 0" in words_of(browser(olga).get(DESK))


@pytest.mark.django_db
def test_front_page_after_the_deadline_counts_no_days():
    factories.a_process()
    officer = officers_browser()

    with clock.frozen_at(FALLS + timedelta(days=1)):
        words = words_of(officer.get(DESK))

    assert "Applications closed" in words
    assert "Time left" not in words


@pytest.mark.django_db
def test_front_page_of_a_process_without_a_call_shows_the_rest():
    process = factories.a_process()
    Deadline.objects.filter(call__process=process).delete()
    Call.objects.filter(process=process).delete()

    words = words_of(officers_browser().get(DESK))

    assert "Applications close" not in words
    assert "No application yet" in words


@pytest.mark.django_db
def test_front_page_mirrors_its_charts_in_arabic():
    submitted(factories.a_process())

    page = officers_browser().get("/ar/gcm/desk/").content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert 'direction="rtl"' in page
