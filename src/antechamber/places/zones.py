"""Time zones by the names that people use: a meeting is held in "New York time"."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

# Duty stations of the United Nations system, seats of its regional commissions, and places where
# its conferences of the last decade met. Other zones are named after their city.
ZONE_NAMES: Mapping[str, Promise] = MappingProxyType(
    {
        "America/New_York": _("New York time"),
        "Europe/Zurich": _("Geneva time"),
        "Europe/Vienna": _("Vienna time"),
        "Africa/Nairobi": _("Nairobi time"),
        "Africa/Addis_Ababa": _("Addis Ababa time"),
        "Africa/Casablanca": _("Marrakech time"),
        "America/Mexico_City": _("Mexico City time"),
        "America/Santiago": _("Santiago time"),
        "America/Toronto": _("Montreal time"),
        "Asia/Bangkok": _("Bangkok time"),
        "Asia/Beirut": _("Beirut time"),
        "Asia/Tokyo": _("Tokyo time"),
        "Europe/Amsterdam": _("The Hague time"),
        "Europe/Berlin": _("Bonn time"),
        "Europe/Copenhagen": _("Copenhagen time"),
        "Europe/Paris": _("Paris time"),
        "Europe/Rome": _("Rome time"),
        "UTC": _("Coordinated Universal Time (UTC)"),
    }
)


def zone_name(zone: str) -> str:
    """Return the name of an IANA `zone` in the language in force, such as "New York time"."""
    if zone in ZONE_NAMES:
        return str(ZONE_NAMES[zone])
    city = zone.rpartition("/")[2].replace("_", " ")
    return gettext("%(city)s time") % {"city": city}


def zone_choices() -> list[tuple[str, str]]:
    """Return (zone, name) of the zones with a name of their own, the great seats first."""
    return [(zone, str(words)) for zone, words in ZONE_NAMES.items()]


def validate_zone(zone: str) -> None:
    """Raise Django's `ValidationError` where `zone` is no IANA time zone."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(
            _("%(zone)s is not a time zone. Write it as in Europe/Vienna."),
            code="unknown_zone",
            params={"zone": zone},
        ) from None
