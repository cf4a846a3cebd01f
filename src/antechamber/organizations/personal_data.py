"""What this room holds about persons: for whom they act, and whom they asked to join."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from antechamber.organizations.models import FocalPoint, JoiningRequest
from antechamber.people.models import Account


def acts_for(account: Account) -> list[dict[str, Any]]:
    """Return for which organizations a person acts or acted (1 statement)."""
    found = FocalPoint.objects.filter(account=account).select_related("organization")
    return [
        {
            "organization": each.organization.display_name,
            "since": each.since.isoformat(),
            "until": each.until.isoformat() if each.until else None,
        }
        for each in found.order_by("since", "id")
    ]


def stop_acting(account: Account, at: datetime) -> None:
    """End what a person may do for organizations, and forget whom it asked to join."""
    FocalPoint.objects.filter(account=account, until=None).update(until=at)
    JoiningRequest.objects.filter(account=account, answered_at=None).delete()
