"""allauth's passkey forms, which answer nonsense with a refusal where the library would break."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    ReauthenticateWebAuthnForm,
)

# What reading an answer raises that no browser would have made.
NONSENSE = (AttributeError, KeyError, TypeError, ValueError)


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth is untyped, here and below
    """Takes what the browser made of a new passkey."""

    def clean(self) -> Any:
        """Refuse what is no answer of a browser."""
        try:
            return super().clean()
        except NONSENSE:
            raise get_adapter().validation_error("incorrect_code") from None


class _UsesPasskey:
    """Takes what the browser made of a passkey's use."""

    def clean_credential(self) -> Any:
        """Refuse what is no answer of a browser."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except NONSENSE:
            raise get_adapter().validation_error("incorrect_code") from None


class UsePasskeyForm(_UsesPasskey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step with a passkey, while signing in."""


class UsePasskeyAgainForm(_UsesPasskey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The second step with a passkey, before something that matters."""
