"""The outbox after sending: retried by a person, erased on its date, shown at the desk."""

from __future__ import annotations

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.template.loader import get_template

from antechamber import clock
from antechamber.mail import catalogue, deliverer
from antechamber.mail.actions import Delivered, deliver_due, erase_messages, retry_message
from antechamber.mail.failure_words import failure_in_words
from antechamber.mail.models import OutboxMessage
from antechamber.mail.queries import counts_by_state, recent_messages
from antechamber.mail.tasks import deliver_outbox
from antechamber.mail.tests.test_queue import AT, queue
from antechamber.people.actors import PUBLIC, Actor, Held
from antechamber.people.capabilities import ROLES
from antechamber.people.tests.factories import browser_of, make_holder
from antechamber.record.models import Entry
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

SECRETARIAT = Actor(key="p_s", account_id=1, held=frozenset({Held("mail.retry", "gcm")}))


def in_state(state: str, once: str = "m", **facts: object) -> OutboxMessage:
    queue(once=once)
    needed = {
        "queued": {},
        "sending": {"claim": "c", "claimed_at": AT},
        "sent": {"sent_at": AT},
        "failed": {"failure": "smtp 450 4.2.0"},
        "bounced": {"failure": "smtp 550 5.1.1"},
    }
    OutboxMessage.objects.filter(once=once).update(state=state, **needed[state], **facts)
    return OutboxMessage.objects.get(once=once)


@pytest.mark.parametrize("state", ["failed", "bounced"])
def test_retried_message_is_queued_anew_and_recorded(state):
    message = in_state(state, attempts=7)

    retry_message(message_id=message.pk, process_code="gcm", by=SECRETARIAT, at=AT)

    message.refresh_from_db()
    assert (message.state, message.attempts, message.failure) == ("queued", 0, "")
    entry = Entry.objects.get()
    assert (entry.process_code, entry.verb, entry.subject, entry.actor_key, entry.facts) == (
        "gcm",
        "mail.retried",
        "GCM-A-0412",
        "p_s",
        {"template": "account.sign_in_code", "attempts": 7},
    )
    assert deliver_due(at=AT) == Delivered(sent=1)


@pytest.mark.parametrize("state", ["queued", "sending", "sent"])
def test_message_that_has_not_failed_is_not_retried(state):
    message = in_state(state)

    with pytest.raises(DomainError) as refusal:
        retry_message(message_id=message.pk, process_code="gcm", by=SECRETARIAT, at=AT)

    assert refusal.value.code == "wrong_state"
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("actor", "code"),
    [
        (PUBLIC, "sign_in_needed"),
        (Actor(key="p_x", account_id=2), "capability_missing"),
        (
            Actor(key="p_y", account_id=3, held=frozenset({Held("mail.retry", "other")})),
            "capability_missing",
        ),
    ],
)
def test_retry_is_refused_without_the_capability(actor, code):
    message = in_state("failed")

    with pytest.raises(DomainError) as refusal:
        retry_message(message_id=message.pk, process_code="gcm", by=actor, at=AT)

    assert refusal.value.code == code


def test_address_cannot_mix_two_processes():
    message = in_state("failed")
    actor = Actor(key="p_z", account_id=4, held=frozenset({Held("mail.retry", "other")}))

    with pytest.raises(OutboxMessage.DoesNotExist):
        retry_message(message_id=message.pk, process_code="other", by=actor, at=AT)


def test_text_dies_on_its_date_and_the_fact_stays():
    ended = [in_state(state, once=state) for state in ("sent", "failed", "bounced")]
    waiting = [in_state(state, once=state) for state in ("queued", "sending")]
    assert erase_messages(at=AT + timedelta(days=1, seconds=-1)) == 0
    assert Entry.objects.count() == 0

    assert erase_messages(at=AT + timedelta(days=1)) == 3
    assert erase_messages(at=AT + timedelta(days=2)) == 0

    for message in ended:
        message.refresh_from_db()
        assert (message.recipient, message.recipient_index, message.subject, message.body) == (
            "",
            "",
            "",
            "",
        )
        assert message.template == "account.sign_in_code"
    for message in waiting:
        message.refresh_from_db()
        assert message.recipient == "amina@example.org"
    entry = Entry.objects.get()
    assert (entry.verb, entry.facts, entry.actor_key) == ("mail.erased", {"messages": 3}, "system")
    with pytest.raises(DomainError) as refusal:
        retry_message(message_id=ended[1].pk, process_code="gcm", by=SECRETARIAT, at=AT)
    assert refusal.value.code == "erased"


@pytest.mark.parametrize(
    "nonsense",
    [
        {"state": "lost"},
        {"state": "sent"},
        {"sent_at": AT},
        {"state": "sending"},
        {"state": "failed"},
        {"erased_at": AT},
    ],
)
def test_database_refuses_nonsense(nonsense):
    queue()

    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.update(**nonsense)


def test_recent_messages_are_read_with_their_texts(django_assert_num_queries):
    for number in range(3):
        queue(once=str(number), to=f"person{number}@example.org")

    with django_assert_num_queries(1):
        messages = recent_messages(2)

    assert [each.recipient for each in messages] == ["person2@example.org", "person1@example.org"]
    assert messages[0].subject == "Your code to sign in"
    assert "1234 5678" in messages[0].body


def test_counts_hold_zeros():
    in_state("sent")
    in_state("failed", once="f")
    queue(once="other", process_code="other")

    assert counts_by_state("gcm") == {
        "queued": 0,
        "sending": 0,
        "sent": 1,
        "failed": 1,
        "bounced": 0,
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_lists_messages_in_a_constant_number_of_statements(rows, django_assert_num_queries):
    client = browser_of(make_holder("secretariat"))
    for number in range(rows):
        in_state("failed", once=str(number))

    # Session, account, roles; counts, the page's count, the page.
    with django_assert_num_queries(6):
        page = client.get("/en/gcm/desk/mail/")

    assert page.status_code == 200
    assert page.text.count("a…@example.org") == rows
    assert "amina@example.org" not in page.text
    assert "1234 5678" not in page.text
    assert page.text.count("The mail server answered: 450 4.2.0.") == rows
    assert page.text.count(">Send again<") == rows


def test_desk_filters_by_state():
    client = browser_of(make_holder("secretariat"))
    in_state("failed")
    in_state("sent", once="s")

    assert client.get("/en/gcm/desk/mail/?state=sent").text.count("a…@example.org") == 1
    assert "No message is in this state." in client.get("/en/gcm/desk/mail/?state=queued").text
    assert client.get("/en/gcm/desk/mail/?state=nonsense").status_code == 404


@pytest.mark.parametrize("role", sorted(ROLES))
def test_desk_is_open_to_the_roles_that_read_mail(role):
    client = browser_of(make_holder(role))
    reads = "mail.read" in ROLES[role][1]

    assert client.get("/en/gcm/desk/mail/").status_code == (200 if reads else 403)
    assert client.get("/en/other/desk/mail/").status_code == 403


def test_part_of_a_process_does_not_open_the_mail_of_the_whole():
    client = browser_of(make_holder("secretariat", "gcm/ngls"))

    assert client.get("/en/gcm/desk/mail/").status_code == 403


def test_desk_retries(django_assert_num_queries):
    client = browser_of(make_holder("secretariat"))
    message = in_state("failed")
    address = f"/en/gcm/desk/mail/{message.pk}/retry"

    assert client.post(address)["Location"] == "/en/gcm/desk/mail/"
    again = client.post(address)

    assert again.status_code == 409
    assert "someone may have acted before you" in again.text
    assert client.post("/en/gcm/desk/mail/999999/retry").status_code == 404
    assert client.get(address).status_code == 405


def test_command_says_what_became_of_the_messages():
    queue()
    out = StringIO()

    with clock.frozen_at(AT):
        call_command("deliver_mail", stdout=out)

    assert out.getvalue().splitlines() == [
        "Sent 1, to be tried again 0, failed 0, refused by the recipient's server 0.",
        "Sent 0, to be tried again 0, failed 0, refused by the recipient's server 0.",
    ]
    assert len(mail.outbox) == 1


def test_command_says_that_the_server_is_away(settings):
    queue()
    settings.EMAIL_BACKEND = "antechamber.mail.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    err = StringIO()

    with clock.frozen_at(AT):
        call_command("deliver_mail", stdout=StringIO(), stderr=err)

    assert err.getvalue() == "The mail server does not answer. The messages stay queued.\n"


def test_task_delivers():
    queue()

    with clock.frozen_at(AT):
        counts = deliver_outbox.func()

    assert counts == {"sent": 1, "deferred": 0, "failed": 0, "bounced": 0, "server_away": False}


def test_deliverer_tells_each_round_and_stops():
    queue()
    stop, told = threading.Event(), []

    def tell(delivered: Delivered) -> None:
        told.append(delivered)
        if len(told) == 2:
            stop.set()

    at_the_latest = threading.Timer(20, stop.set)
    at_the_latest.start()
    with clock.frozen_at(AT):
        deliverer.run_deliverer(stop, tell=tell)
    at_the_latest.cancel()

    assert told == [Delivered(sent=1), Delivered()]


@pytest.mark.parametrize(
    ("delivered", "seconds"),
    [
        (Delivered(), 1.0),
        (Delivered(sent=49), 1.0),
        (Delivered(sent=49, failed=1), 0.0),
        (Delivered(server_away=True), 15.0),
    ],
)
def test_deliverer_rests_as_long_as_it_should(delivered, seconds):
    assert deliverer._pause_after(delivered) == seconds


def test_every_failure_has_words():
    assert failure_in_words("") == ""
    assert failure_in_words("connection lost") == "The connection to the mail server broke."
    assert failure_in_words("smtp 550 5.1.1") == "The mail server answered: 550 5.1.1."


def test_every_registered_message_has_its_template():
    for kind in catalogue.kinds().values():
        get_template(kind.template)
