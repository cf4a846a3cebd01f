"""Taking a decision upon many back: what nobody has touched since goes back to the review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.actions.deciding_many import assign_rows
from antechamber.accreditation.advance_many import advance_many, tell_many
from antechamber.accreditation.bulk_rules import ASSIGN, may_undo
from antechamber.accreditation.models import Application, BulkDecision, BulkPart, ListEntry
from antechamber.accreditation.offers import capability_for
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.accreditation.workflow import APPLICATION
from antechamber.mail.actions import recall_messages
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.processes.queries import window_of
from antechamber.record.actions import action
from antechamber.record.locking import lock_all
from antechamber.workflow import DomainError


@dataclass(frozen=True, slots=True)
class Undo:
    """Who takes which decision upon many back, when."""

    process: Process
    key: str
    by: Actor
    at: datetime


@action
def undo_many(undo: Undo, *, reason: str) -> BulkDecision:
    """Take a decision upon many back, once and within a day.

    An application that somebody acted on since is left as it is, and so is one that the actor may
    not decide. A message that was still held is dropped; whoever may have read one is told that we
    look again, with the reason. An assignment goes back to whom it was assigned before.
    Few statements for each 500. Raises `DomainError` "undone_already", "undo_too_late",
    "nothing_to_undo", and "reason_missing" where a decision is taken back without one.
    """
    bulk = BulkDecision.objects.select_for_update().filter(process=undo.process, key=undo.key).get()
    may_undo(decided_at=bulk.decided_at, undone_at=bulk.undone_at, at=undo.at).require()
    parts = undoable(bulk, undo.by, lock=True)
    if not parts:
        raise DomainError("nothing_to_undo", _("Somebody has acted on each of them since."))
    if bulk.act == ASSIGN:
        _give_back(parts, undo)
    else:
        _look_again(bulk, [part.application for part in parts], undo, reason)
    bulk.undone_by, bulk.undone_at = undo.by.key, undo.at
    bulk.save(update_fields=["undone_by", "undone_at"])
    BulkPart.objects.filter(pk__in=[part.pk for part in parts]).update(undone_at=undo.at)
    return bulk


def undoable(bulk: BulkDecision, by: Actor, *, lock: bool = False) -> list[BulkPart]:
    """Return the parts that nobody has touched since and that the actor may decide.

    1 statement, 2 where it locks their applications.
    Every act lets the revision grow but one: a name is put on a draft of a list without it.
    """
    if lock:
        lock_all(Application.objects.filter(bulk_parts__bulk=bulk))
    on_a_list = ListEntry.objects.filter(application=OuterRef("application"), is_live=True)
    parts = (
        bulk.parts.filter(~Exists(on_a_list), left_out="", undone_at=None)
        .select_related(
            "assigned_before",
            "application__process",
            "application__call",
            "application__organization",
            "application__facilitator__process",
        )
        .defer("application__answers")
        .order_by("application")
    )
    capability = capability_for("reconsider" if bulk.act != ASSIGN else ASSIGN)
    return [
        part
        for part in parts
        if part.application.revision == part.revision
        and by.may(capability, part.application.facilitator.scope)
    ]


def _look_again(
    bulk: BulkDecision, applications: list[Application], undo: Undo, reason: str
) -> None:
    facts = ApplicationFacts(
        at=undo.at, window=window_of(applications[0].call), reason=reason, actor=undo.by.key
    )
    advance_many(
        applications,
        "reconsider",
        facts,
        by=undo.by,
        recorded={"bulk": bulk.key},
        changed={"decided_at": None},
    )
    reached = recall_messages(
        process_code=undo.process.code,
        template=APPLICATION[bulk.act].message or "",
        queued_at=bulk.decided_at,
        subject_refs=[str(each) for each in applications],
        at=undo.at,
    )
    told = [each for each in applications if str(each) in reached]
    tell_many(told, "application.reconsidered", facts, {"reason": reason})


def _give_back(parts: list[BulkPart], undo: Undo) -> None:
    before = {part.application_id: part.assigned_before for part in parts}
    assign_rows([part.application for part in parts], before, by=undo.by, at=undo.at, key=undo.key)
