"""A list of ten thousand names from its composition to its paper, measured in its own process."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import django

from bench.tables import Table


def lists_table(entries: int) -> Table:
    """Measure in a process of its own, whose memory is its own."""
    with ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=django.setup
    ) as process:
        return process.submit(measure, entries).result()


def measure(entries: int) -> Table:
    """Set the stage and measure upon it."""
    from bench.list_course import course_table  # noqa: PLC0415 - needs Django set up
    from bench.list_stage import set_list_stage  # noqa: PLC0415

    return course_table(set_list_stage(entries))
