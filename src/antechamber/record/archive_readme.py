"""What stands in the archive's `README.txt`: what each file holds, and how to check it.

In English whatever language its maker reads: an archive has one set of bytes.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from antechamber.record import archive_parts

WIDTH: Final = 96  # columns of a terminal, and of a printed page

HEAD: Final = """\
THE OPEN ARCHIVE OF {process}

This is the whole process as it stood at {stands_at} (UTC).
{persons}

How to check it
---------------

Nothing of the program that made it is needed:

    sha256sum --check SHA256SUMS        every file is the one that was exported
    sha256sum manifest.json             the number that stands in signature.json under "manifest"

signature.json holds the signature (Ed25519, RFC 8032) over the canonical JSON of its own "format"
and "manifest", under the key that signs the seals of the record. Compare the key with the one
that the process publishes: without that comparison anybody could have signed.

The record proves itself. Canonical JSON has its names sorted, no spaces, and nothing escaped that
need not be, in UTF-8. An entry's digest is the SHA-256 of a zero byte and the canonical JSON of
"process", "verb", "subject", "actor", "at", "facts" and "words". The digests in the order of their
numbers are the leaves of a Merkle tree (RFC 9162): a node is the SHA-256 of a one byte and the two
below. A seal signs the canonical JSON of "format" (antechamber-seal-1), "process", "number",
"size", "root", "previous" and "at".

With the program, on any machine and without a database:

    antechamber verify THIS-ARCHIVE

It checks every file, every table's two forms against each other, every final list against the
proposed one and what came between, and every entry of the record against its seals. It names the
first that is false.

What is in it
-------------

Every table is two files of the same rows. The .json file is exact: a JSON array, one row to a
line, instants in UTC, days as year-month-day, texts in several languages by language. The .csv
file is for spreadsheets (UTF-8 with its mark, RFC 4180): where a text begins as a formula does, an
apostrophe stands before it; lists and objects are written as JSON in one cell.
"""

WITHOUT: Final = """\
It holds no data of persons. People who decided stand in the record by opaque keys. Organizations
are named that are or were accredited. Others stand in it by the number of their application alone,
or by name on a published list, as it was published: that somebody applied can be enough to harm
them."""

WITH: Final = """\
IT HOLDS DATA OF PERSONS in the folder persons/. Keep it from everybody who has no need of it, and
destroy it when that need has ended. An archive without that folder is made without them."""


def text(process_code: str, stands_at: str, with_persons: bool) -> bytes:  # noqa: FBT001
    """Return the file."""
    head = HEAD.format(
        process=process_code,
        stands_at=stands_at,
        persons=WITH if with_persons else WITHOUT,
    )
    return "\n".join([head, *_files(), *_tables(with_persons=with_persons)]).encode()


def _files() -> Iterator[str]:
    yield "manifest.json: every file with its size and hash, every table with its columns."
    for part in archive_parts.files():
        yield _wrapped(f"{part.pattern}: {part.words}", "")


def _tables(*, with_persons: bool) -> Iterator[str]:
    for table in archive_parts.tables(with_persons=with_persons):
        yield f"\n{table.name} (.json, .csv)"
        yield _wrapped(table.words, "    ")
        for name, words in table.columns.items():
            yield _wrapped(f"{name}: {words}", "      ")
    yield ""


def _wrapped(words: str, margin: str) -> str:
    return textwrap.fill(words, WIDTH, initial_indent=margin, subsequent_indent=margin + "    ")
