"""The values that the component partials draw: plain, immutable, made by a view.

Each class names the partial that draws it; `docs/design.md` shows the include line of each.
A mapping with the same keys does as well, except for `Table`, `Deadline` and `Comparison`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from antechamber.web import times

Tone = Literal["neutral", "active", "waiting", "done", "attention", "refused", "ended"]
TONES: tuple[Tone, ...] = ("neutral", "active", "waiting", "done", "attention", "refused", "ended")
Order = Literal["", "ascending", "descending"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link in `nav.html`, `tabs.html` or `breadcrumbs.html`; without `url`, the page itself."""

    label: str
    url: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A row of `task_list.html`; without `url` it cannot be begun yet."""

    title: str
    url: str = ""
    status: str = ""
    tone: Tone = "neutral"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A question with its answer in `summary_list.html`; `missing` replaces an empty answer."""

    label: str
    value: str = ""
    url: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a `Table`. `number` aligns figures; `sort_url` makes the heading a link."""

    label: str
    number: bool = False
    sort_url: str = ""
    order: Order = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is more than text: a link, a status, or markup that is already safe."""

    text: str
    url: str = ""
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What `table.html` draws. The first cell of a row is its heading."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | int | Cell]]
    caption_hidden: bool = False
    empty_title: str = ""
    empty_text: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of `timeline.html`; `actor` is a name that this reader may see."""

    at: datetime
    zone: str
    title: str
    text: str = ""
    actor: str = ""
    zone_name: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its label in `figures.html`; the number is already written out."""

    number: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim with its source in `evidence.html`."""

    term: str
    claim: str
    source: str = ""
    url: str = ""
    status: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One subject on both sides of a `Comparison`."""

    label: str
    before: str
    after: str

    @property
    def is_changed(self) -> bool:
        """Say whether the two sides differ."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `compare.html` draws; `before` and `after` are the headings of the sides."""

    caption: str
    before: str
    after: str
    rows: Sequence[ComparedRow]


@dataclass(frozen=True, slots=True)
class Instant:
    """An instant in the clocks of a page: the process's zone and UTC (`clocks.html`)."""

    at: datetime
    zone: str
    zone_name: str = ""

    @property
    def local(self) -> datetime:
        """Return the instant as the process's zone shows it."""
        return self.at.astimezone(ZoneInfo(self.zone))

    @property
    def machine(self) -> str:
        """Return the instant for machines."""
        return times.machine_readable(self.at)

    @property
    def day(self) -> str:
        """Write the day with its weekday."""
        return times.long_day(self.local)

    @property
    def time(self) -> str:
        """Write the hour."""
        return times.hour(self.local)

    @property
    def zone_words(self) -> str:
        """Write whose clock it is."""
        return times.zone_in_words(self.local, self.zone_name or times.city_of(self.zone))

    @property
    def zone_full(self) -> str:
        """Write day, hour and zone in one line."""
        name = self.zone_name or times.city_of(self.zone)
        return times.in_zone_words(self.at, self.zone, name)

    @property
    def utc_words(self) -> str:
        """Write the instant in UTC."""
        return times.in_utc_words(self.at)


@dataclass(frozen=True, slots=True)
class Deadline(Instant):
    """What `deadline.html` draws: the largest thing on its page.

    `former` are the deadlines that this one replaced, oldest first: they stay visible.
    """

    label: str = ""
    is_past: bool = False
    former: Sequence[datetime] = ()
    note: str = ""

    @property
    def former_words(self) -> list[str]:
        """Write each former deadline in a sentence."""
        name = self.zone_name or times.city_of(self.zone)
        return [
            _("Before: %(instant)s") % {"instant": times.in_zone_words(at, self.zone, name)}
            for at in self.former
        ]
