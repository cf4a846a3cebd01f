"""Text in up to six languages, with a fallback. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@dataclass(frozen=True, slots=True)
class Text:
    """One text, the same in each language it has.

    `original` is the language that stands in for those that are missing.
    """

    by_language: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    original: str = "en"

    def __bool__(self) -> bool:
        return any(self.by_language.values())

    def language_for(self, tag: str) -> str:
        """Return the language in which a reader of `tag` (`fr`, `zh-hans`) gets this text."""
        wanted = tag.partition("-")[0].lower()
        for language in (wanted, self.original, *LANGUAGES):
            if self.by_language.get(language):
                return language
        return self.original

    def words(self, tag: str) -> str:
        """Return the text for a reader of `tag`; empty where there is none in any language."""
        return self.by_language.get(self.language_for(tag), "")
