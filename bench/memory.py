"""What a web worker holds in memory, watched from outside."""

from __future__ import annotations

from typing import Final

from bench.load import Request, bear
from bench.pages import pages_of
from bench.server import serving
from bench.stage import Stage
from bench.tables import Table, held, number
from bench.visitor import Visitor

WORKER_MB: Final = 150.0
SEARCH: Final = "eligibility?name=Refugee+Council"  # makes a worker read the names


def memory_rows(stage: Stage) -> list[list[str]]:
    """Return what a fresh web worker holds at its start, and after every page was asked for."""
    with serving(workers=1) as server:
        at_start = server.worker_megabytes()
        bear(server, _every_page(stage) * 2, clients=1)
        after = server.worker_megabytes()
    applications = stage.process.applications.filter(reference__isnull=False).count()
    return [[f"{applications:,}", number(at_start, 0), held(after, WORKER_MB, 0)]]


def memory_table(rows: list[list[str]]) -> Table:
    """Return the table of a web worker's memory."""
    return Table(
        "Memory of a web worker, MB",
        ("applications", "at its start", "after every page"),
        rows,
        "Resident memory of a worker with two threads; every page includes a search by name, for "
        "which it keeps all names, and a receipt as PDF, for which it keeps the fonts.",
    )


def _every_page(stage: Stage) -> list[Request]:
    asked: list[tuple[Visitor, str]] = [(each.visitor, each.path) for each in pages_of(stage)]
    asked.append((stage.anybody, stage.address(SEARCH)))
    asked.append((stage.applicant, stage.address(f"apply/{stage.submitted.key}/receipt.pdf")))
    return [Request(path, cookies=visitor.cookies) for visitor, path in asked]
