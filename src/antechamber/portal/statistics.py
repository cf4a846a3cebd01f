"""Statistics of a process for everyone: by day, by kind, by region. Counts only."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import get_language, get_language_bidi, gettext as _

from antechamber.accreditation.counts import Counts, counts_of
from antechamber.accreditation.states import State
from antechamber.places.countries import COUNTRIES, GROUPS, group_name
from antechamber.processes.blocks import local_day
from antechamber.processes.models import Process
from antechamber.processes.public import shown, until_tomorrow
from antechamber.processes.public_pages import Fresh, PublicRequest, public_page
from antechamber.processes.queries import CallWindow
from antechamber.web import charts, times
from antechamber.web.components import Column, Figure, Table

STATISTICS_SECONDS: Final = 60  # no revision tells of a new application
OUTSIDE_GROUPS: Final = ""  # areas and observer States, which belong to no regional group


@public_page(seconds=STATISTICS_SECONDS)
def statistics(request: PublicRequest) -> Fresh:
    """Show how many have applied, when and from where (4 statements)."""
    process = request.frame.process
    counts = counts_of(process)
    call = request.frame.call("accreditation")
    page = shown(
        request,
        "portal/statistics.html",
        counts=counts,
        figures=_figures(counts),
        days=_days(counts, process, call, request) if call else None,
        kinds=_bars(list(counts.by_category.items()), _("Kind of organization")),
        regions=_bars(_by_region(counts), _("Regional group")),
        counted_at=request.at,
    )
    return Fresh(page, until_tomorrow(request))


def _figures(counts: Counts) -> list[Figure]:
    accredited = counts.by_state.get(State.ACCREDITED, 0)
    return [
        Figure(_number(counts.applied), _("organizations have applied")),
        Figure(_number(len([code for code in counts.by_country if code])), _("countries")),
        Figure(_number(accredited), _("organizations are accredited")),
    ]


def _days(
    counts: Counts, process: Process, call: CallWindow, request: PublicRequest
) -> dict[str, object]:
    """Return the chart of applications per day with its deadlines marked, and its table."""
    first = local_day(call.window.opens_at, process.zone)
    last = max([first, *counts.by_day])
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    points = [charts.DayCount(day, counts.by_day.get(day, 0), times.short_day(day)) for day in days]
    chart = charts.daily_columns(
        points, _marks(call, process, request), title=_("Applications per day"), rtl=_rtl()
    )
    rows = [(times.short_day(day), count) for day, count in sorted(counts.by_day.items())]
    columns = [Column(_("Day")), Column(_("Applications"), number=True)]
    return {"chart": chart, "table": Table(_("Applications per day"), columns, rows)}


def _marks(call: CallWindow, process: Process, request: PublicRequest) -> list[charts.DayMark]:
    falls_at = call.window.deadline_at(request.at)
    if falls_at is None:
        return []
    marks = [
        charts.DayMark(_day(each, process), _("First deadline"))
        for each in call.window.earlier_deadlines(request.at)[:1]
    ]
    return [*marks, charts.DayMark(_day(falls_at, process), _("Deadline"))]


def _day(at: datetime, process: Process) -> date:
    return local_day(at, process.zone)


def _by_region(counts: Counts) -> list[tuple[str, int]]:
    language = get_language() or "en"
    regions: Counter[str] = Counter()
    for code, count in counts.by_country.items():
        country = COUNTRIES.get(code)
        group = country.regional_group if country else None
        regions[group or OUTSIDE_GROUPS] += count
    rows = [(group_name(group, language), regions[group]) for group in GROUPS]
    if regions[OUTSIDE_GROUPS]:
        rows.append((_("No regional group"), regions[OUTSIDE_GROUPS]))
    return rows


def _bars(rows: list[tuple[str, int]], heading: str) -> dict[str, object]:
    ordered = sorted(rows, key=lambda row: -row[1])
    bars = [charts.Bar(label, count, _number(count)) for label, count in ordered]
    columns = [Column(heading), Column(_("Applications"), number=True)]
    return {
        "chart": charts.bars(bars, title=heading, rtl=_rtl()),
        "table": Table(heading, columns, ordered),
    }


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f")  # a thin space, which every language reads


def _rtl() -> bool:
    return get_language_bidi()
