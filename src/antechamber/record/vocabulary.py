"""The audit vocabulary: every verb the ledger accepts, and the facts each may carry.

A room registers its verbs where it defines its workflow. The ledger refuses a verb or a fact that
is not registered, so nobody writes a person's data into it by accident.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

_VERBS: dict[str, Verb] = {}


@dataclass(frozen=True, slots=True)
class Verb:
    """One kind of decision: its name for ever, its words for a reader, its facts' names."""

    name: str
    words: str | Promise
    facts: frozenset[str]


class UnregisteredRecord(Exception):
    """The program tried to write something the vocabulary does not know."""


def register(name: str, words: str | Promise, *facts: str) -> Verb:
    """Register a verb, e.g. `register("application.submitted", _("Submitted"), "version")`.

    Registering the same name twice with other facts raises `ValueError`.
    """
    verb = Verb(name, words, frozenset(facts))
    known = _VERBS.setdefault(name, verb)
    if known.facts != verb.facts:
        raise ValueError(f"{name} is registered twice with different facts")
    return known


def verb(name: str) -> Verb:
    """Return a registered verb; raise `UnregisteredRecord` for any other."""
    try:
        return _VERBS[name]
    except KeyError:
        raise UnregisteredRecord(f"{name} is not in the record's vocabulary") from None


def verbs() -> dict[str, Verb]:
    """Return all registered verbs by name (a copy)."""
    return dict(_VERBS)
