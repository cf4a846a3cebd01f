"""One page of a questionnaire as a Django form, drawn by the field partials of `web`.

The form only carries what was typed in and out; what is an answer is decided by `answers.validate`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from antechamber.questionnaires.answers import validate
from antechamber.questionnaires.fields import AnswerField, field_of, initial_value
from antechamber.questionnaires.schema import (
    FILE_KINDS,
    MANY_KINDS,
    Answers,
    Condition,
    Kind,
    Question,
    Questionnaire,
    Section,
)
from antechamber.questionnaires.sentences import sentence
from antechamber.questionnaires.uploads import FileVerdict, examine
from antechamber.web.controls import KeptFile
from antechamber.web.date_parts import PARTS

KeptFiles = Mapping[str, Sequence[KeptFile]]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that just came, and the verdict on it."""

    file: UploadedFile[Any]
    verdict: FileVerdict


class SectionForm(forms.Form):
    """One page of `questionnaire`, filled from `answers`, the cleaned ones of all pages so far.

    `kept_files` are the files handed in before, by question. After `is_valid()`, whatever it says:

    - `answers` holds the answers of this page that can be kept, without those of files;
    - `wrong` what was typed where it cannot be taken, as it came;
    - `uploads` the new files, by question, that can be kept; each is to be stored by the caller;
    - `removed` the keys of kept files to be removed, by question: ticked, or replaced.
    """

    def __init__(
        self,
        section: Section,
        questionnaire: Questionnaire,
        answers: Answers,
        *,
        language: str,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        kept_files: KeptFiles | None = None,
    ) -> None:
        self.section = section
        self.questionnaire = questionnaire
        self.earlier = answers
        self.language = language
        self.kept_files = kept_files or {}
        self.answers: dict[str, Any] = {}
        self.wrong: dict[str, Any] = {}
        self.uploads: dict[str, list[Upload]] = {}
        self.removed: dict[str, frozenset[str]] = {}
        shown = [question for question in section.questions if self._is_shown(question)]
        initial = {each.key: initial_value(each, answers.get(each.key)) for each in shown}
        super().__init__(data, files, initial=initial)
        for question in shown:
            self.fields[question.key] = field_of(
                question, language, self.kept_files.get(question.key, ()), self._note(question)
            )

    def clean(self) -> dict[str, Any]:
        """Judge the whole page at once, and note what can be kept."""
        shown = [question for question in self.section.questions if question.key in self.fields]
        came = {each.key: self._came(each) for each in shown if each.kind in FILE_KINDS}
        raw = {question.key: self._raw(question) for question in shown}
        verdicts = {key: [each.verdict for each in uploads] for key, uploads in came.items()}
        self.answers, errors = validate(self.section, raw, verdicts, self.earlier)
        for question in shown:
            if question.key in errors:
                self.add_error(question.key, sentence(question, errors[question.key]))
            if question.kind in FILE_KINDS:
                self.answers.pop(question.key, None)
                self._keep_files(question, came[question.key])
            elif question.key in errors:
                self.wrong[question.key] = raw[question.key]
        return self.answers

    def show_kept(self, kept_files: KeptFiles) -> None:
        """Draw these files as handed in: what came with an error elsewhere is kept by now."""
        for key, field in self.fields.items():
            cast("AnswerField", field).kept_files = kept_files.get(key, ())

    def _is_shown(self, question: Question) -> bool:
        """Say whether to show a question whose condition may be met by an answer on this page."""
        condition = question.condition
        if condition is None:
            return True
        asked_here = next((q for q in self.section.questions if q.key == condition.question), None)
        if asked_here is not None:
            return self._is_shown(asked_here)
        return condition.holds(self.earlier)

    def _note(self, question: Question) -> str:
        condition = question.condition
        asked = self.section_question(condition) if condition else None
        if condition is None or asked is None:
            return ""
        words = [
            option.label.words(self.language)
            for option in asked.options
            if option.value in condition.values
        ]
        return _("Only if your answer above is: %(answer)s.") % {
            "answer": " / ".join(words) if words else _("Yes")
        }

    def section_question(self, condition: Condition) -> Question | None:
        """Return the question of this page that `condition` asks, if it is on this page."""
        return next((q for q in self.section.questions if q.key == condition.question), None)

    def _raw(self, question: Question) -> Any:
        if question.kind in FILE_KINDS:
            removed = set(self._sent(f"{question.key}-remove"))
            kept = [file.key for file in self.kept_files.get(question.key, ())]
            return [key for key in kept if key not in removed]
        if question.kind == Kind.DATE:
            day, month, year = (self.data.get(f"{question.key}_{part}", "") for part in PARTS)
            return f"{year}-{month}-{day}" if day or month or year else ""
        if question.kind in MANY_KINDS:
            return self._sent(question.key)
        return self.data.get(question.key, "")

    def _sent(self, name: str) -> list[str]:
        return list(self.data.getlist(name)) if isinstance(self.data, MultiValueDict) else []

    def _came(self, question: Question) -> list[Upload]:
        files = self.files.getlist(question.key) if isinstance(self.files, MultiValueDict) else []
        return [
            Upload(
                file,
                examine(
                    cast("BinaryIO", file),
                    name=file.name or "",
                    allowed=question.file_types,
                    max_bytes=question.max_bytes,
                ),
            )
            for file in files
        ]

    def _keep_files(self, question: Question, came: list[Upload]) -> None:
        """Note which files stay, come and go. A browser sends a file once: what is good is kept."""
        good = [upload for upload in came if upload.verdict.accepted]
        kept = set(self._raw(question))
        before = {file.key for file in self.kept_files.get(question.key, ())}
        if question.kind == Kind.FILE:
            good = good[-1:]
            kept = set() if good else kept
        elif len(kept) + len(good) > question.max_items:
            good = []
        self.uploads[question.key] = good
        self.removed[question.key] = frozenset(before - kept)
