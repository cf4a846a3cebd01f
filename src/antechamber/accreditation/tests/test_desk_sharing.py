"""Officers who share a desk: notes among themselves, who looks after what, who has what open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation.actions import assigning, noting, reviewing
from antechamber.accreditation.models import Application, Note, Presence, SavedView
from antechamber.accreditation.personal_data import PERSONS_KEPT, erase_old_persons
from antechamber.accreditation.presence import FRESH_FOR, forget_old_presences
from antechamber.accreditation.rules import may_assign, may_note
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import QUEUE, browser, hidden, page_of, words_of
from antechamber.accreditation.tests.factories import NOW, Applied, act, in_state, submitted
from antechamber.people.actions import forget_account
from antechamber.people.models import Account, Grant
from antechamber.people.personal_data import export_of
from antechamber.people.tests.factories import browser_of
from antechamber.record.queries import history
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db
SECRET = "Their director called. Handle with care."


@pytest.fixture
def process():
    return factories.a_process()


def send(client, applied: Applied, slug: str, **typed: str):
    """Send an act's form as the application's page offers it."""
    page = client.get(page_of(applied.reference, slug))
    return client.post(page_of(applied.reference, slug), {**hidden(page, slug), **typed})


def verbs(applied: Applied) -> list[str]:
    return [line.verb for line in history("gcm", applied.reference)]


def account_of(actor) -> Account:
    return Account.objects.get(pk=actor.account_id)


# ----------------------------------------------------------------------------------------- notes


def test_notes_stand_beside_the_application_in_the_order_of_time(process):
    applied = submitted(process)
    olga, oscar = factories.an_officer(), factories.an_officer(name="Oscar Other")
    noting.add_note(act(applied.application, olga), text="First.")
    noting.add_note(act(applied.application, oscar, at=NOW + timedelta(minutes=5)), text="Second.")

    words = words_of(browser(olga).get(page_of(applied.reference)))

    told = words.partition("Notes of colleagues ")[2].partition(" Evidence")[0]
    assert told == (
        "Olga Officer 5 April 2017, 09:00 New York time (UTC−4) First. "
        "Oscar Other 5 April 2017, 09:05 New York time (UTC−4) Second."
    )


def test_note_is_sent_from_the_page_and_stays_there(process):
    applied = submitted(process)
    client = browser(factories.an_officer())

    response = send(client, applied, "note", text=f" {SECRET}\u202e ")

    assert (response.status_code, response["Location"]) == (303, page_of(applied.reference))
    assert SECRET in words_of(client.get(response["Location"]))
    assert Note.objects.get().text == SECRET


def test_note_is_in_the_ledger_without_its_text_and_encrypted_in_its_table(process):
    applied = submitted(process)

    noting.add_note(act(applied.application, factories.an_officer()), text=SECRET)

    line = history("gcm", applied.reference)[-1]
    assert (line.verb, line.words, line.facts) == ("application.noted", "", {})
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM accreditation_note")
        assert SECRET not in str(cursor.fetchall())


def test_note_neither_waits_for_nor_disturbs_another_act(process):
    applied = submitted(process)
    officer = factories.an_officer()
    page = browser(officer).get(page_of(applied.reference, "recommend"))

    noting.add_note(act(applied.application, officer, seen=0), text="Seen.")
    response = browser(officer).post(
        page_of(applied.reference, "recommend"), {**hidden(page, "recommend"), "reason": "Good."}
    )

    assert response.status_code == 303


def test_note_sent_twice_is_there_once(process):
    applied = submitted(process)
    client = browser(factories.an_officer())
    page = client.get(page_of(applied.reference, "note"))
    typed = {**hidden(page, "note"), "text": SECRET}

    answers = [client.post(page_of(applied.reference, "note"), typed) for _each in range(2)]

    assert [each.status_code for each in answers] == [303, 422]
    assert "You have added this note already. It stands on the page." in words_of(answers[1])
    assert Note.objects.count() == verbs(applied).count("application.noted") == 1


def test_empty_note_is_refused_beside_its_field(process):
    applied = submitted(process)

    response = send(browser(factories.an_officer()), applied, "note", text=" \n ")

    assert response.status_code == 422
    assert words_of(response).count("Write the note.") == 2  # in the summary and beside the field


@pytest.mark.parametrize("role", ["officer", "secretariat"])
def test_who_screens_may_note(process, role):
    applied = submitted(process)

    noting.add_note(act(applied.application, factories.an_actor(role, "gcm")), text="Seen.")

    assert Note.objects.get().text == "Seen."


@pytest.mark.parametrize(
    ("role", "scope"),
    [("officer", "gcm/unu"), ("mission", "gcm/mission/FRA"), ("auditor", "gcm"), ("", "")],
)
def test_others_may_not_note(process, role, scope):
    applied = submitted(process)

    with pytest.raises(DomainError) as refusal:
        noting.add_note(act(applied.application, factories.an_actor(role, scope)), text="Seen.")

    assert refusal.value.code == "capability_missing"
    assert not Note.objects.exists()


def test_applicant_learns_neither_of_a_note_nor_of_who_looks_after_it(process):
    applied = submitted(process)
    officer = factories.an_officer()
    noting.add_note(act(applied.application, officer), text=SECRET)
    assigning.assign_application(act(applied.application, officer), to_key=officer.key)
    assigning.assign_application(act(applied.application, officer), to_key="")
    account = account_of(applied.by)
    own = reverse("accreditation:application", args=["gcm", applied.application.key])

    words = words_of(browser_of(account, second_factor=False).get(own))

    assert "Submitted" in words
    for hidden_word in (SECRET, "Note added", "Assigned", "Given back", "Olga"):
        assert hidden_word not in words
    assert SECRET not in str(export_of(account))


def test_table_file_holds_no_note(process):
    applied = submitted(process)
    officer = factories.an_officer()
    noting.add_note(act(applied.application, officer), text=SECRET)

    response = browser(officer).get(f"{QUEUE}.csv")

    assert SECRET not in b"".join(response.streaming_content).decode("utf-8-sig")


def test_words_of_a_note_end_with_the_persons(process):
    applied = submitted(process)
    officer = factories.an_officer()
    noting.add_note(act(applied.application, officer), text=SECRET)

    erase_old_persons(NOW + PERSONS_KEPT * 2)

    words = words_of(browser(officer).get(page_of(applied.reference)))
    assert Note.objects.get().text == ""
    assert "The words of this note were erased on their date." in words


def test_officer_is_shown_what_is_kept_of_them_and_takes_it_along(process):
    applied = submitted(process)
    officer = factories.an_officer()
    noting.add_note(act(applied.application, officer), text=SECRET)
    account = account_of(officer)
    SavedView.objects.create(process=process, account=account, name="Mine", saved_at=NOW)
    browser(officer).get(page_of(applied.reference))

    held = export_of(account)["desk"]
    Grant.objects.filter(account=account).delete()
    forget_account(account=account, by=officer, at=NOW)

    assert held == {
        "views": ["Mine"],
        "notes": [{"number": applied.reference, "written": NOW.isoformat()}],
    }
    assert not SavedView.objects.exists()
    assert not Presence.objects.exists()
    assert Note.objects.get().text == SECRET


# ------------------------------------------------------------------------------------ assignment


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (may_note("Seen.", is_repeated=False), ""),
        (may_note(" \n", is_repeated=False), "note_empty"),
        (may_note("Seen.", is_repeated=True), "noted_already"),
        (may_assign(State.SUBMITTED, is_changed=True), ""),
        (may_assign(State.SUBMITTED, is_changed=False), "assigned_already"),
        (may_assign(State.DRAFT, is_changed=True), "wrong_state"),
        (may_assign(State.MERGED, is_changed=True), "wrong_state"),
    ],
)
def test_rule_of_sharing(verdict, code):
    assert (bool(verdict), verdict.code) == (not code, code)


def test_application_is_assigned_to_a_colleague_and_given_back(process):
    applied = submitted(process)
    olga, oscar = factories.an_officer(), factories.an_officer(name="Oscar Other")
    client = browser(olga)

    page = words_of(client.get(page_of(applied.reference, "assign")))
    given = send(client, applied, "assign", officer=oscar.key)
    shown = words_of(client.get(given["Location"]))
    back = send(client, applied, "assign", officer="nobody")

    assert "Me, Olga Officer Oscar Other Nobody: give it back" in page
    assert (given.status_code, back.status_code) == (303, 303)
    assert f"{applied.reference} is assigned to: Oscar Other." in shown
    assert "Assigned to Oscar Other" in shown
    assert "Assigned 5 April 2017, 09:00 New York time (UTC−4) · Olga Officer To Oscar Other." in (
        shown
    )
    assert Application.objects.get().assigned_to is None
    assert verbs(applied)[-2:] == ["application.assigned", "application.given_back"]


@pytest.mark.parametrize(("role", "scope"), [("officer", "gcm/unu"), ("auditor", "gcm"), ("", "")])
def test_nothing_is_assigned_to_whom_it_would_not_open(process, role, scope):
    applied = submitted(process)
    stranger = factories.an_actor(role, scope, name="Stella Stranger")
    officer = factories.an_officer()

    page = words_of(browser(officer).get(page_of(applied.reference, "assign")))
    response = send(browser(officer), applied, "assign", officer=stranger.key)
    with pytest.raises(DomainError) as refusal:
        assigning.assign_application(act(applied.application, officer), to_key=stranger.key)

    assert "Stella Stranger" not in page
    assert response.status_code == 422
    assert "This person cannot review it any more. Choose somebody else." in words_of(response)
    assert (refusal.value.code, refusal.value.field) == ("may_not_screen", "officer")
    assert Application.objects.get().assigned_to is None


def test_officer_whose_role_has_ended_is_given_nothing(process):
    applied = submitted(process)
    gone = factories.an_officer(name="Gina Gone")
    Grant.objects.filter(account_id=gone.account_id).update(until=NOW)

    with pytest.raises(DomainError) as refusal:
        assigning.assign_application(
            act(applied.application, factories.an_officer()), to_key=gone.key
        )

    assert refusal.value.code == "may_not_screen"


def test_of_two_who_assign_at_once_the_later_is_told(process):
    applied = submitted(process)
    olga, oscar = factories.an_officer(), factories.an_officer(name="Oscar Other")
    late = browser(oscar).get(page_of(applied.reference, "assign"))
    assigning.assign_application(act(applied.application, olga), to_key=olga.key)

    response = browser(oscar).post(
        page_of(applied.reference, "assign"), {**hidden(late, "assign"), "officer": oscar.key}
    )

    assert response.status_code == 409
    assert "Someone acted on this application while you had it open." in words_of(response)
    assert Application.objects.get().assigned_to_id == olga.account_id


def test_assigning_what_is_so_already_or_has_ended_is_refused(process):
    officer = factories.an_officer()
    taken = in_state(process, State.UNDER_REVIEW, officer)
    ended = in_state(process, State.INELIGIBLE, officer)

    for applied, code in ((taken, "assigned_already"), (ended, "wrong_state")):
        with pytest.raises(DomainError) as refusal:
            assigning.assign_application(act(applied.application, officer), to_key=officer.key)
        assert refusal.value.code == code


# -------------------------------------------------------------------------------------- presence


def test_two_officers_on_one_application_see_each_other(process):
    applied = submitted(process)
    olga, oscar = factories.an_officer(), factories.an_officer(name="Oscar Other")
    first = words_of(browser(olga).get(page_of(applied.reference)))
    with clock.frozen_at(NOW + timedelta(minutes=4)):
        second = words_of(browser(oscar).get(page_of(applied.reference)))
        again = words_of(browser(olga).get(page_of(applied.reference)))

    assert "has this open" not in first
    assert "Olga Officer has this open since 09:00." in second
    assert "Oscar Other has this open since 09:04." in again
    assert "Olga Officer has this open" not in again


def test_page_that_stays_open_is_open_since_its_first_minute(process):
    applied = submitted(process)
    olga = factories.an_officer()
    for minutes in (0, 8, 16):
        with clock.frozen_at(NOW + timedelta(minutes=minutes)):
            browser(olga).get(page_of(applied.reference))

    with clock.frozen_at(NOW + timedelta(minutes=20)):
        words = words_of(
            browser(factories.an_officer(name="Oscar")).get(page_of(applied.reference))
        )

    assert "Olga Officer has this open since 09:00." in words


def test_presence_ends_by_itself_and_with_an_act(process):
    applied = submitted(process)
    olga, oscar = factories.an_officer(), browser(factories.an_officer(name="Oscar Other"))
    browser(olga).get(page_of(applied.reference))

    with clock.frozen_at(NOW + FRESH_FOR):
        assert "has this open" not in words_of(oscar.get(page_of(applied.reference)))
        assert "Oscar" in words_of(browser(olga).get(page_of(applied.reference)))
        send(oscar, applied, "recommend", reason="Relevant.")
        assert "Oscar Other has" not in words_of(browser(olga).get(page_of(applied.reference)))


def test_presences_of_the_past_are_forgotten(process):
    applied = submitted(process)
    browser(factories.an_officer()).get(page_of(applied.reference))

    assert forget_old_presences(NOW + FRESH_FOR - timedelta(seconds=1)) == 0
    assert forget_old_presences(NOW + FRESH_FOR) == 1


def test_seeing_each_other_does_not_replace_the_guard(process):
    """Without the revision the later decision would overwrite the earlier one."""
    applied = submitted(process)
    olga, oscar = factories.an_officer(), factories.an_officer(name="Oscar Other")
    late = browser(oscar).get(page_of(applied.reference, "ask"))
    reviewing.recommend_application(act(applied.application, olga), reason="Relevant.")

    typed = {
        **hidden(late, "ask"),
        "question": "A long and careful question?",
        "answer_on_day": "12",
        "answer_on_month": "4",
        "answer_on_year": "2017",
    }

    response = browser(oscar).post(page_of(applied.reference, "ask"), typed)

    words = words_of(response)
    assert response.status_code == 409
    assert "Recommended 5 April 2017, 09:00 New York time (UTC−4) · Olga Officer" in words
    assert "A long and careful question?" in response.content.decode()
    assert Application.objects.get().state == State.RECOMMENDED
