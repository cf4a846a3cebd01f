"""What grows with the applications, and what does not: the same pages over ever more rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from django.core.cache import cache
from django.db import connection

from antechamber.accreditation.models import Application
from antechamber.organizations import directory
from bench.costs import Cost, cost_of
from bench.made_up import add_applications
from bench.progress import say
from bench.stage import AT, Stage
from bench.submissions import submitting_cost
from bench.tables import Table, number

ROUNDS: Final = 5
PAGES: Final = {
    "Home, cold": "",
    "Statistics, cold": "statistics",
    "Accredited organizations, cold": "organizations",
    "Desk: overview": "desk/",
    "Desk: queue": "desk/applications",
    "Desk: queue, last page": "desk/applications?group=all&page=last",
    "Desk: accreditations": "desk/accreditations/",
    "Desk: queue, a name searched": "desk/applications?group=all&text=foundation",
}
NOTE: Final = (
    "Statements, then {clock} in ms. The names for searching by name are read once by each worker, "
    "and again when they have changed; until then it answers from those it has."
)


def growth_table(stage: Stage, sizes: Sequence[int]) -> Table:
    """Measure at each number of applications, the rows of the one before kept."""
    columns = ["what", *(f"{size:,}" for size in sizes)]
    rows: dict[str, list[str]] = {}
    for size in sizes:
        grow_to(stage, size)
        say(f"  measuring at {size:,} applications")
        for name, cost in costs_now(stage).items():
            rows.setdefault(name, []).append(f"{cost.statements} · {number(_time_of(cost))}")
    clock = "CPU" if connection.vendor == "sqlite" else "the clock's time"
    return Table(
        "Growth",
        columns,
        [[name, *cells] for name, cells in rows.items()],
        NOTE.format(clock=clock),
    )


def grow_to(stage: Stage, size: int) -> None:
    """Add applications until there are `size` submitted ones."""
    present = Application.objects.filter(reference__isnull=False).count()
    add_applications(stage.process, max(0, size - present), at=AT)


def costs_now(stage: Stage) -> dict[str, Cost]:
    """Return what everything costs with the rows that there are."""
    directory.forget()
    names = cost_of([partial(directory.match, "Anything")])
    pages = {name: cost_of([_cold_ask(stage, path)] * ROUNDS) for name, path in PAGES.items()}
    path = stage.address(f"desk/applications/{stage.submitted}")
    ask = partial(stage.officer.get, path)
    ask()
    return {
        **pages,
        "Desk: an application": cost_of([ask] * ROUNDS),
        "Submit: the action": submitting_cost(stage, ROUNDS * 4),
        "Names for searching, read anew": names,
    }


def _cold_ask(stage: Stage, path: str) -> Callable[[], object]:
    visitor = stage.officer if path.startswith("desk/") else stage.anybody

    def ask() -> None:
        cache.clear()
        visitor.get(stage.address(path))

    return ask


def _time_of(cost: Cost) -> float:
    """Return the processor's time, or the clock's where the database has a processor of its own."""
    return cost.cpu_ms if connection.vendor == "sqlite" else cost.ms
