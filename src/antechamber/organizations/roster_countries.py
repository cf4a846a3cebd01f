"""The country that a roster's cell names: by its code, or by its name in any of six languages."""

from __future__ import annotations

from functools import cache

from antechamber.organizations.names import fold
from antechamber.places.countries import COUNTRIES


def country_code(text: str) -> str:
    """Return the two-letter code of the country that `text` names; empty where it names none."""
    return _codes().get(_folded(text), "")


def _folded(text: str) -> str:
    """Write a name without accents, capitals and the article of a formal name in English."""
    return " ".join(fold(text)).removeprefix("the ")


@cache
def _codes() -> dict[str, str]:
    """Read the names once, some 50 ms."""
    codes: dict[str, str] = {}
    for code, country in COUNTRIES.items():
        names = (code, country.iso3, *country.names.values(), *country.formal_names.values())
        for name in names:
            if folded := _folded(name):
                codes.setdefault(folded, code)
    return codes
