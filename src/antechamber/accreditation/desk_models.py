"""What the desk itself keeps: notes, presences, named views, proposals, decisions upon many."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from antechamber.people.encryption import EncryptedTextField
from antechamber.processes.models import Process

LONGEST_VIEW_NAME = 60  # characters: it stands in a row of links
LONGEST_VIEW_QUERY = 600  # characters: a search of a hundred signs, each written as %XX%XX%XX


def new_bulk_key() -> str:
    """Return an unguessable key: it names a decision upon many before there is one."""
    return "m_" + secrets.token_hex(10)


class Note(models.Model):
    """A colleague's note on an application: added, never changed; its text ends with the persons'.

    Neither the applicant nor a mission nor any file sees it.
    """

    application = models.ForeignKey(
        "accreditation.Application", on_delete=models.PROTECT, related_name="notes"
    )
    text = EncryptedTextField(blank=True, help_text="Empty once it was erased on its date.")
    written_by = models.CharField(max_length=40)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["written_at", "id"]
        indexes: ClassVar = [models.Index(fields=["written_by"], name="note_of_writer")]

    def __str__(self) -> str:
        return f"note on {self.application_id}"


class Presence(models.Model):
    """Somebody has an application before them. It means something for some minutes only."""

    application = models.ForeignKey(
        "accreditation.Application", on_delete=models.CASCADE, related_name="presences"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences"
    )
    since = models.DateTimeField(help_text="When it was opened, as long as it stayed open.")
    seen_at = models.DateTimeField(help_text="When the page was last asked for.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "account"], name="presence_of_each_person_once"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["seen_at"], name="presence_by_age")]

    def __str__(self) -> str:
        return f"{self.account_id} at {self.application_id}"


class SavedView(models.Model):
    """A selection of the queue that an officer gave a name."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="saved_views")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(max_length=LONGEST_VIEW_NAME)
    query = models.CharField(
        max_length=LONGEST_VIEW_QUERY, blank=True, help_text="As the queue's address has it."
    )
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["process", "account", "name"], name="saved_view_has_its_own_name"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """One officer proposes to find an application not eligible; another one confirms or declines.

    It stands while nothing else was done: see `second_person.pending`.
    """

    class Outcome(models.TextChoices):
        """How a proposal ended."""

        CONFIRMED = "confirmed", _("Confirmed")
        DECLINED = "declined", _("Declined")
        OVERTAKEN = "overtaken", _("Overtaken by another act")

    application = models.ForeignKey(
        "accreditation.Application", on_delete=models.PROTECT, related_name="proposals"
    )
    version = models.ForeignKey(
        "accreditation.Version",
        on_delete=models.PROTECT,
        related_name="proposals",
        help_text="What the proposer had read.",
    )
    reason_code = models.CharField(max_length=40)
    reason = EncryptedTextField()
    proposed_by = models.CharField(max_length=40)
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    settled_by = models.CharField(max_length=40, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["proposed_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(outcome=""), name="one_open_proposal_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_by="", settled_at=None)
                | (~Q(outcome="") & ~Q(settled_by="") & Q(settled_at__isnull=False)),
                name="proposal_settled_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="confirmed") | ~Q(settled_by=models.F("proposed_by")),
                name="proposal_is_confirmed_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"proposal on {self.application_id}"


class BulkDecision(models.Model):
    """One decision upon several applications at once: what it was, whose, and whether it stands.

    `key` is made with the page that asks, so that the same page sent twice decides once.
    """

    key = models.CharField(max_length=24, unique=True, default=new_bulk_key)
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="bulk_decisions")
    act = models.CharField(max_length=24)
    decided_by = models.CharField(max_length=40)
    decided_at = models.DateTimeField()
    undone_by = models.CharField(max_length=40, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["process", "decided_by", "-id"], name="bulk_decision_of_officer")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(undone_by="", undone_at=None)
                | (~Q(undone_by="") & Q(undone_at__isnull=False)),
                name="bulk_decision_undone_says_by_whom",
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.key}"


class BulkPart(models.Model):
    """One application of a decision upon several, with what is needed to take it back."""

    bulk = models.ForeignKey(BulkDecision, on_delete=models.PROTECT, related_name="parts")
    application = models.ForeignKey(
        "accreditation.Application", on_delete=models.PROTECT, related_name="bulk_parts"
    )
    left_out = models.CharField(
        max_length=32, blank=True, help_text="Why it was left as it was; empty where decided."
    )
    revision = models.PositiveIntegerField(help_text="Of the application, after the act.")
    assigned_before = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["bulk", "application"], name="bulk_decision_names_each_once"
            ),
            models.CheckConstraint(
                condition=Q(left_out="") | Q(undone_at=None),
                name="bulk_part_left_out_is_not_undone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} of {self.bulk_id}"
