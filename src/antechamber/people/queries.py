"""Reading roles and looks."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from antechamber.people.actors import Actor
from antechamber.people.models import Account, Grant, Look


def grants_managed_by(actor: Actor, at: datetime) -> QuerySet[Grant]:
    """Return the grants in force that an actor may end, with account and role (1 statement)."""
    reach = Q(pk__in=[])
    for scope in actor.scopes_of("account.manage"):
        reach |= Q(scope=scope) | Q(scope__startswith=f"{scope}/") if scope else ~Q(pk__in=[])
    in_force = Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))
    found = Grant.objects.filter(reach & in_force).select_related("account", "role")
    return found.order_by("scope", "role__code", "pk")


def holders_below(scope: str, capability: str, at: datetime) -> dict[str, list[Account]]:
    """Return who holds a capability in the parts of a scope at an instant (1 statement).

    Below "gcm/mission" it tells the accounts of each mission: {"gcm/mission/FRA": [account]}. Who
    holds it in the scope itself, or above, is not among them.
    """
    in_force = Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))
    grants = Grant.objects.filter(in_force, scope__startswith=f"{scope}/", account__is_active=True)
    found: dict[str, list[Account]] = {}
    for grant in grants.select_related("role", "account").order_by("scope", "pk"):
        if capability in grant.role.capabilities:
            found.setdefault(grant.scope, []).append(grant.account)
    return found


def holders_of(capability: str, scope: str, at: datetime) -> list[Account]:
    """Return who holds a capability in a scope, or above it, at an instant (1 statement).

    Each once, in the order of their roles; those whose account is closed are left out.
    """
    parts = scope.split("/")
    reaching = ["", *("/".join(parts[:end]) for end in range(1, len(parts) + 1))]
    in_force = Q(since__lte=at) & (Q(until=None) | Q(until__gt=at))
    grants = Grant.objects.filter(in_force, scope__in=reaching, account__is_active=True)
    found = {
        grant.account_id: grant.account
        for grant in grants.select_related("role", "account").order_by("pk")
        if capability in grant.role.capabilities
    }
    return list(found.values())


def looks_at(account_key: str) -> QuerySet[Look]:
    """Return who looked at a person's data, newest first (1 statement)."""
    return Look.objects.filter(account_key=account_key).order_by("-at", "-pk")
