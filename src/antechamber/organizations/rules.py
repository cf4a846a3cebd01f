"""What follows from decisions on consultative status: the statuses an organization holds or held.

Pure: decisions in, standings out, in whatever order the rosters told them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from antechamber.organizations.names import StatusKind as NotedKind
from antechamber.organizations.roster_cleaning import Decision
from antechamber.organizations.roster_register import StatusFact
from antechamber.organizations.statuses import StatusKind

BEGINNINGS: Final = frozenset(
    {
        Decision.GRANTED,
        Decision.GRANTED_AT_FIRST_CONSIDERATION,
        Decision.REINSTATED,
        Decision.RECLASSIFIED,  # from one kind of status to another: it holds one
    }
)
ENDINGS: Final = frozenset(
    {Decision.SUSPENDED, Decision.WITHDRAWN, Decision.STATUS_WITHDRAWN_OWN_REQUEST}
)
KINDS: Final = {
    NotedKind.GENERAL: StatusKind.ECOSOC_GENERAL,
    NotedKind.SPECIAL: StatusKind.ECOSOC_SPECIAL,
    NotedKind.ROSTER: StatusKind.ECOSOC_ROSTER,
}
YEARS_APART: Final = 1
"""A note tells the year of the Council's grant; the Committee may have reported in another."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A status with its dates. `year` is told where the day is not; `until` is the day it ended."""

    kind: StatusKind
    year: int | None = None
    since: date | None = None
    until: date | None = None


def standings(facts: Iterable[StatusFact]) -> tuple[Standing, ...]:
    """Return the statuses that follow from decisions, the oldest first.

    A deferral or a refusal gives no status and takes none. A suspension ends a status until it is
    reinstated, which begins a new one.
    """
    told = tuple(facts)
    noted = _noted(told)
    periods = _periods(told)
    for number, period in enumerate(periods):
        note = _note_for(period, noted)
        if note is not None:
            noted.remove(note)
            periods[number] = replace(period, kind=note.kind)
    ends = [fact.decided_on for fact in told if fact.decision in ENDINGS and fact.decided_on]
    ended = [_ended(note, ends) for note in noted]
    return tuple(sorted([*ended, *periods], key=_age))


def _age(standing: Standing) -> tuple[int, date, str]:
    return standing.year or 0, standing.since or date.min, standing.kind


def _noted(facts: Sequence[StatusFact]) -> list[Standing]:
    """Return what is told without a day: of each kind the oldest year."""
    oldest: dict[StatusKind, Standing] = {}
    for fact in facts:
        if fact.decided_on is not None or fact.decision not in BEGINNINGS:
            continue
        kind = KINDS.get(NotedKind(fact.kind or NotedKind.UNSTATED), StatusKind.ECOSOC_UNSTATED)
        known = oldest.get(kind)
        if known is None or (fact.year and fact.year < (known.year or fact.year + 1)):
            oldest[kind] = Standing(kind, fact.year or None)
    return sorted(oldest.values(), key=_age)


def _periods(facts: Sequence[StatusFact]) -> list[Standing]:
    """Return the periods between beginnings and endings, in the order of their days."""
    periods: list[Standing] = []
    for day, is_end in sorted(
        (fact.decided_on, fact.decision in ENDINGS)
        for fact in facts
        if fact.decided_on and fact.decision in BEGINNINGS | ENDINGS
    ):
        is_held = bool(periods) and periods[-1].until is None
        if is_end and is_held:
            periods[-1] = replace(periods[-1], until=day)
        elif not is_end and not is_held:
            periods.append(Standing(StatusKind.ECOSOC_UNSTATED, day.year, day))
    return periods


def _note_for(period: Standing, noted: Sequence[Standing]) -> Standing | None:
    near = (
        note
        for note in noted
        if note.year and period.year and abs(note.year - period.year) <= YEARS_APART
    )
    return next(near, None)


def _ended(note: Standing, ends: Sequence[date]) -> Standing:
    """End a status of which no day is told by the first ending in or after its year."""
    after = [day for day in ends if day.year >= (note.year or 0)]
    return replace(note, until=min(after)) if after else note
