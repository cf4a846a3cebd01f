"""Loading a process file into the tables: what is new is added, what differs is changed.

Rows are known by their codes. What stands in the tables and not in the file stays: an officer may
have added it. What is history stays as it was: an announced deadline, and the rules of modalities
that have been adopted, are refused where the file tells them otherwise. A translation, which comes
later than what it translates, may be added to them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from antechamber.people.actors import Actor
from antechamber.processes.models import (
    Call,
    Category,
    Deadline,
    Facilitator,
    Meeting,
    Modalities,
    Process,
    Publication,
    Rule,
)
from antechamber.processes.process_file import ProcessFile, Values
from antechamber.processes.revision import bump_revision
from antechamber.record.actions import write
from antechamber.workflow import DomainError


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file changed. The same file twice changes nothing."""

    process: Process
    added: int
    changed: int
    same: int


@dataclass(slots=True)
class _Tally:
    """Writes rows and counts what happened to them."""

    counts: Counter[str] = field(default_factory=Counter)

    def put(self, model: type[Any], values: Values, **identity: Any) -> Any:
        """Add the row of an identity, or change what differs (1 or 2 statements)."""
        row = model.objects.filter(**identity).first()
        if row is None:
            self.counts["added"] += 1
            return model.objects.create(**identity, **values)
        different = [name for name, value in values.items() if getattr(row, name) != value]
        for name in different:
            setattr(row, name, values[name])
        if different:
            row.save(update_fields=different)
        self.counts["changed" if different else "same"] += 1
        return row

    def keep(self, model: type[Any], values: Values, refusal: DomainError, **identity: Any) -> None:
        """Add a row that nobody may change afterwards; raise `refusal` where it would change."""
        row = model.objects.filter(**identity).first()
        if row is not None and any(_differs(getattr(row, name), values[name]) for name in values):
            raise refusal
        self.put(model, values, **identity)


def _differs(kept: Any, told: Any) -> bool:
    """Say whether a file tells a value otherwise; more languages of the same text do not."""
    match kept, told:
        case LazyI18nString(data=dict() as before), LazyI18nString(data=dict() as after):
            return not before.items() <= after.items()
    return bool(kept != told)


def load_process(*, read: ProcessFile, by: Actor, at: datetime) -> Loaded:
    """Bring the tables to what a file says, in one transaction, with one ledger entry.

    Changes nothing and writes no entry where the tables say it already, which is why this is no
    `@action`. Raises `DomainError` where the file tells history otherwise than the tables.
    About one statement for each row that is the same, two for others.
    """
    with transaction.atomic():
        tally = _Tally()
        process = tally.put(Process, _without(read.process, "code"), code=read.process["code"])
        _put_entities(tally, process, read)
        _put_calls(tally, process, read, by)
        _put_modalities(tally, process, read)
        _put_pages(tally, process, read)
        added, changed = tally.counts["added"], tally.counts["changed"]
        if added or changed:
            bump_revision(process)
            write(
                process_code=process.code,
                verb="process.loaded",
                subject=process.code,
                actor_key=by.key,
                at=at,
                facts={"file_digest": read.digest, "added": added, "changed": changed},
            )
    return Loaded(process, added, changed, tally.counts["same"])


def _put_entities(tally: _Tally, process: Process, read: ProcessFile) -> None:
    facilitators = {
        row["code"]: tally.put(
            Facilitator, _without(row, "code"), process=process, code=row["code"]
        )
        for row in read.facilitators
    }
    for row in read.categories:
        values = _without(row, "code") | {"facilitator": facilitators[row["facilitator"]]}
        tally.put(Category, values, process=process, code=row["code"])


def _put_calls(tally: _Tally, process: Process, read: ProcessFile, by: Actor) -> None:
    calls = {
        row["code"]: tally.put(Call, _without(row, "code"), process=process, code=row["code"])
        for row in read.calls
    }
    refusal = DomainError(
        "deadline_announced",
        _("A deadline that was announced stays as it was. Announce a later one beside it."),
    )
    for row in read.deadlines:
        values = _without(row, "call", "announced_at") | {"announced_by": by.key}
        identity = {"call": calls[row["call"]], "announced_at": row["announced_at"]}
        tally.keep(Deadline, values, refusal, **identity)


def _put_modalities(tally: _Tally, process: Process, read: ProcessFile) -> None:
    refusal = DomainError(
        "modalities_adopted",
        _("Modalities that were adopted stay as they were. Write a new version beside them."),
    )
    for row in read.modalities:
        version = row["version"]
        identity = {"process": process, "version": version}
        _refuse_version_of_the_desk(process, version)
        adopted_before = Modalities.objects.filter(**identity).exclude(adopted_at=None).exists()
        if adopted_before:
            # An act may have superseded it since the file was written.
            tally.keep(Modalities, _without(row, "version", "superseded_at"), refusal, **identity)
        else:
            tally.put(Modalities, _without(row, "version"), **identity)
        modalities = Modalities.objects.get(**identity)
        for rule in (rule for rule in read.rules if rule["version"] == version):
            values = _without(rule, "version", "kind")
            put_rule = {"modalities": modalities, "kind": rule["kind"]}
            if adopted_before:
                tally.keep(Rule, values, refusal, **put_rule)
            else:
                tally.put(Rule, values, **put_rule)


def _refuse_version_of_the_desk(process: Process, version: int) -> None:
    """Raise `DomainError` where a file has a version's number that was given at the desk."""
    known = Modalities.objects.filter(process=process, version=version)
    if known.filter(based_on__isnull=False).exists():
        raise DomainError(
            "modalities_written_here",
            _("Modalities of this number were written at the desk. Give the file's another one."),
        )


def _put_pages(tally: _Tally, process: Process, read: ProcessFile) -> None:
    for row in read.meetings:
        tally.put(Meeting, _without(row, "code"), process=process, code=row["code"])
    for row in read.publications:
        tally.put(Publication, _without(row, "slug"), process=process, slug=row["slug"])


def _without(values: Values, *keys: str) -> Values:
    return {name: value for name, value in values.items() if name not in keys}
