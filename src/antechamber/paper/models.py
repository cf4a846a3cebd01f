"""The papers that were issued: what each states, so that anyone who holds one can check it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class IssuedPaper(models.Model):
    """A paper and what it states. `facts` hold no personal data: who has the code sees them.

    Never changed but to be revoked: a paper that states something else is another paper.
    """

    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=20, help_text="receipt, letter, list")
    process_code = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, help_text="What it is about: GCM-A-0412.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of all that it states.")
    facts = models.JSONField(default=dict)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["process_code", "subject"], name="paper_of_subject")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(revoked_at=None)
                | models.Q(revoked_at__gte=models.F("issued_at")),
                name="paper_revoked_after_issue",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
