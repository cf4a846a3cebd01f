"""Playing the script as far as the demonstration's clock has come: each event once, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from antechamber.accreditation.keeping import keep_once
from antechamber.demo import script
from antechamber.demo.list_script import ListEvent, play_list
from antechamber.demo.models import THE_ONE, DemoClock
from antechamber.demo.persons import PERSONS, PROCESS
from antechamber.people.models import Account
from antechamber.processes.models import Process

Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Tell nobody how far it has come."""


def play_until(at: datetime, progress: Progress = _silent) -> int:
    """Play what is due by an instant and return how many events were played.

    Whoever plays marks an event and does it in one transaction: two players at once, or one that
    is killed, leave no event out and play none twice.
    """
    script_of_all = script.events()
    begun = DemoClock.objects.get(pk=THE_ONE).played
    due = [event for event in script_of_all[begun:] if event.at <= at]
    if not due:
        return 0
    process = Process.objects.get(code=PROCESS)
    cast = _cast()
    officers = _officers(cast)
    for number, event in enumerate(due, start=1):
        with transaction.atomic():
            if not _is_mine(begun + number - 1):
                return number - 1
            if isinstance(event, ListEvent):
                play_list(process, event, cast)
            else:
                script.play(process, event, officers)
        progress(number, len(due))
    return len(due)


def catch_up(at: datetime, progress: Progress = _silent) -> None:
    """Play the script and do whatever else has become due by an instant."""
    play_until(at, progress)
    keep_once(at)


def _is_mine(position: int) -> bool:
    changed = DemoClock.objects.filter(pk=THE_ONE, played=position).update(played=F("played") + 1)
    return bool(changed)


def _cast() -> dict[str, Account]:
    """Return everybody who acts, by their code (1 statement)."""
    codes = {each.email: each.code for each in PERSONS}
    return {codes[each.email]: each for each in Account.objects.filter(email__in=codes)}


def _officers(cast: Mapping[str, Account]) -> dict[str, Account]:
    """Return the officers by the code of their facilitator, and of the process for all offices."""
    officers = [each for each in PERSONS if each.role == "officer"]
    return {each.scope.rpartition("/")[2]: cast[each.code] for each in officers}
