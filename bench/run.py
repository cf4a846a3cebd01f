"""One run: the stage is set, every part is measured upon it, and the figures become a text."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

from antechamber import clock
from bench import matching, readme
from bench.archive import archive_table
from bench.growth import growth_table
from bench.lists import lists_table
from bench.load import load_table
from bench.made_up import add_applications
from bench.memory import memory_rows, memory_table
from bench.pages import page_table
from bench.progress import say
from bench.seals import seals_table
from bench.stage import AT, Stage, set_stage
from bench.submissions import acts_table, form_table
from bench.tables import Table, held


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured, part by part; `entries` are the record's, `listed` those of a list."""

    words: str
    rounds: int
    requests: int
    submissions: int
    applications: tuple[int, ...]
    names: int
    entries: int
    listed: int


FULL: Final = Size(
    "full", 100, 8_000, 600, (1_000, 10_000, 100_000), matching.NAMES, 1_000_000, 10_000
)
QUICK: Final = Size("quick", 10, 400, 100, (300, 1_500), 5_000, 10_000, 500)

QUERY_MS: Final = 10.0  # of the processor, for a name among 120,000
IMPORT_SECONDS: Final = 5.0  # for a roster of 20,000 rows
LIMITS: Final = {
    "query, median ms of CPU": QUERY_MS,
    "query, 95th percentile ms of CPU": QUERY_MS,
    "query, slowest ms of CPU": QUERY_MS,
    "roster of 20,000 rows in CSV, seconds of CPU": IMPORT_SECONDS,
    "roster of 20,000 rows in XLSX, seconds of CPU": IMPORT_SECONDS,
}


def run(size: Size, sections: Collection[str], *, write: bool) -> str:
    """Measure the sections and return their text; `write` puts it into the README too."""
    heading = readme.circumstances(size.words, clock.machine_now().date())
    text = readme.block(heading, measured(size, sections))
    if write:
        readme.write(text)
    return text


def measured(size: Size, sections: Collection[str]) -> list[Table]:
    """Return the tables of the sections, in the order in which they are to be read."""
    with clock.frozen_at(AT):
        say("setting the stage")
        stage = set_stage()
        add_applications(stage.process, size.applications[0], at=AT)
        tables = _on_stage(stage, size, sections)
    if "matching" in sections:
        say(f"matching among {size.names:,} names")
        tables.append(matching_table(size.names))
    if "seals" in sections:
        say(f"sealing {size.entries:,} entries")
        tables.append(seals_table(size.entries))
    if "lists" in sections:
        say(f"a list of {size.listed:,} entries")
        tables.append(lists_table(size.listed))
    if "archive" in sections:
        say(f"an archive of {size.listed:,} applications")
        tables.append(archive_table(size.listed))
    return tables


def _on_stage(stage: Stage, size: Size, sections: Collection[str]) -> list[Table]:
    tables = []
    if "pages" in sections:
        say("pages")
        tables.append(page_table(stage, rounds=size.rounds))
    if "acts" in sections:
        say("acts")
        tables.append(acts_table(stage, rounds=size.rounds))
        tables.append(form_table(stage, rounds=max(5, size.rounds // 5)))
    memory = []
    if "memory" in sections:
        say("memory")
        memory += memory_rows(stage)
    if "growth" in sections:
        say("growth")
        tables.append(growth_table(stage, size.applications))
        memory += memory_rows(stage) if memory else []
    if memory:
        tables.append(memory_table(memory))
    if "load" in sections:  # the last: its submissions are of today, and would stand in the charts
        say("many at once")
        tables.append(load_table(stage, requests=size.requests, submissions=size.submissions))
    return tables


def matching_table(names: int) -> Table:
    """Measure matching and roster imports in a process of their own, whose memory is theirs."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        figures = process.submit(matching.measure, None, names).result()
    table = Table("Matching and imports", ("figure", "value"))
    for name, value in figures.items():
        digits = 0 if value == int(value) and value > 1 else 3
        table.rows.append([name, held(value, LIMITS.get(name), digits)])
    return table
