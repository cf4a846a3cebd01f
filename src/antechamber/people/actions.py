"""Accounts: opened by a code, changed and forgotten by their owners; every look at them noted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from antechamber.people import personal_data
from antechamber.people.actors import Actor
from antechamber.people.models import Account, Look
from antechamber.people.rules import may_be_forgotten
from antechamber.people.vocabulary import INSTALLATION
from antechamber.record import actions as record
from antechamber.workflow import DomainError

LOOKS_AT_ONCE: Final = 1_000
FORGOTTEN_DOMAIN: Final = "forgotten.invalid"  # RFC 2606: an address that can belong to nobody


def account_for(*, email: str, language: str, at: datetime, by: Actor | None = None) -> Account:
    """Return the account of an address, opened now if there is none (1 statement, or 2 more).

    The caller has proved that the address is the person's, or invites it to a role: then `by` is
    who invites. Two callers at once get the same account.
    """
    address = email.strip().lower()
    known = Account.objects.filter(email=address).first()
    return known or _open_account(address=address, language=language, at=at, by=by)


@transaction.atomic
def _open_account(*, address: str, language: str, at: datetime, by: Actor | None) -> Account:
    """Open an account; a second request at the same time finds the one that the first opened."""
    account, is_new = Account.objects.get_or_create(
        email=address, defaults={"language": language, "password": Account.no_password()}
    )
    if is_new:
        record.write(
            process_code=INSTALLATION,
            verb="account.opened",
            subject=account.key,
            actor_key=by.key if by else account.key,
            at=at,
        )
    return account


@record.action
def change_profile(
    *, account: Account, name: str, language: str, by: Actor, at: datetime
) -> Account:
    """Change one's own name and language. Raises `DomainError` for somebody else's account."""
    _require_own(account, by)
    account.name, account.language = name.strip(), language
    account.save(update_fields=["name", "language"])
    record.write(
        process_code=INSTALLATION,
        verb="account.changed",
        subject=account.key,
        actor_key=by.key,
        at=at,
    )
    return account


@record.action
def forget_account(*, account: Account, by: Actor, at: datetime) -> None:
    """Forget a person at their own request.

    The row stays with its opaque key, which the ledger names for ever, and says nothing more: no
    address, no name, no second step; every session ends. Other rooms forget what they hold
    (`personal_data`). Raises `DomainError` while the person holds a role.
    """
    _require_own(account, by)
    locked = Account.objects.select_for_update().get(pk=account.pk)
    roles_held = locked.grants.filter(until=None).count()
    may_be_forgotten(roles_held=roles_held).require()
    personal_data.forget_everywhere(locked, at)
    Authenticator.objects.filter(user_id=locked.pk).delete()
    locked.email, locked.name = f"{locked.key}@{FORGOTTEN_DOMAIN}", ""
    locked.is_active = False
    locked.set_unusable_password()  # a new random value: every session of the account is void
    locked.save()
    record.write(
        process_code=INSTALLATION,
        verb="account.forgotten",
        subject=locked.key,
        actor_key=by.key,
        at=at,
    )


def note_look(*, account_key: str, subject: str, by: Actor, at: datetime) -> None:
    """Note that `by` was shown the data of a person (1 statement). Looking at oneself is not noted.

    This is the log itself, so it writes no ledger entry; the person can read it in their export.
    """
    if by.key != account_key:
        Look.objects.create(account_key=account_key, looker_key=by.key, subject=subject, at=at)


def note_looks(*, account_keys: Iterable[str], subject: str, by: Actor, at: datetime) -> None:
    """Note that `by` was given the data of many persons at once (1 statement for 1,000)."""
    Look.objects.bulk_create(
        (
            Look(account_key=key, looker_key=by.key, subject=subject, at=at)
            for key in account_keys
            if key != by.key
        ),
        batch_size=LOOKS_AT_ONCE,
    )


def _require_own(account: Account, by: Actor) -> None:
    if by.account_id != account.pk:
        raise DomainError("not_yours", _("This is the account of somebody else."))
