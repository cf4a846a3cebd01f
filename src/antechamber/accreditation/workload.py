"""How much waits at a desk and for how long: counts by facilitator, state and day.

The figures grow with the days and the states, never with the applications.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, DateField, Q, Value, When
from django.db.models.functions import TruncDate

from antechamber.accreditation.desk_queries import Reach, covered
from antechamber.accreditation.selection import GROUPS
from antechamber.accreditation.states import WAITING_FOR_OFFICER, State

WAITING: Final = frozenset(state.value for state in WAITING_FOR_OFFICER)


@dataclass(frozen=True, slots=True)
class Pile:
    """Applications of one facilitator in one state, of one day where they wait for an officer."""

    facilitator: str
    short_name: str
    state: str
    day: date | None
    is_mine: bool
    count: int


@dataclass(frozen=True, slots=True)
class Workload:
    """What the piles come to on a day. Ages are whole days since the first submission."""

    piles: tuple[Pile, ...]
    today: date

    def in_group(self, group: str) -> int:
        """Return how many stand under a tab of the queue."""
        states = GROUPS[group][1]
        return sum(pile.count for pile in self.piles if pile.state in states)

    @property
    def by_state(self) -> dict[State, int]:
        """Return how many are in each state that any is in, in the states' order."""
        found = {state: sum(p.count for p in self.piles if p.state == state) for state in State}
        return {state: count for state, count in found.items() if count}

    @property
    def drafts(self) -> int:
        """Return how many were begun and not submitted."""
        return self.by_state.get(State.DRAFT, 0)

    @property
    def waiting(self) -> int:
        """Return how many wait for an officer."""
        return sum(pile.count for pile in self.piles if pile.day)

    @property
    def mine(self) -> int:
        """Return how many of those are assigned to the reader."""
        return sum(pile.count for pile in self.piles if pile.day and pile.is_mine)

    @property
    def ages(self) -> list[int]:
        """Return the age of each that waits for an officer, the oldest last."""
        return sorted(
            (self.today - pile.day).days
            for pile in self.piles
            if pile.day
            for _each in range(pile.count)
        )

    @property
    def oldest(self) -> int | None:
        """Return the age of the oldest that waits; None where nothing does."""
        days = [pile.day for pile in self.piles if pile.day]
        return (self.today - min(days)).days if days else None

    @property
    def median(self) -> int | None:
        """Return the age that half of them have not passed; None where nothing waits."""
        ages = self.ages
        return ages[(len(ages) - 1) // 2] if ages else None

    def by_facilitator(self) -> list[tuple[str, Workload]]:
        """Return the part of each facilitator with its short name, the fullest desk first."""
        ordered = sorted(self.piles, key=lambda pile: (pile.facilitator, pile.short_name))
        parts = [
            (name, Workload(tuple(piles), self.today))
            for (_code, name), piles in groupby(
                ordered, key=lambda pile: (pile.facilitator, pile.short_name)
            )
        ]
        return sorted(parts, key=lambda part: -part[1].waiting)


def workload(reach: Reach, today: date) -> Workload:
    """Return what waits within a reach (1 statement, whatever the applications)."""
    day = TruncDate("submitted_at", tzinfo=ZoneInfo(reach.process.zone))
    rows = (
        covered(reach)
        .annotate(
            day=Case(When(state__in=sorted(WAITING), then=day), output_field=DateField()),
            is_mine=_is_mine(reach.account_id),
        )
        .values_list("facilitator__code", "facilitator__short_name", "state", "day", "is_mine")
        .annotate(Count("id"))
        .order_by()
    )
    return Workload(tuple(_piles(rows)), today)


def _is_mine(account_id: int | None) -> Case:
    return Case(
        When(Q(assigned_to_id=account_id), then=Value(value=True)), default=Value(value=False)
    )


def _piles(rows: Iterable[tuple[str, str, str, date | None, bool, int]]) -> list[Pile]:
    return [Pile(*row) for row in rows]
