"""Rosters to import in tests, and the tables at a glance."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from antechamber.organizations.models import Name, Organization, Status, StatusDecision
from antechamber.organizations.roster_actions import start_import
from antechamber.organizations.roster_loading import load_roster
from antechamber.organizations.roster_models import RosterImport
from antechamber.organizations.roster_reading import read_import
from antechamber.people.actors import OPERATOR, Actor, Held

DATA = Path(__file__).parent / "data"
AT = datetime(2024, 12, 31, 12, 0, tzinfo=UTC)
SECRETARY = Actor(key="p_secretary", account_id=1, held=frozenset({Held("roster.import", "gcm")}))


def sheet(*rows: tuple[object, ...]) -> bytes:
    """Return rows as the bytes of a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def names(*texts: str) -> bytes:
    """Return a roster of bare names."""
    return sheet(("Name",), *((text,) for text in texts))


def uploaded(content: bytes, *, file_name: str = "roster.csv", **others: Any) -> RosterImport:
    """Upload a roster at the desk of a process."""
    given = {"process_code": "gcm", "source": "", "by": SECRETARY, "at": AT} | others
    return start_import(content=content, file_name=file_name, **given)


def previewed(content: bytes, **others: Any) -> RosterImport:
    """Upload a roster and read it."""
    roster = uploaded(content, **others)
    assert read_import(key=roster.key, by=SECRETARY, at=AT)
    roster.refresh_from_db()
    return roster


def loaded(content: bytes, file_name: str = "roster.csv") -> RosterImport:
    """Import a roster from its bytes into the register."""
    return load_roster(content=content, file_name=file_name, source="E/1", by=OPERATOR, at=AT)


def register() -> dict[str, set[tuple[object, ...]]]:
    """Return all that the tables say of organizations, without ids and keys."""
    return {
        "organizations": set(
            Organization.objects.values_list(
                "display_name", "country", "successor__display_name", "findable_order"
            )
        ),
        "names": set(
            Name.objects.values_list(
                "organization__display_name", "text", "key", "identity", "kind", "since", "until"
            )
        ),
        "statuses": set(
            Status.objects.values_list(
                "organization__display_name", "kind", "year", "since", "until", "source"
            )
        ),
        "decisions": set(
            StatusDecision.objects.values_list(
                "organization__display_name", "decision", "decided_on", "kind", "year"
            )
        ),
    }
