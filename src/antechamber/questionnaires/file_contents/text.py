"""Plain text, and what pretends to be it: pages, SVG and other markup."""

from __future__ import annotations

import re
from typing import BinaryIO

from antechamber.questionnaires.file_contents.refusal import Refusal

MARKUP = re.compile(
    rb"<\s*(?:\?xml|!doctype|html|head|body|svg|script|iframe|math|[a-z]+:svg)\b", re.IGNORECASE
)
CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def is_markup(head: bytes) -> bool:
    """Say whether `head` holds a page, an SVG or the like, in UTF-8 or UTF-16."""
    return bool(MARKUP.search(_flat(head)))


def is_text(head: bytes) -> bool:
    """Say whether `head` may be the beginning of plain text."""
    is_wide = head.startswith(UTF16_MARKS)
    signs = head.decode("utf-16", "ignore") if is_wide else head.decode("latin-1")
    return not CONTROLS & set(map(ord, signs))


def inspect(file: BinaryIO, size: int) -> None:
    """Raise `Refusal` where the whole file is not text in UTF-8 or UTF-16, or holds markup."""
    file.seek(0)
    content = file.read(size)
    if is_markup(content):
        raise Refusal("file_markup")
    try:
        words = content.decode("utf-16" if content.startswith(UTF16_MARKS) else "utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("text_encoding") from None
    if CONTROLS & set(map(ord, words)):
        raise Refusal("file_damaged")


def _flat(content: bytes) -> bytes:
    # In UTF-16 every second byte of Latin text is zero: without them tags can be found.
    return content[2:].replace(b"\x00", b"") if content.startswith(UTF16_MARKS) else content
