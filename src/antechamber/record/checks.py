"""What the installation is told about its record before it meets the public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Warning, register  # noqa: A004


@register(deploy=True)
def check_sealing_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warn where there is no key: decisions are kept and guarded, and no receipt has a proof."""
    if settings.SEALING_KEY:
        return []
    return [
        Warning(
            "There is no key to seal the record with.",
            hint="Set ANTECHAMBER_SEALING_KEY to 32 random bytes in base64 "
            "(openssl rand -base64 32), and keep a copy of it apart from the database.",
            id="antechamber.W010",
        )
    ]
