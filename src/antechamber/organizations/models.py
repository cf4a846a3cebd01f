"""Who an organization is: one identity across doors, meetings and years."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from antechamber.organizations.roster_models import RosterImport, RosterRow

__all__ = [
    "FocalPoint",
    "Identifier",
    "JoiningRequest",
    "Name",
    "Organization",
    "RosterImport",
    "RosterRow",
    "Status",
    "StatusDecision",
]


def new_organization_key() -> str:
    """Return a public, opaque, stable key such as "o_9f2c41d07ab3"."""
    return "o_" + secrets.token_hex(6)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Reads that every room makes of organizations."""

    def findable(self) -> OrganizationQuerySet:
        """Keep those that a search by name may show: on a roster, or applied."""
        return self.filter(findable_order__isnull=False)


class Organization(models.Model):
    """An organization, known by dated names. Merged ones stay and point to their successor."""

    key = models.CharField(max_length=20, unique=True, default=new_organization_key)
    display_name = models.CharField(max_length=500, help_text="Its present official name.")
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166 code of the seat.")
    home_page = models.URLField(max_length=500, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    recorded_at = models.DateTimeField()
    findable_order = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        db_index=True,
        help_text="Empty for a draft's. Grows with each that becomes findable; some may share it.",
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["display_name"], name="organization_by_name")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(successor=models.F("id")), name="organization_is_not_its_heir"
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_findable(self) -> bool:
        """Say whether a search by name may show it: it is on a roster or has applied."""
        return self.findable_order is not None


class Name(models.Model):
    """A name an organization has or had, in one language and script."""

    class Kind(models.TextChoices):
        """What the name is to the organization."""

        OFFICIAL = "official", _("official name")
        FORMER = "former", _("former name")
        ACRONYM = "acronym", _("acronym")
        TRANSLATION = "translation", _("translation")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=500)
    key = models.CharField(max_length=500, db_index=True, help_text="Normalised: `names.parse`.")
    identity = models.CharField(
        max_length=500, db_index=True, help_text="`ParsedName.identity`: one name beyond doubt."
    )
    kind = models.CharField(max_length=20, choices=Kind.choices)
    language = models.CharField(max_length=10, blank=True)
    script = models.CharField(max_length=4, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "text", "kind"], name="name_stands_once_per_kind"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Status(models.Model):
    """A dated standing: consultative status with ECOSOC, or accreditation to a process.

    `kind` is one of `statuses.StatusKind`. `year` is that of the grant where only it is known.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="statuses"
    )
    kind = models.CharField(max_length=40)
    process_code = models.CharField(
        max_length=40, blank=True, help_text="Of an accreditation: to which process."
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name_plural = "statuses"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "kind", "process_code", "since"],
                name="status_granted_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["organization", "kind", "process_code"],
                condition=models.Q(since=None),
                name="status_without_day_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None)
                | models.Q(since=None)
                | models.Q(until__gte=models.F("since")),
                name="status_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year or ''}".strip()


class StatusDecision(models.Model):
    """A decision on consultative status as a roster tells it; never changed or taken back.

    The dated `Status` rows of an organization follow from all of its decisions by
    `rules.standings`. Where a roster tells only "special, 2011", `decided_on` is empty.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="status_decisions"
    )
    decision = models.CharField(max_length=40, help_text="`roster_cleaning.Decision`.")
    decided_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=20, blank=True, help_text="General, special, roster.")
    year = models.PositiveSmallIntegerField(default=0, help_text="0 where none is told.")
    source = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "decision", "kind", "year", "decided_on"],
                name="decision_told_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["organization", "decision", "kind", "year"],
                condition=models.Q(decided_on=None),
                name="decision_without_day_told_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.decided_on or self.year or ''}".strip()


class Identifier(models.Model):
    """A number by which another register knows the organization (ROR, iCSO, IATI)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="identifiers"
    )
    scheme = models.CharField(max_length=20)
    value = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_is_of_one")
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class FocalPoint(models.Model):
    """An account that may act for an organization, from one instant to another."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="focal_points"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="focal_points"
    )
    role = models.CharField(max_length=40, default="main")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "account"],
                condition=models.Q(until=None),
                name="focal_point_acts_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id} for {self.organization_id}"


class JoiningRequest(models.Model):
    """Someone asks to act for an organization that has a focal point, who answers."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="joining_requests"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="joining_requests"
    )
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "account"],
                condition=models.Q(answered_at=None),
                name="joining_is_asked_once",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, accepted=None)
                | models.Q(answered_at__isnull=False, accepted__isnull=False),
                name="joining_answer_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} asks for {self.organization_id}"
