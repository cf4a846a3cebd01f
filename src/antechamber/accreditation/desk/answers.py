"""The answers of one version as an officer reads them, with what changed since the last."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from antechamber.accreditation.applicant.shown import answer_words
from antechamber.accreditation.completeness import form_of
from antechamber.accreditation.models import Version
from antechamber.questionnaires.schema import FILE_KINDS, Question


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that was handed in with an answer."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question with its answer; `before` is what the version before said, where it differs."""

    label: str
    value: str
    before: str = ""
    is_changed: bool = False
    files: tuple[FileLink, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """A page of the form; `has_changes` marks it in the page's own contents."""

    key: str
    title: str
    rows: tuple[AnswerRow, ...]

    @property
    def has_changes(self) -> bool:
        """Say whether an answer on the page differs from the version before."""
        return any(row.is_changed for row in self.rows)


@dataclass(frozen=True, slots=True)
class Reading:
    """How answers are read: the language, the files' names by key, and the address of a file."""

    language: str
    file_names: Mapping[str, str]
    file_url: Callable[[str], str]


def answer_pages(version: Version, earlier: Version | None, reading: Reading) -> list[AnswerPage]:
    """Return what was asked in a version and answered, beside the version before. No SQL.

    Both versions come with their questionnaires.
    """
    return [
        AnswerPage(
            key=section.key,
            title=section.title.words(reading.language),
            rows=tuple(_row(each, version, earlier, reading) for each in questions),
        )
        for section, questions in form_of(version.questionnaire).asked_sections(version.answers)
    ]


def _row(
    question: Question, version: Version, earlier: Version | None, reading: Reading
) -> AnswerRow:
    given = version.answers.get(question.key)
    was = earlier.answers.get(question.key) if earlier else given
    is_file = question.kind in FILE_KINDS
    return AnswerRow(
        label=question.label.words(reading.language),
        value="" if is_file else _words(question, given, reading),
        before=_words(question, was, reading) if was != given else "",
        is_changed=was != given,
        files=_links(given or [], reading) if is_file else (),
    )


def _words(question: Question, answer: Any, reading: Reading) -> str:
    return answer_words(question, answer, reading.language, reading.file_names)


def _links(keys: Sequence[str], reading: Reading) -> tuple[FileLink, ...]:
    return tuple(FileLink(reading.file_names.get(key, key), reading.file_url(key)) for key in keys)


def file_keys(version: Version) -> frozenset[str]:
    """Return the keys of all files that a version was handed in with."""
    return frozenset(
        key
        for question in form_of(version.questionnaire).questions
        if question.kind in FILE_KINDS
        for key in version.answers.get(question.key) or []
    )
