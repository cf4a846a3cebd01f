"""What the made-up people do, in the order of time: played as the demonstration's clock passes it.

Each event goes through the same actions as a real one, at its own instant. `playing` knows how far
the script was played.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from antechamber.accreditation import calls
from antechamber.accreditation.actions import (
    following_up,
    proposing,
    reviewing,
    saving,
    starting,
    submitting,
)
from antechamber.accreditation.actions.reviewing import Act
from antechamber.accreditation.models import Application, HandedInFile
from antechamber.accreditation.states import State
from antechamber.demo.applicants import Applicant, applicants
from antechamber.demo.list_script import COMPOSED_AT, LIST_EVENTS, ListEvent
from antechamber.demo.persons import PROCESS
from antechamber.people.actors import Actor, actor_of
from antechamber.people.models import Account
from antechamber.processes.models import Process
from antechamber.questionnaires.actions import store_file
from antechamber.questionnaires.uploads import examine
from antechamber.workflow import DomainError

ANSWER_TIME: Final = timedelta(days=5)
# Two days before the list is composed, officers go through what still waits, but for a few.
SETTLED_AT: Final = COMPOSED_AT - timedelta(days=2)
SETTLED_LATER: Final = frozenset({"taken", "answered", "waiting"})
LEFT_WAITING: Final = 20

# The smallest page that is a PDF: every made-up certificate is this one.
CERTIFICATE: Final = (
    b"%PDF-1.4\n"
    b"1 0 obj<</Type/Catalog/Pages 2 0 R>>\n"
    b"endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>\n"
    b"endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\n"
    b"endobj\n"
    b"xref\n"
    b"0 4\n"
    b"0000000000 65535 f \n"
    b"0000000009 00000 n \n"
    b"0000000053 00000 n \n"
    b"0000000103 00000 n \n"
    b"trailer<</Root 1 0 R/Size 4>>\n"
    b"startxref\n"
    b"167\n"
    b"%%EOF\n"
)
REASONS: Final = {
    "recommended": "Relevant work over several years, legal status shown.",
    "ineligible": "The papers name a person and no organization.",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something a made-up person does at an instant."""

    at: datetime
    kind: str
    applicant: Applicant


def events() -> list[Event | ListEvent]:
    """Return the whole script in the order of time. Pure; the same each time."""
    found = sorted(_events_of_applicants(), key=lambda each: (each.at, each.applicant.number))
    return sorted([*found, *LIST_EVENTS], key=lambda each: each.at)


def _events_of_applicants() -> Iterator[Event]:
    for applicant in applicants():
        yield Event(applicant.begins_at, "begin", applicant)
        if applicant.submits_at is not None:
            yield Event(applicant.submits_at, "submit", applicant)
            yield Event(applicant.fate_at, applicant.fate, applicant)
        if applicant.fate == "answered":
            yield Event(applicant.fate_at + timedelta(days=1), "answer", applicant)
        if applicant.fate in SETTLED_LATER and applicant.number % LEFT_WAITING:
            yield Event(SETTLED_AT + timedelta(minutes=applicant.number), "settled", applicant)


def play(process: Process, event: Event, officers: dict[str, Account]) -> None:
    """Do what an event says, by the real actions, at its own instant.

    `officers` are the facilitators' officers by the facilitator's code, and who reaches them all
    by the process's. What the rules refuse at its instant (a submission after the deadline) stays
    refused, as in life.
    """
    if event.kind == "begin":
        _begin(process, event)
        return
    application = _application(process, event.applicant)
    if application is not None:
        with suppress(DomainError):
            _ACTS[event.kind](process, application, event, officers)


def _begin(process: Process, event: Event) -> None:
    applicant = event.applicant
    account, _made = Account.objects.get_or_create(email=applicant.email.lower())
    by = actor_of(account, event.at)
    application = starting.begin_application(
        call=calls.accreditation_call(process),
        organization=None,
        name=applicant.name,
        country=applicant.country,
        category=process.categories.select_related("facilitator").get(code=applicant.category),
        questionnaire=calls.present_questionnaire(process, event.at),
        by=by,
        at=event.at,
    )
    answers = {**applicant.answers, "registration_document": [_hand_in(application, by, event.at)]}
    if applicant.submits_at is None:
        answers.pop("contribution")
    saving.save_answers(
        process=process,
        key=application.key,
        answers={name: value for name, value in answers.items() if value != ""},
        by=by,
        at=event.at,
    )


def _hand_in(application: Application, by: Actor, at: datetime) -> str:
    file = io.BytesIO(CERTIFICATE)
    verdict = examine(file, name="certificate.pdf", allowed=("pdf",), max_bytes=1_000_000)
    stored = store_file(
        file=file,
        verdict=verdict,
        process_code=application.process.code,
        owner_key=by.key,
        by=by,
        at=at,
    )
    HandedInFile.objects.create(
        application=application, file=stored, question="registration_document"
    )
    return stored.key


def _application(process: Process, applicant: Applicant) -> Application | None:
    return (
        Application.objects.filter(
            process=process,
            organization__display_name=applicant.name,
            started_by__email=applicant.email,
        )
        .select_related("started_by", "facilitator")
        .first()
    )


def _by(application: Application, at: datetime) -> Actor:
    return actor_of(application.started_by, at)


def _submit(
    process: Process, application: Application, event: Event, _officers: dict[str, Account]
) -> None:
    submitting.submit_application(
        process=process, key=application.key, by=_by(application, event.at), at=event.at
    )


def _withdraw(
    process: Process, application: Application, event: Event, _officers: dict[str, Account]
) -> None:
    following_up.withdraw_application(
        process=process,
        key=application.key,
        reason="",
        by=_by(application, event.at),
        at=event.at,
    )


def _answer(
    process: Process, application: Application, event: Event, _officers: dict[str, Account]
) -> None:
    following_up.answer_request(
        process=process,
        key=application.key,
        answer="The certificate is from 2009; the new statute is on our home page.",
        by=_by(application, event.at),
        at=event.at,
    )


def _act(
    process: Process, application: Application, event: Event, officers: dict[str, Account]
) -> Act | None:
    officer = officers.get(application.facilitator.code)
    if officer is None or application.state not in {State.SUBMITTED, State.UNDER_REVIEW}:
        return None
    return Act(
        process=process,
        reference=str(application),
        seen_revision=application.revision,
        by=actor_of(officer, event.at),
        at=event.at,
    )


def _review(
    process: Process, application: Application, event: Event, officers: dict[str, Account]
) -> None:
    act = _act(process, application, event, officers)
    if act is None:
        return
    if event.kind in {"recommended", "settled"}:
        reviewing.recommend_application(act, reason=REASONS["recommended"])
    elif event.kind == "ineligible":
        _refuse_by_two(act, event, officers[PROCESS])
    elif event.kind == "taken":
        reviewing.take_application(act)
    else:
        reviewing.ask_for_information(
            act,
            question="Your certificate cannot be read. Which year is it from?",
            answer_by=event.at + ANSWER_TIME,
        )


def _refuse_by_two(act: Act, event: Event, second: Account) -> None:
    """Propose to find an application not eligible; of three, one waits for the second person."""
    proposed = proposing.propose_ineligible(
        act, reason_code="individual", reason=REASONS["ineligible"]
    )
    if event.applicant.number % 3:
        by = actor_of(second, event.at)
        proposing.confirm_ineligible(replace(act, seen_revision=proposed.revision, by=by))


def _wait(
    process: Process, application: Application, event: Event, officers: dict[str, Account]
) -> None:
    """Do nothing: some applications simply wait."""


_Deed = Callable[[Process, Application, Event, dict[str, Account]], None]
_ACTS: Final[dict[str, _Deed]] = {
    "submit": _submit,
    "withdrawn": _withdraw,
    "answer": _answer,
    "recommended": _review,
    "ineligible": _review,
    "taken": _review,
    "asked": _review,
    "answered": _review,
    "settled": _review,
    "waiting": _wait,
    "none": _wait,
}
