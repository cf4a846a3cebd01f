"""Accounts, and the roles that give them capabilities."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import make_password
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from antechamber.people.encryption import EncryptedTextField


def new_person_key() -> str:
    """Return an opaque key: what the ledger calls a person, for ever and without saying who."""
    return "p_" + secrets.token_hex(8)


class Accounts(BaseUserManager["Account"]):
    """Finds and makes accounts by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account of an address; raise `Account.DoesNotExist`."""
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, **facts: Any) -> Account:
        """Create an account without a password: people sign in by code, passkey or TOTP."""
        account = self.model(email=email.strip().lower(), **facts)
        account.set_unusable_password()
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Someone who can sign in. Applicants and staff alike; roles make the difference."""

    key = models.CharField(max_length=20, unique=True, default=new_person_key, editable=False)
    email = models.EmailField(_("E-mail address"), max_length=254, unique=True)
    name = EncryptedTextField(_("Name"), max_length=200, blank=True)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="account_email_is_lower_case",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.key

    @property
    def shown(self) -> str:
        """Return how a page calls the person to themselves: by name, or by address."""
        return self.name or self.email

    @staticmethod
    def no_password() -> str:
        """Return a password field's value that no password fits."""
        return make_password(None)


class Role(models.Model):
    """A named set of capabilities, as data: a process can have roles of its own."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    capabilities = models.JSONField(default=list)
    is_staff_role = models.BooleanField(
        default=True, help_text="Holders must sign in with a passkey or a one-time code on top."
    )

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role given to an account within a scope, from one instant to another.

    `scope` is a path: "" is everywhere, "gcm" one process, "gcm/ngls" one facilitator in it,
    "gcm/mission/FRA" one State. A grant reaches its own scope and all below it.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="grants")
    scope = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "role", "scope"],
                condition=models.Q(until=None),
                name="grant_is_held_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")),
                name="grant_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_id} in {self.scope or 'everywhere'}"

    def holds_at(self, at: datetime) -> bool:
        """Say whether the grant is in force at an instant."""
        return self.since <= at and (self.until is None or at < self.until)


class Look(models.Model):
    """One look by one person at the data of another. Written by `actions.note_look`."""

    account_key = models.CharField(max_length=20)
    looker_key = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, help_text="What was shown: GCM-A-0412, a page.")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account_key", "-at"], name="look_at_account")]

    def __str__(self) -> str:
        return f"{self.looker_key} looked at {self.account_key}"
