"""PNG and JPEG: dimensions read from the header, never decoded."""

from __future__ import annotations

import struct
from typing import BinaryIO

from antechamber.questionnaires.file_contents.refusal import Refusal

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_HEADER = struct.Struct(">I4sII")  # the first chunk: its length, its name, width, height
JPEG_SIGNATURE = b"\xff\xd8\xff"
LONGEST_EDGE = 20_000  # pixels
MOST_PIXELS = 60_000_000  # a page scanned at 600 dpi has 35 million
JPEG_FRAME = struct.Struct(">BHH")  # bits of a sample, height, width
MOST_SEGMENTS = 500  # before a JPEG's frame header; real ones have a few dozen
START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # ITU-T T.81, table B.1
LENGTH_BYTES = 2  # the length of a segment counts itself
STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
TAIL = 64 * 1024  # bytes in which the end marker must stand; cameras append data after it


def is_png(head: bytes) -> bool:
    """Say whether a file that begins with `head` is a PNG."""
    return head.startswith(PNG_SIGNATURE)


def is_jpeg(head: bytes) -> bool:
    """Say whether a file that begins with `head` is a JPEG."""
    return head.startswith(JPEG_SIGNATURE)


def inspect_png(file: BinaryIO, size: int) -> None:
    """Raise `Refusal` for a PNG that is cut off or far too large in pixels."""
    file.seek(len(PNG_SIGNATURE))
    header = file.read(PNG_HEADER.size)
    if header[4:8] != b"IHDR" or len(header) < PNG_HEADER.size or b"IEND" not in _tail(file, size):
        raise Refusal("file_damaged")
    _length, _name, width, height = PNG_HEADER.unpack(header)
    _refuse_dimensions(width, height)


def inspect_jpeg(file: BinaryIO, size: int) -> None:
    """Raise `Refusal` for a JPEG that is cut off or far too large in pixels."""
    if b"\xff\xd9" not in _tail(file, size):
        raise Refusal("file_damaged")
    file.seek(2)
    for _segment in range(MOST_SEGMENTS):
        marker, length = _segment_header(file)
        if marker in START_OF_FRAME:
            frame = file.read(JPEG_FRAME.size)
            if len(frame) < JPEG_FRAME.size:
                break
            _bits, height, width = JPEG_FRAME.unpack(frame)
            _refuse_dimensions(width, height)
            return
        file.seek(length, 1)
    raise Refusal("file_damaged")


def _segment_header(file: BinaryIO) -> tuple[int, int]:
    """Return the next marker and the length of what follows it."""
    if file.read(1) != b"\xff":
        raise Refusal("file_damaged")
    marker = file.read(1)
    while marker == b"\xff":  # fill bytes, T.81 B.1.1.2
        marker = file.read(1)
    if not marker or marker[0] in {0xD9, 0xDA}:  # the end or the scan, and no frame before it
        raise Refusal("file_damaged")
    if marker[0] in STANDALONE:
        return marker[0], 0
    length = int.from_bytes(file.read(LENGTH_BYTES), "big")
    if length < LENGTH_BYTES:
        raise Refusal("file_damaged")
    return marker[0], length - LENGTH_BYTES


def _refuse_dimensions(width: int, height: int) -> None:
    if not width or not height:
        raise Refusal("file_damaged")
    if max(width, height) > LONGEST_EDGE or width * height > MOST_PIXELS:
        raise Refusal("image_too_large", width=width, height=height)


def _tail(file: BinaryIO, size: int) -> bytes:
    file.seek(max(0, size - TAIL))
    return file.read(TAIL)
