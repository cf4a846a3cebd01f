"""What the secretariat does with a process: deadlines, meetings, publications.

Each act makes the kept public pages out of date and leaves a ledger entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from antechamber.people.actors import SYSTEM, Actor
from antechamber.processes import queries
from antechamber.processes.models import (
    Call,
    Deadline,
    Meeting,
    Process,
    Publication,
    Standing,
)
from antechamber.processes.revision import bump_revision
from antechamber.processes.rules import extension_verdict, reason_verdict
from antechamber.record.actions import action, write
from antechamber.record.canonical import instant_text
from antechamber.workflow import DomainError

Texts = Mapping[str, str]  # language → text

CHANGEABLE_OF_MEETING: Final = frozenset(
    {"title", "theme", "city", "venue", "zone", "starts_on", "ends_on", "apply_by"}
)


@action
def extend_deadline(
    *,
    process: Process,
    code: str,
    falls_at: datetime,
    replaces: datetime | None,
    reason: Texts,
    by: Actor,
    at: datetime,
) -> Deadline:
    """Announce a later deadline of a call. The old ones stay in its history.

    `replaces` is the deadline the officer saw: where another was announced meanwhile, the act is
    refused as "deadline_changed", so that of two attempts at once one counts. In order:
    permission → lock on the call → still as seen → later than it → reason → deadline → record.
    """
    by.may("process.edit", process.code).require()
    call = _locked_call(process, code)
    window = queries.window_of(call)
    if window.deadline_at(at) != replaces or _announced_meanwhile(call, at):
        raise DomainError(
            "deadline_changed",
            _("Someone has announced another deadline meanwhile. Look at it before you go on."),
        )
    extension_verdict(window, falls_at, at).require("falls_on")
    reason_verdict(" ".join(reason.values())).require("reason")
    deadline = Deadline.objects.create(
        call=call,
        falls_at=falls_at,
        announced_at=at,
        announced_by=by.key,
        reason=LazyI18nString(dict(reason)),
        standing=Standing.STATED,
    )
    bump_revision(process)
    write(
        process_code=process.code,
        verb="call.deadline_extended",
        subject=f"call:{code}",
        actor_key=by.key,
        at=at,
        facts={"from": replaces and instant_text(replaces), "to": instant_text(falls_at)},
        words="\n".join(reason.values()),
    )
    return deadline


def _locked_call(process: Process, code: str) -> Call:
    call = Call.objects.select_for_update().filter(process=process, code=code).first()
    if call is None:
        raise DomainError("unknown_call", _("There is no such call."))
    return call


def _announced_meanwhile(call: Call, at: datetime) -> bool:
    """Say whether a person announced a deadline after the instant at which this act began.

    A loaded file may hold later announcements too: those are the call's history told in advance.
    """
    later = Deadline.objects.filter(call=call, announced_at__gte=at)
    return later.exclude(announced_by=SYSTEM.key).exists()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a news item or a document says, before it is published."""

    kind: Publication.Kind
    slug: str
    title: Texts
    summary: Texts = field(default_factory=dict)
    body: Texts = field(default_factory=dict)
    symbol: str = ""
    url: str = ""

    def texts(self) -> dict[str, Any]:
        """Return the fields a change may touch: not kind and slug, which stand in addresses."""
        return {
            "title": LazyI18nString(dict(self.title)),
            "summary": LazyI18nString(dict(self.summary)),
            "body": LazyI18nString(dict(self.body)),
            "symbol": self.symbol,
            "url": self.url,
        }


@action
def publish(*, process: Process, draft: Draft, by: Actor, at: datetime) -> Publication:
    """Publish a news item or a document. Raises `DomainError` "slug_taken" for a used address."""
    by.may("process.edit", process.code).require()
    try:
        with transaction.atomic():
            publication = Publication.objects.create(
                process=process,
                kind=draft.kind,
                slug=draft.slug,
                published_at=at,
                **draft.texts(),
            )
    except IntegrityError:
        raise DomainError(
            "slug_taken", _("Something is published at this address already."), "slug"
        ) from None
    _record_publication(publication, "publication.published", by, at)
    return publication


def texts_digest(publication: Publication) -> str:
    """Return a digest of what a publication says, by which a page tells what it showed."""
    texts = (publication.title, publication.summary, publication.body)
    said = [*(text.data for text in texts), publication.symbol, publication.url]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


@action
def change_publication(
    *, process: Process, draft: Draft, seen: str, by: Actor, at: datetime
) -> Publication:
    """Change the texts of what was published; its address and its day stay.

    `seen` is the `texts_digest` of what the writer had before their eyes. Raises `DomainError`
    "unknown_publication" or "changed_meanwhile".
    """
    by.may("process.edit", process.code).require()
    found = Publication.objects.select_for_update().filter(process=process, slug=draft.slug)
    publication = found.filter(kind=draft.kind).first()
    if publication is None:
        raise DomainError("unknown_publication", _("Nothing is published at this address."))
    if texts_digest(publication) != seen:
        raise DomainError(
            "changed_meanwhile",
            _("Someone changed this text while you had it open. Read it."),
        )
    for name, value in draft.texts().items():
        setattr(publication, name, value)
    publication.save()
    _record_publication(publication, "publication.changed", by, at)
    return publication


def _record_publication(publication: Publication, verb: str, by: Actor, at: datetime) -> None:
    bump_revision(publication.process)
    write(
        process_code=publication.process.code,
        verb=verb,
        subject=f"publication:{publication.slug}",
        actor_key=by.key,
        at=at,
        facts={"kind": str(publication.kind)},
    )


@action
def change_meeting(
    *,
    process: Process,
    code: str,
    seen_sequence: int,
    changes: Mapping[str, Any],
    reason: str,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Move or correct a meeting; calendar files that were taken before follow by its sequence.

    `changes` names fields of `CHANGEABLE_OF_MEETING`; `seen_sequence` is that of the meeting as the
    officer saw it. Raises `DomainError` "changed_meanwhile", "nothing_changed", "days_reversed" or
    "reason_missing".
    """
    by.may("process.edit", process.code).require()
    meeting = Meeting.objects.select_for_update().filter(process=process, code=code).first()
    if meeting is None:
        raise DomainError("unknown_meeting", _("There is no such meeting."))
    if meeting.sequence != seen_sequence:
        raise DomainError(
            "changed_meanwhile",
            _("Someone changed this meeting while you had it open."),
        )
    changed = _put_changes(meeting, changes)
    reason_verdict(reason).require("reason")
    meeting.sequence += 1
    meeting.save(update_fields=[*changed, "sequence"])
    bump_revision(process)
    write(
        process_code=process.code,
        verb="meeting.changed",
        subject=f"meeting:{code}",
        actor_key=by.key,
        at=at,
        facts={"changes": changed, "sequence": meeting.sequence},
        words=reason,
    )
    return meeting


def _put_changes(meeting: Meeting, changes: Mapping[str, Any]) -> list[str]:
    """Put new values into a meeting and return the names of those that differ."""
    if unknown := set(changes) - CHANGEABLE_OF_MEETING:
        raise ValueError(f"a meeting's {sorted(unknown)} cannot be changed")
    changed = sorted(name for name, value in changes.items() if getattr(meeting, name) != value)
    if not changed:
        raise DomainError("nothing_changed", _("The meeting is as you say already."))
    for name in changed:
        setattr(meeting, name, changes[name])
    if meeting.days and meeting.days[1] < meeting.days[0]:
        raise DomainError("days_reversed", _("A meeting cannot end before it starts."), "ends_on")
    return changed
