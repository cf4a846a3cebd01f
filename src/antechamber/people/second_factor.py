"""Whether a person took a second step when signing in, in this session."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from antechamber.people import encryption
from antechamber.people.models import Account

SECOND_FACTOR: Final = "mfa"  # allauth's word for a code of an app, a passkey or a recovery code
DEMONSTRATION: Final = "demonstration"


def was_used(request: HttpRequest) -> bool:
    """Say whether this session took the second step; in the demonstration one click counts.

    Costs no statement beyond those that load session and account.
    """
    accepted = {SECOND_FACTOR, DEMONSTRATION} if settings.DEMO else {SECOND_FACTOR}
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return any(record.get("method") in accepted for record in records)


def note_proof_at_set_up(request: HttpRequest, account: Account) -> None:
    """Count what a person has just proved while setting it up: nobody is asked for it twice."""
    record_authentication(request, account, SECOND_FACTOR, reauthenticated=True)


def refuse_outside_demonstration() -> None:
    """Raise `RuntimeError` outside the demonstration, where one click stands for all proofs."""
    if not settings.DEMO:
        raise RuntimeError("Signing in without a code is possible in the demonstration only.")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    """Keeps the secrets of apps and recovery codes encrypted, and says our words for refusals."""

    error_messages: Final = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or it was used already. Wait for the next."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for the database."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Read a secret from the database."""
        return encryption.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name under which an app lists the account."""
        return "Antechamber"
