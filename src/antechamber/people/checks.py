"""What must be right before the installation meets the public. Each message says what to do.

They run with `antechamber check --deploy`, and `antechamber serve` refuses to start over an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning, register  # noqa: A004
from django.core.exceptions import ImproperlyConfigured

SECRET_KEY_LENGTH: Final = 50  # what Django's own check asks for (security.W009)
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


@register(deploy=True)
def check_installation(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Return what is unsafe in the present settings; nothing in a proper set-up."""
    return [
        *_keys(),
        *_demonstration(),
        *_addresses(),
        *_cache(),
    ]


def _keys() -> Iterator[CheckMessage]:
    secret_key = _secret_key()
    if len(secret_key) < SECRET_KEY_LENGTH:
        yield Error(
            "The secret key is missing or shorter than 50 characters.",
            hint="Set ANTECHAMBER_SECRET_KEY to at least 50 random characters and keep it.",
            id="antechamber.E001",
        )
    if not settings.ENCRYPTION_KEYS:
        yield Error(
            "There is no key to encrypt personal data with.",
            hint="Set ANTECHAMBER_ENCRYPTION_KEYS to a long random text, and keep a copy of it "
            "apart from the database: without it the data cannot be read.",
            id="antechamber.E002",
        )
    elif secret_key in settings.ENCRYPTION_KEYS:
        yield Warning(
            "Personal data is encrypted with the secret key.",
            hint="Set ANTECHAMBER_ENCRYPTION_KEYS to a text of its own: the two are changed at "
            "different times.",
            id="antechamber.W003",
        )


def _secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's word for an empty one
        return ""


def _demonstration() -> Iterator[CheckMessage]:
    if settings.DEMO and not _is_loopback(_base_host()):
        yield Error(
            "The demonstration runs at a public address: anybody could sign in as anybody.",
            hint="Set ANTECHAMBER_DEMO=0, or ANTECHAMBER_BASE_URL to http://localhost:8000.",
            id="antechamber.E004",
        )
    if settings.DEBUG and not _is_loopback(_base_host()):
        yield Error(
            "Details of errors are shown at a public address.",
            hint="Set ANTECHAMBER_DEBUG=0.",
            id="antechamber.E005",
        )


def _addresses() -> Iterator[CheckMessage]:
    if "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "Every host name is answered.",
            hint="Set ANTECHAMBER_HOSTS to the names of this installation, without *.",
            id="antechamber.E006",
        )
    if urlsplit(settings.BASE_URL).scheme != "https" and not _is_loopback(_base_host()):
        yield Error(
            "The public address is not https: codes and data would travel in clear.",
            hint="Set ANTECHAMBER_BASE_URL to https://… and let the proxy in front have a "
            "certificate.",
            id="antechamber.E007",
        )
    if _base_host() not in settings.ALLOWED_HOSTS and not _covered_by_wildcard():
        yield Error(
            f"The host of the public address, {_base_host()}, is not among those answered.",
            hint="Add it to ANTECHAMBER_HOSTS.",
            id="antechamber.E008",
        )


def _cache() -> Iterator[CheckMessage]:
    if str(settings.CACHES["default"]["BACKEND"]).endswith("LocMemCache"):
        yield Info(
            "Each worker counts sign-in attempts in its own memory, so with several workers a "
            "limit is as many times as high.",
            hint="Set ANTECHAMBER_CACHE_URL to a Redis server where that matters.",
            id="antechamber.I009",
        )


def _base_host() -> str:
    return urlsplit(settings.BASE_URL).hostname or ""


def _is_loopback(host: str) -> bool:
    return host in LOOPBACK


def _covered_by_wildcard() -> bool:
    host = _base_host()
    return any(
        name == "*" or (name.startswith(".") and f".{host}".endswith(name))
        for name in settings.ALLOWED_HOSTS
    )
