"""One decision upon many applications at once: each by its own door, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.actions.assigning import colleagues
from antechamber.accreditation.actions.reviewing import APPEAL_TIME
from antechamber.accreditation.advance_many import advance_many, tell_many
from antechamber.accreditation.bulk_queries import Resolved, resolved
from antechamber.accreditation.bulk_rules import HELD_FOR, SAME
from antechamber.accreditation.models import Application, BulkDecision, BulkPart
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.accreditation.second_person import needs_second_person
from antechamber.accreditation.workflow import APPLICATION
from antechamber.people.actors import Actor
from antechamber.people.models import Account
from antechamber.processes.models import Process
from antechamber.processes.queries import present_modalities, window_of
from antechamber.record import canonical
from antechamber.record.actions import Line, action, write_many
from antechamber.workflow import DomainError


@dataclass(frozen=True, slots=True)
class ManyAct:
    """Who does which act upon which applications, when.

    `seen` is the revision of each that the actor had on the page; `key` was made with that page, so
    that sending it twice decides once.
    """

    process: Process
    key: str
    name: str
    seen: Mapping[str, int]
    by: Actor
    at: datetime


@action
def decide_many(act: ManyAct, *, reason: str, reason_code: str = "") -> BulkDecision:
    """Decide upon all that the act fits, and say of the others why they were left.

    Messages wait for `HELD_FOR`, and the time to ask for another look begins when they go out.
    Few statements for each 500. Raises `DomainError` "done_already" for a page that was sent
    before, "nothing_to_decide", and what the guards refuse.
    """
    found = _opened(act)
    told_at = act.at + HELD_FOR
    facts = _facts(act, found, reason, reason_code)
    recorded: dict[str, Any] = {
        "modalities": present_modalities(act.process, act.at).version,
        "bulk": act.key,
    }
    values: dict[str, object] = {"reason": reason}
    changed: dict[str, Any] = {}
    if act.name == "find_ineligible":
        changed = {"appeal_until": told_at + APPEAL_TIME, "reason_code": reason_code}
        values["appeal_until"] = changed["appeal_until"]
        recorded |= {
            "reason_code": reason_code,
            "appeal_until": canonical.instant_text(changed["appeal_until"]),
        }
    advance_many(found.decided, act.name, facts, by=act.by, recorded=recorded, changed=changed)
    template = APPLICATION[act.name].message or ""
    tell_many(found.decided, template, facts, values, not_before=told_at)
    return _kept(act, found)


@action
def assign_many(act: ManyAct, *, to_key: str) -> BulkDecision:
    """Assign applications to whoever has a key and may screen all of them, or to nobody.

    Few statements for each 500. Refuses as `decide_many` does.
    """
    found = _opened(act)
    officer = _officer(found.decided, to_key, act.at)
    to_id = officer.pk if officer else None
    same = [each for each in found.decided if each.assigned_to_id == to_id]
    given = tuple(each for each in found.decided if each.assigned_to_id != to_id)
    if not given:
        raise DomainError("nothing_to_decide", _("They are all assigned so already."), "officer")
    before = {each.pk: each.assigned_to_id for each in given}
    assign_rows(given, dict.fromkeys(before, officer), by=act.by, at=act.at, key=act.key)
    left = (*found.left_out, *((each, SAME) for each in same))
    return _kept(act, Resolved(given, left), before)


def officers_for(applications: Iterable[Application], at: datetime) -> list[Account]:
    """Return who may screen every one of these applications (1 statement for each facilitator)."""
    facilitators = {each.facilitator_id: each.facilitator for each in applications}
    able = [colleagues(facilitator, at) for facilitator in facilitators.values()]
    if not able:
        return []
    keys = set.intersection(*({each.key for each in some} for some in able))
    return [each for each in able[0] if each.key in keys]


def assign_rows(
    applications: Sequence[Application],
    officers: Mapping[int, Account | None],
    *,
    by: Actor,
    at: datetime,
    key: str,
) -> None:
    """Assign locked applications, each to the officer under its id, and leave all the traces."""
    for each in applications:
        each.assigned_to = officers[each.pk]
        each.revision += 1
    Application.objects.bulk_update(applications, ["assigned_to", "revision"])
    write_many(_assigned(each, officers[each.pk], by, at, key) for each in applications)


def _assigned(
    application: Application, officer: Account | None, by: Actor, at: datetime, key: str
) -> Line:
    return Line(
        process_code=application.process.code,
        verb="application.assigned" if officer else "application.given_back",
        subject=str(application),
        actor_key=by.key,
        at=at,
        facts={"bulk": key, **({"to_key": officer.key} if officer else {})},
    )


def _opened(act: ManyAct) -> Resolved:
    """Lock what was seen and sort it; a second sending waits here for the first (2 statements)."""
    found = resolved(act.process, act.seen, act.name, act.by, lock=True)
    if BulkDecision.objects.filter(key=act.key).exists():
        raise DomainError("done_already", _("This was done already."))
    if not found.decided:
        raise DomainError("nothing_to_decide", _("Nothing is left that this could be done to."))
    return found


def _facts(act: ManyAct, found: Resolved, reason: str, reason_code: str) -> ApplicationFacts:
    return ApplicationFacts(
        at=act.at,
        window=window_of(found.decided[0].call),
        reason=reason,
        reason_code=reason_code,
        needs_second=act.name == "find_ineligible" and needs_second_person(act.process, act.at),
        actor=act.by.key,
    )


def _officer(applications: Sequence[Application], to_key: str, at: datetime) -> Account | None:
    if not to_key:
        return None
    for each in officers_for(applications, at):
        if each.key == to_key:
            return each
    raise DomainError(
        "may_not_screen",
        _("This person cannot review all of these applications. Choose somebody else."),
        "officer",
    )


def _kept(
    act: ManyAct, found: Resolved, before: Mapping[int, int | None] | None = None
) -> BulkDecision:
    """Keep what was decided, with what is needed to take it back (2 statements)."""
    bulk = BulkDecision.objects.create(
        key=act.key,
        process=act.process,
        act=act.name,
        decided_by=act.by.key,
        decided_at=act.at,
    )
    sorted_out = [*((each, "") for each in found.decided), *found.left_out]
    BulkPart.objects.bulk_create(
        BulkPart(
            bulk=bulk,
            application=each,
            left_out=code,
            revision=each.revision,
            assigned_before_id=(before or {}).get(each.pk),
        )
        for each, code in sorted_out
    )
    return bulk
