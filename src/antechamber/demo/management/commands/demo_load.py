"""Loads the demonstration."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from antechamber import clock
from antechamber.demo.loading import PREPARED_AT, is_loaded, load_demonstration
from antechamber.demo.models import DemoClock
from antechamber.demo.playing import catch_up
from antechamber.demo.roster import load_roster_of_the_demonstration
from antechamber.people.actors import OPERATOR


class Command(BaseCommand):
    """Load the demonstration into an empty database."""

    help = "Load the process of 2017 with made-up people. Changes nothing where it is loaded."

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load, or say that there is nothing to do."""
        words = _("The demonstration is loaded already: nothing was changed.")
        if not is_loaded():
            load_demonstration(machine_at=clock.machine_now())
            load_roster_of_the_demonstration(by=OPERATOR, at=PREPARED_AT)
            words = _("The demonstration is loaded.")
        present = DemoClock.objects.get().at(clock.machine_now())
        catch_up(present, self._progress if options["verbosity"] else _quiet)
        if options["verbosity"]:
            self.stdout.write(words)

    def _progress(self, done: int, total: int) -> None:
        if done % 50 == 0 or done == total:
            self.stdout.write(
                _("Made-up people at work: %(done)s of %(total)s acts.")
                % {"done": done, "total": total}
            )


def _quiet(_done: int, _total: int) -> None:
    """Tell nobody."""
