"""The answers to a page, and to a whole questionnaire: plain values in and out. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from antechamber.questionnaires.schema import Answers, Questionnaire, Section
from antechamber.questionnaires.uploads import FileVerdict
from antechamber.questionnaires.values import Error, Wrong, is_empty, read

Files = Mapping[str, Sequence[FileVerdict]]


class Validated(NamedTuple):
    """The answers of a page that can be taken, by question, and the errors of those that cannot."""

    cleaned: dict[str, Any]
    errors: dict[str, Error]


def validate(
    section: Section,
    raw: Mapping[str, Any],
    files: Files | None = None,
    answers: Answers | None = None,
) -> Validated:
    """Return the cleaned answers and the errors of one page.

    `raw` holds a text for each question, or a list of texts where many can be chosen; for a
    question of files, the keys of those kept from before, and `files` the verdicts on new ones.
    `answers` are those of earlier pages: conditions ask them. A question that is not asked gives
    neither an answer nor an error. Cleaned values are plain JSON: text, whole number, `True`, or
    a list of texts.
    """
    # What this page said before must not decide what it asks now.
    here = {question.key for question in section.questions}
    earlier = {key: value for key, value in (answers or {}).items() if key not in here}
    cleaned: dict[str, Any] = {}
    errors: dict[str, Error] = {}
    for question in section.questions:
        if not question.is_asked(earlier | cleaned):
            continue
        try:
            value = read(question, raw.get(question.key), (files or {}).get(question.key, ()))
        except Wrong as wrong:
            errors[question.key] = wrong.error
        else:
            if not is_empty(value):
                cleaned[question.key] = value
    return Validated(cleaned, errors)


def problems(questionnaire: Questionnaire, answers: Answers) -> dict[str, dict[str, Error]]:
    """Return the errors of all pages by page and question, empty where all can be handed in.

    `answers` are cleaned ones, of files the keys of what is stored.
    """
    found: dict[str, dict[str, Error]] = {}
    known: dict[str, Any] = {}
    for section in questionnaire.sections:
        cleaned, errors = validate(section, answers, {}, known)
        known |= cleaned
        if errors:
            found[section.key] = errors
    return found


def asked_answers(questionnaire: Questionnaire, answers: Answers) -> dict[str, Any]:
    """Return the answers to questions that are asked, given one another: what is handed in."""
    return {
        question.key: answers[question.key]
        for _section, asked in questionnaire.asked_sections(answers)
        for question in asked
        if question.key in answers
    }
