"""Sends what waits in the outbox: once, or until stopped."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from antechamber import clock
from antechamber.mail.actions import Delivered, deliver_due, erase_messages, fail_abandoned
from antechamber.mail.deliverer import run_deliverer


class Command(BaseCommand):
    """Deliver the outbox."""

    help = "Send the messages that wait in the outbox."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --watch."""
        parser.add_argument(
            "--watch", action="store_true", help="Go on until stopped (Ctrl-C or SIGTERM)."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Send, and say in words what became of it."""
        if options["watch"]:
            self._watch()
            return
        now = clock.now()
        fail_abandoned(at=now)
        erase_messages(at=now)
        while (delivered := deliver_due(at=now)).tried:
            self._tell(delivered)
        self._tell(delivered)

    def _watch(self) -> None:
        stop = threading.Event()

        def end(number: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        self.stdout.write(_("Waiting for messages to send. Stop with Ctrl-C."))
        run_deliverer(stop, tell=self._tell_of_work)
        self.stdout.write(_("Stopped. What is still queued will be sent next time."))

    def _tell_of_work(self, delivered: Delivered) -> None:
        if delivered.tried or delivered.server_away:
            self._tell(delivered)

    def _tell(self, delivered: Delivered) -> None:
        if delivered.server_away:
            self.stderr.write(_("The mail server does not answer. The messages stay queued."))
            return
        self.stdout.write(
            _(
                "Sent %(sent)d, to be tried again %(deferred)d, failed %(failed)d, "
                "refused by the recipient's server %(bounced)d."
            )
            % {
                "sent": delivered.sent,
                "deferred": delivered.deferred,
                "failed": delivered.failed,
                "bounced": delivered.bounced,
            }
        )
