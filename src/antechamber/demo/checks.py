"""The demonstration may only use a database that is its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from antechamber.demo.models import DemoClock
from antechamber.processes.models import Process


@register(Tags.database)
def check_database(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse a database with a real process in it: anybody could sign in there as anybody."""
    return [_refusal() for alias in databases or [] if _is_a_real_one(alias)]


def _is_a_real_one(alias: str) -> bool:
    try:
        if not Process.objects.using(alias).exists():
            return False
    except DatabaseError:  # an empty database: the tables are still to come
        return False
    try:
        return not DemoClock.objects.using(alias).exists()
    except DatabaseError:  # it was never prepared for a demonstration
        return True


def _refusal() -> Error:
    return Error(
        "This database holds a real process, and the demonstration lets anybody in.",
        hint="Unset ANTECHAMBER_DATABASE_URL, or set ANTECHAMBER_DATA_DIR to an empty folder.",
        id="antechamber.E101",
    )
