"""The one door of an application's state: guard → change → ledger entry → messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation import messages
from antechamber.accreditation.models import Application
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.accreditation.workflow import APPLICATION
from antechamber.organizations.models import FocalPoint
from antechamber.people.actors import Actor
from antechamber.record.actions import write
from antechamber.workflow import DomainError, Transition


def require_officer(application: Application, capability: str, by: Actor) -> None:
    """Refuse with the reason unless the actor may do this for the application's facilitator."""
    by.may(capability, application.facilitator.scope).require()


def refuse_stale(application: Application, seen_revision: int) -> None:
    """Refuse where somebody acted since the actor's page was made."""
    if application.revision != seen_revision:
        raise DomainError(
            "changed_meanwhile",
            _(
                "Someone acted on this application while you had it open. "
                "Read what is new, then decide. What you typed is kept."
            ),
        )


def advance(
    application: Application,
    name: str,
    facts: ApplicationFacts,
    *,
    by: Actor,
    tell: Iterable[FocalPoint],
    recorded: Mapping[str, Any] | None = None,
    message_values: Mapping[str, object] | None = None,
    changed: Iterable[str] = (),
    words_are_kept: bool = True,
) -> Transition[ApplicationFacts]:
    """Move a locked application by the transition `name` and leave all its traces.

    Saves the state, the revision and the `changed` fields; writes the ledger entry with
    `recorded` facts and the reason as words; queues the transition's message to `tell`.
    An applicant's answer is kept with the application, encrypted, and not as words here: its
    caller says `words_are_kept=False`. Costs 2 statements, 1 more for words and 1 for each person
    told. Permission is the caller's. Raises `DomainError` where the workflow refuses.
    """
    source = application.state
    transition = APPLICATION.move(application, name, facts)
    application.revision += 1
    application.save(update_fields=["state", "revision", *changed])
    write(
        process_code=application.process.code,
        verb=transition.record,
        subject=application.reference or application.key,
        actor_key=by.key,
        at=facts.at,
        facts={"from": source, "to": application.state, **(recorded or {})},
        words=facts.reason if words_are_kept else "",
    )
    if transition.message:
        messages.tell_focal_points(
            application, transition.message, tell, facts.at, message_values or {}
        )
    return transition
