"""The lists before Member States, on the own page of whoever acts for one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from antechamber.accreditation.lists.mission.access import OBJECT
from antechamber.people.actors import Actor
from antechamber.processes.models import Process

TEMPLATE: Final = "accreditation/mission/account_section.html"


def context(actor: Actor, _at: datetime) -> dict[str, Any]:
    """Return the processes in which a person acts for a State (1 statement; else none)."""
    codes = {scope.partition("/")[0] for scope in actor.scopes_of(OBJECT)} - {""}
    found = Process.objects.filter(code__in=codes).order_by("-id") if codes else []
    return {"processes": list(found)}
