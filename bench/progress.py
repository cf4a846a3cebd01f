"""What the benchmark is doing, said while it does it."""

from __future__ import annotations

import sys
from time import monotonic

_began = monotonic()


def say(words: str) -> None:
    """Write a line with the seconds since the start to the terminal, apart from the figures."""
    sys.stderr.write(f"{monotonic() - _began:6.0f} s  {words}\n")
    sys.stderr.flush()
