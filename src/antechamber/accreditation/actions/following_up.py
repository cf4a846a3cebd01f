"""What an organization does with what it submitted: withdraw, take up, answer, appeal."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation import queries
from antechamber.accreditation.advance import advance
from antechamber.accreditation.models import Application
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.organizations.queries import focal_points
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.processes.queries import window_of
from antechamber.record.actions import action
from antechamber.workflow import DomainError


@action
def withdraw_application(
    *, process: Process, key: str, reason: str, by: Actor, at: datetime
) -> Application:
    """Take an application back; it can be taken up again while the call is open."""
    application = queries.of_focal_point(process, key, by, lock=True)
    facts = ApplicationFacts(at=at, window=window_of(application.call), reason=reason)
    advance(application, "withdraw", facts, by=by, tell=focal_points(application.organization))
    return application


@action
def reopen_application(*, process: Process, key: str, by: Actor, at: datetime) -> Application:
    """Make a withdrawn application a draft again, with its answers."""
    application = queries.of_focal_point(process, key, by, lock=True)
    facts = ApplicationFacts(at=at, window=window_of(application.call))
    try:
        with transaction.atomic():
            advance(application, "reopen", facts, by=by, tell=())
    except IntegrityError:
        raise DomainError(
            "already_applied", _("This organization has another application by now.")
        ) from None
    return application


@action
def answer_request(
    *, process: Process, key: str, answer: str, by: Actor, at: datetime
) -> Application:
    """Answer the officer's open question, by its date."""
    application = queries.of_focal_point(process, key, by, lock=True)
    facts = ApplicationFacts(
        at=at,
        window=window_of(application.call),
        answer_by=application.answer_by,
        reason=answer,
    )
    question = application.information_requests.filter(answered_at=None).first()
    advance(
        application,
        "answer",
        facts,
        by=by,
        tell=focal_points(application.organization),
        words_are_kept=False,
    )
    if question is not None:
        question.answer, question.answered_at = answer, at
        question.save(update_fields=["answer", "answered_at"])
    return application


@action
def appeal(*, process: Process, key: str, reason: str, by: Actor, at: datetime) -> Application:
    """Ask for another look at a finding of ineligibility, until its date."""
    application = queries.of_focal_point(process, key, by, lock=True)
    facts = ApplicationFacts(
        at=at,
        window=window_of(application.call),
        appeal_until=application.appeal_until,
        reason=reason,
    )
    advance(application, "appeal", facts, by=by, tell=focal_points(application.organization))
    return application
