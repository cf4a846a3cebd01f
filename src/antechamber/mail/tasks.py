"""Delivery as a background task, for installations that run a task worker and no deliverer."""

from __future__ import annotations

from dataclasses import asdict

from django_tasks import task

from antechamber import clock
from antechamber.mail.actions import deliver_due, fail_abandoned


@task()
def deliver_outbox() -> dict[str, int | bool]:
    """Send what is due now; return the counts."""
    now = clock.now()
    fail_abandoned(at=now)
    return asdict(deliver_due(at=now))
