"""A person's own account: shown, changed, taken out, forgotten; and what the database holds."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from antechamber import clock
from antechamber.mail.actions import queue_message
from antechamber.mail.models import OutboxMessage
from antechamber.people import account_sections, personal_data
from antechamber.people.actions import change_profile, forget_account, note_look
from antechamber.people.actors import SYSTEM, Actor, actor_of
from antechamber.people.models import Account, Look
from antechamber.people.queries import looks_at
from antechamber.people.tests.factories import AT, browser_of, make_account, make_holder
from antechamber.people.tests.test_sign_in import CODE, ask_for_code, code_sent_to
from antechamber.record.models import Entry
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

OFFICER = Actor(key="p_officer", account_id=999)


@pytest.fixture(autouse=True)
def _limits_start_anew():
    cache.clear()


@pytest.fixture
def amina() -> Account:
    return make_account(email="amina@example.org", name="Amina Diallo")


def write_to(account: Account, once: str = "m") -> None:
    queue_message(
        template="account.second_factor_changed",
        to=account.email,
        language="en",
        values={"account_page": "x", "process_name": "GCM", "contact": "c@example.org"},
        process_code="gcm",
        subject_ref="GCM-A-0412",
        once=once,
        at=AT,
    )


def test_account_page_shows_what_a_person_has(amina, django_assert_num_queries):
    client = browser_of(amina)

    with django_assert_num_queries(4):  # session, account, roles
        page = client.get("/en/account/")

    assert "<bdi>Amina Diallo</bdi>, <bdi>amina@example.org</bdi>" in page.text
    assert "Give and end roles" not in page.text


def test_other_rooms_add_sections(amina, monkeypatch):
    monkeypatch.setattr(account_sections, "_SECTIONS", [])
    account_sections.register(
        "web/components/message.html", lambda actor, at: {"level": 0, "who": actor.key}
    )
    account_sections.register("web/components/message.html", lambda actor, at: {})

    sections = account_sections.sections_for(actor_of(amina, AT), AT)

    assert [each["section"] for each in sections] == [{"level": 0, "who": amina.key}, {}]
    assert browser_of(amina).get("/en/account/").status_code == 200


def test_name_and_language_are_changed_and_recorded_without_them(amina):
    answered = browser_of(amina).post(
        "/en/account/profile", {"name": " Amina D. ", "language": "ar"}
    )

    assert answered["Location"] == "/en/account/"
    amina.refresh_from_db()
    assert (amina.name, amina.language) == ("Amina D.", "ar")
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject, entry.facts, entry.words_digest) == (
        "account.changed",
        amina.key,
        {},
        "",
    )


@pytest.mark.parametrize("language", ["", "xx", "en-gb"])
def test_unknown_language_is_refused(amina, language):
    answered = browser_of(amina).post("/en/account/profile", {"name": "A", "language": language})

    assert answered.status_code == 422
    amina.refresh_from_db()
    assert amina.name == "Amina Diallo"


@pytest.mark.parametrize("by", [OFFICER, SYSTEM])
def test_nobody_changes_or_forgets_somebody_else(amina, by):
    for act in (
        lambda: change_profile(account=amina, name="x", language="en", by=by, at=AT),
        lambda: forget_account(account=amina, by=by, at=AT),
    ):
        with pytest.raises(DomainError) as refusal:
            act()
        assert refusal.value.code == "not_yours"


def test_raw_row_holds_no_name(amina):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_account")
        row = " ".join(map(str, cursor.fetchone()))

    assert "Amina" not in row
    assert "Diallo" not in row
    assert "amina@example.org" in row  # people sign in with it: kept in clear, and said so


def test_export_holds_everything(amina):
    write_to(amina)
    note_look(account_key=amina.key, subject="GCM-A-0412", by=OFFICER, at=AT)

    answered = browser_of(amina).get("/en/account/my-data.json")

    assert answered["Content-Disposition"] == 'attachment; filename="my-data.json"'
    held = json.loads(answered.content)
    assert held["account"]["email"] == "amina@example.org"
    assert held["account"]["name"] == "Amina Diallo"
    assert held["roles"] == []
    assert held["looks"] == [
        {"by": "p_officer", "subject": "GCM-A-0412", "at": "2017-04-05T13:00:00+00:00"}
    ]
    (message,) = held["messages"]
    assert message["about"] == "GCM-A-0412"
    assert "We never ask for a fee." in message["body"]


def test_export_holds_nothing_of_others(amina):
    other = make_holder("auditor", email="other@example.org", name="Other Person")
    write_to(other)
    note_look(account_key=other.key, subject="x", by=OFFICER, at=AT)

    text = browser_of(amina).get("/en/account/my-data.json").content.decode()

    assert "other@example.org" not in text
    assert "Other Person" not in text
    assert other.key not in text


def test_forgotten_person_is_nowhere_and_the_record_keeps_the_key(amina):
    client, elsewhere = browser_of(amina), browser_of(amina)
    write_to(amina, "queued")
    write_to(amina, "sent")
    OutboxMessage.objects.filter(once="sent").update(state="sent", sent_at=AT)
    key = amina.key

    with clock.frozen_at(AT):
        answered = client.post("/en/account/delete", {"email": "Amina@Example.org"})

    assert "Your account is deleted" in answered.text
    amina.refresh_from_db()
    assert (amina.key, amina.email, amina.name, amina.is_active) == (
        key,
        f"{key}@forgotten.invalid",
        "",
        False,
    )
    for browser in (client, elsewhere):
        assert browser.get("/en/account/")["Location"].startswith("/en/account/sign-in")
    assert set(OutboxMessage.objects.values_list("state", "recipient", "recipient_index")) == {
        ("failed", "", ""),
        ("sent", "", ""),
    }
    entry = Entry.objects.get()
    assert (entry.verb, entry.subject, entry.actor_key) == ("account.forgotten", key, key)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "amina@example.org" not in str(cursor.fetchall()), table


def test_forgotten_person_may_come_back_as_somebody_new(amina):
    forget_account(account=amina, by=actor_of(amina, AT), at=AT)
    client = Client()

    with clock.frozen_at(AT + timedelta(days=1)):
        ask_for_code(client)
        client.post(CODE, {"code": code_sent_to("amina@example.org")})

    again = Account.objects.get(email="amina@example.org")
    assert again.key != amina.key


def test_deletion_wants_the_address(amina):
    page = browser_of(amina).post("/en/account/delete", {"email": "other@example.org"})

    assert "This is not the address of this account." in page.text
    amina.refresh_from_db()
    assert amina.is_active


def test_who_holds_a_role_is_not_forgotten():
    officer = make_holder("officer", email="officer@example.org")

    page = browser_of(officer).post("/en/account/delete", {"email": "officer@example.org"})

    assert "Ask the secretariat to end it, then you can delete the account." in page.text
    officer.refresh_from_db()
    assert officer.is_active


def test_what_a_room_cannot_forget_stops_the_whole(amina, monkeypatch):
    def refuse(account, at):
        raise DomainError("settle_first", "Settle this first.")

    monkeypatch.setattr(personal_data, "_HOLDINGS", dict(personal_data._HOLDINGS))
    personal_data.register("test", export=lambda account: {}, forget=refuse)

    page = browser_of(amina).post("/en/account/delete", {"email": "amina@example.org"})

    assert "Settle this first." in page.text
    amina.refresh_from_db()
    assert (amina.email, amina.is_active) == ("amina@example.org", True)
    with pytest.raises(ValueError, match="test is registered twice"):
        personal_data.register("test", export=lambda account: {}, forget=refuse)


def test_every_look_at_a_person_is_noted_but_not_ones_own(amina, django_assert_num_queries):
    with django_assert_num_queries(1):
        note_look(account_key=amina.key, subject="page", by=OFFICER, at=AT)
    note_look(account_key=amina.key, subject="page", by=actor_of(amina, AT), at=AT)

    (look,) = looks_at(amina.key)
    assert (look.looker_key, look.subject, look.at) == ("p_officer", "page", AT)
    assert Look.objects.count() == 1


@pytest.mark.parametrize("page", ["", "profile", "my-data.json", "delete"])
def test_own_pages_are_for_the_signed_in(client, page):
    assert client.get(f"/en/account/{page}")["Location"] == (
        f"/en/account/sign-in?next=%2Fen%2Faccount%2F{page}"
    )
