"""Some rules of the process as they are in force, for pages and acts that need only these."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from antechamber.processes.modalities import RULE_KINDS
from antechamber.processes.models import Process
from antechamber.processes.queries import present_modalities
from antechamber.workflow import DomainError


def rules_in_force(process: Process, kinds: Collection[str], at: datetime) -> dict[str, Any]:
    """Return some rules of the version in force at an instant, typed, by kind (2 statements).

    Before the first version there are none, which takes 1 statement.
    """
    try:
        present = present_modalities(process, at)
    except DomainError:
        return {}
    stated = present.rules.filter(kind__in=kinds).values_list("kind", "value")
    return {kind: RULE_KINDS[kind].read(value) for kind, value in stated}
