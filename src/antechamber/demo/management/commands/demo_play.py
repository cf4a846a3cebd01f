"""Lets the made-up people act as the demonstration's clock goes on."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.translation import gettext as _

from antechamber import clock
from antechamber.demo.playing import catch_up

LOOK_EVERY = 1.0  # seconds: who moves the clock soon sees what the others did meanwhile


class Command(BaseCommand):
    """Play the demonstration."""

    help = "Let the made-up people act as the clock goes on, until stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Play until told to stop."""
        stop = threading.Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        self.stdout.write(_("The made-up people are at work. Stop with Ctrl-C."))
        while not stop.is_set():
            catch_up(clock.now())
            close_old_connections()
            stop.wait(LOOK_EVERY)
