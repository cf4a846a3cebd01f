"""What every act on an accreditation shares: opened under the row's lock, and its traces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation import calls
from antechamber.accreditation.accredited import queries as accredited_queries
from antechamber.accreditation.accredited.messages import tell_about
from antechamber.accreditation.accredited.rules import AccreditedFacts
from antechamber.accreditation.accredited.workflow import ACCREDITATION, FOLLOW
from antechamber.accreditation.models import Accreditation
from antechamber.organizations.queries import focal_points
from antechamber.people.actors import Actor
from antechamber.people.models import Account
from antechamber.processes.models import Process
from antechamber.processes.revision import bump_revision
from antechamber.record.actions import write
from antechamber.workflow import DomainError, Verdict


@dataclass(frozen=True, slots=True)
class AccreditationAct:
    """Who acts on which accreditation, when, and the revision they had before their eyes."""

    process: Process
    number: str
    seen_revision: int
    by: Actor
    at: datetime

    @property
    def day(self) -> date:
        """Return the day of the act in the process's own zone."""
        return calls.day_of(self.process, self.at)


def may_act(capability: str, process: Process, by: Actor) -> Verdict:
    """Say whether the actor may do this: accreditations belong to the whole process.

    Following the rosters is the work of the officers of every facilitator.
    """
    ask = by.may_within if capability == FOLLOW else by.may
    return ask(capability, process.code)


def opened(act: AccreditationAct, capability: str) -> Accreditation:
    """Lock the accreditation and check permission and freshness (1 statement)."""
    may_act(capability, act.process, act.by).require()
    accreditation = accredited_queries.by_number(act.process, act.number, lock=True)
    if accreditation.revision != act.seen_revision:
        raise DomainError(
            "changed_meanwhile",
            _(
                "Someone acted on this accreditation while you had it open. "
                "Read what is new, then decide. What you typed is kept."
            ),
        )
    return accreditation


def facts_of(accreditation: Accreditation, act: AccreditationAct, **more: Any) -> AccreditedFacts:
    """Return what the guards look at."""
    return AccreditedFacts(
        at=act.at,
        changed_at=accreditation.changed_at,
        is_provisional=accreditation.is_provisional,
        **more,
    )


def moved(
    accreditation: Accreditation,
    name: str,
    facts: AccreditedFacts,
    *,
    by: Actor,
    changed: Iterable[str],
    recorded: Mapping[str, Any] | None = None,
    tell: Iterable[Account] | None = None,
) -> None:
    """Move a locked accreditation by the transition `name` and leave all its traces.

    Saves it, writes the entry with the reason as words, tells those who act for the organization
    (or `tell`) and renews the public pages (8 statements).
    """
    source = accreditation.state
    transition = ACCREDITATION.move(accreditation, name, facts)
    more = {"reason_code": facts.reason_code} if facts.reason_code else {}
    saved(accreditation, facts.at, changed=["state", *changed])
    write(
        process_code=accreditation.process.code,
        verb=transition.record,
        subject=str(accreditation),
        actor_key=by.key,
        at=facts.at,
        facts={"from": source, "to": accreditation.state, **more, **(recorded or {})},
        words=facts.reason,
    )
    if transition.message:
        told = actors_for(accreditation) if tell is None else tell
        tell_about(accreditation, transition.message, told, facts.at, reason=facts.reason)


def saved(accreditation: Accreditation, at: datetime, *, changed: Iterable[str]) -> None:
    """Save an accreditation as changed at an instant; its public pages are out of date."""
    accreditation.revision += 1
    accreditation.changed_at = at
    accreditation.save(update_fields=["revision", "changed_at", *changed])
    bump_revision(accreditation.process)


def actors_for(accreditation: Accreditation) -> list[Account]:
    """Return the accounts that act for the accredited organization (1 statement)."""
    return [each.account for each in focal_points(accreditation.organization)]
