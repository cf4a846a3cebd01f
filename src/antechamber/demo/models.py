"""The demonstration's clock: where it was set, and when."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models

THE_ONE = 1


class DemoClock(models.Model):
    """One row for the whole installation; its presence says that the data are a demonstration's.

    At the machine's instant `anchor_real` the demonstration's clock stood at `anchor_demo`; since
    then it goes on as fast as the machine's.
    """

    anchor_real = models.DateTimeField()
    anchor_demo = models.DateTimeField()
    played = models.PositiveIntegerField(default=0, help_text="Events of the script, so far.")

    # Named for the type checker, which reads settings in which this room is not installed.
    objects: ClassVar[models.Manager[DemoClock]] = models.Manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=THE_ONE), name="demo_clock_is_one")
        ]

    def __str__(self) -> str:
        return self.anchor_demo.isoformat()

    def at(self, machine: datetime) -> datetime:
        """Return what the demonstration's clock shows at an instant of the machine's."""
        return self.anchor_demo + (machine - self.anchor_real)
