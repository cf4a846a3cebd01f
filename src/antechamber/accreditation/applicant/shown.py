"""Answers as people read them: a list of pages, each a list of questions and answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from antechamber.accreditation.completeness import form_of
from antechamber.places.countries import name as country_name
from antechamber.questionnaires.models import Questionnaire
from antechamber.questionnaires.schema import Kind, Question
from antechamber.web.components import SummaryRow


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of the form with its rows."""

    key: str
    title: str
    rows: list[SummaryRow]


def answer_rows(
    questionnaire: Questionnaire,
    answers: Mapping[str, Any],
    language: str,
    files: Mapping[str, str],
    *,
    change_url: Callable[[str], str] | None = None,
    without: frozenset[str] = frozenset(),
) -> list[ShownPage]:
    """Return the asked questions with their answers in words, by page.

    `change_url` is given a page's key; `files` are the names of files by key; `without` leaves out
    questions by key. Costs no SQL.
    """
    return [
        ShownPage(
            key=page.key,
            title=page.title.words(language),
            rows=[
                SummaryRow(
                    label=question.label.words(language),
                    value=answer_words(question, answers.get(question.key), language, files),
                    url=change_url(page.key) if change_url else "",
                    missing=_("Not answered yet") if question.required else _("Not answered"),
                )
                for question in questions
                if question.key not in without
            ],
        )
        for page, questions in form_of(questionnaire).asked_sections(answers)
    ]


def answer_words(question: Question, answer: Any, language: str, files: Mapping[str, str]) -> str:
    """Write one answer in words; empty where there is none."""
    if answer is None or answer in ("", []):
        return ""
    if question.kind is Kind.DECLARATION:
        return _("Yes") if answer else ""
    if question.kind in {Kind.CHOICE, Kind.CHOICES}:
        return ", ".join(_option_words(question, each, language) for each in _several(answer))
    if question.kind in {Kind.COUNTRY, Kind.COUNTRIES}:
        return ", ".join(country_name(each, language) for each in _several(answer))
    if question.kind in {Kind.FILE, Kind.FILES}:
        return ", ".join(files.get(each, "") for each in _several(answer))
    return str(answer)


def _several(answer: Any) -> list[Any]:
    return list(answer) if isinstance(answer, list | tuple) else [answer]


def _option_words(question: Question, value: str, language: str) -> str:
    for option in question.options:
        if option.value == value:
            return option.label.words(language)
    return str(value)
