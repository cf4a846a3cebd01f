"""Tells the deliverer of this process that something was queued, before its next poll."""

from __future__ import annotations

import threading
from typing import Final

_queued: Final = threading.Event()


def wake() -> None:
    """Say that a message was committed. Costs nothing; another process finds it by its poll."""
    _queued.set()


def wait(seconds: float) -> None:
    """Sleep until something was queued in this process, or `seconds` have passed."""
    _queued.wait(seconds)
    _queued.clear()
