"""The answer to one question: what was typed or chosen, read by the question's kind. Pure.

What is kept is what was typed, made fit by `typed_text`: names of one word, emoji, HTML and
formulas are literal text here. Escaping belongs to what shows or exports them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator

from antechamber.places.countries import COUNTRIES
from antechamber.questionnaires.schema import FILE_KINDS, Kind, Question
from antechamber.questionnaires.typed_text import (
    ascii_digits,
    clean_line,
    clean_lines,
    is_beyond_measure,
)
from antechamber.questionnaires.uploads import FileVerdict
from antechamber.questionnaires.words import count_words

EARLIEST_YEAR, LATEST_YEAR = 1000, 9999
LONGEST_SHORT_VALUE = 100  # characters of a code, a day, a number: no one types more
PHONE = re.compile(r"\+?[0-9()./ -]+(?:(?:x|ext\.?|,|;|#) ?[0-9]{1,8})?", re.IGNORECASE)
FEWEST_PHONE_DIGITS, MOST_PHONE_DIGITS = 5, 23  # ITU-T E.164 has 15, an extension up to 8 more
NUMBER = re.compile(r"[+-]?[0-9]{1,15}")
DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
YES_WORDS = frozenset({"yes", "on", "true", "1"})

_check_email = EmailValidator()
_check_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Error:
    """Why an answer cannot be taken: a code, and parameters for its sentence (`sentences.py`)."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)


class Wrong(Exception):
    """An answer cannot be taken; made an `Error` by `answers.validate`."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.error = Error(code, params)


def read(question: Question, raw: Any, new_files: Sequence[FileVerdict] = ()) -> Any:
    """Return the cleaned answer, plain JSON; empty where nothing was answered. Raises `Wrong`."""
    if question.kind in FILE_KINDS:
        return _files(question, _texts(raw), new_files)
    value = _READERS[question.kind](question, raw)
    if question.required and is_empty(value):
        raise Wrong("required")
    return value


def is_empty(value: Any) -> bool:
    """Say whether a cleaned answer is none; the number 0 is one."""
    return value is None or value in ("", [])


def _text(question: Question, raw: Any) -> str:
    return _within_length(question, _one(raw), clean_line)


def _long_text(question: Question, raw: Any) -> str:
    text = _within_length(question, _one(raw), clean_lines)
    if question.word_limit is not None and (count := count_words(text)) > question.word_limit:
        raise Wrong("too_many_words", limit=question.word_limit, count=count)
    return text


def _within_length(question: Question, raw: str, clean: Callable[[str], str]) -> str:
    if is_beyond_measure(raw, question.max_length):
        raise Wrong("too_long", limit=question.max_length, count=len(raw))
    text = clean(raw)
    if len(text) > question.max_length:
        raise Wrong("too_long", limit=question.max_length, count=len(text))
    return text


def _email(question: Question, raw: Any) -> str:
    address = _text(question, raw)
    if not address:
        return ""
    name, _at, domain = address.rpartition("@")
    address = f"{name}@{domain.lower()}"
    return _checked(address, _check_email, "bad_email")


def _url(question: Question, raw: Any) -> str:
    address = _text(question, raw)
    if not address:
        return ""
    if "://" not in address:
        address = f"https://{address}"
    if len(address) > question.max_length:
        raise Wrong("too_long", limit=question.max_length, count=len(address))
    # A name before the host makes one site look like another: https://un.org@example.net
    if "@" in urlsplit(_checked(address, _check_url, "bad_url")).netloc:
        raise Wrong("bad_url")
    return address


def _checked(text: str, check: Callable[[str], None], code: str) -> str:
    try:
        check(text)
    except ValidationError:
        raise Wrong(code) from None
    return text


def _phone(question: Question, raw: Any) -> str:
    number = ascii_digits(_text(question, raw))
    digits = sum(sign.isdigit() for sign in number)
    in_bounds = FEWEST_PHONE_DIGITS <= digits <= MOST_PHONE_DIGITS
    if number and not (in_bounds and PHONE.fullmatch(number)):
        raise Wrong("bad_phone")
    return number


def _country(question: Question, raw: Any) -> str:
    code = _short(raw).upper()
    if code and code not in COUNTRIES:
        raise Wrong("bad_country")
    return code


def _countries(question: Question, raw: Any) -> list[str]:
    return _at_most(question, [code for each in _texts(raw) if (code := _country(question, each))])


def _choice(question: Question, raw: Any) -> str:
    value = _short(raw)
    if value and value not in {option.value for option in question.options}:
        raise Wrong("bad_choice")
    return value


def _choices(question: Question, raw: Any) -> list[str]:
    chosen = {_choice(question, each) for each in _texts(raw)}
    offered = [option.value for option in question.options if option.value in chosen]
    return _at_most(question, offered)


def _at_most(question: Question, values: list[str]) -> list[str]:
    chosen = list(dict.fromkeys(values))
    if len(chosen) > question.max_items:
        raise Wrong("too_many", limit=question.max_items, count=len(chosen))
    return chosen


def _date(question: Question, raw: Any) -> str:
    written = ascii_digits(_short(raw))
    if not written:
        return ""
    parts = DAY.fullmatch(written)
    try:
        day = date(*map(int, parts.groups())).isoformat() if parts else ""
    except ValueError:
        day = ""
    if not day:
        raise Wrong("bad_date")
    _refuse_beyond_bounds(question, day)
    return day


def _year(question: Question, raw: Any) -> int | None:
    year = _whole_number(raw, "bad_year")
    if year is None:
        return None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Wrong("bad_year")
    _refuse_beyond_bounds(question, year)
    return year


def _number(question: Question, raw: Any) -> int | None:
    number = _whole_number(raw, "bad_number")
    if number is not None:
        _refuse_beyond_bounds(question, number)
    return number


def _whole_number(raw: Any, code: str) -> int | None:
    # Spaces part thousands in many countries; a comma or a stop is one thing here, another there.
    written = ascii_digits(_short(raw)).replace(" ", "").replace("\u2212", "-")
    if not written:
        return None
    if not NUMBER.fullmatch(written):
        raise Wrong(code)
    return int(written)


def _refuse_beyond_bounds(question: Question, value: Any) -> None:
    if question.minimum is not None and value < question.minimum:
        raise Wrong("too_low", limit=question.minimum)
    if question.maximum is not None and value > question.maximum:
        raise Wrong("too_high", limit=question.maximum)


def _declaration(question: Question, raw: Any) -> bool | None:
    return True if raw is True or _short(raw).lower() in YES_WORDS else None


def _files(question: Question, kept: list[str], new: Sequence[FileVerdict]) -> list[str]:
    for verdict in new:
        if not verdict.accepted:
            raise Wrong(verdict.code, name=verdict.name, **verdict.params)
    most = question.max_items if question.kind == Kind.FILES else 1
    count = len(kept) + len(new)
    if question.kind == Kind.FILE and new:
        return []  # the new file takes the old one's place
    if count > most:
        raise Wrong("too_many_files", limit=most, count=count)
    if question.required and not count:
        raise Wrong("file_required")
    return kept


def _one(raw: Any) -> str:
    texts = _texts(raw)
    return texts[0] if texts else ""


def _texts(raw: Any) -> list[str]:
    given = raw if isinstance(raw, list | tuple) else [raw]
    return [str(each) for each in given if each is not None]


def _short(raw: Any) -> str:
    text = _one(raw)
    if len(text) > LONGEST_SHORT_VALUE:
        raise Wrong("too_long", limit=LONGEST_SHORT_VALUE, count=len(text))
    return clean_line(text)


_READERS: Final[Mapping[Kind, Callable[[Question, Any], Any]]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.EMAIL: _email,
    Kind.URL: _url,
    Kind.PHONE: _phone,
    Kind.COUNTRY: _country,
    Kind.COUNTRIES: _countries,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.DATE: _date,
    Kind.YEAR: _year,
    Kind.NUMBER: _number,
    Kind.DECLARATION: _declaration,
}
