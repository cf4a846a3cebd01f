"""My applications, on a person's own page."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from antechamber.accreditation.models import Application
from antechamber.organizations.queries import organizations_of
from antechamber.people.actors import Actor

TEMPLATE: Final = "accreditation/applicant/account_section.html"


def context(actor: Actor, _at: datetime) -> dict[str, Any]:
    """Return the applications of the organizations a person acts for (1 statement)."""
    found = Application.objects.filter(organization__in=organizations_of(actor.person_id))
    return {
        "applications": list(
            found.select_related("organization", "process").order_by("-started_at")
        )
    }
