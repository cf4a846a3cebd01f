"""All that a page of one list draws from, read at once: entries, silence, what follows so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.outcomes import FinalLine
from antechamber.accreditation.lists.rules import ListFacts
from antechamber.accreditation.lists.states import WITHOUT_EFFECT, ListState, Standing
from antechamber.accreditation.models import Application, CandidateList, ListEntry, Reply
from antechamber.accreditation.states import State
from antechamber.people.actors import Actor
from antechamber.processes.modalities import RuleSet, UnusableRule
from antechamber.processes.models import Process
from antechamber.processes.queries import categories, present_modalities, rule_set_of
from antechamber.processes.rules import Announcement, Window
from antechamber.workflow import DomainError

LIVE = sorted(set(Standing) - WITHOUT_EFFECT)


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as it is now. `lines` holds what follows for each entry, empty before freezing."""

    list: CandidateList
    entries: Sequence[ListEntry]
    silence: Window | None = None
    rules: RuleSet | None = None
    lines: Mapping[str, FinalLine] = field(default_factory=dict)
    objections: Mapping[str, Counter[Standing]] = field(default_factory=dict)
    replies: Mapping[str, int] = field(default_factory=dict)
    unsettled: tuple[str, ...] = ()

    @property
    def objected(self) -> Sequence[ListEntry]:
        """Return the entries to which a Member State objected, whatever became of it."""
        return [each for each in self.entries if str(each.application) in self.objections]

    @property
    def composers(self) -> frozenset[str]:
        """Return the keys of those who worked on the list and so cannot sign it off."""
        made = {self.list.composed_by, self.list.frozen_by}
        return frozenset({*made, *(each.added_by for each in self.entries)} - {""})


def read_list(candidate_list: CandidateList) -> Reading:
    """Read a list (1 statement while it is drafted, 4 once frozen, 6 once circulated)."""
    if candidate_list.modalities is None:
        return Reading(candidate_list, list(list_queries.entries_of(candidate_list)))
    entries = list(_named_lines(candidate_list))
    rules = list_queries.rules_for(candidate_list)
    course = list_queries.course_of(candidate_list, entries, rules)
    final = course.final()
    objections: dict[str, Counter[Standing]] = {}
    for raised in course.objections:
        objections.setdefault(raised.reference, Counter())[raised.standing] += 1
    return Reading(
        list=candidate_list,
        entries=entries,
        silence=list_queries.silence_of(candidate_list),
        rules=rules,
        lines={each.reference: each for each in final.lines},
        objections=objections,
        replies=_replies(candidate_list),
        unsettled=final.unsettled,
    )


def _named_lines(candidate_list: CandidateList) -> QuerySet[ListEntry]:
    """Return the lines of a frozen list with what their organizations are called now (1)."""
    return (
        list_queries.lines_of(candidate_list)
        .select_related("application__organization__successor")
        .only(
            *list_queries.LINE,
            *(f"application__{each}" for each in ("key", "reference", "state")),
            "application__organization__display_name",
            "application__organization__successor__display_name",
        )
    )


def _replies(candidate_list: CandidateList) -> dict[str, int]:
    if candidate_list.circulated_at is None:
        return {}
    found = Reply.objects.filter(entry__candidate_list=candidate_list)
    by_entry = found.order_by().values_list("entry__application__reference")
    return dict(by_entry.annotate(Count("id")))


def facts_for(reading: Reading, by: Actor, at: datetime) -> ListFacts:
    """Return facts under which a guard says what stands in the way before anything is typed."""
    found = reading.list
    digest = found.content_digest
    present = reading.silence.deadline_at(at) if reading.silence else None
    return ListFacts(
        at=at,
        silence=reading.silence,
        closes_at=max(at, present or at) + timedelta(days=1),
        entries=len(reading.entries),
        not_recommended=tuple(
            str(each.application)
            for each in reading.entries
            if found.state == ListState.DRAFTING and each.application.state != State.RECOMMENDED
        ),
        actor=by.key,
        composers=reading.composers,
        content_digest=digest,
        found_digest=digest,
        seen_digest=digest,
        unsettled=len(reading.unsettled),
        reason="asked of the form, not yet typed",
    )


def overview(process: Process) -> list[CandidateList]:
    """Return all lists, the latest first, with the ends of their silence (2 statements).

    Each has `entry_count`, and `open_count`: the names to which an objection stands.
    """
    objected = Q(entries__objections__standing__in=LIVE)
    return list(
        list_queries.lists(process)
        .annotate(
            entry_count=Count("entries", distinct=True),
            open_count=Count("entries", filter=objected, distinct=True),
        )
        .prefetch_related("silence_ends")
        .order_by("-number")
    )


def silence_read(candidate_list: CandidateList) -> Window | None:
    """Return the silence of a list of `overview`, whose ends are read already (no statement)."""
    if candidate_list.circulated_at is None:
        return None
    ends = candidate_list.silence_ends.all()
    return Window(
        opens_at=candidate_list.circulated_at,
        announcements=tuple(Announcement(each.falls_at, each.announced_at) for each in ends),
    )


def due_on(process: Process, at: datetime) -> date | None:
    """Return the day by which the list is due with Member States, None without rules (2)."""
    try:
        return rule_set_of(present_modalities(process, at)).list_due_on
    except (DomainError, UnusableRule):
        return None


def composable(process: Process, by: Actor) -> QuerySet[Application]:
    """Return what an actor may put on a list: the listable of their own facilitators."""
    found = list_queries.listable(process)
    scopes = by.scopes_of("list.compose")
    if scopes & {"", process.code}:
        return found
    inside = f"{process.code}/"
    codes = [each.removeprefix(inside) for each in scopes if each.startswith(inside)]
    return found.filter(facilitator__code__in=codes)


def category_names(process: Process) -> dict[str, str]:
    """Return the names of a process's categories by code, in their order (1 statement)."""
    return {each.code: str(each.name) for each in categories(process)}
