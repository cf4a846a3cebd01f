"""How a day and an hour are written on a page, in each of the six languages.

`antechamber.clock` says which instant is meant; this module only writes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import get_language, gettext as _

from antechamber.clock import offset_in_words

# The day with its weekday and the bare day, as United Nations documents write them. Django's own
# formats put the month first in English and leave the weekday out.
LONG_DAY = {
    "ar": "l j F Y",
    "en": "l j F Y",
    "es": r"l j \d\e F \d\e Y",
    "fr": "l j F Y",
    "ru": "l, j E Y г.",
    "zh-hans": "Y年n月j日 l",
}
SHORT_DAY = {
    "ar": "j F Y",
    "en": "j F Y",
    "es": r"j \d\e F \d\e Y",
    "fr": "j F Y",
    "ru": "j E Y г.",
    "zh-hans": "Y年n月j日",
}


def long_day(day: date) -> str:
    """Write "Sunday 9 April 2017" in the present language."""
    return _written(day, LONG_DAY)


def short_day(day: date) -> str:
    """Write "9 April 2017" in the present language."""
    return _written(day, SHORT_DAY)


def _written(day: date, patterns: Mapping[str, str]) -> str:
    language = get_language() or "en"
    pattern = patterns.get(language, patterns["en"])
    if language == "fr" and day.day == 1:
        pattern = pattern.replace("j", r"j\e\r")  # the first alone is an ordinal: "1er mai"
    return formats.date_format(day, pattern)


def hour(instant: datetime) -> str:
    """Write the hour on the twenty-four-hour clock: "23:59"; no midnight or noon to be mistaken."""
    return instant.strftime("%H:%M")


def zone_in_words(local: datetime, zone_name: str) -> str:
    """Write whose clock it is: "New York time (UTC−4)"."""
    return _("%(zone)s (%(offset)s)") % {"zone": zone_name, "offset": offset_in_words(local)}


def in_utc_words(instant: datetime) -> str:
    """Write the instant as UTC shows it: "10 April 2017, 03:59 UTC"."""
    there = instant.astimezone(UTC)
    return _("%(day)s, %(time)s UTC") % {"day": short_day(there), "time": hour(there)}


def in_zone_words(instant: datetime, zone: str, zone_name: str) -> str:
    """Write the instant in one zone: "9 April 2017, 23:59 New York time (UTC−4)"."""
    there = instant.astimezone(ZoneInfo(zone))
    return _("%(day)s, %(time)s %(zone)s") % {
        "day": short_day(there),
        "time": hour(there),
        "zone": zone_in_words(there, zone_name),
    }


def in_words(instant: datetime, zone: str, zone_name: str) -> str:
    """Write `instant` as a sentence part: "Sunday 9 April 2017, 23:59 New York time (UTC−4)"."""
    there = instant.astimezone(ZoneInfo(zone))
    return _("%(day)s, %(time)s %(zone)s (%(offset)s)") % {
        "day": long_day(there),
        "time": hour(there),
        "zone": zone_name,
        "offset": offset_in_words(there),
    }


def machine_readable(instant: datetime) -> str:
    """Write the instant for `<time datetime>`: "2017-04-10T03:59:59Z"."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def city_of(zone: str) -> str:
    """Return the city in a zone's key ("America/New_York" gives "New York"), for want of a name."""
    return zone.rpartition("/")[2].replace("_", " ")
