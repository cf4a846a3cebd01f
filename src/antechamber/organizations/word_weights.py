"""How much a word says: how many names hold it, and whether it names a place.

Both lists ship with the package, so that a verdict on two names is the same in every installation
and does not move when a roster grows. Their origin and terms stand in their first lines.
"""

import functools
import math
from importlib import resources
from typing import Final

NAMES_COUNTED: Final = 79_826
"""The names from which `data/word_counts.txt` was counted."""


def _information(count: int) -> float:
    return math.log((NAMES_COUNTED + 1) / (count + 1))


UNSEEN: Final = _information(0)


def weight(word: str) -> float:
    """Give the information in a word, in nats: about 2 for "university", 11 for an unseen one."""
    return _weights().get(word, UNSEEN)


def is_established(word: str) -> bool:
    """Say whether the word stands in at least four known names: it is then hardly a slip."""
    return word in _weights()


def is_place(word: str) -> bool:
    """Say whether the word names a country, a region or a city, or those who come from it."""
    return word in _place_words()


@functools.cache
def _weights() -> dict[str, float]:
    pairs = (line.split(" ") for line in _lines("word_counts.txt"))
    return {word: _information(int(count)) for word, count in pairs}


@functools.cache
def _place_words() -> frozenset[str]:
    return frozenset(_lines("place_words.txt"))


def _lines(name: str) -> list[str]:
    text = (resources.files(__package__) / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]
