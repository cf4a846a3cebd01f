"""Applications in numbers, for pages that anyone may see. No organization, no person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from antechamber.accreditation.models import Application
from antechamber.accreditation.states import State
from antechamber.processes.models import Category, Process

NOT_COUNTED = (State.DRAFT, State.WITHDRAWN, State.MERGED)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many have applied, and from where; the sums of the four are the same.

    `by_category` is by its name in the present language, in the process's order.
    """

    by_day: dict[date, int]
    by_category: dict[str, int]
    by_country: dict[str, int]
    by_state: dict[str, int]

    @property
    def applied(self) -> int:
        """Return how many have applied."""
        return sum(self.by_state.values())


def counted(process: Process) -> QuerySet[Application]:
    """Return the applications that count: submitted, and neither withdrawn nor merged."""
    return Application.objects.filter(process=process).exclude(state__in=NOT_COUNTED)


def counts_of(process: Process) -> Counts:
    """Return a process's applications in numbers (3 statements, whatever the number of rows)."""
    by_day = (
        counted(process)
        .annotate(day=TruncDate("submitted_at", tzinfo=ZoneInfo(process.zone)))
        .values_list("day")
        .annotate(count=Count("id"))
        .order_by("day")
    )
    by_country = (
        counted(process)
        .values_list("organization__country")
        .annotate(count=Count("id"))
        .order_by("organization__country")
    )
    by_category: dict[str, int] = {}
    by_state: Counter[str] = Counter()
    for name, state, count in _by_category_and_state(process):
        by_category[str(name)] = by_category.get(str(name), 0) + count
        if count:
            by_state[state] += count
    return Counts(dict(by_day), by_category, dict(by_country), dict(by_state))


def _by_category_and_state(process: Process) -> QuerySet[Category, tuple[Any, str, int]]:
    """Return name, state and count for each category, those without applications too."""
    return (
        Category.objects.filter(process=process)
        .order_by("order", "code")
        .values_list("name", "applications__state")
        .annotate(count=Count("applications", filter=~Q(applications__state__in=NOT_COUNTED)))
    )


def applied_to_each(categories: QuerySet[Category]) -> list[tuple[Category, int]]:
    """Return each category with how many have applied in it (1 statement)."""
    applied = Count("applications", filter=~Q(applications__state__in=NOT_COUNTED))
    return [(each, each.applied) for each in categories.annotate(applied=applied)]
