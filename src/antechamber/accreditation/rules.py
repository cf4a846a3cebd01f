"""What may be done with an application: pure answers from plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.states import TRANSFERABLE
from antechamber.processes.rules import Window
from antechamber.workflow import YES, Verdict, no

# Why an application can be found ineligible: code → sentence to the applicant.
INELIGIBLE_REASONS: Final[dict[str, str | Promise]] = {
    "individual": _("It was made for an individual. Only organizations can be accredited."),
    "no_legal_status": _("It does not show that the organization has a legal status of its own."),
    "fiscally_sponsored": _("A sponsored project cannot apply. Its sponsor can."),
    "not_relevant": _("It does not show work relevant to the process."),
    "incomplete": _("Something that the form asks for is missing or cannot be read."),
    "other": _("For the reason given below."),
}


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """All that the guards look at; the caller fills in what its act concerns.

    `proposed_by` is who proposed to find the application not eligible, where that still stands.
    """

    at: datetime
    window: Window
    missing: tuple[str, ...] = ()
    answer_by: datetime | None = None
    appeal_until: datetime | None = None
    reason: str = ""
    reason_code: str = ""
    ever_submitted: bool = False
    needs_second: bool = False
    proposed_by: str = ""
    actor: str = ""


def may_submit(facts: ApplicationFacts) -> Verdict:
    """Allow a complete application while the call is open."""
    if not (verdict := facts.window.accepts_at(facts.at)):
        return verdict
    if facts.missing:
        return no("incomplete", _("Some questions have no answer yet. They are marked below."))
    return YES


def may_change(facts: ApplicationFacts) -> Verdict:
    """Allow a change of something submitted under the same conditions as a submission."""
    return may_submit(facts)


def may_answer(facts: ApplicationFacts) -> Verdict:
    """Allow an answer to a question until its date, also when the call has closed."""
    if facts.answer_by is not None and facts.at > facts.answer_by:
        return no(
            "answer_too_late", _("The date for your answer has passed. Write to the officer.")
        )
    if not facts.reason.strip():
        return no("answer_empty", _("Write your answer."))
    return YES


def may_lapse(facts: ApplicationFacts) -> Verdict:
    """Allow closing without prejudice only when the date for the answer has passed."""
    if facts.answer_by is None or facts.at <= facts.answer_by:
        return no("answer_still_possible", _("The applicant can still answer."))
    return YES


def needs_reason(facts: ApplicationFacts) -> Verdict:
    """Refuse a decision without a reason: everyone gets an answer, with a reason."""
    if not facts.reason.strip():
        return no("reason_missing", _("Write the reason. The applicant will read it."))
    return YES


def needs_coded_reason(facts: ApplicationFacts) -> Verdict:
    """Ask for one of the published reasons and for its words."""
    if facts.reason_code not in INELIGIBLE_REASONS:
        return no("reason_code_missing", _("Choose the reason."))
    return needs_reason(facts)


def may_find_ineligible(facts: ApplicationFacts) -> Verdict:
    """Ask for a published reason, and for two persons where the modalities do."""
    if facts.needs_second and not (second := may_confirm(facts)):
        return second
    return needs_coded_reason(facts)


def may_propose(facts: ApplicationFacts) -> Verdict:
    """Allow one proposal at a time, with its reason, where two persons are asked for."""
    if not facts.needs_second:
        return no("one_person_suffices", _("No second person is needed here. Decide it yourself."))
    if facts.proposed_by:
        return no(
            "proposed_already", _("A colleague has proposed this already. Confirm it, or not.")
        )
    return needs_coded_reason(facts)


def may_confirm(facts: ApplicationFacts) -> Verdict:
    """Let a second person confirm what a first one proposed."""
    if not facts.proposed_by:
        return no(
            "second_person_needed",
            _("The rules of the process ask for two persons. Propose it; a colleague confirms."),
        )
    if facts.proposed_by == facts.actor:
        return no(
            "same_person", _("You proposed this yourself. Another officer has to confirm it.")
        )
    return YES


def may_decline(facts: ApplicationFacts) -> Verdict:
    """Let anybody who decides decline a proposal, with a reason for the one who made it."""
    if not facts.proposed_by:
        return no("no_proposal", _("Nothing is proposed any more."))
    if not facts.reason.strip():
        return no("reason_missing", _("Write the reason."))
    return YES


def may_ask(facts: ApplicationFacts) -> Verdict:
    """Ask only with a question and a date that leaves the applicant time."""
    if facts.answer_by is None or facts.answer_by <= facts.at:
        return no("answer_date_past", _("Give a date in the future for the answer."))
    if not facts.reason.strip():
        return no("question_missing", _("Write the question."))
    return YES


def may_appeal(facts: ApplicationFacts) -> Verdict:
    """Allow asking for another look until the stated date, with something to look at."""
    if facts.appeal_until is None or facts.at > facts.appeal_until:
        return no(
            "appeal_too_late", _("The date until which you could ask for another look has passed.")
        )
    if not facts.reason.strip():
        return no("appeal_empty", _("Write why the decision should be looked at again."))
    return YES


def may_note(text: str, *, is_repeated: bool) -> Verdict:
    """Refuse an empty note, and one that was sent twice."""
    if not text.strip():
        return no("note_empty", _("Write the note."))
    if is_repeated:
        return no("noted_already", _("You have added this note already. It stands on the page."))
    return YES


def may_assign(state: str, *, is_changed: bool) -> Verdict:
    """Refuse to assign what has ended, and to assign to whom it is assigned already."""
    if state not in TRANSFERABLE:
        return no("wrong_state", _("Only an application under way can be assigned."))
    if not is_changed:
        return no("assigned_already", _("It is assigned so already."))
    return YES


def may_reopen(facts: ApplicationFacts) -> Verdict:
    """Let a withdrawn application become a draft again while the call is open."""
    return facts.window.accepts_at(facts.at)
