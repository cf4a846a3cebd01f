"""Countries and areas as facts: codes, names in six languages, regional groups.

They are carried as data in the package, not as rows: a country is no decision of an office. Origin,
terms and what was decided where sources differ: `data/README.md`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
DATA = Path(__file__).parent / "data"
COMBINING_BREVE = "\u0306"  # makes the letter й of и; the other marks only vary a letter
COMBINING_TILDE = "\u0303"  # makes the letter ñ of n
LAST_LETTER = "\uffff"


@dataclass(frozen=True, slots=True)
class Country:
    """A country or area of ISO 3166-1.

    `code` has two letters, `iso3` three, `m49` three digits. `formal_names` are empty for areas
    that are not States. `regional_group` is a key of `GROUPS`, `None` outside the Member States.
    """

    code: str
    iso3: str
    m49: str
    names: Mapping[str, str] = field(hash=False, repr=False)
    formal_names: Mapping[str, str] = field(hash=False, repr=False)
    regional_group: str | None
    is_member_state: bool
    is_observer_state: bool
    is_ldc: bool
    is_lldc: bool
    is_sids: bool

    def name(self, language: str) -> str:
        """Return the short name in `language`, a tag such as `fr` or `zh-hans`; else in English."""
        return self.names[_language(language)]

    def formal_name(self, language: str) -> str:
        """Return the formal name of a State; of an area that has none, its short name."""
        return self.formal_names[_language(language)] or self.name(language)


class UnknownCountry(LookupError):
    """No country or area has this code."""


def country(code: str) -> Country:
    """Return the country of the two-letter `code`, in capitals, or raise `UnknownCountry`."""
    try:
        return COUNTRIES[code]
    except KeyError:
        raise UnknownCountry(code) from None


def name(code: str, language: str) -> str:
    """Return the short name of the country `code` in `language`."""
    return country(code).name(language)


def group_name(group: str, language: str) -> str:
    """Return the name of a regional group, a key of `GROUPS`, in `language`."""
    return GROUPS[group][_language(language)]


def member_states(group: str | None = None) -> tuple[Country, ...]:
    """Return the Member States by code, all or those of one regional group."""
    return tuple(
        state
        for state in COUNTRIES.values()
        if state.is_member_state and group in (None, state.regional_group)
    )


@cache
def country_choices(language: str) -> tuple[tuple[str, str], ...]:
    """Return (code, short name) of all countries in the order of the language's own alphabet.

    The order is a simple collation: accents and capitals vary a letter, й and ñ are letters,
    Chinese goes by pinyin with one reading for each character.
    """
    choices = ((code, state.name(language)) for code, state in COUNTRIES.items())
    return tuple(sorted(choices, key=lambda choice: sort_key(choice[1], language)))


def sort_key(text: str, language: str) -> tuple[str, str]:
    """Return a key that sorts `text` in the order of the alphabet of `language`."""
    if _language(language) == "zh":
        return anyascii(text).casefold(), text
    letters = unicodedata.normalize("NFD", text.casefold())
    if _language(language) == "es":
        letters = letters.replace(f"n{COMBINING_TILDE}", f"n{LAST_LETTER}")
    letters = letters.replace(f"и{COMBINING_BREVE}", f"и{LAST_LETTER}")
    return "".join(sign for sign in letters if not unicodedata.combining(sign)), text


def validate_country(code: str) -> None:
    """Raise Django's `ValidationError` where `code` is no two-letter country code in capitals."""
    if code not in COUNTRIES:
        raise ValidationError(_("Choose a country from the list."), code="unknown_country")


def _language(tag: str) -> str:
    language = tag.partition("-")[0].lower()
    return language if language in LANGUAGES else "en"


def _read_countries() -> Mapping[str, Country]:
    records: list[dict[str, Any]] = json.loads((DATA / "countries.json").read_text("utf-8"))
    return MappingProxyType({record["code"]: Country(**record) for record in records})


def _read_groups() -> Mapping[str, Mapping[str, str]]:
    groups: dict[str, dict[str, str]] = json.loads(
        (DATA / "regional_groups.json").read_text("utf-8")
    )
    return MappingProxyType(groups)


COUNTRIES: Mapping[str, Country] = _read_countries()
GROUPS: Mapping[str, Mapping[str, str]] = _read_groups()
