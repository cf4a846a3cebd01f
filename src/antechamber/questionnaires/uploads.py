"""What an uploaded file really is, and whether it may come in. Pure: a file in, a verdict out.

The type is read from the content; the name only has to agree with it. Nothing is unpacked to disk
or rendered, headers are read and archives measured within fixed bounds. A verdict is no proof of
innocence: files are also served as attachments in a sandbox, never as pages (`storage.py`).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, BinaryIO, Final

from antechamber.questionnaires.file_contents import archives, images, pdf, text
from antechamber.questionnaires.file_contents.refusal import Refusal

LONGEST_NAME = 150  # characters, extension included: fits every file system in UTF-8
CHUNK = 1024 * 1024  # bytes
HEAD = 8192  # bytes that tell the type


@dataclass(frozen=True, slots=True)
class FileKind:
    """A type of file that a questionnaire can ask for."""

    name: str
    media_type: str
    extensions: tuple[str, ...]
    inspect: Callable[[BinaryIO, int], None]


KINDS: Final[Mapping[str, FileKind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            FileKind("pdf", "application/pdf", ("pdf",), pdf.inspect),
            FileKind("png", "image/png", ("png",), images.inspect_png),
            FileKind("jpeg", "image/jpeg", ("jpg", "jpeg"), images.inspect_jpeg),
            FileKind(
                "docx", f"{archives.OOXML}.wordprocessingml.document", ("docx",), archives.inspect
            ),
            FileKind("xlsx", f"{archives.OOXML}.spreadsheetml.sheet", ("xlsx",), archives.inspect),
            FileKind("odt", archives.ODT.decode(), ("odt",), archives.inspect),
            FileKind("txt", "text/plain", ("txt",), text.inspect),
        )
    }
)


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """Yes (`code` is empty) or no with a reason; what is known of the file either way.

    `kind` is a key of `KINDS`, empty where the type is unknown; a refused file has no `sha256`.
    """

    name: str
    size: int
    kind: str = ""
    sha256: str = ""
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def accepted(self) -> bool:
        """Say whether the file may come in."""
        return not self.code

    @property
    def media_type(self) -> str:
        """Return the media type of the content."""
        return KINDS[self.kind].media_type if self.kind else "application/octet-stream"


def examine(file: BinaryIO, *, name: str, allowed: Sequence[str], max_bytes: int) -> FileVerdict:
    """Return the verdict on `file`, of which `allowed` are the kinds that may come in.

    Reads the whole file once for its digest and leaves it at its beginning. Raises nothing for bad
    content: every fault of a file is a code.
    """
    name = clean_name(name)
    size = file.seek(0, 2)
    kind = ""
    try:
        _refuse_size(size, max_bytes)
        kind = _kind_of(file, name)
        _refuse_type(kind, name, allowed)
        KINDS[kind].inspect(file, size)
    except Refusal as refusal:
        return FileVerdict(name, size, kind, code=refusal.code, params=refusal.params)
    finally:
        file.seek(0)
    return FileVerdict(name, size, kind, sha256=_sha256(file))


def clean_name(name: str) -> str:
    """Return a file's name without folders, control and direction characters, at most 150 long.

    The extension is kept; a name that is nothing but such characters becomes "file".
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    extension = PurePosixPath(visible).suffix[:12]
    stem = visible.removesuffix(extension) if extension else visible
    return (stem[: LONGEST_NAME - len(extension)] + extension) or "file"


def _refuse_size(size: int, max_bytes: int) -> None:
    if size == 0:
        raise Refusal("file_empty")
    if size > max_bytes:
        raise Refusal("file_too_large", size=size, limit=max_bytes)


def _kind_of(file: BinaryIO, name: str) -> str:
    file.seek(0)
    head = file.read(HEAD)
    if pdf.is_pdf(head):
        return "pdf"
    if images.is_png(head):
        return "png"
    if images.is_jpeg(head):
        return "jpeg"
    if archives.is_archive(head):
        return archives.kind_of(file)
    if archives.is_compound(head):
        raise Refusal(archives.compound_reason(_extension(name)))
    if text.is_markup(head):
        raise Refusal("file_markup")
    return "txt" if text.is_text(head) else ""


def _refuse_type(kind: str, name: str, allowed: Sequence[str]) -> None:
    if kind not in allowed:
        raise Refusal("file_type_refused", found=kind, allowed=tuple(allowed))
    if _extension(name) not in KINDS[kind].extensions:
        raise Refusal("file_name_lies", extension=_extension(name), found=kind)


def _extension(name: str) -> str:
    return PurePosixPath(name).suffix.lower().lstrip(".")


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
