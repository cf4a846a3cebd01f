"""Codes of papers, to be read aloud and typed: `7KQ4-M2XP-9`. Pure.

Eight signs of Crockford's base 32 (crockford.com/base32.html), which has no I, L, O or U, and a
check sign of the same alphabet. The check sign makes a weighted sum over GF(32) vanish: the weights
are the powers of a generator, all different, so any one wrong sign and any two swapped ones show,
which a sum of remainders to 37, Crockford's own, shows only with five signs more.
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS = 8  # 40 bits: a million papers leave a guess one chance in a million
NUMBERS = len(ALPHABET) ** SIGNS
GROUP = 4
FIELD_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)
FIELD_SIZE = 32

_VALUES = {sign: value for value, sign in enumerate(ALPHABET)}
_READ_AS = str.maketrans("OIL", "011", "- \t\n\u00a0\u2010\u2011\u2012\u2013\u2212")


def code_of(number: int) -> str:
    """Return the code of a number from 0 to `NUMBERS` - 1, grouped, with its check sign."""
    if not 0 <= number < NUMBERS:
        raise ValueError(f"A paper's number is from 0 to {NUMBERS - 1}.")
    values = [number >> (5 * place) & 31 for place in reversed(range(SIGNS))]
    signs = "".join(ALPHABET[value] for value in [*values, _check_value(values)])
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def normalised(typed: str) -> str | None:
    """Return the code that `typed` stands for, or `None` where it is none.

    Case, spaces and dashes do not matter; O is read as 0, I and L as 1. A code with a wrong or a
    misplaced sign is none.
    """
    if len(typed) > 8 * SIGNS:
        return None
    signs = typed.upper().translate(_READ_AS)
    if len(signs) != SIGNS + 1 or not set(signs) <= set(ALPHABET):
        return None
    values = [_VALUES[sign] for sign in signs]
    if _check_value(values[:-1]) != values[-1]:
        return None
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))


def _check_value(values: list[int]) -> int:
    total = 0
    for value in values:
        total = _times_generator(total) ^ value
    return _times_generator(total)


def _times_generator(value: int) -> int:
    doubled = value << 1
    return doubled ^ FIELD_POLYNOMIAL if doubled >= FIELD_SIZE else doubled
