"""A name as a roster spells it, and as it should stand; with every change told.

What is mended is certain. What is not ("FederationInternational", a lone "e" before a name) stays.
"""

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from antechamber.organizations.name_words import STOP_WORDS
from antechamber.organizations.names import (
    StatusNote,
    fold,
    mend_look_alikes,
    parse,
    split_acronyms,
    split_status_note,
)
from antechamber.organizations.word_weights import is_established


class FixCode(StrEnum):
    """What was mended in a cell."""

    INVISIBLE_CHARACTERS = "invisible_characters"
    SPACES = "spaces"
    LOOK_ALIKE_LETTERS = "look_alike_letters"
    BULLET = "bullet"
    STRAY_MARKS = "stray_marks"
    DASHES = "dashes"
    QUOTES = "quotes"
    SPLIT_WORD = "split_word"
    STATUS_NOTE = "status_note"
    ACRONYM = "acronym"
    DATE = "date"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Fix:
    """One change, with the text before and after it."""

    code: FixCode
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CleanName:
    """A name as it should stand, and what was taken out of it.

    `identity` is `ParsedName.identity`: the same for all spellings that are one name beyond doubt.
    `key` is `ParsedName.key`, by which searches find it.
    """

    text: str
    identity: str
    acronyms: tuple[str, ...] = ()
    notes: tuple[StatusNote, ...] = ()
    key: str = field(default="", compare=False)


def clean_name(raw: str, known_words: Container[str] = ()) -> tuple[CleanName, tuple[Fix, ...]]:
    """Mend a name, step by step, and tell each step that changed it.

    `known_words` are words, in lower case, that the file holds: a word split in two is joined again
    only if it stands unsplit there or in our own list.
    """
    fixes: list[Fix] = []
    text = raw
    for code, mend in _STEPS:
        text = _note(fixes, code, text, mend(text))
    text = _note(fixes, FixCode.SPLIT_WORD, text, _join_split_words(text, known_words))
    bare, notes = split_status_note(text)
    if notes:
        text = _note(fixes, FixCode.STATUS_NOTE, text, _trim(bare))
    bare, acronyms = split_acronyms(text)
    if acronyms and fold(bare):
        text = _note(fixes, FixCode.ACRONYM, text, _trim(bare))
    parsed = parse(text)
    return CleanName(text, parsed.identity, acronyms, notes, parsed.key), tuple(fixes)


def _note(fixes: list[Fix], code: FixCode, before: str, after: str) -> str:
    if before != after:
        fixes.append(Fix(code, before, after))
    return after


def _is_shown(character: str) -> bool:
    return character.isprintable() or character.isspace() or character in "\u200c\u200d"


def _drop_invisible(text: str) -> str:
    return text if text.isprintable() else "".join(filter(_is_shown, text))


_SPACE_BEFORE_MARK = re.compile(r"\s+([,;:.])(?=\s|$)")
_SPACES_IN_BRACKETS = re.compile(r"(?<=[(\[“])\s+|\s+(?=[)\]”])")


def _mend_spaces(text: str) -> str:
    text = _SPACE_BEFORE_MARK.sub(r"\1", " ".join(text.split()))
    return _SPACES_IN_BRACKETS.sub("", text)


def _trim(text: str) -> str:
    """Close the gap that a note or an acronym leaves."""
    return _mend_spaces(text).strip(" ,;")


_WORD = re.compile(r"[^\W\d_]+")


def _mend_look_alikes(text: str) -> str:
    return text if text.isascii() else _WORD.sub(lambda match: mend_look_alikes(match[0]), text)


_BULLET = re.compile(r"^(?:[•▪●○‣·*]\s*|[-–—]\s+|o\s+(?=[A-Z]))+")


def _drop_bullet(text: str) -> str:
    """Drop a list's bullet; a word processor leaves a round one as a lone "o"."""
    return _BULLET.sub("", text)


def _drop_stray_marks(text: str) -> str:
    """Drop a footnote's asterisk, a comma at the end, a bracket that closes nothing."""
    text = text.rstrip(" ,;*").lstrip(" ,;")
    while text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].rstrip()
    return text


_SPACED_DASH = re.compile(r"\s+[-‐‑‒–—―]+\s+|\s*—\s*")
_HYPHEN = re.compile(r"(?<=\w)[‐‑](?=\w)")


def _mend_dashes(text: str) -> str:
    """Write an en dash with spaces between parts of a name, and a plain hyphen within words."""
    return _HYPHEN.sub("-", _SPACED_DASH.sub(" – ", text))


_DOUBLED_SINGLE = re.compile(r"‘‘|''|’’|``|„|«\s*|\s*»|″")
_PAIR = re.compile(r'"\s*([^"“”]*?)\s*"')
_SINGLE_PAIR = re.compile(r"(?<!\w)'([^']+)'(?!\w)")
_APOSTROPHE = re.compile(r"(?<=\w)['`´](?=\w|$|\s)")


def _mend_quotes(text: str) -> str:
    """Write curly quotes and apostrophes, as the Council's reports do."""
    text = _DOUBLED_SINGLE.sub(_curl, text)
    text = _SINGLE_PAIR.sub(r"‘\1’", _PAIR.sub(r"“\1”", text))
    return _APOSTROPHE.sub("’", text)


def _curl(match: re.Match[str]) -> str:
    mark = match[0].strip()
    if mark in {"„", "«", "‘‘"}:
        return "“"
    return "”" if mark in {"»", "’’"} else '"'


_Step = Callable[[str], str]
_STEPS: Final[tuple[tuple[FixCode, _Step], ...]] = (
    (FixCode.INVISIBLE_CHARACTERS, _drop_invisible),
    (FixCode.SPACES, _mend_spaces),
    (FixCode.LOOK_ALIKE_LETTERS, _mend_look_alikes),
    (FixCode.BULLET, _drop_bullet),
    (FixCode.STRAY_MARKS, _drop_stray_marks),
    (FixCode.DASHES, _mend_dashes),
    (FixCode.QUOTES, _mend_quotes),
)

_SPLIT = re.compile(r"\b(\w{3,}) ([a-zà-ÿ]{1,3})(?=$|[\s,.;:)])")


def _join_split_words(text: str, known_words: Container[str]) -> str:
    return _SPLIT.sub(lambda match: _joined(match[1], match[2], known_words), text)


def _joined(start: str, end: str, known_words: Container[str]) -> str:
    """Join "Coating" and "s", "Kirch" and "en" where they are certainly one word.

    Certain is: the whole is a known word, and one of the parts is none.
    """
    first, whole = start.lower(), (start + end).lower()
    if not (whole in known_words or is_established(whole)):
        return f"{start} {end}"
    is_letter = len(end) == 1 and end not in STOP_WORDS - {"s"}
    is_split = is_letter or not is_established(first)
    return start + end if is_split else f"{start} {end}"
