"""Reading organizations and those who act for them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet, Subquery, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from antechamber.organizations.models import (
    FocalPoint,
    JoiningRequest,
    Name,
    Organization,
    Status,
)


def next_findable_order() -> CombinedExpression:
    """Return the place after all present ones, as a part of a statement (none by itself).

    Two transactions at once may take the same place: it says "later than", not "the nth".
    """
    places = Organization.objects.order_by().values(whole=Value(1))
    last = places.annotate(last=Max("findable_order")).values("last")
    return Coalesce(Subquery(last), 0) + 1


def last_findable_order() -> int:
    """Return the place of who became findable last, 0 where nobody did (1 statement)."""
    found = Organization.objects.aggregate(last=Max("findable_order"))
    return int(found["last"] or 0)


def focal_points(organization: Organization) -> list[FocalPoint]:
    """Return who acts for an organization now, with their accounts (1 statement)."""
    return list(
        FocalPoint.objects.filter(organization=organization, until=None)
        .select_related("account", "organization")
        .order_by("since", "id")
    )


def focal_points_of_all(organization_ids: Collection[int]) -> dict[int, list[FocalPoint]]:
    """Return who acts now for each of many organizations, by its id (1 statement)."""
    found: dict[int, list[FocalPoint]] = {each: [] for each in organization_ids}
    for focal_point in (
        FocalPoint.objects.filter(organization__in=organization_ids, until=None)
        .select_related("account", "organization")
        .order_by("since", "id")
    ):
        found[focal_point.organization_id].append(focal_point)
    return found


def organizations_of(account_id: int) -> QuerySet[Organization]:
    """Return the organizations an account acts for (no statement until it is used)."""
    return Organization.objects.filter(
        focal_points__account_id=account_id, focal_points__until=None
    )


def joining_requests_for(account_id: int) -> list[JoiningRequest]:
    """Return who waits to join an organization the account acts for (1 statement)."""
    return list(
        JoiningRequest.objects.filter(
            organization__in=organizations_of(account_id), answered_at=None
        ).select_related("organization", "account")
    )


@dataclass(frozen=True, slots=True)
class History:
    """What is on record of an organization: names, statuses, and who merged into it."""

    names: tuple[Name, ...]
    statuses: tuple[Status, ...]
    predecessors: tuple[Organization, ...]


def history_of(organization: Organization) -> History:
    """Return all that is on record of an organization (2 statements)."""
    bearers = Organization.objects.filter(Q(pk=organization.pk) | Q(successor=organization))
    borne = Name.objects.filter(organization__in=bearers.values("pk"))
    names = list(borne.select_related("organization").order_by("pk"))
    merged = {name.organization for name in names if name.organization_id != organization.pk}
    return History(
        names=tuple(name for name in names if name.organization_id == organization.pk),
        statuses=tuple(organization.statuses.order_by("year", "since", "pk")),
        predecessors=tuple(sorted(merged, key=lambda each: each.display_name)),
    )


def present_organization(organization: Organization) -> Organization:
    """Follow mergers to the organization that stands today (1 statement for each merger)."""
    seen = {organization.pk}
    while organization.successor is not None and organization.successor_id not in seen:
        organization = organization.successor
        seen.add(organization.pk)
    return organization
