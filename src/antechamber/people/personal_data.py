"""What other rooms hold about a person: shown on request, forgotten on request.

A room that keeps something about accounts registers two functions where it is made ready. So this
room can hand out and forget everything without knowing what there is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from antechamber.people.models import Account, Look

_HOLDINGS: dict[str, Holding] = {}


@dataclass(frozen=True, slots=True)
class Holding:
    """Something a room holds: `export` returns plain values for JSON, `forget` erases."""

    export: Callable[[Account], Any]
    forget: Callable[[Account, datetime], None]


def register(
    name: str,
    *,
    export: Callable[[Account], Any],
    forget: Callable[[Account, datetime], None],
) -> None:
    """Register what a room holds, under the name it has in the export: "focal_points".

    `forget` runs within the transaction that forgets the account; it raises `DomainError` where
    something must be settled first. Registering a name twice raises `ValueError`.
    """
    if name in _HOLDINGS:
        raise ValueError(f"{name} is registered twice")
    _HOLDINGS[name] = Holding(export, forget)


def export_of(account: Account) -> dict[str, Any]:
    """Return everything held about a person as plain values (2 statements, and the rooms' own).

    Who looked is told by opaque key: that person has a right of their own.
    """
    grants = account.grants.select_related("role").order_by("since", "pk")
    looks = Look.objects.filter(account_key=account.key).order_by("at", "pk")
    return {
        "account": {
            "key": account.key,
            "email": account.email,
            "name": account.name,
            "language": account.language,
            "opened": account.date_joined.isoformat(),
            "last_signed_in": account.last_login.isoformat() if account.last_login else None,
        },
        "roles": [
            {
                "role": grant.role.code,
                "scope": grant.scope,
                "since": grant.since.isoformat(),
                "until": grant.until.isoformat() if grant.until else None,
            }
            for grant in grants
        ],
        "looks": [
            {"by": look.looker_key, "subject": look.subject, "at": look.at.isoformat()}
            for look in looks
        ],
        **{name: holding.export(account) for name, holding in sorted(_HOLDINGS.items())},
    }


def forget_everywhere(account: Account, at: datetime) -> None:
    """Let every room forget what it holds about a person.

    The upper rooms first: what they hold leans on what the lower ones do.
    """
    for holding in reversed(_HOLDINGS.values()):
        holding.forget(account, at)
