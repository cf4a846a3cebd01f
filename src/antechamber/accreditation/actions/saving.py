"""Keeping what an applicant wrote on one page of the form: answers, files that come and go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from antechamber.accreditation import completeness, queries
from antechamber.accreditation.models import Application, HandedInFile
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.questionnaires.actions import remove_file, store_file
from antechamber.questionnaires.forms import SectionForm, Upload
from antechamber.questionnaires.schema import FILE_KINDS, Section


@dataclass(frozen=True, slots=True)
class PageAnswers:
    """What one page of the form brought.

    `answers` are kept; of `unusable` questions the earlier answer stays; an asked question in
    neither was emptied. `uploads` and `removed` are files by question.
    """

    section: Section
    answers: Mapping[str, Any]
    unusable: frozenset[str] = frozenset()
    uploads: Mapping[str, Sequence[Upload]] = field(default_factory=dict)
    removed: Mapping[str, frozenset[str]] = field(default_factory=dict)


def page_answers(section: Section, form: SectionForm) -> PageAnswers:
    """Return what a checked form brought, whether or not all of it was valid."""
    return PageAnswers(
        section=section,
        answers=form.answers,
        unusable=frozenset(form.wrong),
        uploads=form.uploads,
        removed=form.removed,
    )


def save_page(
    *, process: Process, key: str, page: PageAnswers, by: Actor, at: datetime
) -> Application:
    """Keep one page beside the others (2 statements, more with files).

    Allowed at any time, also after the deadline: saving promises nothing and loses nothing.
    Typing leaves no ledger entry; a file does, and so does submitting.
    """
    with transaction.atomic():
        application = queries.of_focal_point(process, key, by, lock=True)
        answers = _merged(application.answers, page)
        for question in page.section.questions:
            if question.kind in FILE_KINDS and question.key in page.uploads:
                kept = _files_kept(application, question.key, page, by, at)
                answers = _with(answers, question.key, kept)
        application.answers = answers
        application.saved_at = at
        application.save(update_fields=["answers", "saved_at"])
    return application


def save_answers(
    *, process: Process, key: str, answers: Mapping[str, Any], by: Actor, at: datetime
) -> Application:
    """Keep answers that came at once and are clean already, not page by page (2 statements)."""
    with transaction.atomic():
        application = queries.of_focal_point(process, key, by, lock=True)
        application.answers = {**application.answers, **answers}
        application.saved_at = at
        application.save(update_fields=["answers", "saved_at"])
    return application


def _merged(before: Mapping[str, Any], page: PageAnswers) -> dict[str, Any]:
    """Return all answers: what was asked and left empty goes, what was not asked stays."""
    answers = {**before, **page.answers}
    for question in page.section.asked(answers):
        is_file = question.kind in FILE_KINDS
        if not is_file and question.key not in {*page.answers, *page.unusable}:
            answers.pop(question.key, None)
    return answers


def _with(answers: dict[str, Any], key: str, value: list[str]) -> dict[str, Any]:
    return {**answers, key: value} if value else {k: v for k, v in answers.items() if k != key}


def _files_kept(
    application: Application, question: str, page: PageAnswers, by: Actor, at: datetime
) -> list[str]:
    """Store what came, forget what was taken away, and return the keys that now answer."""
    removed = page.removed.get(question, frozenset())
    kept = [key for key in application.answers.get(question, []) if key not in removed]
    for upload in page.uploads[question]:
        stored = store_file(
            file=upload.file,
            verdict=upload.verdict,
            process_code=application.process.code,
            owner_key=by.key,
            by=by,
            at=at,
        )
        HandedInFile.objects.create(application=application, file=stored, question=question)
        kept.append(stored.key)
    for key in removed - _submitted_files(application) if removed else ():
        _forget(application, key, by, at)
    return kept


def _submitted_files(application: Application) -> frozenset[str]:
    """Return the keys of files that a submitted version refers to: those stay."""
    keys: set[str] = set()
    for version in application.versions.select_related("questionnaire"):
        form = completeness.form_of(version.questionnaire)
        for question in form.questions:
            if question.kind in FILE_KINDS:
                keys.update(version.answers.get(question.key, []))
    return frozenset(keys)


def _forget(application: Application, key: str, by: Actor, at: datetime) -> None:
    handed_in = application.files.filter(file__key=key).select_related("file").first()
    if handed_in is not None:
        stored = handed_in.file
        handed_in.delete()
        remove_file(stored=stored, process_code=application.process.code, by=by, at=at)
