"""What an officer does with an application: each act with its reason, under the row's lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from antechamber.accreditation import queries
from antechamber.accreditation.advance import advance, refuse_stale, require_officer
from antechamber.accreditation.models import Application, InformationRequest
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.accreditation.second_person import needs_second_person, overtake
from antechamber.accreditation.states import DECIDED
from antechamber.accreditation.workflow import APPLICATION
from antechamber.organizations.queries import focal_points
from antechamber.people.actors import SYSTEM, Actor
from antechamber.processes.models import Process
from antechamber.processes.queries import present_modalities, window_of
from antechamber.record import canonical
from antechamber.record.actions import action

APPEAL_TIME = timedelta(days=7)  # our own choice: a week suffices to write, and the list can wait


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts on which application, when, and the revision they had before their eyes."""

    process: Process
    reference: str
    seen_revision: int
    by: Actor
    at: datetime


def opened(act: Act, capability: str) -> Application:
    """Lock an application for an act and check permission and freshness (1 statement)."""
    application = queries.by_reference(act.process, act.reference, lock=True)
    require_officer(application, capability, act.by)
    refuse_stale(application, act.seen_revision)
    return application


def facts_of(application: Application, act: Act, reason: str = "") -> ApplicationFacts:
    """Return what the guards look at of a decision with its reason (1 statement)."""
    return ApplicationFacts(
        at=act.at,
        window=window_of(application.call),
        answer_by=application.answer_by,
        reason=reason,
    )


@action
def take_application(act: Act) -> Application:
    """Start the review and assign the application to the officer who does."""
    application = opened(act, "application.screen")
    application.assigned_to_id = act.by.account_id
    advance(
        application,
        "take",
        facts_of(application, act),
        by=act.by,
        tell=(),
        changed=["assigned_to"],
    )
    return application


@action
def ask_for_information(act: Act, *, question: str, answer_by: datetime) -> Application:
    """Ask the applicant something, with the date by which an answer counts."""
    application = opened(act, "application.screen")
    application.answer_by = answer_by
    facts = facts_of(application, act, question)
    advance(
        application,
        "ask",
        facts,
        by=act.by,
        tell=focal_points(application.organization),
        recorded={"answer_by": canonical.instant_text(answer_by)},
        message_values={"question": question, "answer_by": answer_by},
        changed=["answer_by"],
    )
    overtake(application, act.by, act.at)
    InformationRequest.objects.create(
        application=application,
        question=question,
        asked_by=act.by.key,
        asked_at=act.at,
        answer_by=answer_by,
    )
    return application


@action
def recommend_application(act: Act, *, reason: str) -> Application:
    """Recommend an application for the list before Member States."""
    return _decide(opened(act, "application.recommend"), "recommend", act, reason)


@action
def confirm_not_needed(act: Act, *, reason: str) -> Application:
    """Confirm that the organization takes part without an application."""
    return _decide(opened(act, "application.recommend"), "confirm_not_needed", act, reason)


@action
def reconsider_application(act: Act, *, reason: str) -> Application:
    """Look again at something decided that is not on a list yet."""
    application = opened(act, "application.recommend")
    overtake(application, act.by, act.at)
    return _decide(application, "reconsider", act, reason)


def _decide(application: Application, name: str, act: Act, reason: str) -> Application:
    modalities = present_modalities(application.process, act.at)
    ends = APPLICATION[name].target in DECIDED
    application.decided_at = act.at if ends else None
    advance(
        application,
        name,
        facts_of(application, act, reason),
        by=act.by,
        tell=focal_points(application.organization),
        recorded={"modalities": modalities.version},
        message_values={"reason": reason},
        changed=["decided_at"],
    )
    return application


@action
def find_ineligible(act: Act, *, reason_code: str, reason: str) -> Application:
    """Refuse an application by one of the published reasons, with a date for asking again.

    Raises `DomainError` "second_person_needed" where the modalities ask for two: see `proposing`.
    """
    application = opened(act, "application.recommend")
    return refuse(application, act, reason_code=reason_code, reason=reason)


def refuse(
    application: Application, act: Act, *, reason_code: str, reason: str, proposed_by: str = ""
) -> Application:
    """Find a locked application not eligible, as the rules ask: by one person or by two."""
    application.appeal_until = act.at + APPEAL_TIME
    application.reason_code = reason_code
    application.decided_at = act.at
    facts = ApplicationFacts(
        at=act.at,
        window=window_of(application.call),
        reason=reason,
        reason_code=reason_code,
        needs_second=needs_second_person(application.process, act.at),
        proposed_by=proposed_by,
        actor=act.by.key,
    )
    advance(
        application,
        "find_ineligible",
        facts,
        by=act.by,
        tell=focal_points(application.organization),
        recorded={
            "reason_code": reason_code,
            **({"proposed_by": proposed_by} if proposed_by else {}),
            "appeal_until": canonical.instant_text(application.appeal_until),
            "modalities": present_modalities(application.process, act.at).version,
        },
        message_values={"reason": reason, "appeal_until": application.appeal_until},
        changed=["appeal_until", "reason_code", "decided_at"],
    )
    return application


@action
def lapse_application(act: Act) -> Application:
    """Close without prejudice what was asked and not answered by its date."""
    application = opened(act, "application.screen")
    return _lapse(application, act.at, act.by)


@action
def lapse_overdue(*, application: Application, at: datetime) -> Application:
    """Let the system close one application whose answer did not come (see `notices`)."""
    return _lapse(
        queries.by_reference(application.process, str(application), lock=True), at, SYSTEM
    )


def _lapse(application: Application, at: datetime, by: Actor) -> Application:
    facts = ApplicationFacts(
        at=at, window=window_of(application.call), answer_by=application.answer_by
    )
    application.decided_at = at
    advance(
        application,
        "lapse",
        facts,
        by=by,
        tell=focal_points(application.organization),
        changed=["decided_at"],
    )
    application.information_requests.filter(answered_at=None).update(answered_at=at)
    return application
