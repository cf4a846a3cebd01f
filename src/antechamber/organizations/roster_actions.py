"""What a person decides about a roster: to upload it, to have it applied, to give it up.

The slow halves in between are `roster_reading` and `roster_applying`.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Final

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from antechamber.organizations import roster_queries, roster_stored
from antechamber.organizations.roster_columns import recognise_columns
from antechamber.organizations.roster_files import LIMITS, FileFault, FileRefusal, read_rows
from antechamber.organizations.roster_models import RosterImport, RosterRow
from antechamber.organizations.roster_turns import record, save
from antechamber.organizations.roster_words import fault_words
from antechamber.organizations.roster_workflow import CAPABILITY, WORKFLOW
from antechamber.people.actors import Actor
from antechamber.record.actions import action
from antechamber.workflow import DomainError

LONGEST_FILE_NAME: Final = 255
LONGEST_SOURCE: Final = 300
ROWS_OF_A_GLANCE: Final = 11  # a header stands no deeper: `roster_columns`
ALREADY_HERE = _("This very file is here already. Nothing would be new in it.")


@action
def start_import(
    *, content: bytes, file_name: str, source: str, process_code: str, by: Actor, at: datetime
) -> RosterImport:
    """Keep a roster file for `read_import` (3 statements).

    Raises `DomainError` for a file that is no roster at first glance, and for one that is here
    already ("roster_known"). `source` says where its facts come from; else the file's name stands.
    """
    by.may(CAPABILITY, process_code).require("file")
    if refusal := _refuse_at_a_glance(content):
        words = fault_words(refusal.code, refusal.limit, refusal.found)
        raise DomainError(f"roster_{refusal.code}", words, "file")
    shown_name = roster_stored.kept_text(PurePath(file_name).name)[-LONGEST_FILE_NAME:]
    roster = RosterImport(
        process_code=process_code,
        file_name=shown_name,
        source=roster_stored.kept_text(source.strip() or shown_name)[:LONGEST_SOURCE],
        sha256=digest(content),
        uploaded_by=by.key,
        uploaded_at=at,
    )
    if roster_queries.same_roster(process_code, roster.sha256):
        raise DomainError("roster_known", ALREADY_HERE, "file")
    _keep_file(roster, content)
    record(roster, "roster.uploaded", by, at, sha256=roster.sha256, size=len(content))
    return roster


def digest(content: bytes) -> str:
    """Return by what the very same file is known again."""
    return hashlib.sha256(content).hexdigest()


def _refuse_at_a_glance(content: bytes) -> FileRefusal | None:
    """Look at the size, the kind and the first rows; the rest is read in the background."""
    rows = read_rows(content, replace(LIMITS, stop_after=ROWS_OF_A_GLANCE))
    if isinstance(rows, FileRefusal):
        return rows
    return None if recognise_columns(rows) else FileRefusal(FileFault.NO_NAME_COLUMN)


def _keep_file(roster: RosterImport, content: bytes) -> None:
    """Store the file under a random name; of two uploads at once, the second is refused."""
    roster.file.save(roster.key, ContentFile(content), save=False)
    try:
        with transaction.atomic():
            roster.save(force_insert=True)
    except IntegrityError:
        roster.file.storage.delete(str(roster.file.name))
        raise DomainError("roster_known", ALREADY_HERE, "file") from None


@action
def approve_import(*, key: str, process_code: str, by: Actor, at: datetime) -> RosterImport:
    """Decide that a previewed roster is applied; `apply_import` then does it (3 statements)."""
    by.may(CAPABILITY, process_code).require()
    roster = _locked(key, process_code)
    WORKFLOW.move(roster, "approve", None)
    save(roster)
    record(roster, "roster.approved", by, at, sha256=roster.sha256)
    return roster


@action
def discard_import(*, key: str, process_code: str, by: Actor, at: datetime) -> RosterImport:
    """Give up a roster before it is applied; its rows and its file are forgotten (4 statements)."""
    by.may(CAPABILITY, process_code).require()
    roster = _locked(key, process_code)
    WORKFLOW.move(roster, "discard", None)
    save(roster)
    RosterRow.objects.filter(roster_import=roster).delete()
    transaction.on_commit(partial(roster.file.storage.delete, str(roster.file.name)))
    record(roster, "roster.discarded", by, at, sha256=roster.sha256)
    return roster


def _locked(key: str, process_code: str) -> RosterImport:
    roster = (
        RosterImport.objects.select_for_update().filter(key=key, process_code=process_code).first()
    )
    if roster is None:
        raise DomainError("roster_unknown", _("There is no such roster."))
    return roster
