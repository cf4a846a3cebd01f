"""The effect of the rules about applying: who must, who may, until when, how many. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _, ngettext

from antechamber.accreditation.effects.values import Case, Effect, Finding, effect
from antechamber.accreditation.standing import HeldStatus, Outcome, decide
from antechamber.accreditation.states import State
from antechamber.processes.rule_words import INELIGIBLE
from antechamber.processes.rules import LAST_SECOND

# An application that somebody still works on.
OPEN: Final = frozenset(
    {State.SUBMITTED, State.UNDER_REVIEW, State.INFORMATION_REQUESTED, State.RECOMMENDED}
)
# What an applicant says of its legal status, in the form of the process, tells these kinds.
TOLD_BY_LEGAL_STATUS: Final[Mapping[str, str]] = {
    "fiscally_sponsored": "sponsored",
    "no_legal_status": "not_possible",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """An organization with its statuses, and its application to the call if it has one."""

    name: str
    held: tuple[HeldStatus, ...]
    reference: str = ""
    state: str = ""

    def needs_none(self, carried_over: Collection[str], on: date) -> bool:
        """Say whether it takes part without applying."""
        return decide(self.held, carried_over, "", on).outcome is not Outcome.APPLY

    def case(self) -> Case:
        """Return it as a case."""
        return Case(self.name, self.reference)


def carry_over(
    before: Collection[str], after: Collection[str], holders: Sequence[Holder], on: date
) -> Effect:
    """Say who would newly need no application, and who would newly need one."""
    freed = [each for each in holders if each.needs_none(after, on) > each.needs_none(before, on)]
    bound = [each for each in holders if each.needs_none(before, on) > each.needs_none(after, on)]
    applying = [each for each in freed if each.state in OPEN]
    told = [each for each in bound if each.state == State.NOT_NEEDED]
    return effect(
        [
            _found(_not_needed_any_more, applying),
            _found(_newly_free, [each for each in freed if not each.reference]),
            _found(_told_otherwise, told),
            _found(_newly_bound, [each for each in bound if not each.reference]),
        ],
        _("Organizations in consultative status with ECOSOC need no application either way."),
        _("No application is closed by itself: an officer confirms that it is not needed."),
        _("What was decided keeps its decision."),
    )


def _found(words: Callable[[int], str], holders: Sequence[Holder]) -> Finding | None:
    if not holders:
        return None
    return Finding(words(len(holders)), tuple(each.case() for each in holders))


def _not_needed_any_more(count: int) -> str:
    return ngettext(
        "%(count)d application would not be needed any more.",
        "%(count)d applications would not be needed any more.",
        count,
    ) % {"count": count}


def _newly_free(count: int) -> str:
    return ngettext(
        "%(count)d more organization could take part without applying.",
        "%(count)d more organizations could take part without applying.",
        count,
    ) % {"count": count}


def _told_otherwise(count: int) -> str:
    return ngettext(
        "%(count)d applicant was told that no application is needed, and would need one.",
        "%(count)d applicants were told that no application is needed, and would need one.",
        count,
    ) % {"count": count}


def _newly_bound(count: int) -> str:
    return ngettext(
        "%(count)d organization that need not apply now would have to.",
        "%(count)d organizations that need not apply now would have to.",
        count,
    ) % {"count": count}


@dataclass(frozen=True, slots=True)
class Applicant:
    """An application with what is known of its eligibility."""

    case: Case
    state: str
    reason_code: str = ""
    legal_status: str = ""


def ineligible(
    before: Collection[str], after: Collection[str], applicants: Sequence[Applicant]
) -> Effect:
    """Say which open applications speak of a kind that could not apply, and who was refused."""
    findings: list[Finding | None] = []
    for kind in INELIGIBLE:
        if kind in after and kind not in before:
            findings.append(_excluded(kind, applicants))
        if kind in before and kind not in after:
            findings.append(_admitted(kind, applicants))
    return effect(
        findings,
        _("What was decided keeps its decision, under the rules of its day."),
        _("No application is refused by itself: an officer finds it so, with a reason."),
    )


def _excluded(kind: str, applicants: Sequence[Applicant]) -> Finding:
    told = TOLD_BY_LEGAL_STATUS.get(kind)
    if told is None:
        return Finding(
            _("No answer tells which applications are of: %(kind)s. Officers would find out.")
            % {"kind": INELIGIBLE[kind]}
        )
    cases = [each.case for each in applicants if each.state in OPEN and each.legal_status == told]
    words = ngettext(
        "%(count)d open application says so of itself: %(kind)s.",
        "%(count)d open applications say so of themselves: %(kind)s.",
        len(cases),
    )
    return Finding(words % {"count": len(cases), "kind": INELIGIBLE[kind]}, tuple(cases))


def _admitted(kind: str, applicants: Sequence[Applicant]) -> Finding:
    cases = [
        each.case
        for each in applicants
        if each.state == State.INELIGIBLE and each.reason_code == kind
    ]
    words = ngettext(
        "%(count)d application was refused for a reason that would be none: %(kind)s.",
        "%(count)d applications were refused for a reason that would be none: %(kind)s.",
        len(cases),
    )
    return Finding(words % {"count": len(cases), "kind": INELIGIBLE[kind]}, tuple(cases))


@dataclass(frozen=True, slots=True)
class Arrived:
    """Something that came at an instant, while a deadline was in force. A draft has no case."""

    at: datetime
    falls_at: datetime
    case: Case | None = None

    def is_late(self, grace_seconds: int) -> bool:
        """Say whether it came after the deadline's own second and the grace."""
        return self.at >= self.falls_at + LAST_SECOND + timedelta(seconds=grace_seconds)


def grace(
    before: int, after: int, arrived: Sequence[Arrived], calls_own: Collection[int]
) -> Effect:
    """Say what came late and would be in time, and the reverse. Drafts are counted, not named."""
    saved = [each for each in arrived if each.is_late(before) and not each.is_late(after)]
    lost = [each for each in arrived if each.is_late(after) and not each.is_late(before)]
    keeps = [
        ngettext(
            "The call keeps the grace that it was opened with: %(count)d second.",
            "The call keeps the grace that it was opened with: %(count)d seconds.",
            each,
        )
        % {"count": each}
        for each in sorted(calls_own)
    ]
    return effect(
        [
            Finding(_came_late_in_time(len(saved)), _cases(saved)),
            Finding(_in_time_late(len(lost)), _cases(lost)),
        ],
        *keeps,
        _("What was handed in and accepted stays accepted."),
    )


def _came_late_in_time(count: int) -> str:
    return ngettext(
        "%(count)d attempt to hand in came late and would be in time.",
        "%(count)d attempts to hand in came late and would be in time.",
        count,
    ) % {"count": count}


def _in_time_late(count: int) -> str:
    return ngettext(
        "%(count)d application came in time and would be late.",
        "%(count)d applications came in time and would be late.",
        count,
    ) % {"count": count}


def _cases(arrived: Sequence[Arrived]) -> tuple[Case, ...]:
    return tuple(each.case for each in arrived if each.case is not None)


def persons(before: int, after: int, accredited: int) -> Effect:
    """Say how many persons the organizations that are accredited could register in all."""
    words = ngettext(
        "%(count)d organization is accredited. It could register %(after)d persons, "
        "and not %(before)d.",
        "%(count)d organizations are accredited. Together they could register %(after)d persons, "
        "and not %(before)d.",
        accredited,
    )
    numbers = {
        "count": accredited,
        "before": before * accredited,
        "after": after * accredited,
    }
    return effect([Finding(words % numbers)], _("Who was registered stays registered."))
