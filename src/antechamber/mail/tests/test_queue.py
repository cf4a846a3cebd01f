"""Queueing: rendered now, in the reader's language, once, in the caller's transaction."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from antechamber.mail import catalogue
from antechamber.mail.actions import queue_message
from antechamber.mail.models import OutboxMessage
from antechamber.workflow import DomainError

AT = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)
VALUES = {
    "process_name": "Global Compact for Migration",
    "contact": "help@example.org",
    "code": "1234 5678",
    "minutes": 15,
}


def queue(**changes):
    queue_message(
        **{
            "template": "account.sign_in_code",
            "to": "amina@example.org",
            "language": "en",
            "values": VALUES,
            "process_code": "gcm",
            "subject_ref": "GCM-A-0412",
            "once": "received:412",
            "at": AT,
            **changes,
        }
    )


@pytest.mark.django_db
def test_queued_message_is_complete_and_costs_one_statement(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(1):
        queue()

    message = OutboxMessage.objects.get()
    assert (message.state, message.attempts, message.urgent) == ("queued", 0, True)
    assert (message.queued_at, message.next_attempt_at) == (AT, AT)
    assert message.erase_after == AT + timedelta(days=1)
    assert message.recipient == "amina@example.org"
    assert message.subject == "Your code to sign in"
    assert message.body == (
        "Your code to sign in:\n\n"
        "    1234 5678\n\n"
        "It works once and for 15 minutes, on the page where you asked for it. Do not give it to "
        "anyone: nobody from the secretariat will ask you for it.\n\n"
        "If you did not ask for a code, you need not do anything. Nobody can sign in with your "
        "address alone.\n\n"
        "-- \n"
        "Global Compact for Migration\n"
        "You receive this because someone asked to sign in with this address.\n"
        "To reach a person: help@example.org\n"
        "We never ask for a fee.\n"
    )


@pytest.mark.django_db
def test_same_once_queues_nothing_and_is_no_error(django_assert_num_queries):
    queue()

    with transaction.atomic(), django_assert_num_queries(1):
        queue(to="other@example.org")

    assert [m.recipient for m in OutboxMessage.objects.all()] == ["amina@example.org"]


@pytest.mark.django_db
def test_message_dies_with_its_callers_transaction():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)

    assert OutboxMessage.objects.count() == 0


@pytest.mark.django_db
def test_database_refuses_a_message_without_once_aloud():
    with pytest.raises(IntegrityError), transaction.atomic():
        queue(once="")


@pytest.mark.django_db
def test_database_holds_no_plain_text():
    queue(values=VALUES | {"code": "9876 5432"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mail_outboxmessage")
        row = " ".join(map(str, cursor.fetchone()))
    for secret in ("amina", "example.org", "9876 5432", "code to sign in"):
        assert secret not in row
    assert "account.sign_in_code" in row


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "",
        "amina",
        "amina@example.org\nBcc: all@example.org",
        "amina@example.org, other@example.org",
        "a@b@example.org",
        "amina@example.org\x00",
    ],
)
def test_unusable_address_is_refused(address):
    with pytest.raises(DomainError) as refusal:
        queue(to=address)

    assert (refusal.value.code, refusal.value.field) == ("address_unusable", "email")
    assert OutboxMessage.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"template": "no.such"}, "no.such is not in the catalogue of messages"),
        (
            {"values": {key: value for key, value in VALUES.items() if key != "code"}},
            "account.sign_in_code lacks the values ['code']",
        ),
        (
            {"values": VALUES | {"password": "x"}},
            "account.sign_in_code does not take the values ['password']",
        ),
    ],
)
def test_program_errors_are_errors(changes, words):
    with pytest.raises(catalogue.MessageError) as error:
        queue(**changes)

    assert str(error.value) == words


def test_text_is_not_html_and_a_subject_is_one_line():
    catalogue.register(
        "test.line",
        subject="About %(name)s",
        template="mail/account/second_factor_changed.txt",
        values={"name", "account_page"},
    )

    rendered = catalogue.render(
        "test.line",
        "en",
        {
            "name": "A & B\r\nBcc: all@example.org",
            "account_page": "x?a=1&b=2",
            "process_name": "<GCM>",
            "contact": "c",
        },
    )

    assert rendered.subject == "About A & B Bcc: all@example.org"
    assert "x?a=1&b=2" in rendered.body
    assert "<GCM>" in rendered.body


def test_registering_twice_with_other_values_stops_the_program():
    with pytest.raises(ValueError, match=r"account.sign_in_code is registered twice"):
        catalogue.register(
            "account.sign_in_code",
            subject="x",
            template="mail/account/sign_in_code.txt",
            values={"code"},
        )
