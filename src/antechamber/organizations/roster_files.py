"""The rows of a roster file, whatever spreadsheet program it left.

Reads XLSX and CSV, told apart by their content. Never raises for what is in the file: a file that
cannot be read comes back as a `FileRefusal`. Values only; a formula comes back as its text, "=A1".
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import islice
from typing import Final
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

Cell = str | int | float | bool | datetime | date | time | None


class FileFault(StrEnum):
    """Why a file is refused."""

    TOO_LARGE = "too_large"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    TOO_MANY_ROWS = "too_many_rows"
    WRONG_TYPE = "wrong_type"
    OLD_OR_ENCRYPTED = "old_or_encrypted"
    UNKNOWN_ENCODING = "unknown_encoding"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    NO_NAME_COLUMN = "no_name_column"


@dataclass(frozen=True, slots=True)
class FileRefusal:
    """A file that is not read, and why; `limit` and `found` are bytes, rows or a ratio."""

    code: FileFault
    limit: int | None = None
    found: int | None = None


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row up to its last filled cell; `number` is the one that a spreadsheet program shows."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What a file may weigh before it is refused."""

    max_bytes: int = 10 * 1024 * 1024
    max_unpacked_bytes: int = 150 * 1024 * 1024
    max_ratio: int = 100  # a spreadsheet packs to a tenth; a bomb to a thousandth
    max_parts: int = 1_000
    max_rows: int = 50_000  # eight times the decisions of 1998-2024
    max_columns: int = 32
    stop_after: int | None = None  # filled rows, to look at a file's beginning only


LIMITS: Final = FileLimits()

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"  # XLS, and XLSX with a password
_WORKBOOK: Final = "xl/workbook.xml"
_MAX_BLANK_RUN: Final = 1_000
"""A sheet whose size was set wrong goes on for a million blank rows."""


def read_rows(content: bytes, limits: FileLimits = LIMITS) -> list[RawRow] | FileRefusal:
    """Give all rows of a file that hold anything, the header among them."""
    if len(content) > limits.max_bytes:
        return FileRefusal(FileFault.TOO_LARGE, limits.max_bytes, len(content))
    if not content.strip():
        return FileRefusal(FileFault.EMPTY)
    if content.startswith(_OLE):
        return FileRefusal(FileFault.OLD_OR_ENCRYPTED)
    read = _read_xlsx if content.startswith(_ZIP) else _read_csv
    return read(content, limits)


def _gather(rows: Iterable[Sequence[object]], limits: FileLimits) -> list[RawRow] | FileRefusal:
    gathered: list[RawRow] = []
    blank_run = 0
    for number, values in enumerate(rows, start=1):
        cells = _cells(values[: limits.max_columns])
        if not cells:
            blank_run += 1
            if blank_run >= _MAX_BLANK_RUN:
                break
            continue
        blank_run = 0
        if len(gathered) > limits.max_rows:
            return FileRefusal(FileFault.TOO_MANY_ROWS, limits.max_rows)
        gathered.append(RawRow(number, cells))
        if len(gathered) == limits.stop_after:
            break
    return gathered or FileRefusal(FileFault.EMPTY)


def _cells(values: Sequence[object]) -> tuple[Cell, ...]:
    """Give the cells of a row up to the last one that holds anything."""
    end = len(values)
    while end and (values[end - 1] is None or values[end - 1] == ""):
        end -= 1
    return tuple(map(_cell, values[:end]))


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, str | int | float | datetime | date | time):
        return value
    return "="  # what else openpyxl gives are kinds of formula


# --- XLSX -----------------------------------------------------------------------------------------


def _read_xlsx(content: bytes, limits: FileLimits) -> list[RawRow] | FileRefusal:
    try:
        if refusal := _refuse_archive(content, limits):
            return refusal
        return _gather(_sheet_rows(content, limits), limits)
    except (
        zipfile.BadZipFile,
        zlib.error,
        InvalidFileException,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ):
        # openpyxl has no one exception for a broken workbook: these are what broken ones raise
        return FileRefusal(FileFault.UNREADABLE)


def _refuse_archive(content: bytes, limits: FileLimits) -> FileRefusal | None:
    """Refuse a bomb or another kind of archive by its directory, before anything is unpacked.

    A directory that lies about a size ends in a checksum error when the part is read.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if _WORKBOOK not in archive.namelist():
            return FileRefusal(FileFault.WRONG_TYPE)
        unpacked = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts)
        if len(parts) > limits.max_parts:
            return FileRefusal(FileFault.UNPACKS_TOO_LARGE, limits.max_parts, len(parts))
        if unpacked > limits.max_unpacked_bytes:
            return FileRefusal(FileFault.UNPACKS_TOO_LARGE, limits.max_unpacked_bytes, unpacked)
        if unpacked > packed * limits.max_ratio:
            return FileRefusal(
                FileFault.UNPACKS_TOO_LARGE, limits.max_ratio, unpacked // max(packed, 1)
            )
        if any(_declares_entities(archive, part) for part in parts):
            return FileRefusal(FileFault.UNREADABLE)
    return None


def _declares_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Say whether a part declares a document type: no spreadsheet does, an entity bomb must."""
    if not part.filename.endswith((".xml", ".rels")):
        return False
    with archive.open(part) as opened:
        return b"<!DOCTYPE" in opened.read(1024)


def _sheet_rows(content: bytes, limits: FileLimits) -> Iterator[tuple[object, ...]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl leaves out
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        try:
            sheet = book.worksheets[0]
            yield from sheet.iter_rows(max_col=limits.max_columns, values_only=True)
        finally:
            book.close()


# --- CSV ------------------------------------------------------------------------------------------

_DELIMITERS: Final = ",;\t"
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BINARY: Final = frozenset(map(chr, range(32))) - set("\t\n\r\f\x1a")


def _read_csv(content: bytes, limits: FileLimits) -> list[RawRow] | FileRefusal:
    text = _decode(content)
    if text is None:
        return FileRefusal(FileFault.UNKNOWN_ENCODING)
    if text.startswith("%PDF") or not _BINARY.isdisjoint(text):
        return FileRefusal(FileFault.WRONG_TYPE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return _gather(reader, limits)
    except csv.Error:
        return FileRefusal(FileFault.UNREADABLE)


def _decode(content: bytes) -> str | None:
    """Give the text, trying what spreadsheet programs save: UTF-8, UTF-16, Windows-1252."""
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _encodings(content: bytes) -> tuple[str, ...]:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return (encoding,)
    start = content[:200]
    if start[1::2].count(0) > len(start) // 4:
        return ("utf-16-le",)
    if start[::2].count(0) > len(start) // 4:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


def _delimiter(text: str) -> str:
    """Give the delimiter that stands most often outside quotes in the first ten lines."""
    outside = "".join("\n".join(islice(text.splitlines(), 10)).split('"')[::2])
    return max(_DELIMITERS, key=outside.count)
