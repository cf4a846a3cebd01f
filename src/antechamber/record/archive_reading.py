"""Reading an archive that came from somewhere: a folder or a zip, believed only as far as checked.

Nothing is unpacked to disk, and no name leads anywhere but to a file of the archive.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import gettext as _

from antechamber.record import archive_parts, seals
from antechamber.record.archive import (
    LARGEST_MANIFEST,
    LONGEST_ROW,
    MANIFEST,
    MOST_BYTES,
    PROCESS_CODE,
    SAFE_NAME,
    SIGNATURE,
    SUMS,
    UNLISTED,
    Manifest,
    TableFact,
    UntrueArchive,
    csv_head,
    csv_row,
    read_manifest,
    signed_document,
)
from antechamber.record.archive_sources import NotAnArchive, Source, pieces, source_at
from antechamber.record.canonical import canonical_json

LARGEST_SIGNATURE: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that is open for reading. `signed_by` is a public key, empty where nobody signed.

    Its files are those of its manifest, since `opened` has checked them.
    """

    manifest: Manifest
    manifest_digest: str
    signed_by: str
    source: Source
    trusted: Sequence[str] = field(default=())

    def read(self, name: str, most: int) -> bytes:
        """Return a whole file; raise `UntrueArchive` where it is missing or larger than `most`."""
        if name not in self.manifest.files:
            raise UntrueArchive(name, _("This file is missing."))
        if self.manifest.files[name].size > most:
            raise UntrueArchive(name, _("This file is larger than it can be."))
        with self.source.open(name) as file:
            return file.read()

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table, each as it is read; raise `UntrueArchive` for what is none."""
        fact = self.manifest.tables.get(table)
        if fact is None:
            raise UntrueArchive(f"{table}.json", _("This table is missing."))
        with self.source.open(f"{table}.json") as file:
            yield from _rows(file, table, fact)


def is_archive(path: Path) -> bool:
    """Say whether a word can only mean an archive: it lies there, or no process is called so."""
    is_code = PROCESS_CODE.fullmatch(str(path)) is not None
    return not is_code or path.is_file() or (path / MANIFEST).is_file()


@contextmanager
def opened(path: Path, *, trusted: Sequence[str] = ()) -> Iterator[Archive]:
    """Open the archive at `path` with every file checked against the manifest and its signature.

    Raises `UntrueArchive` with the first file that is missing, foreign or changed, or whose name
    leads out; `NotAnArchive` where there is none. Without `trusted` keys any key may have signed.
    """
    with ExitStack() as stack:
        yield _checked(source_at(path, stack), trusted)


def verified(archive: Archive) -> list[str]:
    """Check what the files say, and return sentences on what holds.

    Every table's two forms say the same, and what the rooms registered holds. Raises
    `UntrueArchive` with the first file that does not.
    """
    for name in sorted(archive.manifest.tables):
        _check_table(archive, name)
    return [sentence for check in archive_parts.checks() for sentence in check(archive)]


# --- The files ------------------------------------------------------------------------------------


def _checked(source: Source, trusted: Sequence[str]) -> Archive:
    sizes = source.sizes()
    if MANIFEST not in sizes:
        raise NotAnArchive(_("There is no %(name)s: this is no archive.") % {"name": MANIFEST})
    data = _special(source, sizes, MANIFEST, LARGEST_MANIFEST)
    manifest = read_manifest(data)
    _check_names(manifest, sizes)
    for name in sorted(manifest.files):
        _check_file(source, manifest, name)
    if SUMS in sizes and _special(source, sizes, SUMS, LARGEST_MANIFEST) != manifest.sums():
        raise UntrueArchive(SUMS, _("This file says something else than the manifest."))
    return Archive(
        manifest=manifest,
        manifest_digest=hashlib.sha256(data).hexdigest(),
        signed_by=_signer(source, sizes, data, trusted),
        source=source,
        trusted=trusted,
    )


def _special(source: Source, sizes: Mapping[str, int], name: str, most: int) -> bytes:
    if sizes[name] > most:
        raise UntrueArchive(name, _("This file is larger than it can be."))
    return b"".join(pieces(source, name, sizes[name]))


def _check_names(manifest: Manifest, sizes: Mapping[str, int]) -> None:
    """Find the first name that is unsafe, missing or foreign, and refuse absurd sizes."""
    for name in sorted({*manifest.files, *sizes}):
        if not SAFE_NAME.fullmatch(name):
            raise UntrueArchive(name, _("This name is not one of an archive."))
        if name not in sizes:
            raise UntrueArchive(name, _("This file is missing."))
        if name not in manifest.files and name not in UNLISTED:
            raise UntrueArchive(name, _("This file is foreign: the manifest does not name it."))
    if sum(sizes.values()) > MOST_BYTES:
        raise UntrueArchive(MANIFEST, _("The archive is larger than any can be."))
    for table in manifest.tables:
        if f"{table}.json" not in manifest.files or f"{table}.csv" not in manifest.files:
            raise UntrueArchive(MANIFEST, _("The manifest names a table without its files."))


def _check_file(source: Source, manifest: Manifest, name: str) -> None:
    stated, digest, size = manifest.files[name], hashlib.sha256(), 0
    for piece in pieces(source, name, stated.size):
        digest.update(piece)
        size += len(piece)
    if (digest.hexdigest(), size) != (stated.sha256, stated.size):
        raise UntrueArchive(name, _("This file was changed: it is not the one that was exported."))


def _signer(
    source: Source, sizes: Mapping[str, int], manifest: bytes, trusted: Sequence[str]
) -> str:
    """Return the key that signed the manifest, empty where none did and none is asked for."""
    if SIGNATURE not in sizes:
        if trusted:
            raise UntrueArchive(SIGNATURE, _("This file is missing: nobody signed the archive."))
        return ""
    try:
        signed = json.loads(_special(source, sizes, SIGNATURE, LARGEST_SIGNATURE))
        document = {"format": signed["format"], "manifest": signed["manifest"]}
        fits = seals.is_signed(document, signed["signature"], signed["key"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UntrueArchive(SIGNATURE, _("This is not a signature.")) from None
    if not fits or document != signed_document(manifest):
        raise UntrueArchive(SIGNATURE, _("The signature does not fit the manifest."))
    if trusted and signed["key"] not in trusted:
        raise UntrueArchive(SIGNATURE, _("The archive is signed by a key that is not trusted."))
    return str(signed["key"])


# --- The tables -----------------------------------------------------------------------------------


def _check_table(archive: Archive, name: str) -> None:
    """Compare a table's spreadsheet form with its exact one, row by row."""
    fact, count = archive.manifest.tables[name], 0
    digest = hashlib.sha256(csv_head(fact.columns))
    for row in archive.rows(name):
        digest.update(csv_row([row[column] for column in fact.columns]))
        count += 1
    if count != fact.rows:
        raise UntrueArchive(f"{name}.json", _("There are more or fewer rows than stated."))
    if digest.hexdigest() != archive.manifest.files[f"{name}.csv"].sha256:
        raise UntrueArchive(f"{name}.csv", _("This table says something else than its JSON form."))


def _rows(file: IO[bytes], table: str, fact: TableFact) -> Iterator[dict[str, Any]]:
    untrue = UntrueArchive(f"{table}.json", _("This is not a table with one row to a line."))
    lines = iter(lambda: file.readline(LONGEST_ROW), b"")
    if next(lines, b"") != b"[\n":
        raise untrue
    for line in lines:
        if line == b"]\n":
            return
        if (row := _row(line.rstrip(b",\n"), fact.columns)) is None:
            raise untrue
        yield row
    raise untrue


def _row(line: bytes, columns: Sequence[str]) -> dict[str, Any] | None:
    """Return a row in its one canonical form, None for anything else."""
    try:
        row = json.loads(line)
        is_exact = isinstance(row, dict) and canonical_json(row) == line
    except (ValueError, RecursionError):
        return None
    return row if is_exact and set(row) == set(columns) else None
