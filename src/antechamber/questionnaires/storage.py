"""Where the content of uploaded files lives: Django's default storage, under random names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO, BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage

from antechamber.questionnaires.models import StoredFile

FOLDER = "uploads"
GRACE = timedelta(days=1)  # far longer than a transaction: what has no row by then has none


def keep(key: str, file: BinaryIO | File[bytes]) -> None:
    """Write the content of a new file. The key is random, so no two ever meet."""
    file.seek(0)
    default_storage.save(_path(key), file if isinstance(file, File) else File(file))


def opened(key: str) -> IO[bytes]:
    """Return a stored content, open for reading; raise `FileNotFoundError` where it is lost."""
    content: IO[bytes] = default_storage.open(_path(key), "rb")
    return content


def forget(key: str) -> None:
    """Remove a content; one that is gone already is no error."""
    default_storage.delete(_path(key))


def forget_lost_files(*, at: datetime) -> int:
    """Remove contents that have no row, left by transactions that were undone; return how many.

    Takes 1 statement. Contents younger than a day are left alone: their row may be on its way.
    """
    known = set(StoredFile.objects.values_list("key", flat=True))
    lost = [
        key
        for key in _kept_keys()
        if key not in known and default_storage.get_created_time(_path(key)) < at - GRACE
    ]
    for key in lost:
        forget(key)
    return len(lost)


def _path(key: str) -> str:
    # Two letters of the random part: no folder grows beyond what a file system likes.
    return f"{FOLDER}/{key.removeprefix('f_')[:2]}/{key}"


def _kept_keys() -> Iterator[str]:
    if not default_storage.exists(FOLDER):
        return
    for folder in default_storage.listdir(FOLDER)[0]:
        yield from default_storage.listdir(f"{FOLDER}/{folder}")[1]
