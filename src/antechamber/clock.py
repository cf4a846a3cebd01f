"""The only source of "now", and of when a deadline falls; `web.times` writes both in words.

Deadlines are instants with a zone. An instant is stored in UTC; the zone says in whose clock the
deadline was announced. Nothing else in the product calls `datetime.now`; a lint rule holds that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

END_OF_DAY = time(23, 59, 59)  # "by 9 April" means to the end of that day in the process's zone


def machine_now() -> datetime:
    """Return the machine's own present instant in UTC, which only the demonstration asks for."""
    return datetime.now(UTC)


_source: ContextVar[Callable[[], datetime]] = ContextVar("clock_source")
_installed: list[Callable[[], datetime]] = [machine_now]


def now() -> datetime:
    """Return the present instant in UTC, with microseconds."""
    return _source.get(_installed[0])()


def install(source: Callable[[], datetime], *, demo: bool) -> None:
    """Let the demonstration replace the clock of this process.

    Raises `RuntimeError` outside the demonstration: production's clock cannot be moved.
    """
    if not demo:
        raise RuntimeError("The clock can be moved in the demonstration only.")
    _installed[0] = source


@contextmanager
def frozen_at(instant: datetime) -> Iterator[None]:
    """Hold the clock at `instant` within this context (tests, replays of history)."""
    token = _source.set(lambda: instant)
    try:
        yield
    finally:
        _source.reset(token)


def deadline(day: date, zone: str, at: time = END_OF_DAY) -> datetime:
    """Return the UTC instant of `at` on `day` in `zone`.

    A wall time that does not exist (clocks go forward) means the first instant after the gap; one
    that exists twice (clocks go back) means the second, so that nobody loses the hour.
    """
    local = datetime.combine(day, at, tzinfo=ZoneInfo(zone)).replace(fold=1)
    instant = local.astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        return _end_of_gap(local)
    return instant


def _end_of_gap(local: datetime) -> datetime:
    """Return the instant at which the clocks went forward over the missing `local` time."""
    before = local.replace(fold=0)
    after = local.replace(fold=1)
    low = min(before.astimezone(UTC), after.astimezone(UTC)) - timedelta(hours=3)
    high = low + timedelta(hours=6)
    zone = local.tzinfo
    first_offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == first_offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Clocks:
    """One instant in the clocks that matter to a reader."""

    instant: datetime
    in_zone: datetime
    zone: str

    @property
    def in_utc(self) -> datetime:
        """Return the instant in UTC."""
        return self.instant.astimezone(UTC)


def clocks(instant: datetime, zone: str) -> Clocks:
    """Return `instant` as the process's zone and UTC show it."""
    return Clocks(instant=instant, in_zone=instant.astimezone(ZoneInfo(zone)), zone=zone)


def offset_in_words(local: datetime) -> str:
    """Write the distance from UTC: "UTC", "UTC−4", "UTC+5:30"."""
    offset = local.utcoffset() or timedelta()
    if not offset:
        return "UTC"
    minutes = abs(int(offset.total_seconds())) // 60
    sign = "+" if offset > timedelta() else "\u2212"
    hours, rest = divmod(minutes, 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def aware(instant: datetime) -> datetime:
    """Return `instant` unchanged where it has a zone; refuse it where it has none."""
    if timezone.is_naive(instant):
        raise ValueError("An instant without a zone cannot be a deadline.")
    return instant
