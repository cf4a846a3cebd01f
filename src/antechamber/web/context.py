"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

SITE_NAME = "Antechamber"


def site(request: HttpRequest | None) -> dict[str, object]:
    """Return the site's own values; costs no SQL and opens no session."""
    return {
        "site_name": SITE_NAME,
        "languages": settings.LANGUAGES,
        "demo": getattr(settings, "DEMO", False),
    }
