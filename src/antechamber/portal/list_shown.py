"""A list as the public pages write it: figures, charts, steps, files and the names themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language_bidi, gettext as _, gettext_lazy

from antechamber.accreditation.lists.circulation import Circulated
from antechamber.accreditation.lists.outcome_words import OUTCOME_TONES, reason_in_words
from antechamber.accreditation.lists.published_files import (
    COURSE,
    FILES,
    FINAL,
    FINAL_CSV,
    MANIFEST,
    PROPOSED,
    PROPOSED_CSV,
)
from antechamber.accreditation.lists.states import Outcome, Standing
from antechamber.accreditation.lists.words import country_words, region_words, state_words
from antechamber.accreditation.models import ListEntry
from antechamber.accreditation.name_cells import name_cell, short_home_page
from antechamber.places.zones import zone_name
from antechamber.portal.list_reading import PublicEntry, Tally
from antechamber.processes.rule_words import ListedFact
from antechamber.web import charts
from antechamber.web.components import Cell, Column, Deadline, Event, Figure, Table, Tone

FILE_WORDS: Final[Mapping[str, str | Promise]] = {
    PROPOSED: gettext_lazy("The proposed list as it was frozen; its fingerprint was signed off"),
    PROPOSED_CSV: gettext_lazy("The proposed list for a spreadsheet"),
    COURSE: gettext_lazy("How many objections each name had, what became of them, who withdrew"),
    FINAL: gettext_lazy("What became of each name, with the reason"),
    FINAL_CSV: gettext_lazy("The final list for a spreadsheet"),
    MANIFEST: gettext_lazy("The fingerprints of these files; its own stands in the record"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What everyone may know of a list that was circulated."""

    shown: Circulated
    word: str
    tone: Tone
    deadline: Deadline | None
    url: str


def told(found: Circulated, at: datetime) -> Told:
    """Return what everyone may know of a list at an instant."""
    word, tone = found.state_at(at)
    url = reverse("portal:list", args=[found.list.process.code, found.list.number])
    return Told(found, word, tone, found.deadline_at(at), url)


def figures(tally: Tally) -> list[Figure]:
    """Return the three numbers that everyone asks for."""
    return [
        Figure(str(tally.proposed), _("names were proposed")),
        Figure(str(tally.final), _("are on the final list")),
        Figure(str(tally.proposed - tally.final), _("are not on it")),
    ]


def objections_table(standings: Counter[Standing]) -> Table:
    """Return how many objections came, and what became of them."""
    rows: list[tuple[str | int, ...]] = [(_("Received in all"), standings.total())]
    rows += [(str(each.label), standings[each]) for each in Standing if standings[each]]
    columns = [Column(_("Objections")), Column(_("How many"), number=True)]
    return Table(_("Objections"), columns, rows, caption_hidden=True)


def charts_of(tally: Tally, categories: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the counts by category and by regional group, drawn and as tables."""
    regions = {region: region_words(region) for region in tally.by_region}
    return [
        _chart(_("By kind of organization"), tally.by_category, categories),
        _chart(_("By regional group"), tally.by_region, regions),
    ]


def _chart(
    heading: str, counts: Mapping[str, tuple[int, int]], names: Mapping[str, str]
) -> dict[str, object]:
    bars = [
        charts.Bar(
            names.get(code, code),
            final,
            _("%(final)s of %(proposed)s") % {"final": final, "proposed": proposed},
        )
        for code, (proposed, final) in counts.items()
    ]
    columns = [
        Column(heading),
        Column(_("Proposed"), number=True),
        Column(_("Final list"), number=True),
    ]
    rows = [(names.get(code, code), *pair) for code, pair in counts.items()]
    chart = charts.bars(bars, title=heading, rtl=get_language_bidi())
    return {"heading": heading, "chart": chart, "table": Table(heading, columns, rows)}


def steps(found: Circulated) -> list[Event]:
    """Return who did what when, as far as it is public: offices, never persons."""
    each, zone = found.list, found.list.process.zone
    officers, president = _("The facilitating entities"), _("The Office of the President")
    happened = [
        (each.frozen_at, _("The list was frozen"), officers),
        (each.signed_off_at, _("Another person signed it off"), president),
        (each.circulated_at, _("It went to Member States"), president),
        *(
            (end.announced_at, _("Member States were given more time"), president)
            for end in found.silence.announcements[1:]
        ),
        (each.closed_at, _("The time to object had ended"), president),
        (each.issued_at, _("The final list was computed and issued"), president),
        (each.published_at, _("Both lists were published"), president),
    ]
    return [
        Event(at, zone, title, actor=actor, zone_name=zone_name(zone))
        for at, title, actor in happened
        if at is not None
    ]


def files(found: Circulated) -> list[tuple[str, str, str]]:
    """Return the name, the address and the meaning of each published file."""
    process, number = found.list.process.code, found.list.number
    return [
        (name, reverse("portal:list_file", args=[process, number, name]), str(FILE_WORDS[name]))
        for name in (*FILES, MANIFEST)
    ]


def table(process_code: str, entries: list[PublicEntry]) -> Table:
    """Return names with what was proposed on one side and what is final on the other."""
    columns = [
        Column(_("Organization")),
        Column(_("Objections"), number=True),
        Column(_("Final list")),
        Column(_("Why")),
    ]
    return Table(
        _("Proposed and final, side by side"),
        columns,
        [_row(process_code, each) for each in entries],
        caption_hidden=True,
        empty_title=_("No name fits"),
        empty_text=_("Look for less, or for another name."),
    )


def places_table(process_code: str, entries: Sequence[ListEntry]) -> Table:
    """Return where one organization stands on published lists, under the name of that day."""
    columns = [Column(_("List")), Column(_("Name")), Column(_("Number")), Column(_("Final list"))]
    rows = [
        (
            Cell(
                str(each.candidate_list),
                reverse("portal:list", args=[process_code, each.candidate_list.number]),
            ),
            each.name,
            str(each.application),
            Cell(str(Outcome(each.outcome).label), tone=OUTCOME_TONES[Outcome(each.outcome)]),
        )
        for each in entries
    ]
    return Table(_("Lists before Member States"), columns, rows, caption_hidden=True)


def _row(process_code: str, each: PublicEntry) -> tuple[str | int | Cell, ...]:
    outcome = Outcome(each.entry.outcome)
    page = reverse("portal:organization", args=[process_code, each.organization_key])
    name = each.facts.get(ListedFact.NAME, "")
    is_renamed = name not in {"", each.present_name}
    below = [
        _("Now: %(name)s") % {"name": each.present_name} if is_renamed else "",
        each.facts["reference"],
        country_words(each.facts.get(ListedFact.COUNTRY, "")),
        short_home_page(each.facts.get(ListedFact.HOME_PAGE, "")),
    ]
    return (
        name_cell(name or each.facts["reference"], page, below),
        each.objections,
        Cell(str(outcome.label), tone=OUTCOME_TONES[outcome]),
        " ".join([reason_in_words(each.entry.outcome_reason), *_objectors(each)]),
    )


def _objectors(each: PublicEntry) -> list[str]:
    """Say who objected and why, as far as the modalities open it to the public."""
    return [
        f"{': '.join(part for part in (state_words(state), basis) if part)}."
        for state, basis in each.told
    ]
