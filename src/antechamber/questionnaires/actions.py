"""Publishing a questionnaire; storing and removing a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, BinaryIO

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from antechamber.people.actors import Actor
from antechamber.questionnaires import storage
from antechamber.questionnaires.models import Questionnaire, StoredFile, new_file_key
from antechamber.questionnaires.reading import parse
from antechamber.questionnaires.uploads import FileVerdict
from antechamber.record.actions import action, write
from antechamber.workflow import DomainError


@action
def publish_questionnaire(
    *, process_code: str, document: Mapping[str, Any], by: Actor, at: datetime
) -> Questionnaire:
    """Publish a version of a questionnaire, for ever: a change is a new version (3 statements).

    Needs `process.edit` in the process. Raises `UnusableQuestionnaire` for a wrong document and
    `DomainError` for a version that is not after all published ones.
    """
    by.may("process.edit", process_code).require()
    parsed = parse(document)
    published = Questionnaire.objects.filter(process_code=process_code, code=parsed.code)
    if published.filter(version__gte=parsed.version).exists():
        raise DomainError(
            "version_published",
            _("This version or a later one is published. Give the change a new version."),
            "version",
        )
    questionnaire = Questionnaire.objects.create(
        process_code=process_code,
        code=parsed.code,
        version=parsed.version,
        definition=document,
        digest=parsed.digest,
        published_at=at,
    )
    write(
        process_code=process_code,
        verb="questionnaire.published",
        subject=f"questionnaire/{parsed.code}",
        actor_key=by.key,
        at=at,
        facts={"code": parsed.code, "version": parsed.version, "digest": parsed.digest},
    )
    return questionnaire


@action
def store_file(
    *,
    file: BinaryIO | File[bytes],
    verdict: FileVerdict,
    process_code: str,
    owner_key: str,
    by: Actor,
    at: datetime,
) -> StoredFile:
    """Keep an uploaded file that `uploads.examine` accepted (2 statements).

    The caller has checked that the actor may hand in files for `owner_key`. Raises `DomainError`
    for a refused file. A file whose transaction is undone later is left to `forget_lost_files`.
    """
    if not verdict.accepted:
        raise DomainError(verdict.code, _("This file cannot be taken."), "file")
    stored = StoredFile(
        key=new_file_key(),
        original_name=verdict.name,
        media_type=verdict.media_type,
        size=verdict.size,
        sha256=verdict.sha256,
        owner_key=owner_key,
        uploaded_at=at,
    )
    storage.keep(stored.key, file)
    stored.save(force_insert=True)
    write(
        process_code=process_code,
        verb="file.stored",
        subject=stored.key,
        actor_key=by.key,
        at=at,
        facts={
            "sha256": stored.sha256,
            "size": stored.size,
            "media_type": stored.media_type,
        },
    )
    return stored


@action
def remove_file(*, stored: StoredFile, process_code: str, by: Actor, at: datetime) -> None:
    """Forget a stored file: its row now, its content when the transaction holds.

    The caller has checked that the actor may, and that nothing submitted refers to the file.
    """
    write(
        process_code=process_code,
        verb="file.removed",
        subject=stored.key,
        actor_key=by.key,
        at=at,
        facts={"sha256": stored.sha256},
    )
    transaction.on_commit(partial(storage.forget, stored.key))
    stored.delete()
