"""PDF: whole, readable without a password, and without actions that run when it is opened.

A scan for names, not an interpreter: it reads the file's bytes and the object streams in which
newer PDFs keep their dictionaries, with every spelling of a name that PDF allows
(ISO 32000-1, 7.3.5).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from antechamber.questionnaires.file_contents.refusal import Refusal

SIGNATURE = b"%PDF-"
LEADING = b"\xef\xbb\xbf \t\r\n\x00"  # bytes that writers are known to put before the header
MOST_UNPACKED = 64 * 1024 * 1024  # bytes of all object streams
MOST_OBJECT_STREAMS = 5_000  # half a million objects, at a hundred in each
PIECE = 64 * 1024  # bytes
LONGEST_DICTIONARY = 4096  # bytes between an object stream's name and its content
_END_OF_NAME = rb"(?=[\s/<>\[\](){}%]|$)"


def _name(text: str) -> bytes:
    """Return a pattern for the PDF name `text`, any letter of which may be written as #xx."""
    letters = (f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in text)
    return b"/" + "".join(letters).encode() + _END_OF_NAME


ACTIVE = re.compile(b"|".join(map(_name, ("JavaScript", "Launch", "RichMedia"))))
ENCRYPTED = re.compile(_name("Encrypt") + rb"\s*(?:\d+\s+\d+\s+R|<<)")
OBJECT_STREAM = re.compile(_name("ObjStm"))
FILTER = re.compile(_name("Filter"))
STREAM_BEGINS = re.compile(rb"stream\r?\n")


def is_pdf(head: bytes) -> bool:
    """Say whether a file that begins with `head` is a PDF."""
    return head[:1024].lstrip(LEADING).startswith(SIGNATURE)


def inspect(file: BinaryIO, size: int) -> None:
    """Raise `Refusal` for a PDF that is cut off, protected by a password, or runs something."""
    file.seek(0)
    content = file.read(size)
    if b"startxref" not in content:
        raise Refusal("file_damaged")
    if ENCRYPTED.search(content):
        raise Refusal("file_encrypted")
    if ACTIVE.search(content) or any(map(ACTIVE.search, _object_streams(content))):
        raise Refusal("file_active")


def _object_streams(content: bytes) -> Iterator[bytes]:
    """Yield the unpacked object streams, at most `MOST_UNPACKED` bytes of them in all."""
    left = MOST_UNPACKED
    for number, found in enumerate(OBJECT_STREAM.finditer(content)):
        begins = STREAM_BEGINS.search(content, found.end(), found.end() + LONGEST_DICTIONARY)
        if begins is None:
            continue
        unpacked = _inflate(content, begins.end(), left)
        left -= len(unpacked)
        if left <= 0 or number > MOST_OBJECT_STREAMS:
            raise Refusal("archive_bomb")
        if not unpacked and _is_packed(content, found.start(), begins.end()):
            raise Refusal("file_unreadable")
        yield unpacked


def _inflate(content: bytes, begins: int, most: int) -> bytes:
    """Return what is packed from `begins` on, nothing where it is not packed by zlib."""
    unpack = zlib.decompressobj()
    unpacked = bytearray()
    try:
        while begins < len(content) and len(unpacked) < most and not unpack.eof:
            # In pieces: the library keeps a copy of all that follows the end of the stream.
            piece = unpack.unconsumed_tail or content[begins : begins + PIECE]
            begins += 0 if unpack.unconsumed_tail else len(piece)
            unpacked += unpack.decompress(piece, most - len(unpacked))
    except zlib.error:
        pass  # what was unpacked until the fault is looked at all the same
    return bytes(unpacked)


def _is_packed(content: bytes, name_at: int, begins: int) -> bool:
    """Say whether the dictionary around `name_at` names a filter: plain ones were read already."""
    opens = content.rfind(b" obj", max(0, name_at - LONGEST_DICTIONARY), name_at)
    return bool(FILTER.search(content, max(opens, 0), begins))
