"""What every act on a list shares: it is opened under the row's lock and leaves its traces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.rules import ListFacts, in_order
from antechamber.accreditation.lists.workflow import LIST
from antechamber.accreditation.models import CandidateList
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.processes.rules import Window
from antechamber.record.actions import write
from antechamber.workflow import DomainError


@dataclass(frozen=True, slots=True)
class ListAct:
    """Who acts on which list, when, and the revision they had before their eyes."""

    process: Process
    number: int
    seen_revision: int
    by: Actor
    at: datetime


def opened(act: ListAct, capability: str) -> CandidateList:
    """Lock the list and check permission, freshness and the order of time (1 statement).

    Composing is done by the officers of every facilitator, so it is asked within the process.
    """
    scope = act.process.code
    verdict = act.by.may_within if capability == "list.compose" else act.by.may
    verdict(capability, scope).require()
    candidate_list = list_queries.list_of(act.process, act.number, lock=True)
    in_order(candidate_list.changed_at, act.at).require()
    if candidate_list.revision != act.seen_revision:
        raise DomainError(
            "changed_meanwhile",
            _("Someone acted on this list while you had it open. Read what is new, then decide."),
        )
    return candidate_list


def moved(
    candidate_list: CandidateList,
    name: str,
    facts: ListFacts,
    *,
    by: Actor,
    recorded: Mapping[str, Any],
    changed: Iterable[str] = (),
) -> None:
    """Move a locked list by the transition `name`, save it and write its entry (2-3 statements)."""
    transition = LIST.move(candidate_list, name, facts)
    saved(candidate_list, facts.at, changed=["state", *changed])
    write(
        process_code=candidate_list.process.code,
        verb=transition.record,
        subject=str(candidate_list),
        actor_key=by.key,
        at=facts.at,
        facts=recorded,
        words=facts.reason,
    )


def saved(candidate_list: CandidateList, at: datetime, *, changed: Iterable[str] = ()) -> None:
    """Save a list as changed at an instant (1 statement)."""
    candidate_list.revision += 1
    candidate_list.changed_at = at
    candidate_list.save(update_fields=["revision", "changed_at", *changed])


def application_facts(at: datetime, reason: str = "") -> ApplicationFacts:
    """Return what the guards of a listed application look at: no window of a call bears on it."""
    return ApplicationFacts(at=at, window=Window(opens_at=at, announcements=()), reason=reason)
