"""What may be done with an accreditation: pure answers from plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.accredited.states import END_REASONS, SUSPENSION_REASONS
from antechamber.workflow import YES, Verdict, no


@dataclass(frozen=True, slots=True)
class AccreditedFacts:
    """All that the guards look at; the caller fills in what its act concerns.

    `heir_is_accredited` says whether the organization's successor holds an accreditation itself.
    """

    at: datetime
    changed_at: datetime
    reason: str = ""
    reason_code: str = ""
    is_provisional: bool = False
    heir_is_accredited: bool = False


def needs_reason(facts: AccreditedFacts) -> Verdict:
    """Ask for the reason, and refuse an act earlier than the last one: a clock was set back."""
    if facts.at < facts.changed_at:
        return no(
            "clock_went_back",
            _("The clock shows an earlier time than the last act here. Tell the operator."),
        )
    if not facts.reason.strip():
        return no("reason_missing", _("Write the reason. The organization will read it."))
    return YES


def may_suspend(facts: AccreditedFacts) -> Verdict:
    """Suspend for one of the published reasons, in words too."""
    if facts.reason_code not in SUSPENSION_REASONS:
        return no("reason_code_missing", _("Choose the reason."))
    return needs_reason(facts)


def may_end(facts: AccreditedFacts) -> Verdict:
    """End for one of the published reasons, in words too."""
    if facts.reason_code not in END_REASONS:
        return no("reason_code_missing", _("Choose the reason."))
    return needs_reason(facts)


def may_confirm(facts: AccreditedFacts) -> Verdict:
    """Confirm only what is interim (ECOSOC 1996/31: until the body has decided)."""
    if not facts.is_provisional:
        return no("not_interim", _("This accreditation is not an interim one."))
    return needs_reason(facts)


def may_merge(facts: AccreditedFacts) -> Verdict:
    """Let an accreditation go into that of the successor, where it has one."""
    if not facts.heir_is_accredited:
        return no("heir_not_accredited", _("The present organization is not accredited itself."))
    return needs_reason(facts)


def needs_new_name(known: str, present: str) -> Verdict:
    """Follow a name only where the rosters tell another than the one it is known by."""
    if known == present:
        return no("name_known", _("It is known by this name already."))
    return YES


def needs_merger(*, has_merged: bool) -> Verdict:
    """Pass an accreditation on only where the organization has merged into another."""
    if not has_merged:
        return no("no_successor", _("This organization has not merged into another."))
    return YES
