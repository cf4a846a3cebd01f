"""What an act costs: the processor's time, the clock's, statements and rows of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, median_low
from time import perf_counter, process_time
from typing import Any

from django.db import connection

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Cost:
    """The medians of some runs. `cpu_ms` is of this process: PostgreSQL's own work is not in it."""

    cpu_ms: float
    ms: float
    statements: int
    rows: int

    def times(self, other: Cost) -> float:
        """Return how many times the processor's work of another this is."""
        return self.cpu_ms / other.cpu_ms


class Statements:
    """Counts what passes through the database's connection, and the rows it writes one by one.

    The BEGIN of a transaction is left out: it is a statement on SQLite only.
    """

    def __init__(self) -> None:
        self.count = 0
        self.rows = 0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Count one statement and let it pass (an execute wrapper of Django's)."""
        verb = sql.lstrip()[:6].upper()
        self.count += not verb.startswith("BEGIN")
        self.rows += verb in {"INSERT", "UPDATE"}
        return execute(sql, *rest)


def cost_of(acts: Iterable[Act]) -> Cost:
    """Run each act once, after one another, and return the medians."""
    return median_cost([_cost_of_one(act) for act in acts])


def median_cost(costs: list[Cost]) -> Cost:
    """Return the cost in the middle, each figure for itself."""
    return Cost(
        cpu_ms=median(each.cpu_ms for each in costs),
        ms=median(each.ms for each in costs),
        statements=median_low([each.statements for each in costs]),
        rows=median_low([each.rows for each in costs]),
    )


def _cost_of_one(act: Act) -> Cost:
    statements = Statements()
    with connection.execute_wrapper(statements):
        clock, processor = perf_counter(), process_time()
        act()
        processor, clock = process_time() - processor, perf_counter() - clock
    return Cost(processor * 1000, clock * 1000, statements.count, statements.rows)
