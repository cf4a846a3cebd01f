"""Exporting a process as an open archive: by whom, from one moment, whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from antechamber.people.actions import note_looks
from antechamber.people.actors import Actor
from antechamber.processes import queries
from antechamber.processes.models import Process
from antechamber.record import archive_parts, archive_writing
from antechamber.record.actions import action, write
from antechamber.record.archive import Manifest
from antechamber.record.archive_part import last_instant
from antechamber.workflow import YES, DomainError, Verdict, no

PERSONS: Final = "export.persons"  # the capability, and the act in the rule `second_person_for`
PACKED: Final = ".zip"
ONLY_ITS_OWNER: Final = 0o700  # of the machine's users, may read what holds persons


@dataclass(frozen=True, slots=True)
class Asked:
    """An export as it is asked for, by whom and, where the rules want one, with which second."""

    process: Process
    by: Actor
    at: datetime
    with_persons: bool = False
    second: Actor | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and the hash of its manifest, which the record keeps."""

    manifest: Manifest
    digest: str


def export_process(
    asked: Asked, *, target: Path, told: Callable[[str, int], object] = lambda _table, _rows: None
) -> Exported:
    """Write a process into a folder, or a zip where the name ends so, whole or not at all.

    Raises `DomainError` where the actor may not, where the target exists, or its folder does not;
    `MissingFont` where a list cannot be printed. `told` learns the table and its rows so far. The
    statements are those of the registered parts; nobody who writes meanwhile is hindered.
    """
    _require(asked)
    if target.exists():
        raise DomainError("target_exists", _("There is something of this name already."))
    if not target.parent.is_dir():
        raise DomainError("no_such_folder", _("There is no folder to write it into."))
    code = asked.process.code
    with archive_writing.folder_beside(target) as folder:
        made = folder / "archive"
        made.mkdir()
        with _one_moment():
            manifest = archive_writing.write_archive(
                made,
                code,
                stands_at=last_instant(code),
                with_persons=asked.with_persons,
                told=told,
            )
        if target.suffix == PACKED:
            made = _packed(made, folder / "packed")
        if asked.with_persons:
            made.chmod(ONLY_ITS_OWNER)
        digest = hashlib.sha256(manifest.as_bytes()).hexdigest()
        _record(asked, manifest, digest)
        made.rename(target)
    return Exported(manifest, digest)


def may_export(
    by: Actor, second: Actor | None, scope: str, *, with_persons: bool, needs_second: bool
) -> Verdict:
    """Say whether an export may be made. Pure.

    The open archive is for everybody who may read the record. Data of persons leave by the word of
    one who may export them, and of another one where the rules want two.
    """
    if not with_persons:
        return by.may("record.read", scope)
    if not (allowed := by.may(PERSONS, scope)):
        return allowed
    if not needs_second:
        return YES
    if second is None:
        return no(
            "second_person_missing",
            _("The rules of this process want a second person to export data of persons."),
        )
    if second.key == by.key:
        return no("same_person", _("The second person must be another one than the first."))
    return second.may(PERSONS, scope)


def _require(asked: Asked) -> None:
    needs_second = False
    if asked.with_persons:
        rules = queries.rule_set_of(queries.present_modalities(asked.process, asked.at))
        needs_second = PERSONS in rules.second_person_for
    may_export(
        asked.by,
        asked.second,
        asked.process.code,
        with_persons=asked.with_persons,
        needs_second=needs_second,
    ).require()


@action
def _record(asked: Asked, manifest: Manifest, digest: str) -> None:
    """Leave the export in the record before it is there, and each person a note of the look."""
    _require(asked)
    facts: dict[str, Any] = {
        "manifest": digest,
        "persons": asked.with_persons,
        "files": len(manifest.files),
    }
    if asked.second is not None:
        facts["second"] = asked.second.key
    code = asked.process.code
    if asked.with_persons:
        accounts = archive_parts.accounts_in(code)
        note_looks(account_keys=accounts, subject=f"archive:{code}", by=asked.by, at=asked.at)
    write(
        process_code=code,
        verb="process.exported",
        subject=code,
        actor_key=asked.by.key,
        at=asked.at,
        facts=facts,
    )


def _packed(folder: Path, path: Path) -> Path:
    with path.open("xb") as file:
        archive_writing.pack(folder, file)
    return path


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read the database as it stands at one moment, whatever is written meanwhile.

    A transaction that is open already is left as it is. With SQLite the transaction only reads, so
    that it takes no lock: Django's own would keep everybody else from writing.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
