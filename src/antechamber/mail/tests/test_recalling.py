"""Messages that wait for an hour: sent then, or taken back before and gone for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from antechamber.mail.actions import Draft, deliver_due, queue_messages, recall_messages
from antechamber.mail.failure_words import failure_in_words
from antechamber.mail.models import OutboxMessage
from antechamber.mail.tests.test_queue import VALUES

pytestmark = pytest.mark.django_db
AT = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def draft(number: int, once: str = "") -> Draft:
    return Draft(
        template="account.sign_in_code",
        to=f"amina{number}@example.org",
        language="en",
        values=VALUES,
        process_code="gcm",
        subject_ref=f"GCM-A-000{number}",
        once=once or f"received:{number}",
    )


def recalled(*numbers: int, queued_at: datetime = AT) -> set[str]:
    return recall_messages(
        process_code="gcm",
        template="account.sign_in_code",
        queued_at=queued_at,
        subject_refs=[f"GCM-A-000{number}" for number in numbers],
        at=AT + HOUR,
    )


def test_held_message_goes_out_from_its_hour_on():
    queue_messages([draft(1)], at=AT, not_before=AT + HOUR)

    early = deliver_due(at=AT + HOUR - timedelta(seconds=1))
    late = deliver_due(at=AT + HOUR)

    assert (early.tried, late.sent) == (0, 1)


def test_recalled_message_is_never_sent_and_says_why(django_assert_num_queries):
    queue_messages([draft(1), draft(2)], at=AT, not_before=AT + HOUR)

    with transaction.atomic(), django_assert_num_queries(2):
        gone_out = recalled(1, 2)

    assert gone_out == set()
    assert deliver_due(at=AT + 24 * HOUR).tried == 0
    for message in OutboxMessage.objects.all():
        assert (message.state, message.recipient, message.body) == ("failed", "", "")
        assert failure_in_words(message.failure) == (
            "What it tells was taken back before it was sent."
        )


def test_recalling_names_about_whom_a_message_has_gone_out():
    queue_messages([draft(1), draft(2)], at=AT, not_before=AT + HOUR)
    deliver_due(at=AT + HOUR, limit=1)

    assert len(recalled(1, 2)) == 1
    assert sorted(OutboxMessage.objects.values_list("state", flat=True)) == ["failed", "sent"]


def test_only_messages_of_the_same_occasion_are_recalled():
    queue_messages([draft(1)], at=AT, not_before=AT + HOUR)
    queue_messages([draft(1, once="another")], at=AT + HOUR)

    recalled(1)

    states = dict(OutboxMessage.objects.values_list("once", "state"))
    assert states == {"received:1": "failed", "another": "queued"}
