"""A questionnaire as data: what is asked, on which page, under which condition. Pure.

`parse` in `reading.py` makes it of a JSON or TOML document, and is the only maker: what stands here
is known to be whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from antechamber.questionnaires.texts import Text


class Kind(StrEnum):
    """What kind of answer a question takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    EMAIL = "email"
    URL = "url"
    PHONE = "phone"
    COUNTRY = "country"
    COUNTRIES = "countries"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    YEAR = "year"
    NUMBER = "number"
    FILE = "file"
    FILES = "files"
    DECLARATION = "declaration"


FILE_KINDS = frozenset({Kind.FILE, Kind.FILES})
MANY_KINDS = frozenset({Kind.COUNTRIES, Kind.CHOICES})
CONDITION_KINDS = frozenset(
    {Kind.CHOICE, Kind.CHOICES, Kind.COUNTRY, Kind.COUNTRIES, Kind.DECLARATION}
)

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers that a choice offers."""

    value: str
    label: Text
    hint: Text


@dataclass(frozen=True, slots=True)
class Condition:
    """Ask only where an earlier answer is, or holds, one of `values`."""

    question: str
    values: tuple[str, ...]

    def holds(self, answers: Answers) -> bool:
        """Say whether the condition is met by what was answered so far."""
        answer = answers.get(self.question)
        given = answer if isinstance(answer, list | tuple) else [answer]
        return any(_as_value(each) in self.values for each in given)


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    `personal` marks an answer that is personal data. `minimum` and `maximum` bound numbers, years
    and dates (ISO 8601); `file_types` are kinds of `uploads.KINDS`, `max_bytes` is for each file.
    `error` is what is said where the answer is missing, if the usual sentence does not serve.
    """

    key: str
    kind: Kind
    label: Text
    hint: Text
    error: Text
    required: bool
    personal: bool
    max_length: int
    word_limit: int | None
    options: tuple[Option, ...]
    minimum: int | str | None
    maximum: int | str | None
    max_items: int
    file_types: tuple[str, ...]
    max_bytes: int
    condition: Condition | None

    def is_asked(self, answers: Answers) -> bool:
        """Say whether the question is asked of someone who answered so far as in `answers`."""
        return self.condition is None or self.condition.holds(answers)


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the task list: a question or a small group that belongs together."""

    key: str
    title: Text
    intro: Text
    questions: tuple[Question, ...]

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """Return the questions of this page that are asked, given the answers so far.

        An answer to a question that is not asked itself does not count for a condition.
        """
        known = dict(answers)
        found = []
        for question in self.questions:
            if question.is_asked(known):
                found.append(question)
            else:
                known.pop(question.key, None)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A version of a questionnaire. `digest` is the SHA-256 of its document's canonical JSON."""

    code: str
    version: int
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    digest: str

    @property
    def questions(self) -> Iterator[Question]:
        """Return all questions in the order of the pages."""
        return (question for section in self.sections for question in section.questions)

    def section(self, key: str) -> Section | None:
        """Return the page `key`, if there is one."""
        return next((section for section in self.sections if section.key == key), None)

    def question(self, key: str) -> Question | None:
        """Return the question `key`, if there is one."""
        return next((question for question in self.questions if question.key == key), None)

    def asked_sections(self, answers: Answers) -> list[tuple[Section, tuple[Question, ...]]]:
        """Return the pages on which something is asked, each with what it asks, given `answers`."""
        known = dict(answers)
        pages = []
        for section in self.sections:
            asked = section.asked(known)
            for question in set(section.questions) - set(asked):
                known.pop(question.key, None)
            if asked:
                pages.append((section, asked))
        return pages

    def personal_keys(self) -> frozenset[str]:
        """Return the keys of the questions whose answers are personal data."""
        return frozenset(question.key for question in self.questions if question.personal)


def _as_value(answer: object) -> str:
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return str(answer)
