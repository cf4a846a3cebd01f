"""Reading lists, their entries and objections. Every query starts from a process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from django.db.models import Count, QuerySet

from antechamber.accreditation.lists.content import EntryFacts, ListContent
from antechamber.accreditation.lists.outcomes import Listed, Raised, Ruled
from antechamber.accreditation.lists.published_files import Course, published_files
from antechamber.accreditation.lists.states import FINAL, Outcome, Ruling, Standing
from antechamber.accreditation.models import (
    Application,
    CandidateList,
    EntryDecision,
    ListEntry,
    Objection,
)
from antechamber.accreditation.states import State
from antechamber.processes.modalities import RuleSet
from antechamber.processes.models import Process
from antechamber.processes.queries import rule_set_of
from antechamber.processes.rules import Announcement, Window
from antechamber.record.locking import lock_all, lock_first


class ListNotFound(LookupError):
    """There is no such list, entry or objection for this reader."""


# What a list says of an entry, and what became of it.
LINE: Final = (
    "candidate_list",
    "added_by",
    "position",
    "name",
    "country",
    "home_page",
    "category_code",
    "outcome",
)

# An application in any other state has left its list: its organization withdrew it.
STANDS_ON_A_LIST = frozenset(
    {
        State.LISTED,
        State.OBJECTED,
        State.UNDER_CONSULTATION,
        State.REFERRED,
        State.CLEARED,
        State.ACCREDITED,
        State.NOT_ACCREDITED,
    }
)


def lists(process: Process) -> QuerySet[CandidateList]:
    """Return a process's lists with their rules' version, the first one first (1 statement)."""
    return (
        CandidateList.objects.filter(process=process)
        .select_related("process", "modalities")
        .order_by("number")
    )


def list_of(process: Process, number: int, *, lock: bool = False) -> CandidateList:
    """Return one list (1 statement); raise `ListNotFound`. Who may is the caller's."""
    found = lists(process).filter(number=number)
    candidate_list = lock_first(found) if lock else found.first()
    if candidate_list is None:
        raise ListNotFound
    return candidate_list


def circulated_lists(process: Process) -> QuerySet[CandidateList]:
    """Return the lists that Member States have seen (1 statement when used)."""
    return lists(process).filter(circulated_at__isnull=False)


def listable(process: Process) -> QuerySet[Application]:
    """Return the recommended applications that stand on no live list (1 statement when used)."""
    return (
        Application.objects.filter(process=process, state=State.RECOMMENDED)
        .exclude(list_entries__is_live=True)
        .select_related("process", "organization", "category", "facilitator__process")
        .order_by("reference")
    )


def entries_of(candidate_list: CandidateList) -> QuerySet[ListEntry]:
    """Return the entries with their applications, in the list's order (1 statement when used)."""
    return (
        ListEntry.objects.filter(candidate_list=candidate_list)
        .select_related(
            "application__process",
            "application__organization__successor",
            "application__category",
            "application__facilitator",
            "application__present_version",
        )
        .defer("application__answers", "application__present_version__answers")
        .order_by("position", "id")
    )


def lines_of(candidate_list: CandidateList) -> QuerySet[ListEntry]:
    """Return the entries with the number and state of their applications, and nothing else of them.

    1 statement when used. What a list says needs no more, and ten thousand entries weigh a third.
    """
    return (
        ListEntry.objects.filter(candidate_list=candidate_list)
        .select_related("application")
        .only(*LINE, "application__key", "application__reference", "application__state")
        .order_by("position", "id")
    )


def moving_entries(candidate_list: CandidateList) -> list[ListEntry]:
    """Return the entries with all that moving and telling their applications needs (3 statements).

    Process, categories and facilitators are the same objects for all: read once, not ten thousand
    times. Nobody's answers are read.
    """
    process = candidate_list.process
    categories = {each.pk: each for each in process.categories.all()}
    facilitators = {each.pk: each for each in process.facilitators.all()}
    entries = list(
        ListEntry.objects.filter(candidate_list=candidate_list)
        .select_related("application__organization", "application__present_version")
        .defer("application__answers", "application__present_version__answers")
        .order_by("position", "id")
    )
    for entry in entries:
        application = entry.application
        application.process = process
        application.category = categories[application.category_id]
        application.facilitator = facilitators[application.facilitator_id]
    return entries


def locked_entries(candidate_list: CandidateList) -> list[ListEntry]:
    """Lock the applications on a list, by id as everyone does, and return its entries.

    4 statements.
    """
    lock_all(Application.objects.filter(list_entries__candidate_list=candidate_list))
    return moving_entries(candidate_list)


def entry_of(candidate_list: CandidateList, reference: str) -> ListEntry:
    """Return the entry of a public number (1 statement); raise `ListNotFound`."""
    entry = entries_of(candidate_list).filter(application__reference=reference).first()
    if entry is None:
        raise ListNotFound
    entry.candidate_list = candidate_list
    return entry


def objections_to(entry: ListEntry) -> list[Objection]:
    """Return every objection to an entry, in the order received (1 statement)."""
    return list(Objection.objects.filter(entry=entry).order_by("received_at", "id"))


def silence_of(candidate_list: CandidateList) -> Window | None:
    """Return a list's time to object with all its ends, None before circulation (1 statement)."""
    if candidate_list.circulated_at is None:
        return None
    ends = candidate_list.silence_ends.values_list("falls_at", "announced_at")
    return Window(
        opens_at=candidate_list.circulated_at,
        announcements=tuple(Announcement(*end) for end in ends),
    )


def content_of(
    candidate_list: CandidateList, entries: Iterable[ListEntry], rules: RuleSet
) -> ListContent:
    """Return what a frozen list says (no statement where entries have their applications)."""
    assert candidate_list.modalities is not None  # noqa: S101 - a frozen list has its rules
    return ListContent(
        process=candidate_list.process.code,
        number=str(candidate_list),
        kind=candidate_list.kind,
        title=candidate_list.title,
        modalities=candidate_list.modalities.version,
        entries=tuple(facts_of(entry).listed(rules.listed_facts) for entry in entries),
    )


def facts_of(entry: ListEntry) -> EntryFacts:
    """Return the facts of an entry as they were circulated."""
    return EntryFacts(
        reference=str(entry.application),
        name=entry.name,
        country=entry.country,
        home_page=entry.home_page,
        category=entry.category_code,
    )


def rules_for(candidate_list: CandidateList) -> RuleSet:
    """Return the rules under which a list was frozen, whatever came later (1 statement)."""
    assert candidate_list.modalities is not None  # noqa: S101 - a frozen list has its rules
    return rule_set_of(candidate_list.modalities)


def files_of(candidate_list: CandidateList) -> dict[str, bytes]:
    """Return the published files of a frozen list as they stand now (4 statements)."""
    rules = rules_for(candidate_list)
    entries = list(lines_of(candidate_list))
    return published_files(
        content_of(candidate_list, entries, rules), course_of(candidate_list, entries, rules)
    )


def course_of(
    candidate_list: CandidateList, entries: Iterable[ListEntry], rules: RuleSet
) -> Course:
    """Return what happened to a frozen list so far (2 statements)."""
    is_final = candidate_list.state in FINAL
    known = {entry.pk: entry for entry in entries}
    objections = Objection.objects.filter(entry__candidate_list=candidate_list)
    decisions = EntryDecision.objects.filter(entry__candidate_list=candidate_list)
    return Course(
        policy=rules.objection_outcome,
        entries=[
            Listed(str(entry.application), has_left(entry, is_final=is_final))
            for entry in known.values()
        ],
        objections=[
            Raised(str(known[entry].application), Standing(standing))
            for entry, standing in objections.order_by("id").values_list("entry", "standing")
        ],
        decisions=[
            Ruled(str(known[entry].application), Ruling(ruling))
            for entry, ruling in decisions.values_list("entry", "ruling")
        ],
    )


def outcomes_of(candidate_list: CandidateList) -> Counter[str]:
    """Return how many entries have each outcome that was written down (1 statement)."""
    entries = ListEntry.objects.filter(candidate_list=candidate_list).order_by()
    return Counter(dict(entries.values_list("outcome").annotate(Count("pk"))))


def has_left(entry: ListEntry, *, is_final: bool) -> bool:
    """Say whether the organization took itself off the list; at its end that is written down."""
    if is_final:
        return entry.outcome == Outcome.WITHDRAWN
    return entry.application.state not in STANDS_ON_A_LIST
