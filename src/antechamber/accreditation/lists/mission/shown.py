"""A name as a mission's page writes it: its facts, its objections, its replies."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antechamber.accreditation.lists.circulation import Circulated
from antechamber.accreditation.lists.mission.access import MissionRequest, address
from antechamber.accreditation.lists.mission.reading import SeenEntry, SeenObjection, replies_to
from antechamber.accreditation.lists.mission.words import untold
from antechamber.accreditation.lists.outcome_words import (
    OUTCOME_TONES,
    STANDING_TONES,
    reason_in_words,
)
from antechamber.accreditation.lists.states import Outcome
from antechamber.accreditation.lists.words import country_words, state_words
from antechamber.accreditation.name_cells import home_page_link
from antechamber.paper.papers import to_the_second
from antechamber.places.zones import zone_name
from antechamber.processes import queries
from antechamber.processes.modalities import RuleSet
from antechamber.processes.models import Process
from antechamber.processes.rule_words import ListedFact
from antechamber.web.components import Cell, Link, SummaryRow


def name_of(seen: SeenEntry) -> str:
    """Return what an entry is called: its name, its number where the rules give no name."""
    return seen.facts.get(ListedFact.NAME) or seen.facts["reference"]


def category_names(process: Process, rules: RuleSet) -> dict[str, str]:
    """Return the words of the categories, none where States are not given them (1 statement)."""
    if ListedFact.CATEGORY not in rules.listed_facts:
        return {}
    return {each.code: str(each.name) for each in queries.categories(process)}


def shown_entry(
    request: MissionRequest, shown: Circulated, rules: RuleSet, seen: SeenEntry
) -> dict[str, object]:
    """Return all that every page about one name shows (1 statement; 1 more for categories)."""
    zone = request.process.zone
    url = address(request, "entry", shown.list.number, seen.facts["reference"])
    return {
        "crumbs": [
            Link(_("Lists before Member States"), address(request, "front")),
            Link(str(shown.list), address(request, "list", shown.list.number)),
            Link(seen.facts["reference"]),
        ],
        "name": name_of(seen),
        "facts": _facts(seen, category_names(request.process, rules)),
        "home_page": _home_page(seen),
        "deadline": shown.deadline_at(request.arrived_at),
        "zone": zone,
        "zone_words": zone_name(zone),
        "outcome": _outcome(seen) if shown.is_final else None,
        "own": _objection(seen.own, zone) if seen.own else None,
        "others": [
            _objection(each, zone) for each in seen.others if each.tells_state or each.tells_basis
        ],
        "others_count": len(seen.others),
        "untold": untold(seen.others),
        "asked_at": seen.asked_at,
        "told_at": seen.told_at,
        "ask_url": address(request, "ask", shown.list.number, seen.facts["reference"]),
        "replies": replies_to(seen.entry),
        "url": url,
        "withdraw_url": address(request, "withdraw", shown.list.number, seen.facts["reference"]),
    }


def _facts(seen: SeenEntry, categories: dict[str, str]) -> list[SummaryRow]:
    rows = [SummaryRow(_("Number"), seen.facts["reference"])]
    if country := seen.facts.get(ListedFact.COUNTRY):
        rows.append(SummaryRow(_("Country"), country_words(country)))
    if category := seen.facts.get(ListedFact.CATEGORY):
        rows.append(SummaryRow(_("Category"), categories.get(category, category)))
    return rows


def _home_page(seen: SeenEntry) -> Cell | None:
    value = seen.facts.get(ListedFact.HOME_PAGE, "")
    return home_page_link(value) if value else None


def _outcome(seen: SeenEntry) -> dict[str, object]:
    outcome = Outcome(seen.entry.outcome)
    return {
        "word": outcome.label,
        "tone": OUTCOME_TONES[outcome],
        "reason": reason_in_words(seen.entry.outcome_reason),
    }


def _objection(each: SeenObjection, zone: str) -> dict[str, object]:
    """Return an objection as far as the reader may see it."""
    return {
        "state": state_words(each.objection.state_code)
        if each.tells_state
        else _("A Member State"),
        "word": each.standing.label,
        "tone": STANDING_TONES[each.standing],
        "received": [to_the_second(each.objection.received_at, clock) for clock in (zone, "UTC")],
        "withdrawn_at": each.objection.withdrawn_at,
        "basis": each.objection.basis if each.tells_basis else "",
        "tells_basis": each.tells_basis,
        "is_confidential": each.is_own and each.objection.is_confidential,
        "came_by": each.objection.get_channel_display() if each.is_own else "",
    }
