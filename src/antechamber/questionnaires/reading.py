"""Reading a questionnaire from a document (JSON or TOML), with errors that say where. Pure.

The document: `code`, `version`, `languages` (the first is the original) and `sections`, each with
`key`, `title`, `intro` and `questions`. A question has `key`, `kind`, `label` and, as its kind
allows, the fields of `schema.Question`. A text is a table of languages or one string in the
original language. `docs/questionnaires.md` is the reference for people who write one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeVar

from antechamber.questionnaires.schema import (
    CONDITION_KINDS,
    FILE_KINDS,
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
)
from antechamber.questionnaires.tables import Table, UnusableQuestionnaire, listed
from antechamber.questionnaires.uploads import KINDS as FILE_TYPES
from antechamber.record.canonical import canonical_json

MAX_SECTIONS = 40
MAX_QUESTIONS = 12  # on a page: more is no small group
MAX_OPTIONS = 300
LONGEST_TEXT = 20_000  # characters of one answer
LARGEST_FILE = 20 * 1024 * 1024  # bytes
MOST_ITEMS = 250
DEFAULT_LENGTH: Final[Mapping[Kind, int]] = {
    Kind.TEXT: 300,
    Kind.LONG_TEXT: 10_000,
    Kind.EMAIL: 254,  # RFC 5321, 4.5.3.1.3
    Kind.URL: 500,
    Kind.PHONE: 40,
}
DEFAULT_FILE_TYPES = ("pdf", "jpeg", "png")
DEFAULT_FILE_BYTES = 5 * 1024 * 1024

Bound = TypeVar("Bound", int, str)
_EVERY_KIND = {"key", "kind", "label", "hint", "error", "required", "personal", "condition"}
_TEXT_FIELDS = {"max_length"}
_BOUNDS = {"minimum", "maximum"}
_FIELDS: Final[Mapping[Kind, set[str]]] = {
    Kind.TEXT: _TEXT_FIELDS,
    Kind.LONG_TEXT: _TEXT_FIELDS | {"word_limit"},
    Kind.EMAIL: _TEXT_FIELDS,
    Kind.URL: _TEXT_FIELDS,
    Kind.PHONE: _TEXT_FIELDS,
    Kind.COUNTRY: set(),
    Kind.COUNTRIES: {"max_items"},
    Kind.CHOICE: {"options"},
    Kind.CHOICES: {"options", "max_items"},
    Kind.DATE: _BOUNDS,
    Kind.YEAR: _BOUNDS,
    Kind.NUMBER: _BOUNDS,
    Kind.FILE: {"file_types", "max_bytes"},
    Kind.FILES: {"file_types", "max_bytes", "max_items"},
    Kind.DECLARATION: set(),
}


def parse(document: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire that `document` describes, or raise `UnusableQuestionnaire`."""
    table = Table(document, "")
    table.knows({"code", "version", "languages", "sections"})
    languages = table.languages()
    questionnaire = Questionnaire(
        code=table.key("code"),
        version=table.integer("version", 1, 100_000),
        languages=languages,
        sections=tuple(
            _section(each, languages[0]) for each in table.tables("sections", MAX_SECTIONS)
        ),
        digest=document_digest(document),
    )
    _refuse_repeated_keys(questionnaire)
    _refuse_unanswerable_conditions(questionnaire)
    return questionnaire


def document_digest(document: Mapping[str, Any]) -> str:
    """Return the hex SHA-256 of the document's canonical JSON; equal content, equal digest."""
    try:
        return hashlib.sha256(canonical_json(document)).hexdigest()
    except (TypeError, ValueError) as problem:
        raise UnusableQuestionnaire("", f"holds a value that JSON has not: {problem}") from None


def _section(table: Table, original: str) -> Section:
    table.original = original
    table.knows({"key", "title", "intro", "questions"})
    return Section(
        key=table.key("key"),
        title=table.text("title", needed=True),
        intro=table.text("intro"),
        questions=tuple(_question(each) for each in table.tables("questions", MAX_QUESTIONS)),
    )


def _question(table: Table) -> Question:
    kind = _kind(table)
    table.knows(_EVERY_KIND | _FIELDS[kind])
    minimum, maximum = _bounds(table, kind)
    return Question(
        key=table.key("key"),
        kind=kind,
        label=table.text("label", needed=True),
        hint=table.text("hint"),
        error=table.text("error"),
        required=table.flag("required", default=True),
        personal=table.flag("personal", default=False),
        max_length=_max_length(table, kind),
        word_limit=table.integer("word_limit", 1, 5_000) if "word_limit" in table.content else None,
        options=_options(table) if "options" in _FIELDS[kind] else (),
        minimum=minimum,
        maximum=maximum,
        max_items=_max_items(table, kind),
        file_types=_file_types(table) if kind in FILE_KINDS else (),
        max_bytes=_max_bytes(table) if kind in FILE_KINDS else 0,
        condition=_condition(table.inside("condition")) if "condition" in table.content else None,
    )


def _kind(table: Table) -> Kind:
    try:
        return Kind(str(table.content.get("kind")))
    except ValueError:
        raise table.refuse("kind", f"must be one of {listed(Kind)}") from None


def _max_length(table: Table, kind: Kind) -> int:
    default = DEFAULT_LENGTH.get(kind)
    return 0 if default is None else table.integer("max_length", 1, LONGEST_TEXT, default)


def _max_items(table: Table, kind: Kind) -> int:
    return table.integer("max_items", 1, MOST_ITEMS, MOST_ITEMS if kind != Kind.FILES else 5)


def _max_bytes(table: Table) -> int:
    return table.integer("max_bytes", 1, LARGEST_FILE, DEFAULT_FILE_BYTES)


def _file_types(table: Table) -> tuple[str, ...]:
    types = table.strings("file_types", DEFAULT_FILE_TYPES)
    if not types or not set(types) <= set(FILE_TYPES):
        raise table.refuse("file_types", f"must be some of {listed(FILE_TYPES)}")
    return types


def _options(table: Table) -> tuple[Option, ...]:
    options = []
    for each in table.tables("options", MAX_OPTIONS):
        each.knows({"value", "label", "hint"})
        options.append(
            Option(each.key("value"), each.text("label", needed=True), each.text("hint"))
        )
    if len({option.value for option in options}) < len(options):
        raise table.refuse("options", "must have each value once")
    return tuple(options)


def _bounds(table: Table, kind: Kind) -> tuple[int | str | None, int | str | None]:
    if kind == Kind.DATE:
        days = _day(table, "minimum"), _day(table, "maximum")
        return _in_order(table, *days)
    return _in_order(table, _number(table, "minimum"), _number(table, "maximum"))


def _in_order(
    table: Table, low: Bound | None, high: Bound | None
) -> tuple[Bound | None, Bound | None]:
    if low is not None and high is not None and low > high:
        raise table.refuse("minimum", "must not be over the maximum")
    return low, high


def _number(table: Table, name: str) -> int | None:
    return table.integer(name, -(10**15), 10**15) if name in table.content else None


def _day(table: Table, name: str) -> str | None:
    if name not in table.content:
        return None
    try:
        return date.fromisoformat(table.content[name]).isoformat()
    except (TypeError, ValueError):
        raise table.refuse(name, "must be a day as in 2017-04-09") from None


def _condition(table: Table) -> Condition:
    table.knows({"question", "values"})
    values = table.strings("values", ())
    if not values:
        raise table.refuse("values", "must name one answer or more")
    return Condition(question=table.key("question"), values=values)


def _refuse_repeated_keys(questionnaire: Questionnaire) -> None:
    for name, keys in (
        ("sections", [section.key for section in questionnaire.sections]),
        ("questions", [question.key for question in questionnaire.questions]),
    ):
        repeated = sorted({key for key in keys if keys.count(key) > 1})
        if repeated:
            raise UnusableQuestionnaire(name, f"{repeated[0]} stands more than once")


def _refuse_unanswerable_conditions(questionnaire: Questionnaire) -> None:
    earlier: dict[str, Question] = {}
    for question in questionnaire.questions:
        if question.condition is not None:
            _refuse_unanswerable(question, question.condition, earlier)
        earlier[question.key] = question


def _refuse_unanswerable(
    question: Question, condition: Condition, earlier: Mapping[str, Question]
) -> None:
    path = f"{question.key}.condition"
    asked = earlier.get(condition.question)
    if asked is None or asked.kind not in CONDITION_KINDS:
        raise UnusableQuestionnaire(path, f"{condition.question} is no choice that is asked before")
    possible = {option.value for option in asked.options}
    if possible and not set(condition.values) <= possible:
        raise UnusableQuestionnaire(path, f"{condition.question} has no such answer")
