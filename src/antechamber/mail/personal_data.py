"""The messages to a person: shown and forgotten on their request."""

from __future__ import annotations

from typing import Any

from antechamber.mail.actions import forget_recipient
from antechamber.mail.models import OutboxMessage
from antechamber.people import personal_data
from antechamber.people.encryption import blind_index
from antechamber.people.models import Account


def messages_to(account: Account) -> list[dict[str, Any]]:
    """Return the messages to an account's address whose text is still kept (1 statement)."""
    found = OutboxMessage.objects.filter(recipient_index=blind_index(account.email))
    return [
        {
            "about": message.subject_ref,
            "subject": message.subject,
            "body": message.body,
            "state": message.state,
            "queued": message.queued_at.isoformat(),
            "erased_after": message.erase_after.isoformat(),
        }
        for message in found.order_by("id")
    ]


personal_data.register("messages", export=messages_to, forget=forget_recipient)
