"""The record's own part of the archive: every entry, the seals, and how to check them offline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from antechamber.record import archive_parts, canonical
from antechamber.record.archive import UntrueArchive
from antechamber.record.archive_parts import Table
from antechamber.record.archive_reading import Archive
from antechamber.record.merkle import Node
from antechamber.record.models import Entry, Seal, SealedEntry, Subtree
from antechamber.record.seals import Statement
from antechamber.record.verification import (
    EntryFault,
    FalseEntry,
    KeptSeal,
    Leaf,
    Verification,
)
from antechamber.record.verification_words import fault_lines

ROWS_AT_ONCE: Final = 1_000
ENTRIES: Final = "record/entries"
SEALS: Final = "record/seals"
SUBTREES: Final = "record/subtrees"
WITHHELD: Final = (None,) * 6
GONE: Final = ("",) * 6  # somebody dropped it: no hash fits

Row = Sequence[object]


def last_instant(process_code: str) -> str:
    """Return when the last thing happened that the record knows, empty for none (1 statement)."""
    last = Entry.objects.filter(process_code=process_code).aggregate(Max("at"))["at__max"]
    return canonical.instant_text(last) if last else ""


def entry_rows(process_code: str) -> Iterator[Row]:
    """Yield every entry: those under a seal by their places, then those that wait by their ids.

    2 statements for each thousand entries, and as many as the rooms' tests of what is withheld.
    """
    is_withheld = archive_parts.withheld_in(process_code)
    log = SealedEntry.objects.filter(process_code=process_code).order_by("position")
    for first in range(0, log.count(), ROWS_AT_ONCE):
        part = list(log[first : first + ROWS_AT_ONCE])
        entries = Entry.objects.in_bulk([place.entry_id for place in part])
        for place in part:
            said = _said(entries.get(place.entry_id), is_withheld)
            yield (place.position + 1, place.entry_id, place.digest, *said)
    placed = SealedEntry.objects.filter(entry_id=OuterRef("pk"))
    waiting = Entry.objects.filter(~Exists(placed), process_code=process_code).order_by("pk")
    for entry in waiting.iterator(chunk_size=ROWS_AT_ONCE):
        yield (None, entry.pk, entry.digest, *_said(entry, is_withheld))


def _said(entry: Entry | None, is_withheld: Callable[[Entry], bool]) -> Row:
    if entry is None:
        return GONE
    if is_withheld(entry):
        return WITHHELD
    return (entry.verb, entry.subject, entry.actor_key, entry.at, entry.facts, entry.words_digest)


def seal_rows(process_code: str) -> Iterator[Row]:
    """Yield every seal, the first one first (1 statement)."""
    seals = Seal.objects.filter(process_code=process_code).order_by("number")
    for seal in seals.iterator(chunk_size=ROWS_AT_ONCE):
        yield (
            seal.number,
            seal.size,
            seal.root,
            seal.previous_root,
            seal.sealed_at,
            seal.peaks,
            seal.signature,
            seal.key,
        )


def subtree_rows(process_code: str) -> Iterator[Row]:
    """Yield the stored hashes of full subtrees (1 statement)."""
    found = Subtree.objects.filter(process_code=process_code).order_by("level", "index")
    yield from found.values_list("level", "index", "digest").iterator(chunk_size=ROWS_AT_ONCE)


TABLES: Final = (
    Table(
        ENTRIES,
        "Every decision of the process, in the order of the record. What is said in free text is "
        "not in it, only its hash. Of an entry that would lead to an organization which the "
        "archive does not name, only the hash is given: the seals hold all the same.",
        {
            "number": "place in the record, from 1; empty while it waits for its seal",
            "id": "its number in the installation",
            "digest": "SHA-256 of a zero byte and the entry's canonical JSON: its leaf",
            "verb": "what was done; empty where only the hash is given",
            "subject": "what it was done to: a public number or an opaque key",
            "actor": "by whom, as an opaque key",
            "at": "when",
            "facts": "codes, counts, hashes and instants that belong to it",
            "words": "hash of the reason or note, whose text stays in the installation",
        },
        entry_rows,
    ),
    Table(
        SEALS,
        "Signed statements that the first entries have a root; each goes on from the one before.",
        {
            "number": "counted from 1",
            "size": "how many entries it covers",
            "root": "root of the Merkle tree over them (RFC 9162)",
            "previous": "root of the seal before",
            "at": "when it was sealed",
            "peaks": "hashes from which the next seal goes on; the root is made of them",
            "signature": "Ed25519 over the seal's canonical JSON, hex",
            "key": "public key that signed, base64",
        },
        seal_rows,
    ),
    Table(
        SUBTREES,
        "Hashes of 256 entries each, and of 256 of those: they narrow a fault down.",
        {
            "level": "8 for 256 entries, 16 for 65,536 and so on",
            "index": "which of that level, from 0",
            "digest": "its hash",
        },
        subtree_rows,
    ),
)


def check(archive: Archive) -> list[str]:
    """Check the record against its seals without any database.

    Raises `UntrueArchive` that names the first false entry or seal.
    """
    subtrees = {Node(row["level"], row["index"]): row["digest"] for row in archive.rows(SUBTREES)}
    found, log = Verification(subtrees, archive.trusted), _Log(archive)
    try:
        found.run(log.sealed(), _kept(archive))
        log.read_to_its_end()
    except (KeyError, TypeError, ValueError):
        raise UntrueArchive(
            f"{ENTRIES}.json", _("This is not a record, or it is damaged.")
        ) from None
    if faults := fault_lines(found, found.entry or log.unsealed):
        name = ENTRIES if found.entry or log.unsealed else SEALS
        raise UntrueArchive(f"{name}.json", " ".join(faults))
    return [
        _("  The record holds: entries %(entries)s, seals %(seals)s, root %(root)s")
        % {
            "entries": found.tree.size,
            "seals": found.seals,
            "root": found.tree.root().hex(),
        },
        _("  Waiting for their seal: %(waiting)s. Given by their hash alone: %(withheld)s.")
        % {"waiting": log.waiting, "withheld": log.withheld},
    ]


class _Log:
    """The entries of an archive, read once: first those under a seal, then the others."""

    def __init__(self, archive: Archive) -> None:
        self._process = archive.manifest.process
        self._rows = iter(archive.rows(ENTRIES))
        self._first_waiting: Mapping[str, Any] | None = None
        self.unsealed: FalseEntry | None = None
        self.waiting = 0
        self.withheld = 0

    def sealed(self) -> Iterator[Leaf]:
        """Yield the places under a seal, each with the digest of what its entry says."""
        for row in self._rows:
            if row["number"] is None:
                self._first_waiting = row
                return
            yield Leaf(row["number"] - 1, row["id"], row["digest"], *self._digests(row))

    def read_to_its_end(self) -> None:
        """Look at the entries that no seal covers."""
        rows = [] if self._first_waiting is None else [self._first_waiting]
        for row in (*rows, *self._rows):
            self.waiting += 1
            _written, found = self._digests(row)
            if self.unsealed is None and (row["number"] is not None or found != row["digest"]):
                fault = EntryFault.CHANGED if row["number"] is None else EntryFault.INSERTED
                self.unsealed = FalseEntry(fault, None, row["id"])

    def _digests(self, row: Mapping[str, Any]) -> tuple[str, str]:
        if row["verb"] is None:
            self.withheld += 1
            return row["digest"], row["digest"]
        document = {
            "process": self._process,
            **{name: row[name] for name in ("verb", "subject", "actor", "at", "facts", "words")},
        }
        return row["digest"], canonical.leaf_digest(canonical.canonical_json(document))


def _kept(archive: Archive) -> Iterator[KeptSeal]:
    for row in archive.rows(SEALS):
        statement = Statement(
            process_code=archive.manifest.process,
            number=row["number"],
            size=row["size"],
            root=row["root"],
            previous_root=row["previous"],
            at=datetime.fromisoformat(row["at"]),
        )
        yield KeptSeal(statement, tuple(row["peaks"]), row["signature"], row["key"])
