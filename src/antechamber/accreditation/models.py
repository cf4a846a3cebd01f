"""Applications for accreditation: their state, and every submission as it was."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from antechamber.accreditation.accredited.models import Accreditation, HandledChange
from antechamber.accreditation.desk_models import (
    BulkDecision,
    BulkPart,
    Note,
    Presence,
    Proposal,
    SavedView,
)
from antechamber.accreditation.lists.models import (
    CandidateList,
    EntryDecision,
    Inquiry,
    ListEntry,
    Objection,
    Reply,
    SilenceEnd,
)
from antechamber.accreditation.states import ENDED_WITHOUT_PLACE, SUBMITTED_OR_LATER, State
from antechamber.organizations.models import Organization
from antechamber.people.encryption import EncryptedJSONField, EncryptedTextField
from antechamber.processes.models import Call, Category, Facilitator, Modalities, Process
from antechamber.questionnaires.models import Questionnaire, StoredFile

__all__ = [
    "Accreditation",
    "Application",
    "Arrival",
    "BulkDecision",
    "BulkPart",
    "CandidateList",
    "EntryDecision",
    "HandedInFile",
    "HandledChange",
    "InformationRequest",
    "Inquiry",
    "ListEntry",
    "Note",
    "Notice",
    "Objection",
    "Presence",
    "Proposal",
    "Reference",
    "Reply",
    "SavedView",
    "SilenceEnd",
    "Version",
]


def new_application_key() -> str:
    """Return an unguessable key: an address of an application gives nothing away."""
    return "a_" + secrets.token_hex(10)


class Reference(models.Model):
    """A public number. Its row's id is the number, so that giving one waits for nobody.

    Numbers rise in the order given, over all processes of an installation; gaps are normal.
    """

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="references")
    kind = models.CharField(max_length=4)

    def __str__(self) -> str:
        return f"{self.process.reference_prefix}-{self.kind}-{self.pk:04d}"


class Application(models.Model):
    """An organization's application to one call. Drafts live here; submissions in `Version`."""

    key = models.CharField(max_length=24, unique=True, default=new_application_key)
    reference = models.CharField(max_length=32, unique=True, null=True, blank=True)
    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="applications")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="applications")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="applications"
    )
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="applications")
    facilitator = models.ForeignKey(
        Facilitator, on_delete=models.PROTECT, related_name="applications"
    )
    door = models.CharField(max_length=40, help_text="The facilitator it first came to.")
    state = models.CharField(max_length=24, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0, help_text="Grows with every act.")
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="applications"
    )
    answers = EncryptedJSONField(default=dict)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications"
    )
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="The first submission.")
    decided_at = models.DateTimeField(null=True, blank=True)
    came_late_at = models.DateTimeField(null=True, blank=True)
    present_version = models.ForeignKey(
        "Version", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_applications",
    )
    answer_by = models.DateTimeField(null=True, blank=True)
    appeal_until = models.DateTimeField(null=True, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    home_site = models.CharField(
        max_length=200, blank=True, help_text="The site of its home page, to find duplicates."
    )
    contact_index = models.CharField(
        max_length=64, blank=True, help_text="Keyed hash of the contact's address."
    )
    persons_erased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "organization"],
                condition=~Q(state__in=sorted(ENDED_WITHOUT_PLACE)),
                name="organization_applies_once_to_a_call",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(SUBMITTED_OR_LATER))
                | Q(
                    reference__isnull=False,
                    submitted_at__isnull=False,
                    present_version__isnull=False,
                ),
                name="application_submitted_has_number_time_version",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MERGED) | Q(merged_into__isnull=False),
                name="application_merged_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")),
                name="application_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.INFORMATION_REQUESTED) | Q(answer_by__isnull=False),
                name="application_asked_has_a_date",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["process", "facilitator", "state", "submitted_at", "id"],
                name="application_queue",
            ),
            models.Index(fields=["process", "state", "category"], name="application_counts"),
            models.Index(fields=["process", "submitted_at"], name="application_by_day"),
            models.Index(
                fields=["home_site"], condition=~Q(home_site=""), name="application_by_home_site"
            ),
            models.Index(
                fields=["contact_index"],
                condition=~Q(contact_index=""),
                name="application_by_contact",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.key


class Version(models.Model):
    """What was submitted, as it was: never changed, only forgotten on its date."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="versions"
    )
    modalities = models.ForeignKey(Modalities, on_delete=models.PROTECT, related_name="versions")
    answers = EncryptedJSONField(default=dict)
    organization_facts = models.JSONField(help_text="Name, country, home page as they were.")
    category_code = models.CharField(max_length=40)
    submitted_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    receipt_code = models.CharField(max_length=20)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class HandedInFile(models.Model):
    """A file uploaded for an application: who may read the one may read the other."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="handed_in")
    question = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.file_id} of {self.application_id}"


class InformationRequest(models.Model):
    """A question to the applicant with the date by which an answer counts."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="information_requests"
    )
    question = models.TextField()
    asked_by = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    answer = EncryptedTextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["asked_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at=None),
                name="one_open_question_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answer_by__gt=models.F("asked_at")), name="answer_date_is_ahead"
            ),
        ]

    def __str__(self) -> str:
        return f"question to {self.application_id}"


class Notice(models.Model):
    """An application was told of an occasion (an extension, a deadline near): once, for ever."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notices")
    occasion = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "occasion"], name="notice_is_given_once")
        ]

    def __str__(self) -> str:
        return self.occasion


class Arrival(models.Model):
    """Someone asked for an organization at an instant and was told where it stands.

    An organization told that it need not apply keeps this time, should its status turn out
    not to hold.
    """

    key = models.CharField(max_length=24, unique=True, default=new_application_key)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="arrivals")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="arrivals"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="arrivals"
    )
    outcome = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "organization", "account"], name="arrival_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.outcome}"
