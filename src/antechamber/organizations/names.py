"""What an organization's name says once case, accents, punctuation and notes are set aside.

Pure: text in, a `ParsedName` out. It never raises, whatever the text. What two parsed names have to
do with each other is decided in `comparison`.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from anyascii import anyascii

from antechamber.organizations.name_words import (
    LEADING_ARTICLES,
    LEADING_LEGAL_FORMS,
    LEGAL_FORMS,
    LONGEST_LEGAL_FORM,
    LOOK_ALIKES,
    SPELLINGS,
    STOP_WORDS,
    WEAK_LEGAL_FORMS,
)

MAX_NAME_CHARACTERS: Final = 400
"""Longer text is cut before any work. The longest name in the decisions of 1998-2024 has 157."""

MAX_KEY_CHARACTERS: Final = 500
"""A key is stored; transliteration can make one much longer than its name."""


MIN_ACRONYM_LETTERS: Final = 2
MAX_ACRONYM_LETTERS: Final = 14
FIRST_STATUS_YEAR: Final = 1946  # Economic and Social Council, first session


class StatusKind(StrEnum):
    """The kind of consultative status a note speaks of (Council resolution 1996/31)."""

    GENERAL = "general"
    SPECIAL = "special"
    ROSTER = "roster"
    NONE = "none"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class StatusNote:
    """A status told beside a name: "(special, 2011)", "not in status with the Council"."""

    kind: StatusKind
    year: int | None = None


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A name taken apart.

    `display` is the name for a reader, without its status note; `words` are its words in order,
    without acronyms and legal forms; `tokens` the words that tell it apart, sorted; `legal_forms`
    and `weak_forms` what was dropped. `is_latin` is false where another script was transliterated.
    """

    display: str
    words: tuple[str, ...]
    tokens: tuple[str, ...]
    acronyms: tuple[str, ...] = ()
    notes: tuple[StatusNote, ...] = ()
    legal_forms: frozenset[str] = frozenset()
    weak_forms: frozenset[str] = frozenset()
    is_latin: bool = True

    @property
    def acronym(self) -> str:
        """The first acronym, or an empty text."""
        return self.acronyms[0] if self.acronyms else ""

    @property
    def key(self) -> str:
        """The same for all word orders: two names with one key are likely one name."""
        return " ".join(self.tokens)[:MAX_KEY_CHARACTERS]

    @property
    def identity(self) -> str:
        """The same for names that differ by punctuation, spacing, case, accents, legal form."""
        return "".join(self.words)[:MAX_KEY_CHARACTERS]


def parse(text: str) -> ParsedName:
    """Take a name apart. Text beyond `MAX_NAME_CHARACTERS` is not read."""
    shown, notes = split_status_note(clean_text(text))
    bare, acronyms = split_acronyms(shown)
    words, legal_forms = _drop_legal_forms(_drop_article(fold(bare)))
    if not words:
        words, acronyms = fold(shown), ()
    core, weak_forms = _content_words(words)
    return ParsedName(
        display=shown,
        words=words,
        tokens=tuple(sorted(canonical(word) for word in core)),
        acronyms=acronyms,
        notes=notes,
        legal_forms=legal_forms,
        weak_forms=weak_forms,
        is_latin=is_latin(bare),
    )


# --- Text -----------------------------------------------------------------------------------------

_SPACES = re.compile(r"\s+")
_JOINERS = "\u200c\u200d"  # Persian and the scripts of India need them to be read rightly


def clean_text(text: str) -> str:
    """Give text in NFKC with single spaces, without controls, bidi marks and invisible signs."""
    text = text[:MAX_NAME_CHARACTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)[:MAX_NAME_CHARACTERS]
    if not text.isprintable():
        text = "".join(map(_printable, text))
    return _SPACES.sub(" ", text).strip()


def _printable(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    is_invisible = unicodedata.category(character) in {"Cf", "Cs", "Co", "Cn"}
    return "" if is_invisible else " "


_APOSTROPHES = str.maketrans(dict.fromkeys("’‘`´ʼʻʾʿ′‛＇", "'"))
_ELISION = re.compile(r"\b(l|d|qu|n|j|c|s|m|t|dell|all|dall|nell|sull|un)'(?=\w)", re.IGNORECASE)
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_ARABIC_ARTICLE = re.compile(r"(?<!\w)(و?)ال(?=\w{2})")
_WORD = re.compile(r"[a-z0-9]+")
_MIXED_WORD = re.compile(r"[^\W\d_]+")


def fold(text: str) -> tuple[str, ...]:
    """Give the words of a text: Latin letters and digits, lower case, no accents, in order."""
    text = text.translate(_APOSTROPHES)
    if not text.isascii():
        text = _latinise(text)
    text = _ELISION.sub(r"\1 ", text).replace("'", "")
    text = _INITIALS.sub(lambda match: match[0].replace(".", "") + " ", text)
    text = text.replace("&", " and ").replace("+", " and ").lower()
    return _join_initials(_WORD.findall(text))


def _latinise(text: str) -> str:
    text = _MIXED_WORD.sub(lambda match: mend_look_alikes(match[0]), text)
    text = _ARABIC_ARTICLE.sub(r"\1 ", text)
    return "".join(map(_transliterate, text))


@functools.lru_cache(maxsize=8192)
def _transliterate(character: str) -> str:
    """Give a letter, digit or mark in Latin, a space for other signs. Han signs are words."""
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category[0] not in "LNM":
        return "" if category == "Cf" else " "
    latin = "".join(filter(str.isalnum, anyascii(character)))
    return f" {latin} " if "\u3400" <= character <= "\u9fff" else latin


def mend_look_alikes(word: str) -> str:
    """Give a word that mixes Latin with look-alike Cyrillic or Greek letters wholly in Latin."""
    if word.isascii():
        return word
    mended = word.translate(LOOK_ALIKES)
    has_latin = any("a" <= letter.lower() <= "z" for letter in word)
    return mended if has_latin and is_latin(mended) else word


def is_latin(text: str) -> bool:
    """Say whether all letters of the text are Latin ones."""
    return text.isascii() or all(_is_latin_or_no_letter(character) for character in text)


@functools.lru_cache(maxsize=8192)
def _is_latin_or_no_letter(character: str) -> bool:
    if not character.isalpha():
        return True
    return "LATIN" in unicodedata.name(character, "")


def _join_initials(words: list[str]) -> tuple[str, ...]:
    """Write "b r ambedkar" as "br ambedkar"; single letters that are words by themselves stay."""
    joined: list[str] = []
    open_run = False
    for word in words:
        is_initial = len(word) == 1 and word.isalpha() and word not in STOP_WORDS
        if is_initial and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = is_initial
    return tuple(joined)


# --- Status notes ---------------------------------------------------------------------------------

_KIND = r"(?:general|special|roster)"
_KIND_AND_YEAR = re.compile(rf"\b({_KIND})\b(?:\s*[,;]?\s*\b((?:19|20)\d\d)\b)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_IN_STATUS = rf"in\s+({_KIND})\s+consultative\s+status(?:\s+with\s+the\s+Council)?"
_NOT_IN_STATUS = (
    r"(?:an\s+)?(?:organization\s+)?not\s+in\s+(?:consultative\s+)?status"
    r"(?:\s+with\s+the\s+Council)?"
)
_NOTE = re.compile(
    rf"\s*(?:\(\s*(?P<bracketed>{_IN_STATUS}|{_NOT_IN_STATUS}"
    rf"|{_KIND}(?:\s*[,;]?\s*(?:19|20)\d\d)?(?:\s*[,;]\s*{_KIND}(?:\s*[,;]?\s*(?:19|20)\d\d)?)*)\s*\)"
    rf"|,\s*(?P<loose>{_IN_STATUS}|{_NOT_IN_STATUS}))\s*[.,;]?\s*$",
    re.IGNORECASE,
)


def split_status_note(text: str) -> tuple[str, tuple[StatusNote, ...]]:
    """Give the name without the status note at its end, and the statuses that the note tells."""
    if "status" not in text.lower() and not text.rstrip(" .,;").endswith(")"):
        return text, ()
    match = _NOTE.search(text)
    if match is None or match.start() == 0:
        return text, ()
    return text[: match.start()].rstrip(" ,"), parse_status(match["bracketed"] or match["loose"])


def parse_status(text: str) -> tuple[StatusNote, ...]:
    """Read "special, 2011", "Roster 1997", "special, 1949; general, 2004", "2018", a note."""
    text = clean_text(text)
    if "not in" in text.lower():
        return (StatusNote(StatusKind.NONE),)
    notes = tuple(
        StatusNote(StatusKind(kind.lower()), int(year) if year else None)
        for kind, year in _KIND_AND_YEAR.findall(text)
    )
    if not notes and _YEAR.fullmatch(text) and int(text) >= FIRST_STATUS_YEAR:
        return (StatusNote(StatusKind.UNSTATED, int(text)),)
    return notes


# --- Acronyms and legal forms ---------------------------------------------------------------------

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{1,40})[)\]]+")


def split_acronyms(text: str) -> tuple[str, tuple[str, ...]]:
    """Take bracketed acronyms out of a name. Other words in brackets, "(Norway)", stay."""
    if "(" not in text and "[" not in text:
        return text, ()
    acronyms: list[str] = []
    case_speaks = not (text.isupper() or text.islower())

    def take_out(match: re.Match[str]) -> str:
        acronym = "".join(fold(match[1]))
        if not _is_acronym(match[1], acronym, text[: match.start()], case_speaks=case_speaks):
            return match[0]
        acronyms.append(acronym)
        return " "

    bare = _BRACKETS.sub(take_out, text)
    return bare, tuple(acronyms)


_PLACE_INITIALS = frozenset({"usa", "us", "uk", "uae", "eu", "drc", "dprk", "rdc", "car", "rca"})


def _is_acronym(bracketed: str, folded: str, before: str, *, case_speaks: bool) -> bool:
    if not MIN_ACRONYM_LETTERS <= len(folded) <= MAX_ACRONYM_LETTERS or folded in _PLACE_INITIALS:
        return False
    if _are_initials(folded, fold(before)):
        return True
    capitals = sum(character.isupper() for character in bracketed)
    return case_speaks and capitals >= MIN_ACRONYM_LETTERS and capitals * 2 >= len(folded)


def _are_initials(acronym: str, words: tuple[str, ...]) -> bool:
    """Say whether each letter begins a later word, small words being free to count or not."""
    position = 0
    for word in words:
        if position < len(acronym) and word[0] == acronym[position]:
            position += 1
    return position == len(acronym)


def _drop_article(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in LEADING_ARTICLES else words


def _drop_legal_forms(words: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Drop legal forms from both ends; a name that is nothing else keeps them."""
    dropped: set[str] = set()
    rest = words
    while found := _form_at_an_end(rest):
        form, rest = found
        dropped.add(form)
    return (rest, frozenset(dropped)) if rest else (words, frozenset())


def _form_at_an_end(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]] | None:
    for length in range(min(LONGEST_LEGAL_FORM, len(words)), 0, -1):
        before = words[:-length]
        if (form := LEGAL_FORMS.get(words[-length:])) and not (before and before[-1] in STOP_WORDS):
            return form, before
        if words[:length] in LEADING_LEGAL_FORMS:
            return LEGAL_FORMS[words[:length]], words[length:]
    return None


def _content_words(words: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Give the words that tell a name apart, and the weak legal forms left out of them."""
    content = tuple(word for word in words if word not in STOP_WORDS) or words
    weak = frozenset(word for word in content if word in WEAK_LEGAL_FORMS)
    return tuple(word for word in content if word not in weak) or content, weak


def canonical(word: str) -> str:
    """Give the spelling of a word that the key uses: "organisation" becomes "organization"."""
    if word.endswith(("isation", "isations")):
        return word.replace("isation", "ization")
    return SPELLINGS.get(word, word)
