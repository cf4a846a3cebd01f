"""What everyone may know of a published list: its names, outcomes and objections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from antechamber.accreditation.accredited.words import present_name
from antechamber.accreditation.lists.content import EntryFacts
from antechamber.accreditation.lists.queries import facts_of
from antechamber.accreditation.lists.states import ON_FINAL_LIST, ListState, Standing
from antechamber.accreditation.lists.visibility import Seen, Viewer, may_see
from antechamber.accreditation.models import CandidateList, ListEntry, Objection
from antechamber.organizations.models import Organization
from antechamber.organizations.names import parse
from antechamber.processes.modalities import RuleSet
from antechamber.processes.models import Process
from antechamber.processes.rule_words import ListedFact


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which names are asked for: a part of one, a country, "final" or "off" the final list."""

    text: str = ""
    country: str = ""
    on: str = ""


def entries_wanted(
    candidate_list: CandidateList, rules: RuleSet, wanted: Wanted
) -> QuerySet[ListEntry]:
    """Return the entries that fit, in the list's order (1 statement when used)."""
    found = (
        ListEntry.objects.filter(candidate_list=candidate_list)
        .select_related("application__organization__successor")
        .only(
            *("candidate_list_id", "position", "name", "country", "home_page", "category_code"),
            *("outcome", "outcome_reason", "application__reference"),
            *("application__organization__key", "application__organization__display_name"),
            "application__organization__successor__display_name",
        )
        .order_by("position", "pk")
    )
    for word in parse(wanted.text).tokens:
        found = found.filter(application__organization__names__key__contains=word)
    if wanted.country and ListedFact.COUNTRY in rules.listed_facts:
        found = found.filter(country=wanted.country)
    if wanted.on == "final":
        found = found.filter(outcome__in=ON_FINAL_LIST)
    if wanted.on == "off":
        found = found.exclude(outcome__in=ON_FINAL_LIST)
    return found.distinct() if wanted.text else found


@dataclass(frozen=True, slots=True)
class PublicEntry:
    """A name with what the rules tell of it, and of the objections to it.

    `present_name` is what the organization, or its successor, is called by now.
    """

    entry: ListEntry
    facts: dict[str, str]
    organization_key: str
    present_name: str
    objections: int
    told: tuple[tuple[str, str], ...]


def public_entries(entries: Sequence[ListEntry], rules: RuleSet) -> list[PublicEntry]:
    """Return entries with the number of their objections (1 statement).

    Which State objected, and why, is among it only where the modalities open it to the public.
    """
    raised: dict[int, list[Objection]] = {}
    for each in Objection.objects.filter(entry__in=entries).order_by("received_at", "id"):
        raised.setdefault(each.entry_id, []).append(each)
    return [
        PublicEntry(
            entry,
            facts_of(entry).listed(rules.listed_facts),
            entry.application.organization.key,
            present_name(entry.application.organization),
            len(raised.get(entry.pk, [])),
            tuple(told for each in raised.get(entry.pk, []) for told in _told(each, rules)),
        )
        for entry in entries
    ]


def _told(objection: Objection, rules: RuleSet) -> list[tuple[str, str]]:
    """Return the State's code and the basis, each empty where the public may not learn it."""
    sight = may_see(Viewer.PUBLIC, rules, is_confidential=objection.is_confidential)
    state = objection.state_code if sight.objector is Seen.YES else ""
    basis = objection.basis if sight.basis is Seen.YES else ""
    return [(state, basis)] if state or basis else []


def places_of(process: Process, organization: Organization) -> list[ListEntry]:
    """Return an organization's entries on published lists, the first one first (1 statement)."""
    return list(
        ListEntry.objects.filter(
            candidate_list__process=process,
            candidate_list__state=ListState.PUBLISHED,
            application__organization=organization,
        )
        .select_related("candidate_list__process", "application")
        .order_by("candidate_list__number", "position")
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """How many names were proposed and how many are final: in all, by category, by region."""

    proposed: int = 0
    final: int = 0
    by_category: dict[str, tuple[int, int]] = field(default_factory=dict)
    by_region: dict[str, tuple[int, int]] = field(default_factory=dict)


def tally_of(candidate_list: CandidateList) -> Tally:
    """Count a final list (1 statement)."""
    entries = ListEntry.objects.filter(candidate_list=candidate_list).order_by()
    rows = entries.values_list("category_code", "country", "outcome").annotate(Count("pk"))
    categories, regions = Counter[tuple[str, bool]](), Counter[tuple[str, bool]]()
    for category, country, outcome, count in rows:
        region = EntryFacts("", "", country, "", "").region
        is_final = outcome in ON_FINAL_LIST
        categories[category, is_final] += count
        regions[region, is_final] += count
    final = sum(count for (_code, is_final), count in categories.items() if is_final)
    return Tally(categories.total(), final, _pairs(categories), _pairs(regions))


def _pairs(counts: Counter[tuple[str, bool]]) -> dict[str, tuple[int, int]]:
    """Return proposed and final by code, the most numerous first."""
    codes = sorted({code for code, _is_final in counts})
    pairs = {code: (counts[code, True] + counts[code, False], counts[code, True]) for code in codes}
    return dict(sorted(pairs.items(), key=lambda item: -item[1][0]))


def standings_of(candidate_list: CandidateList) -> Counter[Standing]:
    """Return how many objections stand where (1 statement). Whose they are has no bearing."""
    raised = Objection.objects.filter(entry__candidate_list=candidate_list).order_by()
    rows = raised.values_list("standing").annotate(Count("pk"))
    return Counter({Standing(standing): count for standing, count in rows})
