"""Reading the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from antechamber.mail.models import OutboxMessage
from antechamber.mail.workflow import WORKFLOW


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message as a reader sees it. Empty texts where it was erased."""

    id: int
    recipient: str
    language: str
    subject: str
    body: str
    state: str
    queued_at: datetime
    sent_at: datetime | None


def recent_messages(limit: int) -> list[SentMessage]:
    """Return the newest messages of the whole installation with their texts (1 statement).

    For the demonstration's reading page: nothing else shows the text of a message.
    """
    return [
        SentMessage(
            id=message.pk,
            recipient=message.recipient,
            language=message.language,
            subject=message.subject,
            body=message.body,
            state=message.state,
            queued_at=message.queued_at,
            sent_at=message.sent_at,
        )
        for message in OutboxMessage.objects.order_by("-id")[:limit]
    ]


def messages_of(process_code: str, state: str = "") -> QuerySet[OutboxMessage]:
    """Return a process's messages, newest first, without their texts (1 statement a page).

    `state` is one of the workflow's; empty means all.
    """
    found = OutboxMessage.objects.filter(process_code=process_code).defer("subject", "body")
    return (found.filter(state=state) if state else found).order_by("-id")


def counts_by_state(process_code: str) -> dict[str, int]:
    """Return how many messages of a process are in each state, zeros included (1 statement)."""
    counted = dict(
        OutboxMessage.objects.filter(process_code=process_code)
        .order_by()
        .values_list("state")
        .annotate(Count("pk"))
    )
    return {state: counted.get(state, 0) for state in WORKFLOW.states}
