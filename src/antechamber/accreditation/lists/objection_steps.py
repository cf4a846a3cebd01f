"""What every act on an objection shares: its lock, its step, and an entry that names nobody."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.commitments import MISSION_KEY, objection_commitment
from antechamber.accreditation.lists.queries import ListNotFound
from antechamber.accreditation.lists.rules import ObjectionFacts, in_order
from antechamber.accreditation.lists.states import OPEN_TO_OBJECTIONS, Channel, Standing
from antechamber.accreditation.lists.workflow import OBJECTION
from antechamber.accreditation.models import Objection
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.record.actions import write
from antechamber.record.canonical import instant_text
from antechamber.workflow import DomainError


def opened_objection(process: Process, key: str, at: datetime) -> Objection:
    """Lock the list of an objection and return the objection as it stands then (3 statements).

    The list's lock orders everything that can change its outcome. Raises `ListNotFound` for an
    unknown key and `DomainError` once the list is final.
    """
    objections = Objection.objects.filter(key=key, entry__candidate_list__process=process)
    number = objections.values_list("entry__candidate_list__number", flat=True).first()
    if number is None:
        raise ListNotFound
    candidate_list = list_queries.list_of(process, number, lock=True)
    in_order(candidate_list.changed_at, at).require()
    if candidate_list.state not in OPEN_TO_OBJECTIONS:
        raise DomainError("list_is_final", _("The final list has been issued."))
    objection = objections.select_related("entry__application__process").get()
    objection.entry.candidate_list = candidate_list
    return objection


def step(objection: Objection, name: str, facts: ObjectionFacts) -> str:
    """Move an objection and return the verb of its entry; its caller saves and writes."""
    return OBJECTION.move(objection, name, facts).record


def write_objection(
    objection: Objection,
    verb: str,
    by: Actor,
    at: datetime,
    *,
    source: str = "",
    words: str = "",
    by_mission: bool | None = None,
) -> None:
    """Write an entry that binds the objection and tells neither State nor basis (1-2 statements).

    What a mission does is by "mission": its account's key would lead to its State. By default that
    is what came by the mission's own page.
    """
    if by_mission is None:
        by_mission = objection.channel == Channel.PAGE
    entry = objection.entry
    write(
        process_code=entry.application.process.code,
        verb=verb,
        subject=objection.key,
        actor_key=MISSION_KEY if by_mission else by.key,
        at=at,
        facts={
            "list": str(entry.candidate_list),
            "entry": str(entry.application),
            "from": source,
            "to": objection.standing,
            "channel": objection.channel,
            "received_at": instant_text(objection.received_at),
            "commitment": commitment_of(objection),
        },
        words=words,
    )


def commitment_of(objection: Objection) -> str:
    """Return what the ledger keeps of an objection's State, basis and recorder."""
    return objection_commitment(
        salt=objection.salt,
        state_code=objection.state_code,
        basis=objection.basis,
        is_confidential=objection.is_confidential,
        recorded_by=objection.recorded_by,
    )


def advance_objection(
    objection: Objection, name: str, facts: ObjectionFacts, by: Actor
) -> Standing:
    """Move a locked objection by an act of the President's office, with all its traces."""
    source = objection.standing
    verb = step(objection, name, facts)
    objection.save(update_fields=["standing"])
    write_objection(
        objection, verb, by, facts.at, source=source, words=facts.reason, by_mission=False
    )
    return Standing(objection.standing)
