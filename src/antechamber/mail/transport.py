"""From a row of the outbox to the wire, and from what happens there to the message's fate."""

from __future__ import annotations

import hashlib
import smtplib
from contextlib import suppress
from email.utils import format_datetime, parseaddr
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from antechamber.mail.models import OutboxMessage
from antechamber.mail.rules import (
    CONNECTION_LOST,
    MAY_HAVE_BEEN_SENT,
    SENT,
    UNSENDABLE,
    Fate,
    fate_of_reply,
    fate_of_sender_refused,
)


class ServerAway(Exception):
    """The mail server cannot be reached or does not let us in: nothing was tried."""


class Transport:
    """One conversation with the mail server, for as many messages as follow one another."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def __enter__(self) -> Self:
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as refusal:
            raise ServerAway(type(refusal).__name__) from refusal
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError, smtplib.SMTPException):  # a goodbye that fails changes nothing
            self._connection.close()

    def send(self, message: OutboxMessage) -> Fate:
        """Hand one message over and say what became of it."""
        try:
            letter = as_letter(message)
            self._connection.send_messages([letter])
        except smtplib.SMTPRecipientsRefused as refusal:
            code, text = next(iter(refusal.recipients.values()))
            return fate_of_reply(code, _text(text))
        except smtplib.SMTPSenderRefused as refusal:
            return fate_of_sender_refused(refusal.smtp_code, _text(refusal.smtp_error))
        except smtplib.SMTPResponseException as refusal:
            return fate_of_reply(refusal.smtp_code, _text(refusal.smtp_error))
        except (smtplib.SMTPNotSupportedError, ValueError):  # BadHeaderError is a ValueError
            return Fate("give_up", UNSENDABLE)
        except (OSError, smtplib.SMTPException):
            return self._fate_of_lost_connection()
        return SENT

    def _fate_of_lost_connection(self) -> Fate:
        if getattr(self._connection, "in_doubt", False):
            return Fate("give_up", MAY_HAVE_BEEN_SENT)
        return Fate("defer", CONNECTION_LOST)


def as_letter(message: OutboxMessage) -> EmailMessage:
    """Return the e-mail of a row: plain text, marked as written by a machine (RFC 3834)."""
    letter = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.recipient],
        headers={
            "Message-ID": message_id(message),
            "Date": format_datetime(message.queued_at),
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    letter.encoding = "utf-8"
    return letter


def message_id(message: OutboxMessage) -> str:
    """Return the same id for the same row, so that a second copy can be known as one."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(message.once.encode()).hexdigest()[:32]}@{domain}>"


def _text(reply: bytes | str) -> str:
    return reply.decode("ascii", "replace") if isinstance(reply, bytes) else reply
