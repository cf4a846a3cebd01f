"""The six languages of a page, as addresses: the language is the first part of every path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import get_language, get_language_info


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The present page in one language."""

    tag: str
    name: str
    direction: str
    path: str
    is_current: bool


@cache
def html_tag(code: str) -> str:
    """Return a language code as HTML writes it: "zh-hans" gives "zh-Hans"."""
    head, _, script = code.partition("-")
    return f"{head}-{script.title()}" if script else head


def tag() -> str:
    """Return the present language as HTML writes it."""
    return html_tag(get_language() or settings.LANGUAGE_CODE)


def links(path: str) -> Iterator[LanguageLink]:
    """Yield this page in each language, in the order of the settings.

    Paths are not translated, only their first part is, so no address is resolved for this. A page
    that stands under no language links to the front page of each.
    """
    present = get_language()
    rest = _after_language(path)
    for code, name in settings.LANGUAGES:
        direction = "rtl" if get_language_info(code)["bidi"] else "ltr"
        yield LanguageLink(html_tag(code), str(name), direction, f"/{code}{rest}", code == present)


def _after_language(path: str) -> str:
    """Return what follows the language in a path, with its first stroke."""
    first, stroke, rest = path.removeprefix("/").partition("/")
    known = {code for code, _ in settings.LANGUAGES}
    return stroke + rest if stroke and first in known else "/"


def base_url() -> str:
    """Return the public address without a stroke at its end; never taken from the request."""
    return str(settings.BASE_URL).rstrip("/")
