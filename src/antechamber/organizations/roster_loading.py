"""A roster from its bytes into the register in one go, without a page or a background worker."""

from __future__ import annotations

from datetime import datetime

from antechamber.organizations import roster_queries
from antechamber.organizations.roster_actions import approve_import, digest, start_import
from antechamber.organizations.roster_applying import apply_import
from antechamber.organizations.roster_models import RosterImport
from antechamber.organizations.roster_reading import Progress, in_silence, read_import
from antechamber.people.actors import Actor
from antechamber.workflow import DomainError


def load_roster(
    *,
    content: bytes,
    file_name: str,
    source: str = "",
    by: Actor,
    at: datetime,
    progress: Progress = in_silence,
) -> RosterImport:
    """Upload, read and apply a roster; return it as it stands then, applied or failed.

    The same file again goes on where it stopped, and where it was applied changes nothing. Raises
    `DomainError` for a file that is no roster, and where `by` may not import for everyone.
    """
    try:
        roster = start_import(
            content=content, file_name=file_name, source=source, process_code="", by=by, at=at
        )
    except DomainError as refusal:
        known = roster_queries.same_roster("", digest(content))
        if refusal.code != "roster_known" or known is None:
            raise
        roster = known
    if roster.state == RosterImport.State.READING:
        read_import(key=roster.key, by=by, at=at, progress=progress)
        roster.refresh_from_db()
    if roster.state == RosterImport.State.PREVIEWED:
        roster = approve_import(key=roster.key, process_code="", by=by, at=at)
    if roster.state == RosterImport.State.APPLYING:
        apply_import(key=roster.key, by=by, at=at)
        roster.refresh_from_db()
    return roster
