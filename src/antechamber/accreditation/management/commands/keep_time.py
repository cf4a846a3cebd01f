"""Does what has become due: tells of extensions, reminds, closes what was not answered."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from antechamber import clock
from antechamber.accreditation.keeping import Kept, keep_once, keep_until


class Command(BaseCommand):
    """Keep time."""

    help = "Tell of extensions, remind of deadlines, close what was not answered in time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --watch."""
        parser.add_argument(
            "--watch", action="store_true", help="Go on until stopped (Ctrl-C or SIGTERM)."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look once, or until stopped, and say in words what was done."""
        if not options["watch"]:
            self._tell(keep_once(clock.now()))
            return
        stop = threading.Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        keep_until(stop, tell=self._tell_of_work)

    def _tell_of_work(self, kept: Kept) -> None:
        if kept.anything:
            self._tell(kept)

    def _tell(self, kept: Kept) -> None:
        self.stdout.write(
            _("Told: %(told)s. Closed without prejudice: %(closed)s. Lists closed: %(lists)s.")
            % {"told": kept.told, "closed": kept.closed, "lists": kept.lists}
        )
