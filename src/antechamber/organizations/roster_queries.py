"""Reading roster imports, for pages and exports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from antechamber.organizations.models import Organization
from antechamber.organizations.roster_models import RosterImport, RosterRow

State = RosterImport.State
CLEANED = "cleaned"  # not an effect but a heading of its own: rows that were mended
UNDER_WAY = (State.READING, State.APPLYING)


def rosters_of(process_code: str) -> QuerySet[RosterImport]:
    """Return what a process's desk sees, the newest first (1 statement).

    Those are its own imports and those made at the machine itself, for the whole installation.
    """
    seen = RosterImport.objects.filter(process_code__in=[process_code, ""])
    return seen.order_by("-uploaded_at", "-id")


def roster_by_key(process_code: str, key: str) -> RosterImport | None:
    """Return one import that a process's desk sees, or None (1 statement)."""
    return rosters_of(process_code).filter(key=key).first()


def same_roster(process_code: str, sha256: str) -> RosterImport | None:
    """Return the import of the very same file, unless that one came to nothing (1 statement)."""
    ended = [State.FAILED, State.DISCARDED]
    return rosters_of(process_code).filter(sha256=sha256).exclude(state__in=ended).first()


def applied_rosters() -> int:
    """Return how many rosters were ever applied: it changes whenever one is (1 statement)."""
    return RosterImport.objects.filter(state=State.APPLIED).count()


def is_abandoned(roster: RosterImport, at: datetime) -> bool:
    """Say whether nobody works on an import that is under way: its worker died (no statement)."""
    is_held = roster.lease_until is not None and roster.lease_until > at
    return roster.state in UNDER_WAY and not is_held


def counts_by_effect(roster: RosterImport) -> dict[str, int]:
    """Return how many rows have each effect, zeros included, and `CLEANED` (1 statement)."""
    told: dict[str, int] = dict.fromkeys([*RosterRow.Effect.values, CLEANED], 0)
    rows = roster.rows.order_by().values_list("effect", "is_mended").annotate(Count("pk"))
    for effect, is_mended, count in rows:
        told[effect] += count
        told[CLEANED] += count if is_mended else 0
    return told


def rows_of(roster: RosterImport, heading: str = "") -> QuerySet[RosterRow]:
    """Return the rows under a heading, in the order of the file (1 statement a page).

    `heading` is an effect or `CLEANED`; empty means all.
    """
    rows = roster.rows.order_by("number")
    if heading == CLEANED:
        return rows.filter(is_mended=True)
    return rows.filter(effect=heading) if heading else rows


def organizations_in(rows: Iterable[RosterRow]) -> dict[int, Organization]:
    """Return the organizations that the effects of some rows speak of, by id (1 statement)."""
    told = [effect for row in rows for effect in row.effects]
    return Organization.objects.in_bulk({pk for effect in told for pk in _ids(effect)})


def _ids(effect: Mapping[str, Any]) -> list[int]:
    """Return the ids in an effect; what a row brings in has none yet."""
    keys = [effect.get("organization"), effect.get("into"), *effect.get("candidates", [])]
    return [key for key in keys if isinstance(key, int)]
