"""Where an archive's files lie: a folder or a zip, and what in them is plainly a file.

Nothing is unpacked to disk, so that no name can lead anywhere.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from django.utils.translation import gettext as _

from antechamber.record.archive import MOST_FILES, UntrueArchive

READ_AT_ONCE: Final = 1024 * 1024
HIGHEST_RATIO: Final = 200  # unpacked to packed; a ledger of equal entries reaches 30
RATIO_COUNTS_FROM: Final = 5 * 1024 * 1024  # bytes unpacked: small files compress as they like
LARGEST_DIRECTORY: Final = 200 * MOST_FILES  # bytes of a zip's own list of its files
END_RECORD: Final = b"PK\x05\x06"
END_RECORD_WITHIN: Final = 22 + 65_535  # the record and the longest remark behind it
ENCRYPTED_FLAG: Final = 0x1
DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class NotAnArchive(Exception):
    """What was given is no archive, or cannot be read; the text says which."""


class Source(Protocol):
    """Where an archive's files are."""

    def sizes(self) -> Mapping[str, int]:
        """Return every file's name and size; raise `UntrueArchive` for what is not plainly one."""

    def open(self, name: str) -> IO[bytes]:
        """Open a file."""


@dataclass(frozen=True, slots=True)
class _Folder:
    root: Path

    def sizes(self) -> Mapping[str, int]:
        found = {}
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise UntrueArchive(name, _("This is a link or a device, not a file."))
            if path.is_file():
                found[name] = path.stat().st_size
            _refuse_crowd(name, len(found))
        return found

    def open(self, name: str) -> IO[bytes]:
        return (self.root / name).open("rb")


@dataclass(frozen=True, slots=True)
class _Zip:
    packed: zipfile.ZipFile

    def sizes(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for member in self.packed.infolist():
            _refuse_member(member)
            if member.filename in found:
                raise UntrueArchive(member.filename, _("There are two files of this name."))
            found[member.filename] = member.file_size
            _refuse_crowd(member.filename, len(found))
        return found

    def open(self, name: str) -> IO[bytes]:
        return self.packed.open(name)


def _refuse_crowd(name: str, count: int) -> None:
    if count > MOST_FILES:
        raise UntrueArchive(name, _("There are more files than an archive has."))


def _refuse_member(member: zipfile.ZipInfo) -> None:
    """Refuse what only looks like a file, and what unpacks to far more than it is."""
    if member.flag_bits & ENCRYPTED_FLAG:
        raise UntrueArchive(member.filename, _("This file is encrypted."))
    is_large = member.file_size > RATIO_COUNTS_FROM
    if is_large and member.file_size > HIGHEST_RATIO * member.compress_size:
        raise UntrueArchive(member.filename, _("This file unpacks to far more than it is."))


def source_at(path: Path, stack: ExitStack) -> Source:
    """Open the folder or zip at `path`, which `stack` closes; raise `NotAnArchive` for others."""
    if path.is_dir():
        return _Folder(path)
    try:
        _refuse_long_directory(path)
        return _Zip(stack.enter_context(zipfile.ZipFile(path)))
    except OSError as error:
        raise NotAnArchive(f"{path}: {error.strerror}") from None
    except (*DAMAGE, struct.error, ValueError):
        raise NotAnArchive(_("%(path)s is no archive, or is damaged.") % {"path": path}) from None


def _refuse_long_directory(path: Path) -> None:
    """Refuse a zip that lists far too many files before the library makes an object of each."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - END_RECORD_WITHIN))
        end = file.read()
    at = end.rfind(END_RECORD)
    if at < 0:
        raise zipfile.BadZipFile
    (directory_size,) = struct.unpack_from("<I", end, at + 12)
    if directory_size > LARGEST_DIRECTORY:
        raise UntrueArchive(path.name, _("There are more files than an archive has."))


def pieces(source: Source, name: str, size: int) -> Iterator[bytes]:
    """Yield a file's content, and no more of it than was stated and one piece."""
    read = 0
    try:
        with source.open(name) as file:
            while read <= size and (piece := file.read(READ_AT_ONCE)):
                read += len(piece)
                yield piece
    except (*DAMAGE, OSError):
        raise UntrueArchive(name, _("This file cannot be read: it is damaged.")) from None
