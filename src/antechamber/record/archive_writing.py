"""Writing the open archive: row by row into a folder, which is then moved or packed as a whole."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from antechamber import __version__
from antechamber.record import archive_parts, archive_readme, seals
from antechamber.record.archive import (
    MANIFEST,
    README,
    SIGNATURE,
    SUMS,
    FileFact,
    Manifest,
    TableFact,
    csv_head,
    csv_row,
    json_row,
    signed_document,
)
from antechamber.record.archive_parts import Table
from antechamber.record.canonical import canonical_json

ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold: it says nothing
ZIP_MODE: Final = 0o100644  # a plain file that others may read
PROGRESS_EVERY: Final = 1_000  # rows
COPIED_AT_ONCE: Final = 1024 * 1024  # bytes

Told = Callable[[str, int], object]


@dataclass(slots=True)
class _Written:
    """What has been written so far."""

    folder: Path
    tables: dict[str, TableFact] = field(default_factory=dict)
    files: dict[str, FileFact] = field(default_factory=dict)

    @contextmanager
    def file(self, name: str) -> Iterator[Callable[[bytes], object]]:
        """Open a file of the archive; what is written to it is counted and hashed."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with path.open("xb") as file:

            def write(data: bytes) -> None:
                nonlocal size
                digest.update(data)
                size += len(data)
                file.write(data)

            yield write
        self.files[name] = FileFact(digest.hexdigest(), size)

    def whole(self, name: str, content: bytes) -> None:
        """Write a file in one piece."""
        with self.file(name) as write:
            write(content)


def write_archive(
    folder: Path,
    process_code: str,
    *,
    stands_at: str,
    with_persons: bool,
    told: Told,
) -> Manifest:
    """Write the archive of a process into an empty folder and return its manifest.

    The caller sees to it that the tables do not change meanwhile. `told` learns the table and how
    many rows of it are written. Takes the statements of the registered parts, and the memory of
    their largest file; tables are written as they are read.
    """
    written = _Written(folder)
    for table in archive_parts.tables(with_persons=with_persons):
        _write_table(written, table, process_code, told)
    for part in archive_parts.files():
        for name, content in part.files(process_code):
            written.whole(name, content)
    written.whole(README, archive_readme.text(process_code, stands_at, with_persons))
    manifest = Manifest(
        process=process_code,
        program=f"antechamber {__version__}",
        stands_at=stands_at,
        holds_persons=with_persons,
        tables=written.tables,
        files=written.files,
    )
    (folder / MANIFEST).write_bytes(manifest.as_bytes())
    (folder / SUMS).write_bytes(manifest.sums())
    if settings.SEALING_KEY:
        (folder / SIGNATURE).write_bytes(_signature(manifest.as_bytes()))
    return manifest


def _write_table(written: _Written, table: Table, process_code: str, told: Told) -> None:
    """Write both files of a table while its rows come: `[`, a row to each line, `]`."""
    columns, count = tuple(table.columns), 0
    with written.file(f"{table.name}.csv") as csv, written.file(f"{table.name}.json") as json:
        csv(csv_head(columns))
        json(b"[")
        for row in table.rows(process_code):
            csv(csv_row(row))
            json((b",\n" if count else b"\n") + json_row(columns, row))
            count += 1
            if count % PROGRESS_EVERY == 0:
                told(table.name, count)
        json(b"\n]\n")
    written.tables[table.name] = TableFact(columns, count)
    told(table.name, count)


def _signature(manifest: bytes) -> bytes:
    """Return the signature file: the key of the seals signs which manifest is meant."""
    document = signed_document(manifest)
    signature = seals.sign(settings.SEALING_KEY, document)
    return canonical_json(
        {**document, "signature": signature, "key": seals.public_key(settings.SEALING_KEY)}
    )


@contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """Give an empty folder on the target's own disk, and leave none of it behind.

    What lies in it can be moved to the target in one step, so that nobody finds half an archive.
    """
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as made:
        yield Path(made)


def pack(folder: Path, file: BinaryIO) -> None:
    """Pack an archive's folder into a zip: the same files, the same bytes."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            member = zipfile.ZipInfo(path.relative_to(folder).as_posix(), ZIP_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = ZIP_MODE << 16
            member.file_size = path.stat().st_size
            with path.open("rb") as source, packed.open(member, "w") as into:
                shutil.copyfileobj(source, into, COPIED_AT_ONCE)
