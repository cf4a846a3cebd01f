"""The outbox: a message is a row, written with the change that causes it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from antechamber.mail.workflow import WORKFLOW
from antechamber.people.encryption import EncryptedTextField


class OutboxMessages(models.QuerySet["OutboxMessage"]):
    """Finds messages by what must happen to them."""

    def due(self, at: datetime) -> OutboxMessages:
        """Return what may be sent at an instant, what a person waits for first."""
        return self.filter(state="queued", next_attempt_at__lte=at).order_by(
            "-urgent", "next_attempt_at", "id"
        )

    def erasable(self, at: datetime) -> OutboxMessages:
        """Return what has come to an end, still has its text and has passed its date."""
        ended = ("sent", "failed", "bounced")
        return self.filter(state__in=ended, erased_at=None, erase_after__lte=at)


class OutboxMessage(models.Model):
    """One message to one person, and its fate.

    `once` makes queueing it again do nothing. Recipient, subject and body are encrypted and die
    on their date (`erase_after`); what remains says that something was sent, not to whom or what.
    """

    once = models.CharField(max_length=120, unique=True)
    template = models.CharField(max_length=80)
    process_code = models.CharField(max_length=40)
    subject_ref = models.CharField(max_length=80)
    recipient = EncryptedTextField(blank=True)
    recipient_index = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=10)
    subject = EncryptedTextField(blank=True)
    body = EncryptedTextField(blank=True)
    urgent = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10,
        choices=[(state, words) for state, words in WORKFLOW.states.items()],
        default=WORKFLOW.initial,
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    claim = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=40, blank=True)
    erase_after = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxMessages.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                models.F("urgent").desc(),
                "next_attempt_at",
                condition=Q(state="queued"),
                name="message_due",
            ),
            models.Index("claimed_at", condition=Q(state="sending"), name="message_claimed"),
            models.Index(fields=["process_code", "state", "-id"], name="message_of_process"),
            models.Index(fields=["recipient_index"], name="message_of_recipient"),
            models.Index("erase_after", condition=Q(erased_at=None), name="message_to_erase"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=list(WORKFLOW.states)), name="message_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(once="") & ~Q(template="") & ~Q(process_code=""),
                name="message_says_what_it_is",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
                name="message_sent_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | (Q(claimed_at__isnull=False) & ~Q(claim="")),
                name="message_sending_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "bounced"]) | ~Q(failure=""),
                name="message_failure_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(recipient="", recipient_index="", subject="", body=""),
                name="message_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.subject_ref}"
