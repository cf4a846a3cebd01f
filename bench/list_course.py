"""The course of a list, act by act: what each costs, and how it grows with the entries."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import connection, transaction
from pypdf import PdfReader

from antechamber.accreditation.actions import (
    circulating,
    concluding,
    consulting,
    listing,
    objecting,
)
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.papers import Which, list_paper
from antechamber.accreditation.lists.published_files import recompute
from antechamber.accreditation.lists.states import ListKind
from antechamber.accreditation.models import Objection
from bench.costs import Cost, cost_of
from bench.list_stage import ListStage
from bench.seals import peak_megabytes
from bench.submissions import ROW_BYTES, bare_table
from bench.tables import Table, number

OBJECTED: Final = 0.03  # of the entries: 300 of 10,000
WITHDRAWN_EVERY: Final = 3  # one objection of three is withdrawn, the others are maintained
BASIS: Final = "Not relevant to the mandate."
BATCH: Final = 500  # rows in one statement, and to how many things statements are related
SILENCE: Final = timedelta(days=7)
BARE_ROUNDS: Final = 3
COLUMNS: Final = ("act", "CPU, s", "clock, s", "SQL", "SQL for 500", "× bare rows", "peak MB")
NOTE: Final = (
    "In a process of its own, with the peak of its resident memory until then, made-up rows and "
    f"all. SQL for 500: statements by {BATCH} entries, or by {BATCH} objections where these are "
    f"acted upon one by one. Bare rows: as many as entries, of {ROW_BYTES} bytes, {BATCH} in a "
    "statement, in one transaction, without Django's models; compared by the processor's time."
)


@dataclass(frozen=True, slots=True)
class Step:
    """An act with its words, and of how many things it is."""

    words: str
    act: Callable[[], object]
    things: int


def course_table(stage: ListStage) -> Table:
    """Bring a list from its first name to its paper; return what each step cost."""
    entries = len(stage.references)
    objections = max(1, round(entries * OBJECTED))
    bare = bare_rows_cost(entries)
    rows = [_row(f"{entries:,} bare rows", bare, bare, entries)]
    rows += [
        _row(step.words, cost_of([step.act]), bare, step.things)
        for step in steps(stage, objections)
    ]
    final = list_queries.files_of(stage.list)
    pages = len(PdfReader(io.BytesIO(_print(stage))).pages)
    title = f"A list of {entries:,} entries, {objections:,} of them objected to"
    kilobytes = sum(len(each) for each in final.values()) // 1000
    return Table(
        title, COLUMNS, rows, f"{NOTE} The paper has {pages:,} pages, the files {kilobytes:,} KB."
    )


def _row(words: str, cost: Cost, bare: Cost, things: int) -> list[str]:
    return [
        words,
        number(cost.cpu_ms / 1000, 2),
        number(cost.ms / 1000, 2),
        f"{cost.statements:,}",
        number(cost.statements * BATCH / things),
        number(cost.times(bare), 0),
        number(peak_megabytes(), 0),
    ]


def bare_rows_cost(rows: int) -> Cost:
    """Measure as many bare rows, written many at once into a table without indexes."""
    with bare_table() as insert:

        def insert_all() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                for first in range(0, rows, BATCH):
                    some = min(BATCH, rows - first)
                    several = insert.replace("(%s)", ", ".join(["(%s)"] * some))
                    cursor.execute(several, ["x" * ROW_BYTES] * some)

        return cost_of([insert_all] * BARE_ROUNDS)


def steps(stage: ListStage, objections: int) -> Iterator[Step]:
    """Yield the acts in their order; each is to be done before the next is asked for."""
    entries = len(stage.references)
    yield Step("Compose", lambda: _compose(stage), entries)
    yield Step("Freeze", lambda: listing.freeze_list(stage.act(stage.freezer)), entries)
    yield Step("Sign off", lambda: _sign_off(stage), entries)
    yield Step("Circulate", lambda: _circulate(stage), entries)
    yield Step(f"Object, {objections:,} times", lambda: _object(stage, objections), objections)
    yield Step("Settle each objection", lambda: _settle(stage), objections)
    yield Step("Close", lambda: _close(stage), entries)
    yield Step(
        "Issue the final list",
        lambda: concluding.issue_final_list(stage.act(stage.president)),
        entries,
    )
    yield Step("Publish", lambda: concluding.publish_lists(stage.act(stage.president)), entries)
    yield Step("Write the files", lambda: list_queries.files_of(stage.list), entries)
    files = list_queries.files_of(stage.list)
    yield Step("Recompute from the files alone", lambda: recompute(files), entries)
    yield Step("Print the list as PDF", lambda: _print(stage), entries)


def _compose(stage: ListStage) -> None:
    listing.compose_list(
        process=stage.process,
        kind=ListKind.PROPOSED,
        title="Organizations",
        by=stage.composer,
        at=stage.at,
    )
    listing.add_entries(stage.act(stage.composer), references=stage.references)


def _sign_off(stage: ListStage) -> None:
    circulating.sign_off_list(stage.act(stage.president), seen_digest=stage.list.content_digest)


def _circulate(stage: ListStage) -> None:
    act = stage.act(stage.president)
    circulating.circulate_list(act, closes_at=act.at + SILENCE)


def _object(stage: ListStage, objections: int) -> None:
    missions = list(stage.missions.items())
    for place, reference in enumerate(stage.references[:objections]):
        state, mission = missions[place % len(missions)]
        objecting.object_to_entry(
            process=stage.process,
            number=stage.number,
            reference=reference,
            statement=objecting.Statement(state, BASIS),
            by=mission,
            at=stage.at,
        )


def _settle(stage: ListStage) -> None:
    found = Objection.objects.filter(entry__candidate_list__process=stage.process)
    for place, (key, state) in enumerate(found.order_by("id").values_list("key", "state_code")):
        if place % WITHDRAWN_EVERY:
            consulting.maintain_objection(
                process=stage.process, key=key, by=stage.president, at=stage.at
            )
        else:
            objecting.withdraw_objection(
                process=stage.process, key=key, by=stage.missions[state], at=stage.at
            )


def _close(stage: ListStage) -> None:
    stage.at += SILENCE
    circulating.close_list(stage.act(stage.president))


def _print(stage: ListStage) -> bytes:
    return list_paper(stage.list, Which.PROPOSED, "en").printed("en")
