"""The demonstration's "now": the machine's, shifted by what the database says.

Every process (web, worker, mail) reads the same row, at most once a second. Web processes read it
at the beginning of a request (`middleware.py`), so that a page's statements are its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

from django.db import DatabaseError

from antechamber import clock
from antechamber.demo.models import DemoClock

BELIEVED_SECONDS: Final = 1.0  # how long a process goes on without asking the database


@dataclass(slots=True)
class _Reading:
    """The row as this process last saw it, and when; None where there is none."""

    row: DemoClock | None = None
    read_at: float = float("-inf")

    def is_stale(self) -> bool:
        return monotonic() - self.read_at >= BELIEVED_SECONDS


_reading = _Reading()


def now() -> datetime:
    """Return the demonstration's instant; the machine's before the demonstration is loaded."""
    refresh()
    machine = clock.machine_now()
    return _reading.row.at(machine) if _reading.row else machine


def refresh() -> None:
    """Read the row if the last reading is older than a second (0 or 1 statement)."""
    if _reading.is_stale():
        believe(_row())


def believe(row: DemoClock | None) -> None:
    """Go by `row` from now on: what was just written is known without reading it again."""
    _reading.row, _reading.read_at = row, monotonic()


def _row() -> DemoClock | None:
    try:
        return DemoClock.objects.first()
    except DatabaseError:  # the tables are not there yet: the demonstration is being set up
        return None
