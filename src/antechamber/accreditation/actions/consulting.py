"""What the President's office does with objections: check, consult, refer, decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation import queries
from antechamber.accreditation.actions.objecting import mark_objected
from antechamber.accreditation.advance import advance
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.acts import application_facts
from antechamber.accreditation.lists.objection_steps import advance_objection, opened_objection
from antechamber.accreditation.lists.outcomes import DECIDED_BY_BODY
from antechamber.accreditation.lists.rules import ObjectionFacts, in_order, needs_words
from antechamber.accreditation.lists.states import (
    OPEN_TO_OBJECTIONS,
    WITHOUT_EFFECT,
    ListState,
    Ruling,
    Standing,
)
from antechamber.accreditation.lists.workflow import OBJECTION
from antechamber.accreditation.models import EntryDecision, ListEntry, Objection
from antechamber.accreditation.states import State
from antechamber.accreditation.workflow import APPLICATION
from antechamber.organizations.queries import focal_points
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.record.actions import action, write
from antechamber.workflow import DomainError, Words


@dataclass(frozen=True, slots=True)
class EntryAct:
    """Who acts on which entry of which list, and when."""

    process: Process
    number: int
    reference: str
    by: Actor
    at: datetime


@action
def confirm_objection(*, process: Process, key: str, by: Actor, at: datetime) -> Objection:
    """Confirm as a second person what was written down from a letter; from now on it counts."""
    by.may("list.consult", process.code).require()
    objection = opened_objection(process, key, at)
    rules = list_queries.rules_for(objection.entry.candidate_list)
    facts = ObjectionFacts(
        at=at,
        actor=by.key,
        recorder=objection.recorded_by,
        second_person="objection.record" in rules.second_person_for,
    )
    advance_objection(objection, "log", facts, by)
    mark_objected(objection.entry, objection.entry.candidate_list, at)
    return objection


@action
def admit_objection(
    *, process: Process, key: str, reason: str, by: Actor, at: datetime
) -> Objection:
    """Admit an objection that came out of time, for a reason that stays on the record."""
    by.may("list.consult", process.code).require()
    objection = opened_objection(process, key, at)
    if objection.entry.decisions.exists():
        raise DomainError("entry_decided", _("This name has been decided about already."))
    advance_objection(objection, "admit", ObjectionFacts(at=at, reason=reason), by)
    mark_objected(objection.entry, objection.entry.candidate_list, at)
    return objection


@action
def maintain_objection(*, process: Process, key: str, by: Actor, at: datetime) -> Objection:
    """Write down that a Member State keeps its objection after consultation."""
    by.may("list.consult", process.code).require()
    objection = opened_objection(process, key, at)
    advance_objection(objection, "maintain", ObjectionFacts(at=at), by)
    return objection


@action
def consult_on_entry(act: EntryAct) -> ListEntry:
    """Begin consultations on every logged objection to an entry, and tell the organization."""
    entry, objections = _opened(act)
    logged = [each for each in objections if each.standing == Standing.LOGGED]
    _require(logged, "nothing_to_consult", _("No objection to this name waits for consultation."))
    _advance_all(logged, "consult", act)
    _advance_application(entry, "consult", act)
    return entry


@action
def refer_entry(act: EntryAct) -> ListEntry:
    """Refer an entry whose objections stand to the body that decides, after the silence."""
    entry, objections = _opened(act, closed=True)
    _require_body(entry)
    if any(each.standing == Standing.RECEIVED for each in objections):
        raise DomainError("objection_unchecked", _("An objection is still to be checked."))
    standing = [each for each in objections if each.standing in OBJECTION["refer"].sources]
    _require(standing, "nothing_to_refer", _("No objection to this name stands."))
    _advance_all(standing, "refer", act)
    _advance_application(entry, "refer", act)
    return entry


@action
def decide_entry(act: EntryAct, *, ruling: Ruling, reason: str) -> EntryDecision:
    """Write down what the body decided about a referred entry; its reason stays with the record.

    An amendment that names an organization is an objection of the State that tabled it, and a
    vote on it a decision.
    """
    entry, objections = _opened(act, closed=True)
    policy = _require_body(entry)
    needs_words(ObjectionFacts(at=act.at, reason=reason)).require("reason")
    live = [each for each in objections if each.standing not in WITHOUT_EFFECT]
    if not live or any(each.standing != Standing.REFERRED for each in live):
        raise DomainError("not_referred", _("Refer this name first."))
    _advance_all(live, "overrule" if ruling == Ruling.ADMIT else "uphold", act)
    written = write(
        process_code=act.process.code,
        verb="entry.decided",
        subject=act.reference,
        actor_key=act.by.key,
        at=act.at,
        facts={
            "list": str(entry.candidate_list),
            "ruling": str(ruling),
            "policy": policy,
        },
        words=reason,
    )
    return EntryDecision.objects.create(
        entry=entry,
        ruling=ruling,
        policy=policy,
        decided_at=act.at,
        decided_by=act.by.key,
        words_digest=written.words_digest,
    )


def _opened(act: EntryAct, *, closed: bool = False) -> tuple[ListEntry, list[Objection]]:
    """Lock the list and return the entry with its objections (3 statements)."""
    act.by.may("list.consult", act.process.code).require()
    candidate_list = list_queries.list_of(act.process, act.number, lock=True)
    in_order(candidate_list.changed_at, act.at).require()
    allowed = {ListState.CLOSED} if closed else OPEN_TO_OBJECTIONS
    if candidate_list.state not in allowed:
        raise DomainError("wrong_state", _("This cannot be done at this stage of the list."))
    entry = list_queries.entry_of(candidate_list, act.reference)
    objections = list_queries.objections_to(entry)
    for each in objections:
        each.entry = entry
    return entry, objections


def _require(found: list[Objection], code: str, words: Words) -> None:
    if not found:
        raise DomainError(code, words)


def _require_body(entry: ListEntry) -> str:
    policy = list_queries.rules_for(entry.candidate_list).objection_outcome
    if policy not in DECIDED_BY_BODY:
        raise DomainError(
            "no_body_decides", _("Under these modalities nobody decides about an objection.")
        )
    return str(policy)


def _advance_all(objections: Iterable[Objection], name: str, act: EntryAct) -> None:
    for objection in objections:
        advance_objection(objection, name, ObjectionFacts(at=act.at), act.by)


def _advance_application(entry: ListEntry, name: str, act: EntryAct) -> None:
    """Move the application where it is not there yet: by the entry's first objection only."""
    application = queries.by_reference(act.process, act.reference, lock=True)
    if application.state in APPLICATION[name].sources:
        advance(
            application,
            name,
            application_facts(act.at),
            by=act.by,
            tell=focal_points(application.organization),
            recorded={"list": str(entry.candidate_list)},
        )
    elif application.state not in {APPLICATION[name].target, State.REFERRED}:
        raise DomainError("entry_withdrawn", _("This organization has withdrawn."))
