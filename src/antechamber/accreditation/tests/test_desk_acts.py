"""Acts from the page: done once, with a way on; refused with reasons and nothing typed lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from antechamber import clock
from antechamber.accreditation.actions import following_up, reviewing
from antechamber.accreditation.models import Application
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import (
    QUEUE,
    browser,
    hidden,
    page_of,
    words_of,
)
from antechamber.accreditation.tests.factories import NOW, Applied, act, in_state, submitted
from antechamber.mail.models import OutboxMessage
from antechamber.record.queries import history

pytestmark = pytest.mark.django_db


@pytest.fixture
def process():
    return factories.a_process()


@pytest.fixture
def officer():
    return browser(factories.an_officer())


def state_of(applied: Applied) -> str:
    return Application.objects.get(pk=applied.application.pk).state


def send(client, applied: Applied, slug: str, **typed: str):
    """Send an act's form as the application's page offers it."""
    page = client.get(page_of(applied.reference, slug))
    return client.post(page_of(applied.reference, slug), {**hidden(page, slug), **typed})


ANSWER_ON = {"answer_on_day": "12", "answer_on_month": "4", "answer_on_year": "2017"}


@pytest.mark.parametrize(
    ("slug", "start", "typed", "state"),
    [
        ("take", State.SUBMITTED, {}, State.UNDER_REVIEW),
        ("recommend", State.SUBMITTED, {"reason": "Relevant."}, State.RECOMMENDED),
        (
            "ask",
            State.UNDER_REVIEW,
            {"question": "Which authority?", **ANSWER_ON},
            State.INFORMATION_REQUESTED,
        ),
        (
            "not-eligible",
            State.UNDER_REVIEW,
            {"reason_code": "individual", "reason": "One person."},
            State.INELIGIBLE,
        ),
        ("not-needed", State.SUBMITTED, {"reason": "In status."}, State.NOT_NEEDED),
        ("look-again", State.INELIGIBLE, {"reason": "A mistake."}, State.UNDER_REVIEW),
        ("transfer", State.SUBMITTED, {"category": "academia", "reason": "A school."}, "submitted"),
    ],
)
def test_act_is_done_and_recorded(officer, slug, start, typed, state):
    applied = in_state(factories.a_process(), start)

    response = send(officer, applied, slug, **typed)

    assert (response.status_code, state_of(applied)) == (303, state)
    line = history("gcm", applied.reference)[-1]
    expected = typed.get("reason") or typed.get("question", "")
    assert line.words == expected


def test_asking_counts_to_the_end_of_the_day_in_the_processs_clock(process, officer):
    applied = submitted(process)

    response = send(officer, applied, "ask", question="Which authority?", **ANSWER_ON)

    application = Application.objects.get(pk=applied.application.pk)
    assert application.answer_by == datetime(2017, 4, 13, 3, 59, 59, tzinfo=UTC)
    assert "12 April 2017, 23:59 New York time" in words_of(officer.get(response["Location"]))


def test_question_proposes_a_week_in_words(process, officer):
    applied = submitted(process)

    words = words_of(officer.get(page_of(applied.reference, "ask")))

    assert (
        "Until the end of the day, New York time. Proposed: Wednesday 12 April 2017, in 7 days."
    ) in words


def test_closing_is_done_when_the_date_has_passed(process, officer):
    applied = in_state(process, State.INFORMATION_REQUESTED)

    with clock.frozen_at(NOW + timedelta(days=8)):
        response = send(officer, applied, "close")

    assert (response.status_code, state_of(applied)) == (303, State.LAPSED)


def test_merge_by_choice_and_by_number(process, officer):
    site = {"home_page": "https://amity.example.org"}
    goes_on, chosen = submitted(process, **site), submitted(process, **site)
    typed = submitted(process)

    page = words_of(officer.get(page_of(chosen.reference, "merge")))
    by_choice = send(officer, chosen, "merge", into=goes_on.reference, reason="The same.")
    by_number = send(
        officer,
        typed,
        "merge",
        into="another",
        number=f" {goes_on.reference.lower()} ",
        reason="The same.",
    )

    assert f"{goes_on.reference}, {goes_on.application.organization}" in page
    assert (by_choice.status_code, by_number.status_code) == (303, 303)
    merged = Application.objects.filter(merged_into=goes_on.application)
    assert {str(each) for each in merged} == {chosen.reference, typed.reference}


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("", "Write the number of the application that goes on."),
        ("GCM-A-9999", "There is no application of this number."),
        ("their", "There is no application of this number."),
        ("own", "Choose another application."),
        ("ended", "The other application has ended. Choose one under way."),
    ],
)
def test_merge_refuses_a_number_beside_its_box(process, officer, number, error):
    applied = submitted(process)
    numbers = {
        "their": submitted(process, category="academia").reference,
        "own": applied.reference,
        "ended": in_state(process, State.INELIGIBLE).reference,
    }

    response = send(
        officer,
        applied,
        "merge",
        into="another",
        number=numbers.get(number, number),
        reason="The same, I am sure.",
    )

    assert response.status_code == 422
    page = response.content.decode()
    assert f'<li><a href="#merge_number">{error}</a></li>' in page
    assert 'id="merge_number-error"' in page
    assert "The same, I am sure." in page
    assert state_of(applied) == State.SUBMITTED


def test_next_of_the_selection_follows_and_the_way_there_is_told(process, officer):
    first, second = submitted(process), submitted(process)
    submitted(process, category="diaspora")
    url = f"{page_of(first.reference, 'recommend')}?category=ngo"
    page = officer.get(url)

    response = officer.post(url, {**hidden(page, "recommend"), "reason": "Relevant."})

    assert response["Location"] == f"{page_of(second.reference)}?category=ngo"
    assert f"{first.reference} is recommended." in words_of(officer.get(response["Location"]))


def test_staying_is_possible_and_the_last_one_leads_to_the_queue(process, officer):
    first, second = submitted(process), submitted(process)

    stayed = send(officer, first, "recommend", reason="Relevant.", then="stay")
    ended = send(officer, second, "recommend", reason="Relevant.")

    assert stayed["Location"] == page_of(first.reference)
    assert ended["Location"] == QUEUE


def test_moved_beyond_reach_the_officer_goes_on(process, officer):
    applied = submitted(process)

    response = send(
        officer, applied, "transfer", category="academia", reason="A school.", then="stay"
    )

    assert response["Location"] == QUEUE
    assert officer.get(page_of(applied.reference)).status_code == 404


@pytest.mark.parametrize(
    ("slug", "typed", "target", "error"),
    [
        ("recommend", {"reason": "  "}, "recommend_reason", "Write the reason."),
        ("ask", {"question": "", **ANSWER_ON}, "ask_question", "Write the question."),
        (
            "ask",
            {"question": "Which?", **ANSWER_ON, "answer_on_day": "3"},
            "ask_answer_on_day",
            "Give a date in the future for the answer.",
        ),
        (
            "ask",
            {"question": "Which?", **ANSWER_ON, "answer_on_day": "31"},
            "ask_answer_on_day",
            "Enter a date that exists, for example 9 4 2017.",
        ),
        (
            "not-eligible",
            {"reason": "One person."},
            "not-eligible_reason_code_0",
            "Choose the reason.",
        ),
        (
            "not-eligible",
            {"reason": "One person.", "reason_code": "because"},
            "not-eligible_reason_code_0",
            None,
        ),
        (
            "transfer",
            {"reason": "A school.", "category": "ngo"},
            "transfer_category_0",
            None,
        ),
    ],
)
def test_refusal_stands_above_and_beside_and_keeps_what_was_typed(
    officer, slug, typed, target, error
):
    applied = submitted(factories.a_process())

    response = send(officer, applied, slug, **typed)

    page = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#{target}">{error or ""}' in page
    assert page.count("field-error") == 1
    for value in typed.values():
        assert value.strip() in page
    assert state_of(applied) == State.SUBMITTED
    assert "Error: " in page.partition("</title>")[0]


def test_what_others_did_meanwhile_is_shown_and_a_second_press_counts(process, officer):
    applied = submitted(process)
    page = officer.get(page_of(applied.reference, "recommend"))
    other = factories.an_officer(name="Oscar Other")
    reviewing.ask_for_information(
        act(applied.application, other),
        question="Which year?",
        answer_by=NOW + timedelta(days=7),
    )
    answer_question(applied)
    typed = {**hidden(page, "recommend"), "reason": "A long and careful reason."}

    refused = officer.post(page_of(applied.reference, "recommend"), typed)

    words = words_of(refused)
    assert refused.status_code == 409
    assert "Someone acted on this application while you had it open." in words
    news = words.partition("New since you opened the page ")[2].partition(" GCM-A-")[0]
    assert news == (
        "Answer received 5 April 2017, 09:00 New York time (UTC−4) · The applicant "
        "Information requested 5 April 2017, 09:00 New York time (UTC−4) · Oscar Other "
        "Which year? To be answered by 12 April 2017, 09:00 New York time (UTC−4)."
    )
    assert "A long and careful reason." in refused.content.decode()
    assert state_of(applied) == State.SUBMITTED

    again = {**hidden(refused, "recommend"), "reason": "A long and careful reason."}
    assert again["revision"] == "3"
    response = officer.post(page_of(applied.reference, "recommend"), again)
    assert (response.status_code, state_of(applied)) == (303, State.RECOMMENDED)


def answer_question(applied: Applied) -> None:
    following_up.answer_request(
        process=applied.application.process,
        key=applied.application.key,
        answer="1998.",
        by=applied.by,
        at=NOW,
    )


def test_act_that_the_state_no_longer_allows_keeps_the_words_and_says_why(process, officer):
    applied = submitted(process)
    page = officer.get(page_of(applied.reference, "not-needed"))
    reviewing.recommend_application(
        act(applied.application, factories.an_officer()), reason="Relevant."
    )
    typed = {**hidden(page, "not-needed"), "reason": "In status since 1998."}

    first = officer.post(page_of(applied.reference, "not-needed"), typed)
    second = officer.post(
        page_of(applied.reference, "not-needed"),
        {**hidden(first, "not-needed"), "reason": "In status since 1998."},
    )

    for response in (first, second):
        assert response.status_code == 409
        assert "In status since 1998." in response.content.decode()
        assert "Not possible in the present state: Recommended." in words_of(response)
    assert "This cannot be done now" in words_of(second)
    assert state_of(applied) == State.RECOMMENDED


@pytest.mark.parametrize("revision", ["", "-1", "x", "99"])
def test_form_without_its_revision_does_nothing(process, officer, revision):
    applied = submitted(process)

    response = officer.post(
        page_of(applied.reference, "recommend"), {"revision": revision, "reason": "Relevant."}
    )

    assert response.status_code in {409, 422}
    assert state_of(applied) == State.SUBMITTED
    assert "Relevant." in response.content.decode()


def test_pressing_twice_acts_once(process, officer):
    applied = submitted(process)
    submitted(process)
    page = officer.get(page_of(applied.reference, "recommend"))
    typed = {**hidden(page, "recommend"), "reason": "Relevant."}

    first = officer.post(page_of(applied.reference, "recommend"), typed)
    second = officer.post(page_of(applied.reference, "recommend"), typed)

    assert (first.status_code, second.status_code) == (303, 409)
    verbs = [line.verb for line in history("gcm", applied.reference)]
    assert verbs.count("application.recommended") == 1


def test_ready_made_words_go_into_the_text_and_nothing_is_sent(process, officer):
    applied = submitted(process)
    before = OutboxMessage.objects.count()

    response = send(
        officer,
        applied,
        "not-eligible",
        reason="Dear colleagues,",
        reason_code="individual",
        ready="individual",
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert (
        "Dear colleagues,\nA person cannot be accredited. An organization you belong to can apply."
    ) in page
    assert 'value="individual" checked' in page
    assert "field-error" not in page
    assert state_of(applied) == State.SUBMITTED
    assert OutboxMessage.objects.count() == before
    sent = officer.post(
        page_of(applied.reference, "not-eligible"),
        {**hidden(response, "not-eligible"), "reason": "Changed.", "reason_code": "individual"},
    )
    assert (sent.status_code, state_of(applied)) == (303, State.INELIGIBLE)


def test_ready_made_words_that_are_not_there_send_what_was_typed(process, officer):
    applied = submitted(process)

    response = send(officer, applied, "recommend", reason="Relevant.", ready="nonsense")

    assert response.status_code == 303


def test_words_come_clean_and_whatever_their_script(process, officer):
    applied = submitted(process)

    send(officer, applied, "not-needed", reason=" \u202eعمل ذو صلة 😀\x07 <b>=1+1</b>\r\nSecond ")

    assert history("gcm", applied.reference)[-1].words == "عمل ذو صلة 😀 <b>=1+1</b>\nSecond"


def test_words_beyond_measure_are_refused_and_kept(process, officer):
    applied = submitted(process)

    response = send(officer, applied, "recommend", reason="a" * 5_001)

    assert response.status_code == 422
    assert "a" * 5_001 in response.content.decode()


def test_act_on_its_own_page_takes_seven_statements(process, officer, django_assert_num_queries):
    applied = submitted(process)
    officer.get(page_of(applied.reference))

    with django_assert_num_queries(7):
        officer.get(page_of(applied.reference, "transfer"))
    with django_assert_num_queries(7):
        officer.get(page_of(applied.reference, "merge"))


def test_unknown_act_is_not_found(process, officer):
    applied = submitted(process)

    assert officer.get(page_of(applied.reference, "destroy")).status_code == 404
    assert officer.post(page_of(applied.reference, "destroy")).status_code == 404
    assert officer.put(page_of(applied.reference, "recommend")).status_code == 405
