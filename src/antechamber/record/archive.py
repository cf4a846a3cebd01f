"""The form of the open archive: its files' names, its bytes, its manifest. Pure.

`docs/archive.md` describes it for whoever has nothing of this project.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from antechamber.record.canonical import canonical_json, instant_text
from antechamber.record.spreadsheet import BYTE_ORDER_MARK, csv_line
from antechamber.workflow import Words

ARCHIVE_FORMAT: Final = "antechamber-archive-1"
SIGNATURE_FORMAT: Final = "antechamber-archive-signature-1"
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
SIGNATURE: Final = "signature.json"
README: Final = "README.txt"
UNLISTED: Final = frozenset({MANIFEST, SUMS, SIGNATURE})  # each is about the manifest, or is it

# A name is safe on every system: no way up, no drive, no sign that a shell or Windows takes for
# something else.
SAFE_NAME: Final = re.compile(r"(?:[A-Za-z0-9][\w.-]{0,79}/){0,4}[A-Za-z0-9][\w.-]{0,79}", re.ASCII)

PROCESS_CODE: Final = re.compile(r"[\w-]{1,40}", re.ASCII)  # as the tables hold it

MOST_FILES: Final = 10_000  # lists have some six files each; a process has a few lists
MOST_BYTES: Final = 4 * 1024**3  # unpacked, in all; ten thousand applications make some 50 MB
LONGEST_ROW: Final = 8 * 1024**2  # bytes of one row: a whole questionnaire is the longest
LARGEST_MANIFEST: Final = 8 * 1024**2


class UntrueArchive(Exception):
    """The archive is not what was exported: `name` is the first false file, `words` say why."""

    def __init__(self, name: str, words: Words) -> None:
        super().__init__(name)
        self.name = _visible(name)
        self.words = words

    def __str__(self) -> str:
        return f"{self.name}: {self.words}"


def _visible(name: str) -> str:
    """Return a name with its invisible signs written out: a terminal would obey them."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in name)


@dataclass(frozen=True, slots=True)
class FileFact:
    """What the manifest states of a file."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class TableFact:
    """What the manifest states of a table, which is two files: `.json` and `.csv`."""

    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive holds. `stands_at` is the instant of the last entry of its record."""

    process: str
    program: str
    stands_at: str
    holds_persons: bool
    tables: Mapping[str, TableFact] = field(default_factory=dict)
    files: Mapping[str, FileFact] = field(default_factory=dict)

    def as_bytes(self) -> bytes:
        """Return the file: readable, and the same bytes for the same facts."""
        values = {
            "format": ARCHIVE_FORMAT,
            "process": self.process,
            "program": self.program,
            "stands_at": self.stands_at,
            "persons": self.holds_persons,
            "tables": {
                name: {"columns": list(table.columns), "rows": table.rows}
                for name, table in self.tables.items()
            },
            "files": {
                name: {"sha256": file.sha256, "bytes": file.size}
                for name, file in self.files.items()
            },
        }
        return (json.dumps(values, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()

    def sums(self) -> bytes:
        """Return the same hashes as `sha256sum --check` reads them."""
        lines = [f"{self.files[name].sha256}  {name}\n" for name in sorted(self.files)]
        return "".join(lines).encode()


def read_manifest(data: bytes) -> Manifest:
    """Return what a manifest states; raise `UntrueArchive` where it is none."""
    try:
        return _manifest(json.loads(data))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UntrueArchive(MANIFEST, _("This is not the manifest of an archive.")) from None


def _manifest(values: Mapping[str, Any]) -> Manifest:
    if values["format"] != ARCHIVE_FORMAT:
        raise ValueError("another format")
    if not PROCESS_CODE.fullmatch(_text(values["process"])):
        raise ValueError("no code of a process")
    return Manifest(
        process=values["process"],
        program=_text(values["program"]),
        stands_at=_text(values["stands_at"]),
        holds_persons=values["persons"] is True,
        tables={
            name: TableFact(tuple(map(_text, table["columns"])), _count(table["rows"]))
            for name, table in values["tables"].items()
        },
        files={
            name: FileFact(_text(file["sha256"]), _count(file["bytes"]))
            for name, file in values["files"].items()
        },
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise TypeError("expected a text of one line")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("expected a count")
    return value


def signed_document(manifest: bytes) -> dict[str, str]:
    """Return the JSON object that is signed: which manifest is meant."""
    return {"format": SIGNATURE_FORMAT, "manifest": hashlib.sha256(manifest).hexdigest()}


# --- Tables ---------------------------------------------------------------------------------------


def plain(value: object) -> Any:
    """Return a value as JSON holds it exactly: instants in UTC to the microsecond, days as ISO."""
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def json_row(columns: Sequence[str], row: Sequence[object]) -> bytes:
    """Return a row as one line of JSON, without its end."""
    return canonical_json({name: plain(value) for name, value in zip(columns, row, strict=True)})


def csv_head(columns: Sequence[str]) -> bytes:
    """Return how a table's CSV file begins."""
    return (BYTE_ORDER_MARK + csv_line(columns)).encode()


def csv_row(row: Sequence[object]) -> bytes:
    """Return a row as one line of CSV, in which no cell can run as a formula."""
    return csv_line([_cell(value) for value in row]).encode()


def _cell(value: object) -> object:
    value = plain(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return value
