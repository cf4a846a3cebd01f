"""The tables of a list: its names, those that were objected to, and what the final list changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from django.core.paginator import Paginator
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext as _, gettext_lazy, ngettext

from antechamber.accreditation.accredited.words import with_present_name
from antechamber.accreditation.lists.desk.access import ListRequest, address
from antechamber.accreditation.lists.desk.reading import Reading
from antechamber.accreditation.lists.outcome_words import OUTCOME_TONES, REASONS
from antechamber.accreditation.lists.outcomes import FinalLine
from antechamber.accreditation.lists.states import ON_FINAL_LIST, Outcome, Standing
from antechamber.accreditation.lists.words import country_words, region_words
from antechamber.accreditation.models import ListEntry
from antechamber.web import charts
from antechamber.web.components import Cell, Column, Table

Row = list[str | int | Cell]

NAMES_ON_A_PAGE: Final = 500  # twenty kilobytes compressed; the lists of 2017 fit on one

# What somebody still has to do about a name, by the reason for its outcome so far.
NEXT: Final[dict[str, str | Promise]] = {
    "objection_unchecked": gettext_lazy("A second person confirms what was written down."),
    "consultation_open": gettext_lazy(
        "Consult the Member State; then write down whether it keeps its objection."
    ),
    "decision_awaited": gettext_lazy("Refer it; then write down what was decided."),
}


def entries_shown(
    request: ListRequest, reading: Reading, categories: Mapping[str, str]
) -> dict[str, object]:
    """Return the page of names that an address asks for, as a table with its page numbers."""
    page = Paginator(reading.entries, NAMES_ON_A_PAGE).get_page(request.GET.get("page"))
    return {"entries": _entries_table(request, reading, list(page), categories), "page": page}


def _entries_table(
    request: ListRequest,
    reading: Reading,
    entries: Sequence[ListEntry],
    categories: Mapping[str, str],
) -> Table:
    """Return names of a frozen list, in its order; from circulation on, with what follows."""
    later = [Column(_("Objections"), number=True), Column(_("Outcome so far"))]
    return Table(
        _("Names on the list"),
        [
            Column(_("Place"), number=True),
            Column(_("Organization")),
            Column(_("Country")),
            Column(_("Category")),
            Column(_("Home page")),
            *(later if reading.list.circulated_at else []),
        ],
        [_entry_row(request, reading, each, categories) for each in entries],
        caption_hidden=True,
        empty_title=_("No names"),
    )


def _entry_row(
    request: ListRequest, reading: Reading, entry: ListEntry, categories: Mapping[str, str]
) -> Row:
    reference = str(entry.application)
    row: Row = [
        entry.position or "",
        Cell(_named(entry), entry_url(request, reading, reference)),
        country_words(entry.country),
        categories.get(entry.category_code, entry.category_code),
        entry.home_page,
    ]
    if reading.list.circulated_at is None:
        return row
    objections = reading.objections.get(reference, Counter()).total()
    return [*row, objections or "", outcome_cell(reading.lines[reference])]


def _named(entry: ListEntry) -> str:
    """Write the name as circulated, with the present one where the rosters tell another."""
    return with_present_name(entry.name, entry.application.organization)


def objected_table(request: ListRequest, reading: Reading) -> Table:
    """Return the names to which a Member State objected: where each stands, and why."""
    return Table(
        _("Names with objections"),
        [
            Column(_("Organization")),
            Column(_("Objections")),
            Column(_("Replies"), number=True),
            Column(_("Outcome so far")),
            Column(_("Why")),
            Column(_("What is next")),
        ],
        [_objected_row(request, reading, each) for each in reading.objected],
        caption_hidden=True,
        empty_title=_("No objection"),
        empty_text=_("No Member State has objected to a name on this list."),
    )


def _objected_row(request: ListRequest, reading: Reading, entry: ListEntry) -> Row:
    reference = str(entry.application)
    line = reading.lines[reference]
    return [
        Cell(entry.name, entry_url(request, reading, reference)),
        standings_words(reading.objections[reference]),
        reading.replies.get(reference, 0),
        outcome_cell(line),
        str(REASONS[line.reason]),
        str(NEXT.get(line.reason, "–")),
    ]


def differences_table(request: ListRequest, reading: Reading) -> Table:
    """Return the names about which the final list says something else than that all was clear."""
    changed = [
        (entry, line)
        for entry in reading.entries
        if (line := reading.lines[str(entry.application)]).outcome != Outcome.CLEARED
    ]
    return Table(
        _("Where the final list differs"),
        [Column(_("Organization")), Column(_("Outcome")), Column(_("Why"))],
        [
            [
                Cell(entry.name, entry_url(request, reading, line.reference)),
                outcome_cell(line),
                str(REASONS[line.reason]),
            ]
            for entry, line in changed
        ],
        empty_title=_("No difference"),
        empty_text=_("Every name of the proposed list is on the final list."),
    )


def outcome_cell(line: FinalLine) -> Cell:
    """Return an outcome as word and shape."""
    return Cell(str(line.outcome.label), tone=OUTCOME_TONES[line.outcome])


def standings_words(standings: Mapping[Standing, int]) -> str:
    """Write how many objections stand where: "2 logged, 1 withdrawn"."""
    return ", ".join(
        f"{number} × {standing.label}" for standing in Standing if (number := standings[standing])
    )


def entry_url(request: ListRequest, reading: Reading, reference: str) -> str:
    """Return the address of an entry's page."""
    return address(request, "entry", reading.list.number, reference)


def counts_shown(reading: Reading, categories: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the counts by category and by region, each as bars and as their table."""
    counts = reading.list.counts
    by_category = {
        categories.get(code, code): number for code, number in counts["by_category"].items()
    }
    by_region = {region_words(code): number for code, number in counts["by_region"].items()}
    return [
        _counted(_("By category"), _("Category"), by_category),
        _counted(_("By regional group"), _("Regional group"), by_region),
    ]


def _counted(caption: str, heading: str, counts: Mapping[str, int]) -> dict[str, object]:
    rows = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    bars = [charts.Bar(label, number, str(number)) for label, number in rows]
    return {
        "caption": caption,
        "chart": charts.bars(bars, title=caption, rtl=get_language_bidi()),
        "table": Table(
            caption,
            [Column(heading), Column(_("Names"), number=True)],
            [[label, number] for label, number in rows],
            caption_hidden=True,
        ),
    }


def final_words(reading: Reading) -> str:
    """Say how many names are on the final list, of how many that were proposed."""
    kept = sum(line.outcome in ON_FINAL_LIST for line in reading.lines.values())
    return ngettext(
        "%(kept)d of %(all)d name is on the final list.",
        "%(kept)d of %(all)d names are on the final list.",
        len(reading.entries),
    ) % {"kept": kept, "all": len(reading.entries)}
