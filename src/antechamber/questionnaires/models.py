"""Questionnaires as published, and uploaded files."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models

from antechamber.people.encryption import EncryptedTextField


def new_file_key() -> str:
    """Return an unguessable key that also names the file in storage."""
    return "f_" + secrets.token_hex(16)


class Questionnaire(models.Model):
    """One version of a form. Never changed once published: a change is a new version."""

    process_code = models.CharField(max_length=40)
    code = models.SlugField(max_length=40)
    version = models.PositiveIntegerField()
    definition = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["process_code", "code", "version"], name="questionnaire_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.process_code}/{self.code} v{self.version}"


class StoredFile(models.Model):
    """An uploaded file: kept under a random name, known by its content's hash."""

    key = models.CharField(max_length=40, unique=True, default=new_file_key)
    original_name = EncryptedTextField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    owner_key = models.CharField(max_length=40)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
