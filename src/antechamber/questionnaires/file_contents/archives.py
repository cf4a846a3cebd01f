"""Office documents, which are zip archives: told by their members, measured before all else."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from antechamber.questionnaires.file_contents.refusal import Refusal

ZIP_SIGNATURE = b"PK\x03\x04"
COMPOUND_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE: old Office, and protected new ones
OOXML = "application/vnd.openxmlformats-officedocument"
ODT = b"application/vnd.oasis.opendocument.text"
MAIN_PARTS: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
OFFICE_EXTENSIONS = frozenset({"docx", "xlsx", "odt"})

MOST_MEMBERS = 3_000
MOST_BYTES = 100 * 1024 * 1024  # unpacked, in all
HIGHEST_RATIO = 200  # unpacked to packed; sheets of repeated cells reach 50
RATIO_COUNTS_FROM = 5 * 1024 * 1024  # bytes unpacked: small files compress as they like
CHUNK = 1024 * 1024
# Objects that Office embeds as files of its own. They are not followed, and never unpacked here.
EMBEDDED = ("word/embeddings/", "xl/embeddings/", "Object ")
ARCHIVE_SIGNATURES = (
    ZIP_SIGNATURE,
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
)
ENCRYPTED_FLAG = 0x1
DIRECTORY_ENTRY = b"PK\x01\x02"
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


def is_archive(head: bytes) -> bool:
    """Say whether a file that begins with `head` is a zip archive."""
    return head.startswith(ZIP_SIGNATURE)


def is_compound(head: bytes) -> bool:
    """Say whether `head` begins an OLE compound file."""
    return head.startswith(COMPOUND_SIGNATURE)


def compound_reason(extension: str) -> str:
    """Return why a compound file with `extension` is refused: protected, or simply too old."""
    return "file_encrypted" if extension in OFFICE_EXTENSIONS else "file_old_office"


def kind_of(file: BinaryIO) -> str:
    """Return `docx`, `xlsx`, `odt`, or "" for any other archive; raise `Refusal` if broken."""
    with _opened(file) as archive:
        members = {member.filename: member for member in _measured(archive)}
        for part, kind in MAIN_PARTS.items():
            if part in members and "[Content_Types].xml" in members:
                return kind
        mimetype = members.get("mimetype")
        if mimetype and mimetype.file_size == len(ODT) and archive.read(mimetype) == ODT:
            return "odt"
    return ""


def inspect(file: BinaryIO, size: int) -> None:
    """Raise `Refusal` for bombs, nested archives, macros, protection and damage.

    Unpacks every member in memory, a piece at a time, at most `MOST_BYTES` in all.
    """
    with _opened(file) as archive:
        members = _measured(archive)
        _refuse_ratio(members, size)
        for member in members:
            _refuse_member(archive, member)


@contextmanager
def _opened(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """Open the archive, and call damaged whatever cannot be read in it."""
    _refuse_long_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except DAMAGE:
        raise Refusal("file_damaged") from None


def _refuse_long_directory(file: BinaryIO) -> None:
    # The library makes an object of each member before it can be asked how many there are.
    file.seek(0)
    if file.read().count(DIRECTORY_ENTRY) > 2 * MOST_MEMBERS:
        raise Refusal("archive_bomb")


def _measured(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the members, having refused more of them, or more in them, than a document has."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_BYTES:
        raise Refusal("archive_bomb")
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise Refusal("file_encrypted")
    return members


def _refuse_ratio(members: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(member.file_size for member in members)
    if unpacked > RATIO_COUNTS_FROM and unpacked > HIGHEST_RATIO * size:
        raise Refusal("archive_bomb")


def _refuse_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if member.filename.lower().endswith("vbaproject.bin"):
        raise Refusal("file_active")
    with archive.open(member) as content:
        first = content.read(CHUNK)
        while content.read(CHUNK):  # to the end, where the checksum is compared
            pass
    if first.startswith(ARCHIVE_SIGNATURES) and not member.filename.startswith(EMBEDDED):
        raise Refusal("archive_nested")
