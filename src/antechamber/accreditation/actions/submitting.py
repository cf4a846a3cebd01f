"""What an organization does with its draft: submit it, and submit its changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from antechamber.accreditation import completeness, likeness, queries
from antechamber.accreditation.advance import advance
from antechamber.accreditation.models import Application, Reference, Version
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.accreditation.states import CHANGEABLE, State
from antechamber.organizations.actions import (
    make_findable,
)
from antechamber.organizations.queries import focal_points
from antechamber.paper.actions import issue_paper
from antechamber.people.actors import Actor
from antechamber.processes.models import Modalities, Process
from antechamber.processes.queries import present_modalities, window_of
from antechamber.questionnaires.answers import asked_answers
from antechamber.record import canonical
from antechamber.record.actions import action, write
from antechamber.workflow import YES, Verdict

APPLICATION_KIND = "A"  # in a public number: GCM-A-0412


@dataclass(frozen=True, slots=True)
class Submission:
    """What became of a press on the submit button."""

    verdict: Verdict
    application: Application
    version: Version | None = None


def submit_application(*, process: Process, key: str, by: Actor, at: datetime) -> Submission:
    """Submit a draft, or the changes to something submitted, and issue the receipt.

    `at` is the instant the request arrived. In one transaction: lock → permission → open and
    complete → number, version, receipt, ledger entry, messages. Pressing twice submits once: an
    unchanged second press gets the first receipt. After the deadline nothing is lost: the try is
    recorded, so that an extension can call the applicant back. At most 12 statements.
    """
    try:
        return _submit_locked(process=process, key=key, by=by, at=at)
    except _SubmittedBefore as before:
        return Submission(YES, before.application, before.application.present_version)


class _SubmittedBefore(Exception):
    """The application was submitted just so already: nothing is to be written."""

    def __init__(self, application: Application) -> None:
        super().__init__(str(application))
        self.application = application


@action
def _submit_locked(*, process: Process, key: str, by: Actor, at: datetime) -> Submission:
    application = queries.of_focal_point(process, key, by, lock=True)
    if _already_submitted_as_is(application):
        raise _SubmittedBefore(application)
    facts = ApplicationFacts(
        at=at,
        window=window_of(application.call),
        missing=completeness.missing_answers(application),
    )
    verdict = facts.window.accepts_at(at)
    if not verdict and application.state == State.DRAFT:
        _record_late_try(application, facts, by)
        return Submission(verdict, application)
    return Submission(YES, application, _submit(application, facts, by))


def _already_submitted_as_is(application: Application) -> bool:
    version = application.present_version
    return (
        version is not None
        and application.state in CHANGEABLE
        and version.answers
        == asked_answers(completeness.form_of(application.questionnaire), application.answers)
        and version.category_code == application.category.code
    )


def _record_late_try(application: Application, facts: ApplicationFacts, by: Actor) -> None:
    application.came_late_at = facts.at
    application.save(update_fields=["came_late_at"])
    deadline = facts.window.deadline_at(facts.at)
    write(
        process_code=application.process.code,
        verb="application.came_late",
        subject=application.key,
        actor_key=by.key,
        at=facts.at,
        facts={"deadline": canonical.instant_text(deadline) if deadline else ""},
    )


def _submit(application: Application, facts: ApplicationFacts, by: Actor) -> Version:
    first = application.state == State.DRAFT
    transition = "submit" if first else "change"
    modalities = present_modalities(application.process, facts.at)
    if application.reference is None:
        application.reference = str(
            Reference.objects.create(process=application.process, kind=APPLICATION_KIND)
        )
    version = _new_version(application, modalities, facts, by)
    application.present_version = version
    application.submitted_at = application.submitted_at or facts.at
    application.home_site = likeness.site_of(version.organization_facts["home_page"])
    application.contact_index = likeness.contact_index(version.answers)
    make_findable(application.organization)
    deadline = facts.window.deadline_at(facts.at)
    advance(
        application,
        transition,
        facts,
        by=by,
        tell=focal_points(application.organization),
        recorded={
            "version": version.number,
            "digest": version.digest,
            "receipt": version.receipt_code,
            "deadline": canonical.instant_text(deadline) if deadline else "",
            "modalities": modalities.version,
            "category": version.category_code,
        },
        message_values={"at": facts.at, "receipt": version.receipt_code},
        changed=[
            "reference",
            "present_version",
            "submitted_at",
            "home_site",
            "contact_index",
        ],
    )
    return version


def _new_version(
    application: Application, modalities: Modalities, facts: ApplicationFacts, by: Actor
) -> Version:
    """Freeze what is submitted (3 statements: hashes of files, receipt, version)."""
    before = application.present_version
    number = before.number + 1 if before else 1
    answers = asked_answers(completeness.form_of(application.questionnaire), application.answers)
    organization_facts = _organization_facts(application)
    digest = content_digest(
        application,
        answers=answers,
        organization_facts=organization_facts,
        files=dict(application.files.values_list("file__key", "file__sha256")),
        number=number,
        at=facts.at,
    )
    receipt = issue_paper(
        kind="receipt",
        process_code=application.process.code,
        subject=application.reference or "",
        facts={**organization_facts, "version": number, "digest": digest},
        at=facts.at,
    )
    return Version.objects.create(
        application=application,
        number=number,
        questionnaire=application.questionnaire,
        modalities=modalities,
        answers=answers,
        organization_facts=organization_facts,
        category_code=application.category.code,
        submitted_at=facts.at,
        submitted_by=by.key,
        digest=digest,
        receipt_code=receipt.code,
    )


def _organization_facts(application: Application) -> dict[str, str]:
    organization = application.organization
    return {
        "name": organization.display_name,
        "country": organization.country,
        "home_page": application.answers.get("home_page", "") or organization.home_page,
    }


def content_digest(
    application: Application,
    *,
    answers: Mapping[str, Any],
    organization_facts: Mapping[str, str],
    files: Mapping[str, str],
    number: int,
    at: datetime,
) -> str:
    """Return the hash that a receipt states: over answers, files, form, names and time.

    `files` are the SHA-256 of the application's files by key.
    """
    return hashlib.sha256(
        canonical.canonical_json(
            {
                "reference": application.reference,
                "version": number,
                "organization": dict(organization_facts),
                "category": application.category.code,
                "questionnaire": application.questionnaire.digest,
                "answers": dict(answers),
                "files": dict(files),
                "submitted_at": canonical.instant_text(at),
            }
        )
    ).hexdigest()
