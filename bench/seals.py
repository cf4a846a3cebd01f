"""Sealing and checking a ledger of a million entries: times, statements, memory."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import Final

import django

from bench.tables import Table, number

PROCESS: Final = "seals"  # of its own: other sections leave entries too
AT: Final = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)
ROWS_AT_ONCE: Final = 10_000
NOTE: Final = (
    "In a process of its own, with its peak of resident memory. The entries are written past the "
    "actions. The clock's time, with the database's work in it; a seal covers 10,000 entries."
)
COLUMNS: Final = "process_code, verb, subject, actor_key, at, facts, words_digest, digest"


def seals_table(entries: int) -> Table:
    """Measure in a process of its own, whose memory is its own."""
    with ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=django.setup
    ) as process:
        return process.submit(measure, entries).result()


def measure(entries: int) -> Table:
    """Write, seal, check and prove; return the figures."""
    from antechamber.record.actions import seal_record  # noqa: PLC0415 - needs Django set up
    from antechamber.record.audit import audit  # noqa: PLC0415
    from antechamber.record.models import Entry  # noqa: PLC0415
    from antechamber.record.queries import inclusion_of  # noqa: PLC0415
    from bench.costs import cost_of  # noqa: PLC0415

    _write(entries)
    rows = []
    sealing = cost_of([lambda: seal_record(process_code=PROCESS, at=AT)])
    rows.append(_row("Sealing all", sealing.ms, sealing.statements))
    checking = cost_of([lambda: _require(audit(PROCESS).holds)])
    rows.append(_row("Checking all", checking.ms, checking.statements))
    middle = Entry.objects.filter(process_code=PROCESS).order_by("pk")[entries // 2]
    proving = cost_of([lambda: _require(inclusion_of(middle) is not None)] * 10)
    rows.append(_row("Proving one", proving.ms, proving.statements))
    return Table(
        f"A record of {entries:,} entries", ("what", "s", "statements", "peak MB"), rows, NOTE
    )


def _row(what: str, ms: float, statements: int) -> list[str]:
    return [what, number(ms / 1000, 3), f"{statements:,}", number(peak_megabytes(), 0)]


def _require(claim: bool) -> None:  # noqa: FBT001 - the whole meaning of the function
    if not claim:
        raise AssertionError("The record does not hold: the figures would be of something else.")


def _write(entries: int) -> None:
    """Write entries in bulk, each with its digest."""
    from django.db import connection, transaction  # noqa: PLC0415 - needs Django set up

    values = ", ".join(["%s"] * len(COLUMNS.split(", ")))
    statement = f"INSERT INTO record_entry ({COLUMNS}) VALUES ({values})"
    for first in range(0, entries, ROWS_AT_ONCE):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, _rows(first, min(entries, first + ROWS_AT_ONCE)))


def _rows(first: int, end: int) -> Iterator[tuple[object, ...]]:
    from antechamber.record import canonical  # noqa: PLC0415 - needs Django set up

    for place in range(first, end):
        subject, facts = f"GCM-A-{place:07}", {"from": "submitted", "to": "under_review"}
        document = canonical.entry_document(
            process_code=PROCESS,
            verb="application.taken",
            subject=subject,
            actor_key="p_someone",
            at=AT,
            facts=facts,
            words_digest="",
        )
        digest = canonical.leaf_digest(canonical.canonical_json(document))
        yield (
            *(PROCESS, "application.taken", subject, "p_someone", "2017-04-05 13:00:00+00:00"),
            *(json.dumps(facts), "", digest),
        )


def peak_megabytes() -> float:
    """Return the peak of this process's resident memory until now."""
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage counts bytes there, KiB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6
