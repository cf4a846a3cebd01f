"""The effect of a changed rule as plain values: what was found, about whom, and what stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """An organization that a change concerns, with its application's number if it has one."""

    name: str
    reference: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One consequence in a sentence that holds its own number, and those whom it concerns."""

    words: str
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """All that changing one rule would do, and what it would leave as it is."""

    findings: tuple[Finding, ...]
    unchanged: tuple[str, ...]


def effect(findings: Iterable[Finding | None], *unchanged: str) -> Effect:
    """Return an effect from the findings that there are."""
    return Effect(tuple(each for each in findings if each is not None), unchanged)
