"""Doing what has become due, again and again, until told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import close_old_connections

from antechamber import clock
from antechamber.accreditation.lists.keeping import close_ended_lists
from antechamber.accreditation.notices import close_unanswered, send_due_notices
from antechamber.accreditation.personal_data import erase_old_persons
from antechamber.accreditation.presence import forget_old_presences
from antechamber.questionnaires.storage import forget_lost_files
from antechamber.record.actions import seal_due

LOOK_EVERY: Final = 30.0  # seconds: a reminder may be half a minute late, never early
SWEEP_EVERY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """What one look did."""

    told: int
    closed: int
    lists: int

    @property
    def anything(self) -> bool:
        """Say whether there was something to do."""
        return bool(self.told or self.closed or self.lists)


def keep_once(at: datetime) -> Kept:
    """Tell, remind, close and seal whatever is due by an instant; nothing is done twice."""
    kept = Kept(
        told=send_due_notices(at),
        closed=close_unanswered(at),
        lists=close_ended_lists(at),
    )
    seal_due(at)
    return kept


def keep_until(stop: threading.Event, tell: Callable[[Kept], None]) -> None:
    """Look every `LOOK_EVERY` seconds, and once a day let go what is past its date."""
    swept_at = None
    while not stop.is_set():
        now = clock.now()
        tell(keep_once(now))
        if swept_at is None or now - swept_at >= SWEEP_EVERY:
            forget_lost_files(at=now)
            erase_old_persons(now)
            forget_old_presences(now)
            swept_at = now
        close_old_connections()
        stop.wait(LOOK_EVERY)
