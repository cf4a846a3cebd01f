"""Who has an application before them, so that two officers do not work on it unknowing.

No decision rests on it, so it leaves no ledger entry: what keeps one decision from overwriting
another is the revision. A page that is left says nothing, so a presence ends by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from antechamber.accreditation.models import Application, Presence

FRESH_FOR: Final = timedelta(minutes=10)  # our own choice: an application is read in less


def enter(application: Application, account_id: int, at: datetime) -> list[Presence]:
    """Note that somebody opened an application; return the others who have it open now.

    The first to come stands first, with their accounts (2 statements).
    """
    fresh = list(
        Presence.objects.filter(application=application, seen_at__gt=at - FRESH_FOR)
        .select_related("account")
        .order_by("since", "id")
    )
    own = next((each for each in fresh if each.account_id == account_id), None)
    Presence.objects.bulk_create(
        [
            Presence(
                application=application,
                account_id=account_id,
                since=own.since if own else at,
                seen_at=at,
            )
        ],
        update_conflicts=True,
        unique_fields=["application", "account"],
        update_fields=["since", "seen_at"],
    )
    return [each for each in fresh if each is not own]


def leave(application: Application, account_id: int) -> None:
    """Note that somebody is done with an application (1 statement)."""
    Presence.objects.filter(application=application, account_id=account_id).delete()


def forget_old_presences(at: datetime) -> int:
    """Delete presences that mean nothing any more; return how many (1 statement)."""
    gone, _by_model = Presence.objects.filter(seen_at__lte=at - FRESH_FOR).delete()
    return gone
