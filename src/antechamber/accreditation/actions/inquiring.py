"""Who objected: a Member State asks, the President's office answers where the modalities let it.

As in the working group on ICTs of 2021 to 2025, where members may ask the chair which State
objected to which entity, and on what basis.
Source: https://dig.watch/updates/results-of-the-accreditation-of-stakeholders-to-the-oewg-2021-2025-raises-concerns
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.actions.consulting import EntryAct
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.commitments import MISSION_KEY, inquiry_commitment
from antechamber.accreditation.lists.inquiries import answerable, told_until
from antechamber.accreditation.lists.messages import (
    mission_scope,
    tell_mission_of_answer,
    tell_office_of_inquiry,
)
from antechamber.accreditation.lists.rules import in_order
from antechamber.accreditation.lists.states import BEFORE_CIRCULATION
from antechamber.accreditation.models import Inquiry, ListEntry
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.record.actions import action, write
from antechamber.workflow import DomainError


@action
def ask_who_objected(
    *, process: Process, number: int, reference: str, state_code: str, by: Actor, at: datetime
) -> Inquiry:
    """Let a mission ask who objected to a name, also after the final list.

    Raises `DomainError` "nothing_to_ask" where no objection of another State is told on request or
    all that is was told, "asked_already" where its question waits; `ListNotFound` for a list that
    no State has seen, or a name that is not on it.
    """
    by.may("list.object", f"{mission_scope(process)}/{state_code}").require()
    entry = _opened(process, number, reference, at)
    rules = list_queries.rules_for(entry.candidate_list)
    if Inquiry.objects.filter(entry=entry, state_code=state_code, answered_at=None).exists():
        raise DomainError("asked_already", _("Your State has asked. The answer will come here."))
    told_at = told_until(entry, state_code)
    if not answerable(list_queries.objections_to(entry), rules, state_code, told_at):
        raise DomainError("nothing_to_ask", _("There is nothing more to be told on request."))
    inquiry = Inquiry.objects.create(
        entry=entry, state_code=state_code, asked_at=at, asked_by=by.key
    )
    _write("entry.asked", inquiry, {}, actor_key=MISSION_KEY, at=at)
    tell_office_of_inquiry(inquiry, at)
    return inquiry


@action
def answer_inquiries(act: EntryAct) -> list[Inquiry]:
    """Tell every State that asks about a name who objected to it, as far as the modalities say.

    An objection made in confidence is told to nobody. Raises `DomainError` "nothing_asked".
    """
    act.by.may("list.consult", act.process.code).require()
    entry = _opened(act.process, act.number, act.reference, act.at)
    waiting = list(entry.inquiries.filter(answered_at=None))
    if not waiting:
        raise DomainError("nothing_asked", _("No Member State waits for an answer."))
    rules = list_queries.rules_for(entry.candidate_list)
    objections = list_queries.objections_to(entry)
    for inquiry in waiting:
        inquiry.entry = entry
        told_at = told_until(entry, inquiry.state_code)
        told = answerable(objections, rules, inquiry.state_code, told_at)
        inquiry.answered_at, inquiry.answered_by = act.at, act.by.key
        inquiry.save(update_fields=["answered_at", "answered_by"])
        _write("entry.told", inquiry, {"told": len(told)}, actor_key=act.by.key, at=act.at)
        tell_mission_of_answer(inquiry, act.at)
    return waiting


def _opened(process: Process, number: int, reference: str, at: datetime) -> ListEntry:
    """Lock a list that States have seen and return a name on it (2 statements)."""
    candidate_list = list_queries.list_of(process, number, lock=True)
    if candidate_list.state in BEFORE_CIRCULATION or candidate_list.circulated_at is None:
        raise list_queries.ListNotFound
    in_order(candidate_list.changed_at, at).require()
    return list_queries.entry_of(candidate_list, reference)


def _write(
    verb: str, inquiry: Inquiry, facts: dict[str, int], *, actor_key: str, at: datetime
) -> None:
    entry = inquiry.entry
    write(
        process_code=entry.candidate_list.process.code,
        verb=verb,
        subject=str(entry.application),
        actor_key=actor_key,
        at=at,
        facts={
            "list": str(entry.candidate_list),
            "commitment": inquiry_commitment(salt=inquiry.salt, state_code=inquiry.state_code),
            **facts,
        },
    )
