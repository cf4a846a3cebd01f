"""What the banner offers: the process's moments, kept in memory between requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from time import monotonic
from typing import Final

from antechamber import clock
from antechamber.accreditation.lists import queries as list_queries
from antechamber.demo.list_script import CIRCULATED_AT, CLOSES_AT, PUBLISHED_AT
from antechamber.demo.moments import CallDates, ListDates, Moment, moments
from antechamber.demo.persons import PROCESS
from antechamber.processes import queries
from antechamber.processes.models import Process
from antechamber.processes.rules import Window

KEPT_SECONDS: Final = 30.0  # how long an extension may be missing among the moments
SESSION_BEGINS: Final = time(10)  # thematic sessions and hearings began at ten or soon after


@dataclass(frozen=True, slots=True)
class Stage:
    """The process on show: its code, its zone and its moments."""

    process_code: str
    zone: str
    moments: tuple[Moment, ...]


@dataclass(slots=True)
class _Kept:
    stage: Stage | None = None
    read_at: float = float("-inf")


_kept = _Kept()


def present() -> Stage | None:
    """Return the stage as last read, None before that; never a statement."""
    return _kept.stage


def refresh() -> None:
    """Read the stage if the last reading is old (0, 3 or 4 statements)."""
    if monotonic() - _kept.read_at >= KEPT_SECONDS:
        _kept.stage, _kept.read_at = read_stage(clock.now()), monotonic()


def read_stage(at: datetime) -> Stage | None:
    """Return the process's moments; None where it is not loaded.

    3 statements, one more once a list was circulated, and one more without calls.
    """
    try:
        frame = queries.frame_of(PROCESS, at)
    except queries.ProcessNotFound:
        return None
    return Stage(
        process_code=frame.process.code,
        zone=frame.process.zone,
        moments=tuple(
            moments(
                calls=[_dates(each.window) for each in frame.calls],
                adopted_at=frame.adopted_at,
                lists=[_list_dates(frame.process, at)],
                meetings=[
                    (clock.deadline(each.starts_on, each.zone, SESSION_BEGINS), each.title)
                    for each in queries.calendar(frame.process)
                    if each.starts_on
                ],
            )
        ),
    )


def _list_dates(process: Process, at: datetime) -> ListDates:
    """Return the list's dates: as they are where it was circulated, as the script plans before."""
    circulated = list_queries.circulated_lists(process).first()
    silence = list_queries.silence_of(circulated) if circulated else None
    closes_at = silence.deadline_at(at) if silence else None
    return ListDates(CIRCULATED_AT, closes_at or CLOSES_AT, PUBLISHED_AT)


def _dates(window: Window) -> CallDates:
    announced = sorted(window.announcements, key=lambda each: each.announced_at)
    return CallDates(
        opens_at=window.opens_at,
        deadlines=tuple((each.falls_at, each.announced_at) for each in announced),
    )
