"""When two different words are one word, written otherwise.

A slip of the pen is not in the dictionary: two words that are both well known ("peace", "place"),
or that both name places ("Niger", "Nigeria"), are two words however alike they look.
"""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz.distance import OSA

from antechamber.organizations.name_words import STOP_WORDS
from antechamber.organizations.word_weights import is_established, is_place

LEAST_SLIP_LETTERS: Final = 5
"""A shorter word that differs in a letter is another word."""

MOST_SLIPS: Final = 2

LONG_WORD_LETTERS: Final = 8
"""From this length two wrong letters leave a word the same; below, one."""


def pair_slips(
    first: tuple[str, ...], second: tuple[str, ...]
) -> tuple[list[tuple[str, str]], tuple[str, ...], tuple[str, ...]]:
    """Pair the words of two names that are one word spelled in two ways, the closest first.

    Gives the pairs and what is left of each name.
    """
    pairs = sorted(
        (OSA.distance(one, other), *sorted((one, other)), one, other)
        for one in first
        for other in second
        if is_slip(one, other)
    )
    mine, theirs, found = list(first), list(second), []
    for *_, one, other in pairs:
        if one in mine and other in theirs:
            mine.remove(one)
            theirs.remove(other)
            found.append((one, other))
    return found, tuple(mine), tuple(theirs)


def is_slip(one: str, other: str) -> bool:
    """Say whether two different words may be one, misspelled or inflected."""
    if abs(len(one) - len(other)) > MOST_SLIPS or (is_place(one) and is_place(other)):
        return False
    if is_inflected(one, other):
        return True
    shorter = min(len(one), len(other))
    if shorter < LEAST_SLIP_LETTERS or not (one.isalpha() and other.isalpha()):
        return False
    if is_established(one) and is_established(other):
        return False
    most = 1 if shorter < LONG_WORD_LETTERS else MOST_SLIPS
    return OSA.distance(one, other, score_cutoff=most) <= most


def is_sure_slip(one: str, other: str) -> bool:
    """Say whether a slip is sure. Of two unknown words, names of persons mostly, few are."""
    if is_inflected(one, other) or is_established(one) or is_established(other):
        return True
    return min(len(one), len(other)) >= LONG_WORD_LETTERS and OSA.distance(one, other) == 1


_LEAST_STEM_LETTERS: Final = 4


def is_inflected(one: str, other: str) -> bool:
    """Say whether one word is the plural or the feminine of the other."""
    short, long = sorted((one, other), key=len)
    if len(short) < _LEAST_STEM_LETTERS:
        return False
    is_longer_by_an_ending = long.startswith(short) and long[len(short) :] in {"s", "es", "e"}
    return is_longer_by_an_ending or (short[-1] == "y" and long == short[:-1] + "ies")


_VOWELS = re.compile(r"[aeiouyw]|(?<=[kg])h")
_END = re.compile(r"(?<=..)[th]\b")
_DOUBLED = re.compile(r"(.)\1+")


def skeleton(words: Sequence[str]) -> str:
    """Give the consonants of a name, word by word, as they survive a change of script.

    Arabic writes few vowels, and its feminine ending is read -a, -ah or -at.
    """
    text = " ".join(word for word in words if word not in STOP_WORDS)
    text = text.replace("dj", "j").replace("q", "k").replace("c", "k")
    return _END.sub("", _DOUBLED.sub(r"\1", _VOWELS.sub("", text))).strip()
