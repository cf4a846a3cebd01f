"""What a person typed, made fit to keep: nothing visible is lost, nothing hidden deceives. Pure."""

from __future__ import annotations

import re
import unicodedata

TYPED_SIGNS_PER_KEPT = 4  # line ends come as two signs, letters may come in parts: room for both
ALWAYS_ROOM = 1_000
MOST_MARKS = (
    30  # on one letter: Stream-Safe Text, UAX #15, 13. Longer runs are an attack on sorting
)

# Directional overrides, embeddings and isolates reorder what others read ("Trojan Source",
# CVE-2021-42574). Marks (U+200E, U+200F, U+061C) and joiners (U+200C, U+200D) are part of
# right-to-left and Indic writing and of emoji: they stay.
_REMOVED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_INVISIBLE = "".join(map(chr, (9, 10, 32, 0xA0, 0x61C, 0x1680, *range(0x2000, 0x2010))))
_EDGES = _INVISIBLE + "\u202f\u205f\u2060\u3000"


def is_beyond_measure(text: str, max_length: int) -> bool:
    """Say whether `text` is so long that it is refused before any work is done on it."""
    return len(text) > TYPED_SIGNS_PER_KEPT * max_length + ALWAYS_ROOM


def clean_lines(text: str) -> str:
    """Return text of several lines: composed (NFC), one sign for a line end, no invisible edges."""
    fit = _REMOVED.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", _few_marks(fit)).strip(_EDGES)


def _few_marks(text: str) -> str:
    if text.isascii():
        return text
    kept, run = [], 0
    for sign in text:
        run = run + 1 if unicodedata.combining(sign) else 0
        if run <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def clean_line(text: str) -> str:
    """Return text of one line, as `clean_lines`, with each run of space made one."""
    return _SPACES.sub(" ", clean_lines(text))


def ascii_digits(text: str) -> str:
    """Return `text` with the digits of every script (٣, ३, ３) as 0 to 9."""
    return "".join(
        str(unicodedata.decimal(sign)) if unicodedata.decimal(sign, None) is not None else sign
        for sign in text
    )
