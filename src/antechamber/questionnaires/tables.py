"""Taking values out of a document, each with its place in it, and refusing wrong ones. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from antechamber.questionnaires.texts import LANGUAGES, Text

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


class UnusableQuestionnaire(ValueError):
    """A document that is no questionnaire: `path` says where, `problem` what is wrong."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem


class Table:
    """A part of the document with its place in it: takes values out and refuses wrong ones."""

    def __init__(self, content: Any, path: str, original: str = "en") -> None:
        if not isinstance(content, Mapping):
            raise UnusableQuestionnaire(path, "must be a table")
        self.content = content
        self.path = path
        self.original = original

    def at(self, name: str) -> str:
        """Return the path of `name` in the document."""
        return f"{self.path}.{name}" if self.path else name

    def refuse(self, name: str, problem: str) -> UnusableQuestionnaire:
        """Return the error that `name` has `problem`."""
        return UnusableQuestionnaire(self.at(name), problem)

    def knows(self, names: set[str]) -> None:
        """Refuse a field that is none of `names`: a misspelt one would be lost in silence."""
        if unknown := sorted(set(map(str, self.content)) - names):
            raise self.refuse(unknown[0], f"is not known here; known are {listed(names)}")

    def key(self, name: str) -> str:
        """Return the key under `name`."""
        value = self.content.get(name)
        if not isinstance(value, str) or not KEY.fullmatch(value):
            raise self.refuse(name, "must be a key: small letters, digits and _, at most 40")
        return value

    def integer(self, name: str, least: int, most: int, default: int | None = None) -> int:
        """Return the whole number under `name`, from `least` to `most`."""
        value = self.content.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.refuse(name, f"must be a whole number from {least} to {most}")
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """Return the truth value under `name`."""
        value = self.content.get(name, default)
        if not isinstance(value, bool):
            raise self.refuse(name, "must be true or false")
        return value

    def text(self, name: str, *, needed: bool = False) -> Text:
        """Return the text under `name`; `needed` asks for words in the original language."""
        value = self.content.get(name, {})
        by_language = {self.original: value} if isinstance(value, str) else value
        if not isinstance(by_language, Mapping) or not all(
            language in LANGUAGES and isinstance(words, str)
            for language, words in by_language.items()
        ):
            raise self.refuse(name, f"must be text in one or more of {listed(LANGUAGES)}")
        text = Text({key: words.strip() for key, words in by_language.items()}, self.original)
        if needed and not text.by_language.get(self.original):
            raise self.refuse(name, f"must have words in the first language, {self.original}")
        return text

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the document, the original first."""
        value = self.strings("languages", ("en",))
        if not value or not set(value) <= set(LANGUAGES) or len(set(value)) < len(value):
            raise self.refuse("languages", f"must be some of {listed(LANGUAGES)}, each once")
        return value

    def strings(self, name: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return the list of texts under `name`."""
        value = self.content.get(name, default)
        if not _is_list(value) or not all(isinstance(each, str) for each in value):
            raise self.refuse(name, "must be a list of texts")
        return tuple(value)

    def tables(self, name: str, most: int) -> list[Table]:
        """Return the parts in the list under `name`, 1 to `most` of them."""
        value: Any = self.content.get(name)
        if not _is_list(value) or not 1 <= len(value) <= most:
            raise self.refuse(name, f"must be a list of 1 to {most}")
        return [
            Table(each, f"{self.at(name)}[{number}]", self.original)
            for number, each in enumerate(value)
        ]

    def inside(self, name: str) -> Table:
        """Return the part under `name`."""
        return Table(self.content[name], self.at(name), self.original)


def listed(names: Iterable[str]) -> str:
    """Return names as one text, in the order of the alphabet."""
    return ", ".join(sorted(str(name) for name in names))


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
