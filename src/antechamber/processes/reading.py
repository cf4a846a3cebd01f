"""Reading one table of a process file, key by key, with errors that say where and what to do.

A `Section` hands out values of the type asked for and remembers which keys were asked; `finish`
refuses the rest, so that a misspelt key is an error and not a silent default.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from i18nfield.strings import LazyI18nString

from antechamber import clock
from antechamber.places.zones import validate_zone

CODE: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_CODE: Final = 40  # characters, as the tables hold them
LONGEST_SLUG: Final = 80
LONGEST_QUOTE: Final = 60  # characters of a wrong value in an error

_validate_url = URLValidator(schemes=["http", "https"])


class UnusableFile(Exception):
    """A process file cannot be used: `where` it is wrong, and what is expected there."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


@dataclass
class Section:
    """One table of the file. `where` names it as a person finds it: "calls[1].deadlines[2]"."""

    where: str
    values: Mapping[str, Any]
    _asked: set[str] = field(default_factory=set, init=False)

    def fail(self, key: str, problem: str) -> UnusableFile:
        """Return the error for a key; the caller raises it."""
        return UnusableFile(f"{self.where}.{key}" if self.where else key, problem)

    def _get(self, key: str, kind: type | tuple[type, ...], expected: str) -> Any:
        self._asked.add(key)
        if key not in self.values:
            raise self.fail(key, f"is missing; write {expected}")
        value = self.values[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise self.fail(key, f"is {_quoted(value)}; write {expected}")
        return value

    def has(self, key: str) -> bool:
        """Say whether a key is there."""
        self._asked.add(key)
        return key in self.values

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text."""
        if default is not None and not self.has(key):
            return default
        return str(self._get(key, str, 'a text in quotes, such as "A/RES/71/280"')).strip()

    def code(self, key: str, longest: int = LONGEST_CODE) -> str:
        """Return a code: small letters, figures and hyphens, as it stands in an address."""
        text = self.text(key)
        if not CODE.fullmatch(text) or len(text) > longest:
            raise self.fail(key, f"is {text!r}; write at most {longest} of a-z, 0-9 and hyphens")
        return text

    def one_of(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """Return one of the words allowed."""
        text, words = self.text(key, default), list(allowed)
        if text not in words:
            raise self.fail(key, f"is {text!r}; write one of: {', '.join(words)}")
        return text

    def number(self, key: str, *, least: int = 0, default: int | None = None) -> int:
        """Return a whole number."""
        if default is not None and not self.has(key):
            return default
        value = int(self._get(key, int, "a whole number"))
        if value < least:
            raise self.fail(key, f"is {value}; write a whole number from {least}")
        return value

    def raw(self, key: str) -> Any:
        """Return a value as it stands."""
        return self._get(key, object, "a value")

    def words(self, key: str, *, required: bool = True) -> LazyI18nString:
        """Return a text in several languages, English among them."""
        if not required and not self.has(key):
            return LazyI18nString("")
        texts = self._get(key, dict, f'{key}.en = "…", and other languages beside it')
        known = {code for code, _ in settings.LANGUAGES}
        if strange := sorted(set(texts) - known):
            raise self.fail(f"{key}.{strange[0]}", f"is no language of this site: {sorted(known)}")
        if not all(isinstance(text, str) and text.strip() for text in texts.values()):
            raise self.fail(key, "has an empty text; write it or leave the language out")
        if settings.LANGUAGE_CODE not in texts:
            raise self.fail(f"{key}.{settings.LANGUAGE_CODE}", "is missing; others fall back on it")
        return LazyI18nString({language: text.strip() for language, text in texts.items()})

    def url(self, key: str) -> str:
        """Return an address on the web, or nothing where there is none."""
        return self._valid(key, self.text(key, ""), _validate_url, "an address with https://")

    def email(self, key: str) -> str:
        """Return an e-mail address."""
        return self._valid(key, self.text(key), validate_email, "an e-mail address")

    def zone(self, key: str) -> str:
        """Return a time zone by its IANA name."""
        return self._valid(key, self.text(key), validate_zone, 'a zone such as "Europe/Vienna"')

    def _valid(self, key: str, text: str, validate: Any, expected: str) -> str:
        try:
            if text:
                validate(text)
        except ValidationError:
            raise self.fail(key, f"is {text!r}; write {expected}") from None
        return text

    def day(self, key: str, *, required: bool = True) -> date | None:
        """Return a calendar day."""
        if not required and not self.has(key):
            return None
        value = self._get(key, date, "a day such as 2017-05-08")
        if isinstance(value, datetime):
            raise self.fail(key, f"is {value}; write the day alone")
        return date(value.year, value.month, value.day)

    def instant(self, key: str) -> datetime:
        """Return an instant, which needs its distance from UTC."""
        value = self._get(key, datetime, "an instant such as 2017-04-09T18:00:00-04:00")
        if value.tzinfo is None:
            raise self.fail(key, f"is {value}; add the distance from UTC, such as -04:00")
        return datetime.fromisoformat(value.isoformat())

    def day_as_instant(
        self, key: str, zone: str, at: time = clock.END_OF_DAY, *, required: bool = True
    ) -> datetime | None:
        """Return the instant of a day's end (or `at`) in a zone."""
        day = self.day(key, required=required)
        return None if day is None else clock.deadline(day, zone, at)

    def table(self, key: str) -> Section:
        """Return a table within this one."""
        return Section(self._path(key), self._get(key, dict, f"a table [{self._path(key)}]"))

    def tables(self, key: str, *, required: bool = True) -> Iterator[Section]:
        """Yield the tables of a list, numbered from 1 as a person counts."""
        if not required and not self.has(key):
            return
        heading = f"[[{self._path(key)}]]"
        found = self._get(key, list, f"at least one table {heading}")
        if not found or not all(isinstance(each, dict) for each in found):
            raise self.fail(key, f"is empty; write at least one table {heading}")
        for number, values in enumerate(found, start=1):
            yield Section(f"{self._path(key)}[{number}]", values)

    def _path(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key

    def finish(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not pass in silence."""
        if strange := sorted(set(self.values) - self._asked):
            raise self.fail(
                strange[0], f"is not known; known are: {', '.join(sorted(self._asked))}"
            )


def _quoted(value: object) -> str:
    """Write a value as it stands, or its beginning: a table can be long."""
    written = repr(value)
    return written if len(written) <= LONGEST_QUOTE else f"{written[:LONGEST_QUOTE]}…"
