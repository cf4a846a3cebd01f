"""Those who act for an organization that merged act for its successor too."""

from __future__ import annotations

from datetime import datetime

from antechamber.organizations import queries
from antechamber.organizations.models import FocalPoint, Organization
from antechamber.people.actors import Actor
from antechamber.record.actions import Line, write_many

INSTALLATION = "installation"


def take_over_focal_points(
    organization: Organization, successor: Organization, *, by: Actor, at: datetime
) -> list[FocalPoint]:
    """Let whoever acts for an organization act for its successor, each with a ledger entry.

    Part of the caller's action. They keep acting for the earlier one too, whose applications stay
    theirs to see. Returns those who are new to the successor (4 statements at the most).
    """
    known = {each.account_id for each in queries.focal_points(successor)}
    new = [
        FocalPoint(organization=successor, account=each.account, role="merged", since=at)
        for each in queries.focal_points(organization)
        if each.account_id not in known
    ]
    FocalPoint.objects.bulk_create(new)
    write_many(
        Line(
            process_code=INSTALLATION,
            verb="organization.focal_point_appointed",
            subject=successor.key,
            actor_key=by.key,
            at=at,
            facts={"account": each.account.key},
        )
        for each in new
    )
    return new
