"""What may be done with a list and an objection: pure answers from plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from antechamber import clock
from antechamber.accreditation.lists.states import ListKind
from antechamber.processes.rules import Phase, Window
from antechamber.workflow import YES, Verdict, no


@dataclass(frozen=True, slots=True)
class ListFacts:
    """All that the guards of a list look at; the caller fills in what its act concerns.

    `composers` are those who composed, added to or froze the list; `actor` is who acts.
    `unsettled` counts the entries whose outcome is still open.
    """

    at: datetime
    silence: Window | None = None
    closes_at: datetime | None = None
    entries: int = 0
    not_recommended: tuple[str, ...] = ()
    actor: str = ""
    composers: frozenset[str] = frozenset()
    content_digest: str = ""
    found_digest: str = ""
    seen_digest: str = ""
    unsettled: int = 0
    agrees: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ObjectionFacts:
    """All that the guards of an objection look at. `recorder` is who wrote a letter down."""

    at: datetime
    actor: str = ""
    recorder: str = ""
    second_person: bool = False
    reason: str = ""


def may_compose(kind: str, *, proposed: bool, circulated: bool) -> Verdict:
    """Allow one proposed list, and supplementary ones only after something was circulated.

    `proposed` and `circulated` say whether the process has such a list that was not discarded.
    """
    if kind == ListKind.PROPOSED and proposed:
        return no(
            "proposed_list_exists",
            _("There is a proposed list already. What comes later is a supplementary list."),
        )
    if kind == ListKind.SUPPLEMENTARY and not circulated:
        return no(
            "nothing_to_supplement",
            _("No list has been circulated yet. Add the names to the proposed list."),
        )
    return YES


def may_freeze(facts: ListFacts) -> Verdict:
    """Freeze a list that has entries, all of them still recommended."""
    if not facts.entries:
        return no("list_empty", _("The list has no entries yet."))
    if facts.not_recommended:
        return no(
            "not_recommended_any_more",
            _("Some entries are not recommended any more. Take them off the list first."),
        )
    return YES


def may_sign_off(facts: ListFacts) -> Verdict:
    """Let another person than those who made the list sign what they have before their eyes."""
    if facts.actor in facts.composers:
        return no(
            "second_person_needed",
            _("You have worked on this list. Another person must sign it off."),
        )
    if not facts.content_digest == facts.found_digest == facts.seen_digest:
        return no(
            "list_changed",
            _("The list is not the one that was frozen. Discard it and compose it anew."),
        )
    return YES


def may_circulate(facts: ListFacts) -> Verdict:
    """Circulate with a time to object that lies ahead, and only what was signed off."""
    if facts.content_digest != facts.found_digest:
        return no(
            "list_changed",
            _("The list is not the one that was frozen. Discard it and compose it anew."),
        )
    if facts.closes_at is None or facts.closes_at <= facts.at:
        return no("silence_in_past", _("Give a time in the future until which States may object."))
    return YES


def may_extend(facts: ListFacts) -> Verdict:
    """Move the end of the silence to a later time only, while it still lasts, with a reason."""
    present = facts.silence.deadline_at(facts.at) if facts.silence else None
    if facts.silence is None or facts.silence.phase_at(facts.at) is Phase.CLOSED:
        return no("silence_ended", _("The time to object has ended."))
    if facts.closes_at is None or (present is not None and facts.closes_at <= present):
        return no(
            "silence_not_later",
            _("The time to object can only be made longer: States rely on the present end."),
        )
    return needs_words(facts)


def may_close(facts: ListFacts) -> Verdict:
    """Close a list when its time to object is over, not one second earlier."""
    if facts.silence is None or facts.silence.phase_at(facts.at) is not Phase.CLOSED:
        return no("silence_lasts", _("Member States can still object."))
    return YES


def may_issue(facts: ListFacts) -> Verdict:
    """Issue the final list when nothing about any entry is open."""
    if facts.unsettled:
        return no(
            "entries_unsettled",
            _("The objections to some entries are not settled yet."),
        )
    return YES


def may_publish(facts: ListFacts) -> Verdict:
    """Publish only files from which anyone computes the list that was issued."""
    if not facts.agrees:
        return no(
            "final_list_differs",
            _("The files do not give the final list that was issued. Tell the auditor."),
        )
    return YES


def needs_words(facts: ListFacts | ObjectionFacts) -> Verdict:
    """Ask for the reason of an act that somebody will want to understand."""
    if not facts.reason.strip():
        return no("reason_missing", _("Write the reason."))
    return YES


def may_log(facts: ObjectionFacts) -> Verdict:
    """Let a second person check what was written down from a letter, where the rules ask for it."""
    if facts.second_person and facts.actor == facts.recorder:
        return no(
            "second_person_needed",
            _("You have written this objection down. Another person must check it."),
        )
    return YES


def in_order(changed_at: datetime, at: datetime) -> Verdict:
    """Refuse an act that would be earlier than the one before it: a clock was set back."""
    if at < changed_at:
        return no(
            "clock_went_back",
            _("The clock shows an earlier time than the last act on this list. Tell the operator."),
        )
    return YES


def is_late(silence: Window, received_at: datetime) -> bool:
    """Say whether an objection came after the end of the silence. Its own last second counts."""
    return silence.phase_at(received_at) is Phase.CLOSED


def default_end(circulated_at: datetime, silence_days: int, zone: str) -> datetime:
    """Return the end of the last day of the silence in the process's zone.

    The day of circulation is not counted, so that States have whole days.
    """
    day = clock.clocks(circulated_at, zone).in_zone.date() + timedelta(days=silence_days)
    return clock.deadline(day, zone)
