"""The demonstration as a Django app; settings install it in a demonstration only."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    """Moves the clock of every process that starts, and refuses a database of somebody else."""

    name = "antechamber.demo"
    label = "demo"

    def ready(self) -> None:
        """Fill the record's vocabulary, register the check, install the movable clock."""
        from antechamber import clock  # noqa: PLC0415
        from antechamber.demo import checks, movable_clock, vocabulary  # noqa: F401, PLC0415

        if settings.MOVABLE_CLOCK:
            clock.install(movable_clock.now, demo=settings.DEMO)
