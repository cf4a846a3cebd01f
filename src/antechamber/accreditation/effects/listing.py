"""The effect of the rules about lists: when they are due, what they show, for how long. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _, ngettext

from antechamber.accreditation.effects.values import Case, Effect, Finding, effect
from antechamber.accreditation.lists.rules import default_end
from antechamber.places.zones import zone_name
from antechamber.processes.rule_words import LISTED_FACTS
from antechamber.web import times


@dataclass(frozen=True, slots=True)
class Drawn:
    """A list that is not discarded, by number. Without `closes_at` it was not circulated yet."""

    number: str
    entries: int
    is_frozen: bool
    closes_at: datetime | None = None


def kept(lists: Sequence[Drawn]) -> list[str]:
    """Say of every frozen list that it holds its rules."""
    return [
        _("List %(number)s is frozen and holds its own rules to its end.") % {"number": each.number}
        for each in lists
        if each.is_frozen
    ]


def silence(days: tuple[int, int], lists: Sequence[Drawn], at: datetime, zone: str) -> Effect:
    """Say until when States could object to each list that is still being composed.

    `days` are those before and after the change.
    """
    before, after = (_end_words(at, each, zone) for each in days)
    numbers = [each.number for each in lists if not each.is_frozen] or [_("The next list")]
    findings = [
        Finding(
            _("%(number)s, circulated today, would close on %(after)s, and not on %(before)s.")
            % {"number": number, "after": after, "before": before}
        )
        for number in numbers
    ]
    closing = [
        _("Member States can object to list %(number)s until %(end)s, as they were told.")
        % {"number": each.number, "end": times.in_zone_words(each.closes_at, zone, zone_name(zone))}
        for each in lists
        if each.closes_at is not None and each.closes_at > at
    ]
    return effect(findings, *kept(lists), *closing)


def _end_words(at: datetime, days: int, zone: str) -> str:
    return times.in_zone_words(default_end(at, days, zone), zone, zone_name(zone))


def listed_facts(before: Sequence[str], after: Sequence[str], lists: Sequence[Drawn]) -> Effect:
    """Say what Member States would newly read of the entries that are not frozen, and no more."""
    entries = sum(each.entries for each in lists if not each.is_frozen)
    shown = [fact for fact in LISTED_FACTS if fact in after and fact not in before]
    hidden = [fact for fact in LISTED_FACTS if fact in before and fact not in after]
    findings = [_read(_newly_read, fact, entries) for fact in shown]
    findings += [_read(_no_more_read, fact, entries) for fact in hidden]
    return effect(findings, *kept(lists), _("Persons are never on a list."))


def _read(words: Callable[[int], str], fact: str, entries: int) -> Finding:
    return Finding(words(entries) % {"count": entries, "fact": LISTED_FACTS[fact]})


def _newly_read(entries: int) -> str:
    return ngettext(
        "Of %(count)d entry being composed, Member States would also see %(fact)s.",
        "Of %(count)d entries being composed, Member States would also see %(fact)s.",
        entries,
    )


def _no_more_read(entries: int) -> str:
    return ngettext(
        "Of %(count)d entry being composed, Member States would not see %(fact)s.",
        "Of %(count)d entries being composed, Member States would not see %(fact)s.",
        entries,
    )


@dataclass(frozen=True, slots=True)
class Due:
    """What is still to come before a list: who waits, who was given time, what follows."""

    waiting: int
    asked: Sequence[tuple[Case, date]]
    silence_days: int
    next_meeting: tuple[str, date] | None
    today: date


def due(before: date, after: date, facts: Due) -> Effect:
    """Say how long there is until the list, and what would not be ready by then."""
    findings: list[Finding | None] = [
        Finding(_days_to(after, facts.today)),
        Finding(
            ngettext(
                "%(count)d application waits for an officer until then.",
                "%(count)d applications wait for an officer until then.",
                facts.waiting,
            )
            % {"count": facts.waiting}
        ),
        _asked_beyond(after, facts),
        _meets(after, facts),
    ]
    return effect(
        findings,
        _("Before the change it was %(day)s.") % {"day": times.short_day(before)},
        _("No list is circulated by itself, and no application is dropped on that day."),
    )


def _days_to(day: date, today: date) -> str:
    days = (day - today).days
    if days < 0:
        return _("%(day)s has passed already.") % {"day": times.short_day(day)}
    return ngettext(
        "The list would be due in %(count)d day, on %(day)s.",
        "The list would be due in %(count)d days, on %(day)s.",
        days,
    ) % {"count": days, "day": times.short_day(day)}


def _asked_beyond(day: date, facts: Due) -> Finding | None:
    late = [
        Case(case.name, case.reference, times.short_day(answer_by))
        for case, answer_by in facts.asked
        if answer_by > day
    ]
    if not late:
        return None
    words = ngettext(
        "%(count)d applicant has been given time to answer beyond that day.",
        "%(count)d applicants have been given time to answer beyond that day.",
        len(late),
    )
    return Finding(words % {"count": len(late)}, tuple(late))


def _meets(day: date, facts: Due) -> Finding | None:
    if facts.next_meeting is None:
        return None
    title, begins = facts.next_meeting
    days = (begins - day).days - facts.silence_days
    if days >= 0:
        return None
    return Finding(
        _(
            "Circulated on that day, the time to object would end after this meeting has begun: "
            "%(meeting)s, %(day)s."
        )
        % {"meeting": title, "day": times.short_day(begins)}
    )
