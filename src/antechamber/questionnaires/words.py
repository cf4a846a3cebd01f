"""Counting words as a word processor does, in any script. Pure.

The rule, which is shown to the people it binds:

- A word is what stands between spaces or long dashes and has at least one letter or digit:
  "well-known", "and/or", "1,501", "l’eau" and an address on the web are one word each.
- In Chinese and Japanese each character is a word; punctuation is none.
- Korean, Arabic and all scripts that write spaces go by their spaces. So do Thai, Lao, Khmer and
  Burmese, which have few: there the limit of characters is the one that binds.

It follows Unicode's word boundaries (UAX #29) but does not break at hyphens, slashes and stops
inside a word: people check their text in a word processor, and the two counts must agree.
"""

from __future__ import annotations

import re

MAX_CHARACTERS = 200_000  # far over any limit of words in use, far under what a worker may spend

_IDEOGRAPHS_AND_KANA = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c"  # iteration marks, numerals
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
    "\u3105-\u312f\u31a0-\u31bf"  # bopomofo
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # ideographs
    "\uff66-\uff9d"  # half-width kana
)
_LONG_DASHES = "\u2013\u2014\u2015"
_ZERO_WIDTH_SPACE = "\u200b"  # how Thai and Khmer typists mark the end of a word
_SOUND_MARKS = "\u3099-\u309c\uff9e\uff9f"  # belong to the kana before them

_CHARACTER_WORD = re.compile(f"[{_IDEOGRAPHS_AND_KANA}]")
_PIECE = re.compile(rf"[^\s{_LONG_DASHES}{_ZERO_WIDTH_SPACE}{_SOUND_MARKS}{_IDEOGRAPHS_AND_KANA}]+")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


class TextTooLong(ValueError):
    """The text has more than `MAX_CHARACTERS` characters: refused before any work."""


def count_words(text: str) -> int:
    """Return the number of words in `text` by the module's rule.

    Linear in the length; raises `TextTooLong` over `MAX_CHARACTERS`.
    """
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(f"{len(text)} characters; at most {MAX_CHARACTERS} are counted")
    pieces = sum(1 for piece in _PIECE.findall(text) if _LETTER_OR_DIGIT.search(piece))
    return pieces + len(_CHARACTER_WORD.findall(text))
