"""The page of one application: all that an officer needs, read once, and nothing beyond reach."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from antechamber import clock
from antechamber.accreditation.actions import following_up, reviewing, saving, submitting
from antechamber.accreditation.models import Application, HandedInFile
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import browser, officers_browser, page_of, words_of
from antechamber.accreditation.tests.factories import FALLS, NOW, Applied, act, change, submitted
from antechamber.organizations import directory
from antechamber.people.models import Grant, Look
from antechamber.processes.models import Deadline
from antechamber.questionnaires import storage
from antechamber.questionnaires.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def process():
    return factories.a_process()


def everything(process, officer) -> Applied:
    """Return an application with versions, a question, its answer, a duplicate, a roster match."""
    twin = factories.an_organization("Amity Bridge Initiative")
    factories.with_status(twin)
    submitted(process, organization=twin)
    applied = submitted(process, organization=factories.an_organization("Amity Bridges Initiative"))
    change(applied, purpose="Another purpose.")
    reviewing.take_application(act(applied.application, officer))
    factories.WAYS[State.INFORMATION_REQUESTED](applied, officer)
    application = applied.application
    following_up.answer_request(
        process=process, key=application.key, answer="By Nairobi.", by=applied.by, at=NOW
    )
    return applied


def statements(client, url: str) -> int:
    """Count the statements of a page, without the savepoints that only a test makes."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in captured)


def test_page_takes_twenty_statements_whatever_it_holds(process):
    officer = factories.an_officer()
    bare, full = submitted(process), everything(process, officer)
    client = browser(officer)
    client.get(page_of(bare.reference))  # now the directory of names is in memory

    assert statements(client, page_of(bare.reference)) == 19  # no officer acted: no name to read
    assert statements(client, page_of(full.reference)) == 20


def test_page_says_who_what_when_and_how_long_before_the_deadline(process):
    applied = submitted(
        process,
        organization=factories.an_organization("Amity Bridge", country="LB"),
        at=FALLS - timedelta(days=3, hours=4),
    )

    words = words_of(officers_browser().get(page_of(applied.reference)))

    assert f"{applied.reference} · To review Amity Bridge Country Lebanon" in words
    assert "Category Non-governmental organization Facilitator UN-NGLS Assigned to –" in words
    assert (
        "Submitted 6 April 2017, 19:59 New York time (UTC−4) · 3 days 4 hours before the deadline"
    ) in words


def test_page_says_when_it_came_in_the_grace(process):
    process.calls.update(grace_seconds=600)
    applied = submitted(process, at=FALLS + timedelta(minutes=5))

    with clock.frozen_at(FALLS + timedelta(days=1)):
        words = words_of(officers_browser().get(page_of(applied.reference)))

    assert "5 minutes after the deadline, within the stated grace" in words


def test_page_says_when_it_was_tried_too_late_before_an_extension(process):
    draft = factories.a_draft(process)
    late = FALLS + timedelta(hours=1)
    submit = {"process": process, "key": draft.application.key, "by": draft.by}
    submitting.submit_application(**submit, at=late)
    Deadline.objects.create(
        call=draft.application.call,
        falls_at=FALLS + timedelta(days=8),
        announced_at=late,
        announced_by="system",
    )
    submitting.submit_application(**submit, at=late + timedelta(hours=1))
    reference = str(Application.objects.get(pk=draft.application.pk))

    with clock.frozen_at(late + timedelta(days=1)):
        words = words_of(officers_browser().get(page_of(reference)))

    assert "7 days 22 hours before the deadline" in words
    assert "Tried once after the deadline, before it was extended" in words


def test_answers_stand_by_the_pages_of_the_form(process):
    applied = submitted(process, purpose="First line.\n<b>Second</b> line.")

    page = officers_browser().get(page_of(applied.reference)).content.decode()

    assert "<h3>What you do</h3>" in page
    assert "<bdi>First line.\n&lt;b&gt;Second&lt;/b&gt; line.</bdi>" in page
    assert "<b>Second" not in page


def test_change_between_versions_is_marked_and_each_version_can_be_read(process):
    applied = submitted(process, purpose="The first purpose.")
    change(applied, home_page=f"{applied.application.home_site}", purpose="The second purpose.")
    client = officers_browser()

    now = words_of(client.get(page_of(applied.reference)))
    then = words_of(client.get(page_of(applied.reference), {"version": "1"}))

    assert "Answers, version 2" in now
    assert "Changed The second purpose. Before: The first purpose." in now
    assert "Answers, version 1" in then
    assert "The first purpose." in then
    assert "Before:" not in then
    assert "The second purpose." not in then


@pytest.mark.parametrize("version", ["0", "3", "x", "1 "])
def test_version_that_is_not_there_is_not_found(process, version):
    applied = submitted(process)

    response = officers_browser().get(page_of(applied.reference), {"version": version})

    assert response.status_code == 404


def test_draft_after_withdrawal_shows_what_was_handed_in_and_not_what_is_typed(process):
    applied = factories.in_state(process, State.WITHDRAWN)
    application = applied.application
    following_up.reopen_application(process=process, key=application.key, by=applied.by, at=NOW)
    saving.save_answers(
        process=process,
        key=application.key,
        answers=factories.answers(purpose="Not handed in yet."),
        by=applied.by,
        at=NOW,
    )

    response = officers_browser().get(page_of(applied.reference))

    assert response.status_code == 200
    assert "Not handed in yet." not in response.content.decode()


def a_file(applied: Applied, key: str = "f_certificate") -> StoredFile:
    """Put a file behind a key that the answers name."""
    stored = StoredFile.objects.create(
        key=key,
        original_name="certificate of Wanjiru.pdf",
        media_type="application/pdf",
        size=4,
        sha256="0" * 64,
        owner_key=applied.by.key,
        uploaded_at=NOW,
    )
    HandedInFile.objects.create(
        application=applied.application, file=stored, question="registration_document"
    )
    storage.keep(key, BytesIO(b"%PDF"))
    return stored


def test_file_is_handed_out_as_an_attachment(process):
    applied = submitted(process, registration_document=["f_certificate"])
    a_file(applied)
    client = officers_browser()

    page = words_of(client.get(page_of(applied.reference)))
    response = client.get(page_of(applied.reference, "files/f_certificate"))

    assert "certificate of Wanjiru.pdf" in page
    assert b"".join(response.streaming_content) == b"%PDF"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_file_of_a_draft_or_of_another_application_is_not_found(process):
    applied = submitted(process, registration_document=["f_certificate"])
    a_file(applied)
    a_file(applied, "f_typed_later")
    other = submitted(process)
    client = officers_browser()

    assert client.get(page_of(applied.reference, "files/f_typed_later")).status_code == 404
    assert client.get(page_of(other.reference, "files/f_certificate")).status_code == 404
    assert (
        officers_browser("gcm/unu").get(page_of(applied.reference, "files/f_certificate"))
    ).status_code == 404


def test_roster_match_is_shown_with_status_year_and_why(process):
    twin = factories.an_organization("Amity Bridge Initiative")
    factories.with_status(twin, year=2011)
    submitted(process, organization=twin)
    applied = submitted(process, organization=factories.an_organization("Amity Bridge Iniciative"))
    directory.forget()

    words = words_of(officers_browser().get(page_of(applied.reference)))

    assert (
        "Amity Bridge Initiative Special consultative status with ECOSOC since 2011. "
        "The name differs by its spelling only. Likely the same Source: roster"
    ) in words


def test_status_of_the_organization_itself_is_shown(process):
    organization = factories.with_status(factories.an_organization("Amity Bridge"), year=1998)
    applied = submitted(process, organization=organization)

    words = words_of(officers_browser().get(page_of(applied.reference)))

    assert "since 1998. It is this organization. The same name" in words


def test_applications_that_look_alike_are_shown_with_every_reason(process):
    person = factories.an_actor(name="Amina")
    shared = {"home_page": "https://amity.example.org/a", "contact_email": "One@amity.example.org"}
    first = submitted(
        process, organization=factories.an_organization("Amity Bridge"), by=person, **shared
    )
    shared = {"home_page": "http://www.amity.example.org", "contact_email": "one@amity.example.org"}
    second = submitted(
        process,
        organization=factories.an_organization("Amity-Bridge"),
        by=person,
        category="diaspora",
        **shared,
    )
    submitted(process)

    words = words_of(officers_browser().get(page_of(second.reference)))

    assert (
        f"Other applications that look alike {first.reference} Amity Bridge To review "
        "The name is the same but for punctuation or accents. The home pages are on the same site. "
        "The contact's e-mail address is the same. The same person began both. Answers"
    ) in words


def test_alike_at_another_facilitator_is_told_and_not_named(process):
    site = {"home_page": "https://amity.example.org"}
    hidden = submitted(
        process, organization=factories.an_organization("Hidden Twin"), category="academia", **site
    )
    applied = submitted(process, **site)

    words = words_of(officers_browser().get(page_of(applied.reference)))
    whole = words_of(officers_browser("gcm").get(page_of(applied.reference)))

    assert "An application at UNU, which you cannot open" in words
    assert hidden.reference not in words
    assert "Hidden Twin" not in words
    assert f"{hidden.reference} Hidden Twin" in whole


def test_draft_of_somebody_else_is_no_duplicate_yet(process):
    factories.a_draft(process, home_page="https://amity.example.org")
    applied = submitted(process, home_page="https://amity.example.org")

    words = words_of(officers_browser().get(page_of(applied.reference)))

    assert "Other applications that look alike None." in words


def test_history_names_officers_and_not_applicants(process):
    officer = factories.an_officer(name="Olga Officer")
    applied = submitted(process, by=factories.an_actor(name="Amina Secret"))
    reviewing.take_application(act(applied.application, officer))
    reviewing.find_ineligible(
        act(applied.application, officer), reason_code="individual", reason="One person."
    )

    words = words_of(browser(officer).get(page_of(applied.reference)))

    history = words.partition("History ")[2]
    assert history == (
        "Found not eligible 5 April 2017, 09:00 New York time (UTC−4) · Olga Officer "
        "It was made for an individual. Only organizations can be accredited. One person. "
        "Another look can be asked for until 12 April 2017, 09:00 New York time (UTC−4). "
        "Review started 5 April 2017, 09:00 New York time (UTC−4) · Olga Officer "
        "Submitted 5 April 2017, 09:00 New York time (UTC−4) · The applicant Version 1."
    )
    assert "Amina Secret" not in words


def test_questions_and_answers_are_shown(process):
    officer = factories.an_officer()
    applied = everything(process, officer)

    words = words_of(browser(officer).get(page_of(applied.reference)))

    assert "We asked Which authority registered you? 5 April 2017" in words
    assert "Answer By Nairobi." in words


def test_open_question_says_until_when_it_waits(process):
    applied = factories.in_state(process, State.INFORMATION_REQUESTED)

    words = words_of(officers_browser().get(page_of(applied.reference)))

    assert "Answer Awaited by 12 April 2017, 09:00 New York time (UTC−4)" in words


def test_merged_application_leads_to_the_one_that_goes_on(process):
    applied = factories.in_state(process, State.MERGED)
    into = applied.application.merged_into

    page = officers_browser().get(page_of(applied.reference)).content.decode()

    assert f'<a href="/en/gcm/desk/applications/{into}">Go on with {into}</a>' in page


def test_acts_stand_in_one_order_and_say_why_not(process):
    applied = submitted(process)
    words = words_of(officers_browser().get(page_of(applied.reference)))

    places = [
        words.index(label)
        for label in (
            "Start the review",
            "Recommend Reason",
            "Ask for information",
            "Not eligible Why is it not eligible?",
            "No application needed Reason",
            "Look at it again Not possible in the present state: To review.",
            "Move to another category",
            "Merge into another application",
            "Close without prejudice Not possible in the present state: To review.",
        )
    ]
    assert places == sorted(places)


def test_previous_and_next_follow_the_selection_of_the_address(process):
    references = [submitted(process).reference for _each in range(3)]
    submitted(process, category="diaspora")

    page = (
        officers_browser()
        .get(page_of(references[1]), {"category": "ngo", "sort": "-submitted"})
        .content.decode()
    )

    query = "?category=ngo&amp;sort=-submitted"
    assert f'href="{page_of(references[2])}{query}" rel="prev"' in page
    assert f'href="{page_of(references[0])}{query}" rel="next"' in page
    assert f'action="{page_of(references[1], "recommend")}{query}"' in page


def test_every_look_at_a_persons_data_is_noted(process):
    officer = factories.an_officer()
    applied = submitted(process)

    browser(officer).get(page_of(applied.reference))

    look = Look.objects.get()
    assert (look.account_key, look.looker_key, look.subject, look.at) == (
        applied.by.key,
        officer.key,
        applied.reference,
        NOW,
    )


def test_history_says_what_the_system_did_and_forgets_a_closed_account(process):
    officer = factories.an_officer(name="Olga Officer")
    applied = factories.in_state(process, State.INFORMATION_REQUESTED, officer)
    Grant.objects.filter(account_id=officer.account_id).delete()
    late = NOW + timedelta(days=8)
    reviewing.lapse_overdue(application=applied.application, at=late)

    with clock.frozen_at(late):
        words = words_of(officers_browser().get(page_of(applied.reference)))

    assert (
        "Closed without prejudice 13 April 2017, 09:00 New York time (UTC−4) · "
        "The system, when the date had passed"
    ) in words
    assert "Information requested 5 April 2017, 09:00 New York time (UTC−4) · An officer" in words
    assert "Olga Officer" not in words.partition("History ")[2]
