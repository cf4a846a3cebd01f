"""Work that makes many values and no circles, without the collector that looks for circles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let Python's collector rest within this context.

    A roster of 20,000 rows is a million values alive at once; each full collection walks them all
    and finds nothing, which took a third of an import's time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
