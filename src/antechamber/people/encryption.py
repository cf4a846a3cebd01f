"""Personal data at rest: encrypted text and JSON fields, and a keyed hash to find by.

Keys come from `ENCRYPTION_KEYS`: the first encrypts, all decrypt, so a key is changed by putting a
new one in front. The hash uses a key derived from the *last* one, which must therefore stay.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    TextField = models.TextField[Any, Any]
else:
    TextField = models.TextField


class UnreadableSecret(Exception):
    """A stored value was encrypted under a key that is not configured any more."""


@cache
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key, "encrypt")) for key in keys])


def _derived(key: str, purpose: str) -> bytes:
    return base64.urlsafe_b64encode(
        hashlib.sha256(f"antechamber {purpose} {key}".encode()).digest()
    )


def _configured() -> tuple[str, ...]:
    return tuple(settings.ENCRYPTION_KEYS)


def encrypt(text: str) -> str:
    """Return `text` encrypted under the first configured key."""
    return _box(_configured()).encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Return the text of `token`; raise `UnreadableSecret` where no configured key opens it."""
    try:
        return _box(_configured()).decrypt(token.encode("ascii")).decode()
    except InvalidToken:
        raise UnreadableSecret("No configured encryption key opens a stored value.") from None


def blind_index(text: str) -> str:
    """Return a keyed hash of `text` by which equal values can be found and nothing be read."""
    key = _derived(_configured()[-1], "index")
    return hmac.new(key, text.strip().casefold().encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(TextField):
    """Text that the database sees only encrypted. Cannot be searched or ordered by."""

    def get_prep_value(self, value: Any) -> str | None:
        """Encrypt on the way in; an empty text stays empty."""
        return encrypt(str(value)) if value else value

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        """Decrypt on the way out."""
        return decrypt(value) if value else value


class EncryptedJSONField(TextField):
    """A JSON value that the database sees only encrypted."""

    if TYPE_CHECKING:  # what the type checker lets in and out, where the parent knows text only
        _pyi_private_set_type: Any
        _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> str | None:
        """Write JSON and encrypt it."""
        return None if value is None else encrypt(json.dumps(value, ensure_ascii=False))

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        """Decrypt and read JSON."""
        return None if value is None else json.loads(decrypt(value))

    def to_python(self, value: Any) -> Any:
        """Take a plain value as it is."""
        return value
