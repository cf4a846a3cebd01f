"""Delivery against a real SMTP server on this machine: once, and never twice."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.db import connection, connections

from antechamber.mail import rules
from antechamber.mail.actions import Delivered, deliver_due, fail_abandoned
from antechamber.mail.models import OutboxMessage
from antechamber.mail.tests.test_queue import AT, queue
from antechamber.mail.transport import Transport


class Postbox:
    """An SMTP server's hands: takes what comes, or answers as it is told."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuse_recipient = ""
        self.answer_at_the_end = ""
        self.hang_up_at_the_end = False
        self.hang_up_at_the_recipient = False

    async def handle_RCPT(  # noqa: N802 - named by the server
        self, server: SMTP, session: Any, envelope: Any, address: str, _: Any
    ) -> str:
        if self.hang_up_at_the_recipient:
            server.transport.close()
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - named by the server
        self, server: SMTP, session: Any, envelope: Any
    ) -> str:
        if self.answer_at_the_end:
            return self.answer_at_the_end
        letter = message_from_bytes(envelope.content, policy=policy.default)
        self.letters.append(letter)
        if self.hang_up_at_the_end:
            server.transport.close()
        return "250 OK"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "antechamber.mail.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "Antechamber <no-reply@antechamber.example.org>"
    yield box
    controller.stop()


def the_message() -> OutboxMessage:
    return OutboxMessage.objects.get()


@pytest.mark.django_db
def test_letter_is_plain_marked_and_known_by_its_id(postbox):
    queue(language="en")

    assert deliver_due(at=AT + timedelta(seconds=2)) == Delivered(sent=1)

    (letter,) = postbox.letters
    headers = {name: letter[name] for name in letter}
    del headers["Content-Transfer-Encoding"]
    assert headers.pop("Message-ID").endswith("@antechamber.example.org>")
    assert {name: str(value) for name, value in headers.items() if not name.startswith("X-")} == {
        "Content-Type": 'text/plain; charset="utf-8"',
        "MIME-Version": "1.0",
        "Subject": "Your code to sign in",
        "From": "Antechamber <no-reply@antechamber.example.org>",
        "To": "amina@example.org",
        "Date": "Wed, 05 Apr 2017 13:00:00 +0000",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
    }
    assert "\r\n    1234 5678\r\n" in letter.get_content()
    message = the_message()
    assert (message.state, message.attempts, message.failure) == ("sent", 1, "")
    assert message.sent_at == AT + timedelta(seconds=2)


@pytest.mark.django_db
def test_letter_carries_any_script(postbox):
    values = {
        "process_name": "الميثاق العالمي للهجرة 🕊",
        "contact": "помощь@пример",
        "code": "1234 5678",
        "minutes": 15,
    }
    queue(language="ar", values=values)

    deliver_due(at=AT)

    (letter,) = postbox.letters
    assert "الميثاق العالمي للهجرة 🕊\n" in letter.get_content().replace("\r\n", "\n")
    assert "помощь@пример" in letter.get_content()
    assert letter["Content-Language"] == "ar"


@pytest.mark.django_db
def test_message_id_stays_the_same_through_attempts(postbox):
    queue()
    postbox.answer_at_the_end = "451 4.3.0 come back later"
    deliver_due(at=AT)
    postbox.answer_at_the_end = ""
    deliver_due(at=AT + timedelta(hours=1))
    OutboxMessage.objects.update(state="queued", sent_at=None, next_attempt_at=AT)

    deliver_due(at=AT + timedelta(hours=2))

    first, second = (letter["Message-ID"] for letter in postbox.letters)
    assert first == second


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("reply", "state", "failure"),
    [
        ("550 5.1.1 <amina@example.org> unknown", "bounced", "smtp 550 5.1.1"),
        ("553 no such person", "bounced", "smtp 553"),
        ("450 4.2.0 greylisted amina@example.org", "queued", "smtp 450 4.2.0"),
        ("421 4.7.0 too many", "queued", "smtp 421 4.7.0"),
    ],
)
@pytest.mark.parametrize("where", ["refuse_recipient", "answer_at_the_end"])
def test_reply_decides_the_fate_and_its_words_are_not_kept(postbox, reply, state, failure, where):
    queue()
    setattr(postbox, where, reply)

    deliver_due(at=AT)

    message = the_message()
    assert (message.state, message.failure, message.attempts) == (state, failure, 1)
    assert message.next_attempt_at == (AT + timedelta(minutes=1) if state == "queued" else AT)
    assert postbox.letters == []


@pytest.mark.django_db
def test_temporary_refusals_end_after_a_day_and_a_half(postbox):
    queue()
    postbox.refuse_recipient = "450 4.2.0 later"
    tried, now = [], AT
    while the_message().state == "queued":
        now = the_message().next_attempt_at
        tried.append(now - AT)
        assert deliver_due(at=now - timedelta(seconds=1)) == Delivered()
        deliver_due(at=now)

    assert (the_message().state, the_message().failure) == ("failed", "smtp 450 4.2.0")
    waits = (timedelta(0), *rules.WAITS)
    assert tried == [sum(waits[: number + 1], timedelta(0)) for number in range(7)]


@pytest.mark.django_db
def test_connection_lost_before_the_text_is_tried_again(postbox):
    queue()
    postbox.hang_up_at_the_recipient = True

    assert deliver_due(at=AT) == Delivered(deferred=1)

    assert (the_message().state, the_message().failure) == ("queued", "connection lost")


@pytest.mark.django_db
def test_connection_lost_after_the_text_is_for_a_person_to_decide(postbox):
    queue()
    postbox.hang_up_at_the_end = True

    assert deliver_due(at=AT) == Delivered(failed=1)

    assert (the_message().state, the_message().failure) == ("failed", "may have been sent")
    assert deliver_due(at=AT + timedelta(days=30)) == Delivered()
    assert len(postbox.letters) == 1


@pytest.mark.django_db
def test_server_away_costs_no_attempt(postbox, settings):
    queue()
    settings.EMAIL_PORT = 1  # nothing listens there

    assert deliver_due(at=AT) == Delivered(server_away=True)

    message = the_message()
    assert (message.state, message.attempts, message.next_attempt_at) == ("queued", 0, AT)


@pytest.mark.django_db
def test_urgent_messages_go_before_older_ones(postbox):
    values = {"process_name": "GCM", "contact": "c@example.org", "account_page": "x"}
    for number in range(3):
        queue(template="account.second_factor_changed", values=values, once=f"notice:{number}")
    queue(once="code", at=AT + timedelta(minutes=1))

    delivered = deliver_due(at=AT + timedelta(minutes=1), limit=2)

    assert delivered == Delivered(sent=2)
    assert [str(letter["Subject"]) for letter in postbox.letters] == [
        "Your code to sign in",
        "Your second sign-in step was changed",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_statements_grow_with_the_messages_sent_and_with_nothing_else(
    postbox, django_assert_num_queries, rows
):
    for number in range(rows):
        queue(once=str(number))

    # Whether anything is due; for each: savepoint, find, claim, release, load, mark; then no more:
    # savepoint, find nothing, release.
    with django_assert_num_queries(1 + 6 * rows + 3):
        deliver_due(at=AT)
    with django_assert_num_queries(1):
        deliver_due(at=AT)


@pytest.mark.django_db
def test_deliverer_that_dies_while_sending_leaves_one_message_for_a_person(postbox, monkeypatch):
    """The worst place: the server has taken the message and nothing is marked yet."""
    for number in range(3):
        queue(once=str(number))
    send = Transport.send

    def send_and_die(transport: Transport, message: OutboxMessage) -> Any:
        send(transport, message)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(Transport, "send", send_and_die)
        with pytest.raises(SystemExit):
            deliver_due(at=AT)

    assert deliver_due(at=AT) == Delivered(sent=2)
    assert len(postbox.letters) == 3
    assert fail_abandoned(at=AT + rules.ABANDONED_AFTER - timedelta(seconds=1)) == 0
    assert fail_abandoned(at=AT + rules.ABANDONED_AFTER) == 1
    left = OutboxMessage.objects.exclude(state="sent").get()
    assert (left.once, left.state, left.failure) == ("0", "failed", "may have been sent")
    assert deliver_due(at=AT + timedelta(days=9)) == Delivered()


@pytest.mark.django_db(transaction=True)
def test_killed_process_never_sends_twice(postbox, settings):
    """A deliverer of its own is killed at the worst place; another one follows."""
    queue()
    name = str(connection.settings_dict["NAME"])
    program = f"""
import importlib, os, signal
import django
product = importlib.import_module({os.environ["DJANGO_SETTINGS_MODULE"]!r})
product.DATABASES["default"].update(NAME={name!r})
product.EMAIL_BACKEND = "antechamber.mail.smtp.EmailBackend"
product.EMAIL_HOST, product.EMAIL_PORT = "127.0.0.1", {settings.EMAIL_PORT}
product.EMAIL_USE_TLS = product.EMAIL_USE_SSL = False
django.setup()
from datetime import datetime
from antechamber.mail import actions, transport
send = transport.Transport.send
def send_and_be_killed(self, message):
    send(self, message)
    if os.environ["BE_KILLED"] == "1":
        os.kill(os.getpid(), signal.SIGKILL)
transport.Transport.send = send_and_be_killed
now = datetime.fromisoformat(os.environ["NOW"])
actions.fail_abandoned(at=now)
actions.deliver_due(at=now)
"""

    def deliver(*, killed: bool, now: datetime) -> int:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "PYTHONPATH": os.pathsep.join(sys.path),
            "BE_KILLED": str(int(killed)),
            "NOW": now.isoformat(),
        }
        command = [sys.executable, "-c", program]
        return subprocess.run(command, env=environment, check=False, timeout=60).returncode

    assert deliver(killed=True, now=AT) == -9
    assert deliver(killed=False, now=AT) == 0
    assert deliver(killed=False, now=AT + timedelta(days=1)) == 0
    assert len(postbox.letters) == 1


@pytest.mark.django_db(transaction=True)
def test_two_deliverers_at_once_send_each_message_once(postbox):
    for number in range(12):
        queue(once=str(number))
    ready = threading.Barrier(2)
    found: list[Delivered] = []

    def deliver() -> None:
        ready.wait()
        found.append(deliver_due(at=AT))
        connections.close_all()

    threads = [threading.Thread(target=deliver) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(each.sent for each in found) == 12
    assert len({str(letter["Message-ID"]) for letter in postbox.letters}) == 12
    assert len(postbox.letters) == 12


@pytest.mark.django_db
def test_message_that_smtp_cannot_carry_fails(postbox):
    queue(to="amina@example.org")
    message = the_message()
    message.recipient = "амина@example.org"
    message.save(update_fields=["recipient"])

    deliver_due(at=AT)

    assert (the_message().state, the_message().failure) in {
        ("failed", "unsendable"),
        ("sent", ""),  # a server that takes such addresses
    }


@pytest.mark.django_db
def test_header_that_got_past_all_else_is_refused_at_the_wire(postbox):
    queue()
    message = the_message()
    message.subject = "Hello\nBcc: all@example.org"
    message.save(update_fields=["subject"])

    deliver_due(at=AT)

    assert (the_message().state, the_message().failure) == ("failed", "unsendable")
    assert postbox.letters == []


def test_sender_refused_is_our_fault_and_is_tried_again():
    assert rules.fate_of_sender_refused(550, "5.7.1 no") == rules.Fate("defer", "smtp 550 5.7.1")
