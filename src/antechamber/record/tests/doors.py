"""Entries about a door, for tests of seals, and what the database's owner could do to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from django.db import connection

from antechamber.record import actions, vocabulary
from antechamber.record.actions import Line
from antechamber.record.append_only import guard_sql, removal_sql
from antechamber.record.models import Entry, Seal

AT = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)


def register_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the vocabulary know doors for the time of a test."""
    monkeypatch.setattr(vocabulary, "_VERBS", dict(vocabulary.verbs()))
    vocabulary.register("door.painted", "Door painted", "coat", "receipt")


def paint(number: int, process_code: str = "gcm", **facts: object) -> list[Entry]:
    """Write so many entries."""
    return actions.write_many(
        Line(
            process_code=process_code,
            verb="door.painted",
            subject=f"GCM-D-{coat:04}",
            actor_key="p_painter",
            at=AT,
            facts={"coat": coat} | facts,
        )
        for coat in range(number)
    )


def seal(process_code: str = "gcm") -> list[Seal]:
    """Seal what waits."""
    return actions.seal_record(process_code=process_code, at=AT)


def run(*statements: str) -> None:
    """Run SQL."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def tamper(*statements: str, tables: Sequence[str]) -> None:
    """Do what only the database's owner could: with the guard of some tables taken off."""
    for table in tables:
        run(*removal_sql(connection.vendor, table))
    run(*statements)
    for table in tables:
        run(*guard_sql(connection.vendor, table))
