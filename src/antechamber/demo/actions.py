"""Beginning the demonstration and moving its clock."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction

from antechamber.demo import movable_clock
from antechamber.demo.models import THE_ONE, DemoClock
from antechamber.demo.rules import may_move
from antechamber.people.actors import Actor
from antechamber.people.vocabulary import INSTALLATION
from antechamber.record import actions as record
from antechamber.record.canonical import instant_text

SUBJECT = "clock"


@record.action
def begin(*, begins_at: datetime, by: Actor, machine_at: datetime) -> DemoClock:
    """Set the clock for the first time, at an instant of the machine's own clock.

    A second beginning is refused by the database: a demonstration starts over in a new one.
    """
    row = DemoClock(id=THE_ONE, anchor_real=machine_at, anchor_demo=begins_at)
    row.save(force_insert=True)
    record.write(
        process_code=INSTALLATION,
        verb="demo.begun",
        subject=SUBJECT,
        actor_key=by.key,
        at=begins_at,
        facts={"begins_at": instant_text(begins_at)},
    )
    transaction.on_commit(partial(movable_clock.believe, row))
    return row


@record.action
def move_clock(*, to: datetime, by: Actor, machine_at: datetime) -> DemoClock:
    """Move the clock forward to an instant; `machine_at` is the present one of the machine's clock.

    Anybody may: the clock exists in a demonstration only. Raises `DomainError` for a move back,
    also where somebody else moved it meanwhile, or too far.
    """
    row = DemoClock.objects.select_for_update().get(pk=THE_ONE)
    present = row.at(machine_at)
    may_move(present=present, to=to).require("to")
    row.anchor_real, row.anchor_demo = machine_at, to
    row.save()
    record.write(
        process_code=INSTALLATION,
        verb="demo.clock_moved",
        subject=SUBJECT,
        actor_key=by.key,
        at=present,
        facts={"from": instant_text(present), "to": instant_text(to)},
    )
    transaction.on_commit(partial(movable_clock.believe, row))
    return row
