"""Roster files as they were handed in, and what each of their rows becomes."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


def new_roster_key() -> str:
    """Return a public, opaque, stable key such as "r_9f2c41d07ab3"."""
    return "r_" + secrets.token_hex(6)


class RosterImport(models.Model):
    """One roster file: read, previewed, applied. The same file twice changes nothing.

    `rows_done` tells how far a reading has come. While `lease_until` lies ahead one worker is at
    it; a worker that died leaves a lease that ends, and then another may go on.
    """

    class State(models.TextChoices):
        """How far it has come; assigned by `roster_workflow` only."""

        READING = "reading", _("Being read")
        PREVIEWED = "previewed", _("Ready to be applied")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        FAILED = "failed", _("Could not be read")
        DISCARDED = "discarded", _("Discarded")

    key = models.CharField(max_length=20, unique=True, default=new_roster_key)
    process_code = models.CharField(
        max_length=40, blank=True, help_text="At whose desk; empty at the machine itself."
    )
    file = models.FileField(upload_to="rosters", max_length=200)
    file_name = models.CharField(max_length=255, help_text="As the officer's machine calls it.")
    source = models.CharField(max_length=300, help_text="Where its facts come from, for readers.")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.READING)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    failure = models.JSONField(default=dict, help_text="Why it could not be read: code, limit.")
    lease_until = models.DateTimeField(null=True, blank=True)
    uploaded_by = models.CharField(max_length=40)
    uploaded_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["process_code", "sha256"],
                condition=~models.Q(state__in=["failed", "discarded"]),
                name="roster_file_stands_once",
            ),
            models.CheckConstraint(
                condition=models.Q(applied_at=None) ^ models.Q(state="applied"),
                name="roster_applied_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class RosterRow(models.Model):
    """One row of a roster file: as it came, as cleaned and why, and what it becomes.

    `effect` is the weightiest of its `effects`, by which the preview sorts it.
    """

    class Effect(models.TextChoices):
        """What a row comes to, the weightiest first."""

        REFUSED = "refused", _("Refused")
        AMBIGUOUS = "ambiguous", _("Ambiguous")
        MERGED = "merged", _("Merged")
        NEW = "new", _("New")
        RENAMED = "renamed", _("Renamed")
        STATUS = "status", _("Status")
        KNOWN = "known", _("Known")

    roster_import = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    raw = models.JSONField()
    cleaned = models.JSONField(default=dict)
    fixes = models.JSONField(default=list)
    effects = models.JSONField(default=list)
    effect = models.CharField(max_length=20, choices=Effect.choices)
    is_mended = models.BooleanField(default=False)
    refusal = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roster_import", "number"], name="roster_row_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["roster_import", "effect", "number"], name="roster_row_by_effect"),
            models.Index(
                fields=["roster_import", "number"],
                condition=models.Q(is_mended=True),
                name="roster_row_mended",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
