"""Answering a change in the rosters that asks for no act upon an accreditation."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.accredited.acts import may_act
from antechamber.accreditation.accredited.messages import tell_arrived
from antechamber.accreditation.accredited.roster_change_queries import WaitingChange
from antechamber.accreditation.accredited.roster_changes import PROPOSED
from antechamber.accreditation.accredited.workflow import ACCREDITATION, FOLLOW
from antechamber.accreditation.models import Arrival, HandledChange
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.record.actions import action, write
from antechamber.workflow import DomainError

Answer = HandledChange.Answer
OF_THE_OFFICE: Final = frozenset({"suspend", "reinstate"})


def capability_to_answer(waiting: WaitingChange) -> str:
    """Return what setting a change aside needs: the same as the act that it proposes."""
    act = PROPOSED.get(waiting.change.kind, "")
    return ACCREDITATION[act].capability if act in OF_THE_OFFICE else FOLLOW


@action
def set_aside(
    *, process: Process, waiting: WaitingChange, reason: str, by: Actor, at: datetime
) -> HandledChange:
    """Decide that a change in the rosters has no bearing here, with the reason (3 statements)."""
    may_act(capability_to_answer(waiting), process, by).require()
    _require_words(reason)
    handled = _handled(process, waiting, Answer.SET_ASIDE, by, at)
    write(
        process_code=process.code,
        verb="roster_change.set_aside",
        subject=handled.subject,
        actor_key=by.key,
        at=at,
        facts={"change": handled.change},
        words=reason,
    )
    return handled


@action
def tell_status_changed(
    *, process: Process, waiting: WaitingChange, reason: str, by: Actor, at: datetime
) -> HandledChange:
    """Tell somebody who came and need not apply that this has changed; their time is kept.

    Raises `DomainError` "not_told" for what concerns no one who came (4 statements).
    """
    may_act(FOLLOW, process, by).require()
    _require_words(reason)
    if not isinstance(waiting.subject, Arrival):
        raise DomainError("not_told", _("Nobody was told here that no application is needed."))
    handled = _handled(process, waiting, Answer.TOLD, by, at)
    write(
        process_code=process.code,
        verb="roster_change.told",
        subject=handled.subject,
        actor_key=by.key,
        at=at,
        facts={"change": handled.change},
        words=reason,
    )
    tell_arrived(waiting.subject, handled.change, at, reason=reason)
    return handled


def _require_words(reason: str) -> None:
    if not reason.strip():
        raise DomainError("reason_missing", _("Write the reason."), "reason")


def _handled(
    process: Process, waiting: WaitingChange, answer: str, by: Actor, at: datetime
) -> HandledChange:
    """Remember that a change is handled; refuse the second of two officers."""
    handled, is_new = HandledChange.objects.get_or_create(
        process=process,
        subject=waiting.subject_code,
        change=waiting.change.code,
        defaults={"answer": answer, "at": at, "by": by.key},
    )
    if not is_new:
        raise DomainError("handled_meanwhile", _("Someone has dealt with this change already."))
    return handled
