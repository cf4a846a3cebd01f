"""Where two persons decide: what the modalities ask for, and the proposal that waits for another.

A proposal stands while the application is open to officers and the version is the one that was
read. What makes an officer look anew (a question, another look) ends it: see `overtake`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import F, QuerySet

from antechamber.accreditation.models import Application, Proposal
from antechamber.accreditation.rules_in_force import rules_in_force
from antechamber.accreditation.states import WAITING_FOR_OFFICER
from antechamber.people.actors import Actor
from antechamber.processes.models import Process

FIND_INELIGIBLE: Final = "application.find_ineligible"


def needs_second_person(process: Process, at: datetime, act: str = FIND_INELIGIBLE) -> bool:
    """Say whether the modalities ask for a second person for an act (2 statements)."""
    rules = rules_in_force(process, ["second_person_for"], at)
    return act in rules.get("second_person_for", ())


def pending() -> QuerySet[Proposal]:
    """Return the proposals that stand (no statement yet)."""
    return Proposal.objects.filter(
        outcome="",
        version=F("application__present_version"),
        application__state__in=sorted(WAITING_FOR_OFFICER),
    )


def proposal_on(application: Application) -> Proposal | None:
    """Return the proposal that stands on an application, None where there is none (1 statement)."""
    return pending().filter(application=application).first()


def overtake(application: Application, by: Actor, at: datetime) -> None:
    """End whatever proposal is open on an application that another act has gone past (1)."""
    Proposal.objects.filter(application=application, outcome="").update(
        outcome=Proposal.Outcome.OVERTAKEN, settled_by=by.key, settled_at=at
    )
