"""The loop that sends the outbox, for a thread or a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog
from django.db import Error as DatabaseError, close_old_connections

from antechamber import clock
from antechamber.mail.actions import BATCH, Delivered, deliver_due, erase_messages, fail_abandoned
from antechamber.mail.wake import wait

POLL_SECONDS: Final = 1.0  # a person waits for a sign-in code; an idle look costs one statement
AWAY_SECONDS: Final = 15.0  # how long to leave a mail server alone that did not answer
HOUSEKEEPING: Final = timedelta(minutes=5)  # between two looks for abandoned and erasable messages

log = structlog.get_logger(__name__)


def run_deliverer(
    stop: threading.Event, *, tell: Callable[[Delivered], None] | None = None
) -> None:
    """Deliver what is due until `stop` is set; returns within a second or one message of it.

    `tell` is given the counts of each round. Several deliverers may run at once, in one process or
    many. A database that does not answer is logged and tried again: the loop ends by `stop` only.
    """
    kept_house_at = clock.now() - HOUSEKEEPING
    while not stop.is_set():
        now, pause = clock.now(), POLL_SECONDS
        try:
            if abs(now - kept_house_at) >= HOUSEKEEPING:
                fail_abandoned(at=now)
                erase_messages(at=now)
                kept_house_at = now
            delivered = deliver_due(at=now)
        except DatabaseError:
            log.exception("mail_round_failed")
            close_old_connections()
            pause = AWAY_SECONDS
        else:
            if tell:
                tell(delivered)
            pause = _pause_after(delivered)
        _rest(stop, pause)


def _pause_after(delivered: Delivered) -> float:
    if delivered.server_away:
        return AWAY_SECONDS
    return 0.0 if delivered.tried >= BATCH else POLL_SECONDS


def _rest(stop: threading.Event, seconds: float) -> None:
    """Wait for new messages or until `seconds` have passed, but not past a stop."""
    if seconds <= POLL_SECONDS:
        wait(seconds)
    else:
        stop.wait(seconds)
