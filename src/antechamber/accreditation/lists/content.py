"""What a list says, as plain values, and its digest: the one form in which it is frozen. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from antechamber.places import countries
from antechamber.places.countries import COUNTRIES
from antechamber.processes.rule_words import ListedFact
from antechamber.record.canonical import canonical_json

NO_REGION: Final = "none"  # of a seat outside the Member States' regional groups
ORDER_LANGUAGE: Final = "en"  # one order for the one list, whatever language its reader has


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """All that is kept of an organization on a list; States are given the listed facts of it."""

    reference: str
    name: str
    country: str
    home_page: str
    category: str

    @property
    def region(self) -> str:
        """Return the regional group of its seat."""
        found = COUNTRIES.get(self.country)
        return (found and found.regional_group) or NO_REGION

    def listed(self, listed_facts: Sequence[str]) -> dict[str, str]:
        """Return what the modalities give to States, with the public number."""
        return {"reference": self.reference, **{fact: _FACTS[fact](self) for fact in listed_facts}}


@dataclass(frozen=True, slots=True)
class ListContent:
    """A list as it is frozen: whose, which, under which rules, and every entry in its order."""

    process: str
    number: str
    kind: str
    title: str
    modalities: int
    entries: tuple[dict[str, str], ...]

    def as_values(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "process": self.process,
            "list": self.number,
            "kind": self.kind,
            "title": self.title,
            "modalities": self.modalities,
            "entries": list(self.entries),
        }

    def digest(self) -> str:
        """Return the hex SHA-256 of the canonical form: one letter changed, another digest."""
        return digest_of(self.as_values())


def digest_of(values: dict[str, Any]) -> str:
    """Return the hex SHA-256 of plain values in their canonical form."""
    return hashlib.sha256(canonical_json(values)).hexdigest()


def in_order(entries: Iterable[EntryFacts]) -> list[EntryFacts]:
    """Return entries by name; those of one name by their public number."""
    return sorted(
        entries, key=lambda each: (countries.sort_key(each.name, ORDER_LANGUAGE), each.reference)
    )


def counts_of(entries: Iterable[EntryFacts]) -> dict[str, dict[str, int]]:
    """Return how many entries each category and each region has."""
    known = list(entries)
    return {
        "by_category": dict(sorted(Counter(each.category for each in known).items())),
        "by_region": dict(sorted(Counter(each.region for each in known).items())),
    }


_FACTS: Final[Mapping[str, Callable[[EntryFacts], str]]] = {
    ListedFact.NAME: lambda facts: facts.name,
    ListedFact.COUNTRY: lambda facts: facts.country,
    ListedFact.HOME_PAGE: lambda facts: facts.home_page,
    ListedFact.CATEGORY: lambda facts: facts.category,
}
