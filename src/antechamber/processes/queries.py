"""Reading processes. Every query starts from a process; each says how many statements it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Min, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from antechamber.processes.modalities import RULE_KINDS, RuleSet, rule_set
from antechamber.processes.models import (
    Call,
    Category,
    Deadline,
    Meeting,
    Modalities,
    Process,
    Publication,
    Rule,
)
from antechamber.processes.rules import Announcement, Window
from antechamber.workflow import DomainError


class ProcessNotFound(LookupError):
    """No process has this code."""


@dataclass(frozen=True, slots=True)
class CallWindow:
    """A call with its opening and deadlines."""

    call: Call
    window: Window


@dataclass(frozen=True, slots=True)
class Frame:
    """What every public page needs of a process: itself, its calls, whether its rules are a draft.

    `changes_at` is the next instant at which some page says something else by itself.
    """

    process: Process
    calls: tuple[CallWindow, ...]
    adopted_at: datetime | None
    changes_at: datetime | None

    def call(self, kind: str) -> CallWindow | None:
        """Return the latest call of a kind, None where there is none."""
        found = [each for each in self.calls if each.call.kind == kind]
        return max(found, key=lambda each: each.call.opens_at, default=None)


def processes() -> QuerySet[Process]:
    """Return all processes, the latest first (1 statement when used)."""
    return Process.objects.order_by("-id")


def process_by_code(code: str) -> Process:
    """Return the process of a code (1 statement); raise `ProcessNotFound`."""
    process = Process.objects.filter(code=code).first()
    if process is None:
        raise ProcessNotFound(code)
    return process


def frame_of(code: str, at: datetime) -> Frame:
    """Return what every public page of a process needs; raise `ProcessNotFound`.

    1 statement, 2 for a process that has no call with a deadline yet.
    """
    marks = _marks(code, at)
    deadlines = list(
        Deadline.objects.filter(call__process__code=code)
        .select_related("call__process")
        .annotate(**marks)
    )
    source: Any = deadlines[0] if deadlines else _bare_process(code, marks)
    calls = {deadline.call_id: deadline.call for deadline in deadlines}
    windows = tuple(
        CallWindow(call, _window(call, (each for each in deadlines if each.call_id == number)))
        for number, call in calls.items()
    )
    changes = [source.next_publication_at, source.next_modalities_at, source.next_adopted_at]
    changes += [each.window.next_change_after(at) for each in windows]
    return Frame(
        process=source.call.process if deadlines else source,
        calls=windows,
        adopted_at=source.adopted_at,
        changes_at=min((each for each in changes if each and each > at), default=None),
    )


def _marks(code: str, at: datetime) -> dict[str, Subquery]:
    """Return the instants that a frame needs beside the deadlines, as parts of its statement."""
    modalities = Modalities.objects.filter(process__code=code)
    publications = Publication.objects.filter(process__code=code)
    return {
        "adopted_at": _earliest(modalities, "adopted_at"),
        "next_modalities_at": _earliest(modalities.filter(drafted_at__gt=at), "drafted_at"),
        "next_adopted_at": _earliest(modalities.filter(adopted_at__gt=at), "adopted_at"),
        "next_publication_at": _earliest(publications.filter(published_at__gt=at), "published_at"),
    }


def _earliest(rows: QuerySet[Any], field: str) -> Subquery:
    earliest = rows.order_by().values("process").annotate(earliest=Min(field))
    return Subquery(earliest.values("earliest"))


def _bare_process(code: str, marks: dict[str, Subquery]) -> Process:
    process = Process.objects.filter(code=code).annotate(**marks).first()
    if process is None:
        raise ProcessNotFound(code)
    return process


def window_of(call: Call) -> Window:
    """Return a call's opening, deadlines and grace (1 statement)."""
    return _window(call, Deadline.objects.filter(call=call))


def windows_of(process: Process) -> list[CallWindow]:
    """Return every call of a process with its window, in the order of opening (2 statements)."""
    calls = Call.objects.filter(process=process).prefetch_related("deadlines").order_by("opens_at")
    return [CallWindow(call, _window(call, call.deadlines.all())) for call in calls]


def _window(call: Call, deadlines: Iterable[Deadline]) -> Window:
    return Window(
        opens_at=call.opens_at,
        announcements=tuple(Announcement(each.falls_at, each.announced_at) for each in deadlines),
        grace=timedelta(seconds=call.grace_seconds),
    )


def call_with_history(process: Process, code: str) -> Call | None:
    """Return a call with its deadlines loaded, None for an unknown code (2 statements)."""
    return (
        Call.objects.filter(process=process, code=code)
        .select_related("process")
        .prefetch_related("deadlines")
        .first()
    )


def modalities_versions(process: Process, at: datetime) -> list[Modalities]:
    """Return the versions written by an instant with their rules, newest first (2 statements)."""
    return list(_versions(process, at).prefetch_related("rules").order_by("-version"))


def modalities_version(process: Process, version: int, at: datetime) -> Modalities | None:
    """Return one version with its rules and those it was begun from (2-3 statements).

    None for an unknown number.
    """
    found = _versions(process, at).filter(version=version)
    return found.prefetch_related("rules", "based_on__rules").first()


def _versions(process: Process, at: datetime) -> QuerySet[Modalities]:
    return Modalities.objects.filter(process=process, drafted_at__lte=at).select_related(
        "process", "based_on"
    )


def present_modalities(process: Process, at: datetime) -> Modalities:
    """Return the version in force at an instant (1 statement).

    Where none was adopted yet, that is the draft that came with the process's file; what is being
    drafted at the desk acts on nothing. Raises `DomainError` "no_modalities" before the first one.
    """
    return _latest(process, at, Q(adopted_at__lte=at))


def newest_modalities(process: Process, at: datetime) -> Modalities:
    """Return the version that a new draft begins from: adopted last, in force or not yet.

    1 statement; raises `DomainError` "no_modalities".
    """
    return _latest(process, at, Q(adopted_at__isnull=False))


def _latest(process: Process, at: datetime, is_adopted: Q) -> Modalities:
    """Return what was adopted last, or else what a file holds out until the adoption."""
    from_a_file = Q(adopted_at=None, based_on=None)
    found = (
        Modalities.objects.filter(is_adopted | from_a_file, process=process, drafted_at__lte=at)
        .exclude(superseded_at__lte=at)
        .order_by(F("adopted_at").desc(nulls_last=True), "-version")
        .first()
    )
    if found is None:
        raise DomainError("no_modalities", _("This process has no rules yet."))
    return found


def open_draft(process: Process) -> Modalities | None:
    """Return the draft that is being written at the desk, if there is one (1 statement)."""
    return Modalities.objects.filter(
        process=process, based_on__isnull=False, adopted_at=None, discarded_at=None
    ).first()


def rules_of(modalities: Modalities) -> list[Rule]:
    """Return the rules of a version in the order in which pages show them.

    1 statement, none where they are loaded.
    """
    order = list(RULE_KINDS)
    return sorted(modalities.rules.all(), key=lambda rule: order.index(rule.kind))


def rule_set_of(modalities: Modalities) -> RuleSet:
    """Return the rules of a version, typed (1 statement)."""
    return rule_set(dict(modalities.rules.values_list("kind", "value")))


def categories(process: Process) -> QuerySet[Category]:
    """Return the categories with their facilitators, in their order (1 statement when used)."""
    return Category.objects.filter(process=process).select_related("facilitator")


def calendar(process: Process) -> list[Meeting]:
    """Return all meetings, those without a day last (1 statement)."""
    meetings = Meeting.objects.filter(process=process)
    return sorted(meetings, key=lambda each: (each.starts_on or date.max, each.code))


def next_meetings(process: Process, on: date, limit: int) -> list[Meeting]:
    """Return the first meetings that have not ended by a day (1 statement)."""
    return list(Meeting.objects.filter(process=process, ends_on__gte=on)[:limit])


def publications(process: Process, kind: str, at: datetime) -> QuerySet[Publication]:
    """Return what was published by an instant, the newest first (1 statement when used)."""
    return Publication.objects.filter(process=process, kind=kind, published_at__lte=at)


def publication(process: Process, kind: str, slug: str, at: datetime) -> Publication | None:
    """Return one item that was published by an instant, None for any other (1 statement)."""
    return publications(process, kind, at).filter(slug=slug).first()
