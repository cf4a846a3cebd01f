"""The messages of accounts, and the adapter through which sign-in hands them to the outbox.

`people` stands below this room and cannot name it; django-allauth asks the adapter that
`ACCOUNT_ADAPTER` names, and that is the one here.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy as _, override

from antechamber import clock
from antechamber.mail.actions import queue_message
from antechamber.mail.catalogue import register
from antechamber.people.models import Account

INSTALLATION: Final = "installation"  # what belongs to no process
CODE_KEPT: Final = timedelta(days=1)  # a used or expired code is of no use to anyone

SIGN_IN_CODE: Final = register(
    "account.sign_in_code",
    subject=_("Your code to sign in"),
    template="mail/account/sign_in_code.txt",
    values={"code", "minutes"},
    kept=CODE_KEPT,
    urgent=True,
)
SECOND_FACTOR_CHANGED: Final = register(
    "account.second_factor_changed",
    subject=_("Your second sign-in step was changed"),
    template="mail/account/second_factor_changed.txt",
    values={"account_page"},
)

# What allauth's flows call their notices → what we write for them. They say no more than that
# something changed: what exactly is to be seen only after signing in.
_KINDS_OF_NOTICES: Final = {
    "mfa/email/totp_activated": SECOND_FACTOR_CHANGED,
    "mfa/email/totp_deactivated": SECOND_FACTOR_CHANGED,
    "mfa/email/recovery_codes_generated": SECOND_FACTOR_CHANGED,
    "mfa/email/webauthn_added": SECOND_FACTOR_CHANGED,
    "mfa/email/webauthn_removed": SECOND_FACTOR_CHANGED,
}


class OutboxAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Lets allauth's flows write through the outbox, and nothing else."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a message of the catalogue, in the reader's language.

        `template_prefix` is a name of the catalogue with its values in `context`, or one of
        allauth's own notices. Raises `MessageError` for any other.
        """
        notice = _KINDS_OF_NOTICES.get(template_prefix)
        values = {"account_page": _account_page()} if notice else context
        language = get_language() or settings.LANGUAGE_CODE
        queue_message(
            template=notice.name if notice else template_prefix,
            to=email,
            language=language,
            values={
                "process_name": "Antechamber",
                "contact": f"{settings.BASE_URL}/{language}/",
                **values,
            },
            process_code=INSTALLATION,
            subject_ref="account",
            once=f"account:{secrets.token_hex(16)}",
            at=clock.now(),
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Account,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Queue a notice to an account's own address, in its own language."""
        with override(user.language):
            self.send_mail(template_prefix, email or user.email, context or {})

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing: our pages tell what happened, in our words."""

    def get_from_email(self) -> str:
        """Return the sender of every message."""
        return settings.DEFAULT_FROM_EMAIL


def _account_page() -> str:
    return f"{settings.BASE_URL}/{get_language() or settings.LANGUAGE_CODE}/account/"
