"""The moments at which something happens by itself, taken from the process's own data. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BEFORE = timedelta(minutes=1)
AFTER = timedelta(seconds=2)  # past the deadline's own second, which still counts as in time


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant worth looking at, and what happens there."""

    at: datetime
    label: str | Promise


@dataclass(frozen=True, slots=True)
class CallDates:
    """A call's opening, and its deadlines as (falls at, announced at), in order of announcement."""

    opens_at: datetime
    deadlines: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True, slots=True)
class ListDates:
    """When the proposed list goes out, until when States can object, when the final one is out."""

    circulated_at: datetime
    closes_at: datetime
    published_at: datetime


def moments(
    *,
    calls: Iterable[CallDates],
    adopted_at: datetime | None,
    meetings: Iterable[tuple[datetime, str]],
    lists: Iterable[ListDates] = (),
) -> list[Moment]:
    """Return every moment of a process, the earliest first.

    `meetings` are beginnings with titles; `adopted_at` is when the modalities were adopted.
    """
    found = [moment for call in calls for moment in _of_call(call)]
    if adopted_at:
        found.append(Moment(adopted_at, _("The modalities are adopted")))
    found += [moment for dates in lists for moment in _of_list(dates)]
    found += [Moment(begins_at, title) for begins_at, title in meetings]
    return sorted(found, key=lambda each: each.at)


def _of_call(call: CallDates) -> Iterator[Moment]:
    yield Moment(call.opens_at, _("The call opens"))
    for number, (falls_at, announced_at) in enumerate(call.deadlines):
        if number == 0:
            yield Moment(falls_at - BEFORE, _("One minute before the first deadline"))
            yield Moment(falls_at + AFTER, _("The first deadline has passed"))
        else:
            yield Moment(announced_at, _("The deadline is extended"))
            yield Moment(falls_at - BEFORE, _("One minute before the extended deadline"))
            yield Moment(falls_at + AFTER, _("The extended deadline has passed"))


def _of_list(dates: ListDates) -> Iterator[Moment]:
    yield Moment(dates.circulated_at, _("The list goes to Member States"))
    yield Moment(dates.closes_at - BEFORE, _("One minute before the time to object ends"))
    yield Moment(dates.closes_at + AFTER, _("The time to object has ended"))
    yield Moment(dates.published_at, _("The final list is published"))


def upcoming(all_moments: Iterable[Moment], at: datetime, number: int) -> list[Moment]:
    """Return the next `number` moments after an instant."""
    return [each for each in all_moments if each.at > at][:number]
