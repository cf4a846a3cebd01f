"""Charts as SVG: plain values in, safe markup out; no database, no clock, no words of their own.

Places along the reading direction are percentages and heights are pixels, so that a chart fills any
width while its letters keep their size: at 320 px as at 1280. Colours come from the style sheet by
class (inline styles are forbidden by the content policy). A script that runs from the right gets
the mirror image; `text-anchor` follows by itself, because "start" means the start of the line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

COLUMNS_HEIGHT = 140  # px for the tallest column
MARK_LINE = 22  # px for one line of labels above the columns
AXIS_HEIGHT = 24  # px for the first and the last day under the columns
BAR_ROW = 46  # px for a label with its bar under it
BAR_HEIGHT = 12  # px
STRIP_HEIGHT = 40  # px
PILE_WIDTH = 0.8  # per cent of the width for those of one age
COLUMN_GAP = 0.12  # of a day's slot, on each side of its column
LABEL_GAP = 5  # px between words and the line that they belong to
NEAR_END = 30  # per cent of the width in which a centred label could be cut off
WHOLE = 100  # per cent
MOST_DAYS = 1_500  # days that still make a readable chart: four years; more is cut at the start


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many on a day; `label` is the day as the reader writes it."""

    day: date
    count: int
    label: str


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day to point at: a deadline, an extension."""

    day: date
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart; `written` is the value as the reader writes it."""

    label: str
    value: float
    written: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """Turns a share of the width into an attribute, from the side on which reading begins."""

    rtl: bool

    def at(self, share: float) -> str:
        """Return the place of a point."""
        return _percent(WHOLE - share if self.rtl else share)

    def span(self, share: float, width: float) -> str:
        """Return the attributes of a rectangle that begins at `share`."""
        begin = WHOLE - share - width if self.rtl else share
        return f'x="{_percent(begin)}" width="{_percent(width)}"'


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of a chart side by side, each a slot of the width."""

    first: date
    last: date

    @property
    def slot(self) -> float:
        """Return the width of one day in per cent."""
        return WHOLE / ((self.last - self.first).days + 1)

    def begin(self, day: date) -> float:
        """Return where a day begins, in per cent."""
        return (day - self.first).days * self.slot

    def middle(self, day: date) -> float:
        """Return the middle of a day, in per cent."""
        return self.begin(day) + self.slot / 2


def daily_columns(
    points: Sequence[DayCount],
    marks: Sequence[DayMark] = (),
    *,
    title: str,
    description: str = "",
    rtl: bool = False,
) -> SafeString:
    """Draw a column for each day from the first point to the last, with marked days above them.

    Days without a point are empty, two points of one day add up. A mark outside of the days widens
    them. The highest day carries its number. Returns an empty string without points.
    """
    if not points:
        return mark_safe("")
    days = _days([*points, *marks])
    shown = sorted((each for each in points if each.day >= days.first), key=lambda each: each.day)
    marked = sorted((each for each in marks if each.day >= days.first), key=lambda each: each.day)
    top = MARK_LINE * (len(marked) + 1)
    floor = top + COLUMNS_HEIGHT
    frame = _Frame(rtl)
    parts = [
        *_columns(frame, days, shown, top),
        _line(frame.at(0), frame.at(WHOLE), floor, floor, "chart-line"),
        *(_mark(frame, days, mark, line, floor) for line, mark in enumerate(marked)),
        *_axis(frame, days, shown, floor),
    ]
    return _svg("".join(parts), floor + AXIS_HEIGHT, title, description, rtl=rtl)


def _days(all_of_them: Sequence[DayCount | DayMark]) -> _Days:
    last = max(each.day for each in all_of_them)
    earliest = date.fromordinal(max(1, last.toordinal() - MOST_DAYS + 1))
    return _Days(max(min(each.day for each in all_of_them), earliest), last)


def _columns(frame: _Frame, days: _Days, shown: Sequence[DayCount], top: int) -> Iterator[str]:
    """Yield the columns, then the number of the highest; nothing where no day has any."""
    counts: Counter[date] = Counter()
    for point in shown:
        counts[point.day] += max(point.count, 0)
    peak_day, peak = max(counts.items(), key=lambda item: item[1], default=(days.first, 0))
    if not peak:
        return
    gap = days.slot * COLUMN_GAP
    for day, count in counts.items():
        height = max(1, round(COLUMNS_HEIGHT * count / peak)) if count else 0
        place = frame.span(days.begin(day) + gap, days.slot - 2 * gap)
        y = top + COLUMNS_HEIGHT - height
        yield f'<rect class="chart-ink" {place} y="{y}" height="{height}"/>' if height else ""
    share = days.middle(peak_day)
    # Beside the middle of its column, because a marked day's line may run down there.
    anchor = "start" if share < NEAR_END else "end"
    yield _text(frame, share, top - 6, str(peak), ink="chart-strong", anchor=anchor)


def _mark(frame: _Frame, days: _Days, mark: DayMark, line: int, floor: int) -> str:
    share = days.middle(mark.day)
    y = MARK_LINE * line + 14
    drawn = _line(frame.at(share), frame.at(share), y + 5, floor, "chart-mark")
    return drawn + _text(frame, share, y, mark.label)


def _axis(frame: _Frame, days: _Days, shown: Sequence[DayCount], floor: int) -> Iterator[str]:
    """Yield the first and the last counted day, under their columns, where both have room."""
    if not shown:
        return
    begin, end = days.begin(shown[0].day), days.begin(shown[-1].day)
    y = floor + 17
    yield _text(frame, begin, y, shown[0].label, anchor=_inwards(begin))
    if end - begin > NEAR_END:
        yield _text(frame, end + days.slot, y, shown[-1].label, anchor="end")


def bars(
    rows: Sequence[Bar], *, title: str, description: str = "", rtl: bool = False
) -> SafeString:
    """Draw horizontal bars, each under its own label and its value; empty without rows."""
    if not rows:
        return mark_safe("")
    most = max(0, *(row.value for row in rows)) or 1
    frame = _Frame(rtl)
    parts = [
        _text(frame, 0, BAR_ROW * place + 15, row.label)
        + _text(frame, WHOLE, BAR_ROW * place + 15, row.written, ink="chart-strong")
        + f'<rect class="chart-ink" {frame.span(0, WHOLE * max(row.value, 0) / most)}'
        f' y="{BAR_ROW * place + 23}" height="{BAR_HEIGHT}"/>'
        for place, row in enumerate(rows)
    ]
    return _svg("".join(parts), BAR_ROW * len(rows), title, description, rtl=rtl)


def age_strip(
    ages: Sequence[float], limit: float, *, title: str, limit_label: str, rtl: bool = False
) -> SafeString:
    """Draw how many wait for how long, as strokes on a line, with the promised limit.

    `ages` and `limit` have one unit, days as a rule. Strokes beyond the limit stand behind its
    line and in the warning colour. Returns an empty string where nothing waits.
    """
    if not ages:
        return mark_safe("")
    reach = max(*ages, limit, 1) * 1.04
    frame = _Frame(rtl)
    piles = Counter((round(max(age, 0) / reach * WHOLE, 1), age > limit) for age in ages)
    most = max(piles.values())
    share = max(limit, 0) / reach * WHOLE
    parts = [
        _line(frame.at(0), frame.at(WHOLE), STRIP_HEIGHT, STRIP_HEIGHT, "chart-line"),
        *(_pile(frame, at, piles[at, late] / most, late=late) for at, late in sorted(piles)),
        _line(frame.at(share), frame.at(share), 0, STRIP_HEIGHT, "chart-mark"),
        _text(frame, share, STRIP_HEIGHT + 17, limit_label),
    ]
    return _svg("".join(parts), STRIP_HEIGHT + AXIS_HEIGHT, title, "", rtl=rtl)


def _pile(frame: _Frame, share: float, part: float, *, late: bool) -> str:
    height = max(4, round((STRIP_HEIGHT - 4) * part))
    ink = "chart-late" if late else "chart-ink"
    place = frame.span(share, PILE_WIDTH)
    return f'<rect class="{ink}" {place} y="{STRIP_HEIGHT - height}" height="{height}"/>'


def _line(x1: str, x2: str, y1: float, y2: float, ink: str) -> str:
    return f'<line class="{ink}" x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}"/>'


def _text(
    frame: _Frame,
    share: float,
    y: float,
    words: str,
    *,
    ink: str = "chart-label",
    anchor: str = "",
) -> str:
    """Write words at a place; near an end they run inwards, so that none is cut off."""
    anchor = anchor or _inwards(share)
    away = {"start": LABEL_GAP, "end": -LABEL_GAP, "middle": 0}[anchor] if 0 < share < WHOLE else 0
    dx = f' dx="{-away if frame.rtl else away}"' if away else ""
    return (
        f'<text class="{ink}" x="{frame.at(share)}" y="{y}"{dx} text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


def _inwards(share: float) -> str:
    if share < NEAR_END:
        return "start"
    return "end" if share > WHOLE - NEAR_END else "middle"


def _percent(share: float) -> str:
    return f"{share:.3f}".rstrip("0").rstrip(".").replace("-0", "0", 1) + "%"


def _svg(inner: str, height: int, title: str, description: str, *, rtl: bool) -> SafeString:
    told = f"<desc>{escape(description)}</desc>" if description else ""
    return mark_safe(  # noqa: S308 - words are escaped in `_text` and here
        f'<svg class="chart" role="img" width="100%" height="{height}"'
        f' direction="{"rtl" if rtl else "ltr"}" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{told}{inner}</svg>"
    )
