"""What a mission sees of a list: names, objections as far as the rules open them, replies.

Nothing here reads a person, an answer, a file or a note: an entry is its listed facts, the state of
its application and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from antechamber.accreditation.lists.inquiries import asked_at_of_outer, sight_of, told_at_of_outer
from antechamber.accreditation.lists.queries import ListNotFound, facts_of, has_left
from antechamber.accreditation.lists.states import FINAL, Standing
from antechamber.accreditation.lists.visibility import Seen, Sight
from antechamber.accreditation.models import CandidateList, ListEntry, Objection, Reply
from antechamber.organizations.names import parse
from antechamber.processes.modalities import RuleSet
from antechamber.processes.models import Process
from antechamber.processes.rule_words import ListedFact


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of a list are asked for; everything may be empty."""

    text: str = ""
    country: str = ""
    category: str = ""
    only_own: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Say whether anything narrows the list."""
        return bool(self.text or self.country or self.category or self.only_own)


def entries_wanted(
    candidate_list: CandidateList, rules: RuleSet, wanted: Wanted, state_code: str
) -> QuerySet[ListEntry]:
    """Return the entries that fit, in the list's order (1 statement when used).

    The words of a name are found in any order, case and script. Only what the rules give to States
    narrows the list, so that no question tells more than the list itself.
    """
    found = _lean(ListEntry.objects.filter(candidate_list=candidate_list), state_code)
    if ListedFact.NAME in rules.listed_facts:
        for word in parse(wanted.text).tokens:
            found = found.filter(application__organization__names__key__contains=word)
    if wanted.country and ListedFact.COUNTRY in rules.listed_facts:
        found = found.filter(country=wanted.country)
    if wanted.category and ListedFact.CATEGORY in rules.listed_facts:
        found = found.filter(category_code=wanted.category)
    if wanted.only_own:
        found = found.filter(pk__in=_own(candidate_list, state_code).values("entry"))
    return found.distinct() if wanted.text else found


def _lean(entries: QuerySet[ListEntry], state_code: str) -> QuerySet[ListEntry]:
    """Read of an application its number and its state; and what the State asked and was told."""
    replies = Reply.objects.filter(entry=OuterRef("pk"))
    return (
        entries.select_related("application")
        .only(
            *("candidate_list_id", "position", "name", "country", "home_page", "category_code"),
            *("outcome", "outcome_reason", "application__reference", "application__state"),
        )
        .annotate(
            has_reply=Exists(replies),
            asked_at=asked_at_of_outer(state_code),
            told_at=told_at_of_outer(state_code),
        )
        .order_by("position", "pk")
    )


def _own(candidate_list: CandidateList, state_code: str) -> QuerySet[Objection]:
    return Objection.objects.filter(entry__candidate_list=candidate_list, state_code=state_code)


@dataclass(frozen=True, slots=True)
class SeenObjection:
    """An objection as a mission sees it: its own wholly, another as far as the rules say."""

    objection: Objection
    is_own: bool
    sight: Sight

    @property
    def standing(self) -> Standing:
        """Return where it stands: that is public."""
        return Standing(self.objection.standing)

    @property
    def is_withdrawn(self) -> bool:
        """Say whether the State took it back."""
        return self.standing is Standing.WITHDRAWN

    @property
    def tells_state(self) -> bool:
        """Say whether the reader may learn whose it is."""
        return self.sight.objector is Seen.YES

    @property
    def tells_basis(self) -> bool:
        """Say whether the reader may learn its basis."""
        return self.sight.basis is Seen.YES


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry with the listed facts, its objections, and whether its organization has left."""

    entry: ListEntry
    facts: dict[str, str]
    objections: Sequence[SeenObjection]
    has_left: bool

    @property
    def own(self) -> SeenObjection | None:
        """Return the reader's objection that stands, or its latest one."""
        own = [each for each in self.objections if each.is_own]
        standing = [each for each in own if not each.is_withdrawn]
        return next(reversed(standing or own), None)

    @property
    def others(self) -> list[SeenObjection]:
        """Return the objections of other States."""
        return [each for each in self.objections if not each.is_own]

    @property
    def asked_at(self) -> datetime | None:
        """Return when the State asked who objected, where no answer came yet."""
        return cast("datetime | None", vars(self.entry).get("asked_at"))

    @property
    def told_at(self) -> datetime | None:
        """Return when the State was last answered who objected."""
        return cast("datetime | None", vars(self.entry).get("told_at"))

    @property
    def has_reply(self) -> bool:
        """Say whether the organization has replied."""
        return bool(vars(self.entry).get("has_reply"))


def seen_entries(
    candidate_list: CandidateList,
    entries: Iterable[ListEntry],
    rules: RuleSet,
    state_code: str,
) -> list[SeenEntry]:
    """Return entries as a mission sees them (1 statement beside that of the entries)."""
    known = list(entries)
    objections: dict[int, list[Objection]] = {}
    for each in Objection.objects.filter(entry__in=known).order_by("received_at", "id"):
        objections.setdefault(each.entry_id, []).append(each)
    return [
        SeenEntry(
            entry,
            facts_of(entry).listed(rules.listed_facts),
            [_seen(each, rules, state_code, entry) for each in objections.get(entry.pk, [])],
            has_left(entry, is_final=candidate_list.state in FINAL),
        )
        for entry in known
    ]


def _seen(objection: Objection, rules: RuleSet, state_code: str, entry: ListEntry) -> SeenObjection:
    sight = sight_of(objection, rules, state_code, vars(entry).get("told_at"))
    return SeenObjection(objection, objection.state_code == state_code, sight)


def seen_entry(
    candidate_list: CandidateList, reference: str, rules: RuleSet, state_code: str
) -> SeenEntry:
    """Return one entry as a mission sees it (2 statements); raise `ListNotFound`."""
    found = _lean(ListEntry.objects.filter(candidate_list=candidate_list), state_code)
    entries = list(found.filter(application__reference=reference))
    if not entries:
        raise ListNotFound
    return seen_entries(candidate_list, entries, rules, state_code)[0]


def replies_to(entry: ListEntry) -> list[Reply]:
    """Return what the organization replied, the first one first (1 statement)."""
    return list(Reply.objects.filter(entry=entry))


def own_objections(process: Process, state_code: str) -> dict[int, int]:
    """Return how many objections of a State stand on each list, by its number (1 statement)."""
    rows = (
        Objection.objects.filter(entry__candidate_list__process=process, state_code=state_code)
        .filter(~Q(standing=Standing.WITHDRAWN))
        .values_list("entry__candidate_list__number")
        .annotate(Count("pk"))
    )
    return dict(rows)
