"""What Member States do: object and withdraw. And what the organization does: reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation import queries
from antechamber.accreditation.advance import advance
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.acts import application_facts
from antechamber.accreditation.lists.commitments import MISSION_KEY, reply_commitment
from antechamber.accreditation.lists.messages import mission_scope
from antechamber.accreditation.lists.objection_steps import opened_objection, step, write_objection
from antechamber.accreditation.lists.rules import (
    ObjectionFacts,
    in_order,
    is_late,
    needs_words,
)
from antechamber.accreditation.lists.states import (
    FINAL,
    OPEN_TO_OBJECTIONS,
    WITHOUT_EFFECT,
    Channel,
    Standing,
)
from antechamber.accreditation.models import CandidateList, ListEntry, Objection, Reply
from antechamber.accreditation.states import State
from antechamber.organizations.queries import focal_points
from antechamber.people.actors import Actor
from antechamber.places.countries import member_states
from antechamber.processes.models import Process
from antechamber.questionnaires.words import count_words
from antechamber.record.actions import action, write
from antechamber.workflow import DomainError

OBJECTED_TO = frozenset({State.OBJECTED, State.UNDER_CONSULTATION, State.REFERRED})


@dataclass(frozen=True, slots=True)
class Statement:
    """What a Member State states: who it is (ISO 3166 alpha-3), why, and whether in confidence."""

    state_code: str
    basis: str = ""
    is_confidential: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """How and when a statement came, and who recorded it when."""

    channel: Channel
    received_at: datetime
    by: Actor
    at: datetime


@action
def object_to_entry(
    *,
    process: Process,
    number: int,
    reference: str,
    statement: Statement,
    by: Actor,
    at: datetime,
) -> Objection:
    """Let a mission object to a name for its own State (13 statements).

    After the end of the silence it is recorded as late, and the President's office decides.
    Raises `DomainError` for a refusal, another State, a name that is not on the list, a second
    objection of the same State, or a final list.
    """
    _require_member_state(statement.state_code)
    by.may("list.object", f"{mission_scope(process)}/{statement.state_code}").require()
    came = Arrival(Channel.PAGE, received_at=at, by=by, at=at)
    return _receive(process, number, reference, statement, came)


@action
def record_letter(
    *,
    process: Process,
    number: int,
    reference: str,
    statement: Statement,
    received_at: datetime,
    by: Actor,
    at: datetime,
) -> Objection:
    """Write down an objection that came by letter; the hour at which it came counts.

    Where the modalities ask for a second person it counts as "received" until one confirms it.
    """
    by.may("list.consult", process.code).require()
    _require_member_state(statement.state_code)
    if received_at > at:
        raise DomainError("received_in_future", _("A letter cannot come later than now."))
    came = Arrival(Channel.LETTER, received_at=received_at, by=by, at=at)
    return _receive(process, number, reference, statement, came)


def _require_member_state(code: str) -> None:
    if code not in {each.iso3 for each in member_states()}:
        raise DomainError("not_a_member_state", _("Choose a Member State."), "state")


def _receive(
    process: Process, number: int, reference: str, statement: Statement, came: Arrival
) -> Objection:
    candidate_list = _open_list(process, number, came)
    entry = _entry(candidate_list, reference)
    rules = list_queries.rules_for(candidate_list)
    if rules.basis_required and not statement.basis.strip():
        raise DomainError("basis_missing", _("State the basis of your objection."), "basis")
    objection = _objection(entry, statement, came)
    silence = list_queries.silence_of(candidate_list)
    if silence is not None and is_late(silence, came.received_at):
        step(objection, "find_late", ObjectionFacts(at=came.at))
    elif came.channel == Channel.PAGE or "objection.record" not in rules.second_person_for:
        step(objection, "log", ObjectionFacts(at=came.at))
    _keep(objection)
    write_objection(objection, _VERBS[Standing(objection.standing)], came.by, came.at)
    if objection.standing == Standing.LOGGED:
        mark_objected(entry, candidate_list, came.at)
    return objection


_VERBS = {
    Standing.RECEIVED: "objection.received",
    Standing.LOGGED: "objection.logged",
    Standing.LATE: "objection.came_late",
}


def _open_list(process: Process, number: int, came: Arrival) -> CandidateList:
    candidate_list = list_queries.list_of(process, number, lock=True)
    if candidate_list.state in FINAL:
        raise DomainError("list_is_final", _("The final list has been issued."))
    if candidate_list.state not in OPEN_TO_OBJECTIONS:
        raise list_queries.ListNotFound  # nobody outside learns of a list before circulation
    in_order(candidate_list.changed_at, came.at).require()
    if candidate_list.circulated_at and came.received_at < candidate_list.circulated_at:
        raise DomainError("received_too_early", _("The list was not circulated yet at that time."))
    return candidate_list


def _entry(candidate_list: CandidateList, reference: str) -> ListEntry:
    try:
        entry = list_queries.entry_of(candidate_list, reference)
    except list_queries.ListNotFound:
        raise DomainError("not_on_list", _("There is no such name on this list.")) from None
    if list_queries.has_left(entry, is_final=False):
        raise DomainError("entry_withdrawn", _("This organization has withdrawn."))
    return entry


def _objection(entry: ListEntry, statement: Statement, came: Arrival) -> Objection:
    return Objection(
        entry=entry,
        state_code=statement.state_code,
        basis=statement.basis.strip(),
        is_confidential=statement.is_confidential,
        channel=came.channel,
        received_at=came.received_at,
        recorded_at=came.at,
        recorded_by=came.by.key,
    )


def _keep(objection: Objection) -> None:
    try:
        with transaction.atomic():
            objection.save(force_insert=True)
    except IntegrityError:
        raise DomainError(
            "objected_already", _("This Member State has objected to this name already.")
        ) from None


def mark_objected(entry: ListEntry, candidate_list: CandidateList, at: datetime) -> None:
    """Move the entry's application at its first objection and tell the organization at once.

    Its history says "mission" and no more; see `commitments`.
    """
    application = queries.by_reference(candidate_list.process, str(entry.application), lock=True)
    if application.state == State.LISTED:
        advance(
            application,
            "object",
            application_facts(at),
            by=Actor(key=MISSION_KEY),
            tell=focal_points(application.organization),
            recorded={"list": str(candidate_list)},
        )


@action
def withdraw_objection(
    *, process: Process, key: str, by: Actor, at: datetime, reason: str = ""
) -> Objection:
    """Take an objection back, until the final list is issued (7 statements).

    With the last one gone, the name is back on the list and its organization told (5 more).

    A mission does so for its own State; the President's office, with its reason, for a State that
    wrote. Whoever may do neither learns nothing of the objection: `ListNotFound`.
    """
    objection = opened_objection(process, key, at)
    scope = f"{mission_scope(process)}/{objection.state_code}"
    is_mission = bool(by.may("list.object", scope))
    if not is_mission and not by.may("list.consult", process.code):
        raise list_queries.ListNotFound
    facts = ObjectionFacts(at=at, actor=by.key, reason=reason)
    if not is_mission:
        needs_words(facts).require("reason")
    source = objection.standing
    verb = step(objection, "withdraw", facts)
    objection.withdrawn_at = at
    objection.save(update_fields=["standing", "withdrawn_at"])
    write_objection(objection, verb, by, at, source=source, words=reason, by_mission=is_mission)
    if source not in UNTOLD:
        _relist(objection.entry, objection.entry.candidate_list, at)
    return objection


# The organization was told nothing of these, so it is not told that they are gone.
UNTOLD = frozenset({Standing.RECEIVED, Standing.LATE})


def _relist(entry: ListEntry, candidate_list: CandidateList, at: datetime) -> None:
    """Put a name back on the list where its last objection is gone, and tell the organization."""
    standing = Objection.objects.filter(entry=entry).exclude(
        standing__in=sorted({*WITHOUT_EFFECT, Standing.RECEIVED})
    )
    if standing.exists():
        return
    application = queries.by_reference(candidate_list.process, str(entry.application), lock=True)
    if application.state in OBJECTED_TO:
        advance(
            application,
            "relist",
            application_facts(at),
            by=Actor(key=MISSION_KEY),
            tell=focal_points(application.organization),
            recorded={"list": str(candidate_list)},
        )


@action
def reply_to_objections(*, process: Process, key: str, text: str, by: Actor, at: datetime) -> Reply:
    """Let the organization answer what stands against it; the answer travels with the entry.

    It may answer again until the final list is issued; every answer stays. Raises `DomainError`
    "reply_sent_already" for the same words again: a button was pressed twice.
    """
    application = queries.of_focal_point(process, key, by, lock=True)
    entry = (
        ListEntry.objects.filter(application=application, is_live=True)
        .select_related("candidate_list__process", "candidate_list__modalities")
        .first()
    )
    if entry is None or application.state not in OBJECTED_TO:
        raise DomainError("nothing_to_reply_to", _("There is no objection to reply to."))
    if not text.strip():
        raise DomainError("reply_empty", _("Write your reply."), "text")
    if entry.candidate_list.state in FINAL:
        raise DomainError("list_is_final", _("The final list has been issued."))
    limit = list_queries.rules_for(entry.candidate_list).word_limits.get("objection_reply")
    if limit is not None and count_words(text) > limit:
        raise DomainError("reply_too_long", _("Your reply has too many words."), "text")
    said = entry.replies.last()
    if said is not None and said.text == text.strip():
        raise DomainError("reply_sent_already", _("This reply was sent already."), "text")
    reply = Reply.objects.create(entry=entry, text=text.strip(), at=at, by=by.key)
    write(
        process_code=process.code,
        verb="entry.replied",
        subject=str(application),
        actor_key=by.key,
        at=at,
        facts={
            "list": str(entry.candidate_list),
            "commitment": reply_commitment(salt=reply.salt, text=reply.text),
        },
    )
    return reply
