"""Checking a process's whole record as the database holds it: its log, its seals, what waits.

Reads what was sealed when it begins, which nothing may change, so it needs no lock and hinders
nobody. Two statements for a thousand entries, and a handful beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from antechamber.record import canonical
from antechamber.record.merkle import Node
from antechamber.record.models import Entry, Seal, SealedEntry, Subtree, WaitingEntry
from antechamber.record.verification import (
    EntryFault,
    FalseEntry,
    KeptSeal,
    Leaf,
    Verification,
)

ROWS_AT_ONCE: Final = 1_000
NAMED_AT_ONCE: Final = 500  # ids in one statement: SQLite takes 999 values, or more when newer


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found. `unsealed` is the first false entry among those that no seal covers."""

    process_code: str
    sealed: Verification
    entries: int
    waiting: int
    unsealed: FalseEntry | None

    @property
    def entry(self) -> FalseEntry | None:
        """Return the first entry that was changed, dropped or inserted."""
        return self.sealed.entry or self.unsealed

    @property
    def holds(self) -> bool:
        """Say whether nothing false was found."""
        return self.sealed.holds and self.unsealed is None


def audit(
    process_code: str,
    *,
    trusted: Collection[str] = (),
    known: Mapping[int, str] | None = None,
    progress: Callable[[int], object] | None = None,
) -> Audit:
    """Check the record of a process; `progress` is told how many entries are checked.

    See `Verification` for `trusted` and `known`.
    """
    last = Seal.objects.filter(process_code=process_code).order_by("-number").first()
    size, number = (last.size, last.number) if last else (0, 0)
    verification = Verification(_subtrees(process_code), trusted, known or {})
    verification.run(
        _leaves(process_code, size, progress or _tell_nobody), _seals(process_code, number)
    )
    return Audit(
        process_code,
        verification,
        entries=size,
        waiting=WaitingEntry.objects.filter(process_code=process_code).count(),
        unsealed=_false_unsealed(process_code),
    )


def _tell_nobody(checked: int) -> None:
    """Keep the progress to itself."""


def _subtrees(process_code: str) -> dict[Node, str]:
    kept = Subtree.objects.filter(process_code=process_code)
    return {
        Node(level, index): digest
        for level, index, digest in kept.values_list("level", "index", "digest").iterator()
    }


def _seals(process_code: str, number: int) -> Iterator[KeptSeal]:
    kept = Seal.objects.filter(process_code=process_code, number__lte=number).order_by("number")
    for seal in kept.iterator(chunk_size=ROWS_AT_ONCE):
        yield KeptSeal(seal.statement, tuple(map(str, seal.peaks)), seal.signature, seal.key)


def _leaves(process_code: str, size: int, progress: Callable[[int], object]) -> Iterator[Leaf]:
    """Yield the places before `size` with what their entries say now."""
    log = SealedEntry.objects.filter(process_code=process_code)
    for first in range(0, size, ROWS_AT_ONCE):
        part = log.filter(position__gte=first, position__lt=min(size, first + ROWS_AT_ONCE))
        entries = _digests(part.values("entry_id"))
        for position, entry_id, digest in part.order_by("position").values_list(
            "position", "entry_id", "digest"
        ):
            yield Leaf(position, entry_id, digest, *entries.get(entry_id, (None, None)))
        progress(min(size, first + ROWS_AT_ONCE))


Digests = tuple[str | None, str | None]


def _digests(ids: Iterable[int] | QuerySet[SealedEntry, Any]) -> dict[int, Digests]:
    """Return the written and the present digest of entries, by id (1 statement)."""
    wanted = Entry.objects.filter(pk__in=ids)
    try:
        return {entry.pk: (entry.digest, _present_digest(entry)) for entry in wanted}
    except ValueError:  # somebody wrote what cannot even be read: find out where
        keys: Sequence[int] = list(wanted.values_list("pk", flat=True))
        return {pk: _digests_of_one(pk) for pk in keys}


def _digests_of_one(pk: int) -> Digests:
    try:
        entry = Entry.objects.get(pk=pk)
    except ValueError:
        return ("", "")
    return (entry.digest, _present_digest(entry))


def _present_digest(entry: Entry) -> str:
    try:
        return canonical.leaf_digest(canonical.canonical_json(entry.document))
    except (AttributeError, TypeError, ValueError):  # not even an instant, or not even JSON
        return ""


def _false_unsealed(process_code: str) -> FalseEntry | None:
    """Find the first entry that is neither sealed nor as it was written (3 statements and more).

    Each entry waits from its own transaction on until it is sealed, in one step: what does
    neither was slipped in past the database's guard, or lost its seal.
    """
    mine = Entry.objects.filter(process_code=process_code)
    waits = Exists(WaitingEntry.objects.filter(entry_id=OuterRef("pk")))
    has_place = Exists(SealedEntry.objects.filter(entry_id=OuterRef("pk")))
    slipped_in = mine.filter(~waits, ~has_place).order_by("pk").values_list("pk", flat=True).first()
    if slipped_in is not None:
        return FalseEntry(EntryFault.INSERTED, None, slipped_in)
    return _false_place(process_code) or _false_waiting(process_code)


def _false_place(process_code: str) -> FalseEntry | None:
    """Find a place after the last seal, in one statement: sealing may go on meanwhile."""
    last = Seal.objects.filter(process_code=process_code).order_by("-number").values("size")[:1]
    log = SealedEntry.objects.filter(process_code=process_code)
    beyond = log.filter(position__gte=Coalesce(Subquery(last), 0))
    found = beyond.order_by("position").first()
    return FalseEntry(EntryFault.INSERTED, found.position, found.entry_id) if found else None


def _false_waiting(process_code: str) -> FalseEntry | None:
    """Find a waiting entry that is gone or says something else than what was written."""
    waiting = WaitingEntry.objects.filter(process_code=process_code)
    after = 0
    while ids := list(
        waiting.filter(entry_id__gt=after)
        .order_by("entry_id")
        .values_list("entry_id", flat=True)[:NAMED_AT_ONCE]
    ):
        digests = _digests(ids)  # by name: some of them may be sealed by now
        for entry_id in ids:
            written, found = digests.get(entry_id, (None, None))
            if found is None:
                return FalseEntry(EntryFault.DROPPED, None, entry_id)
            if found != written:
                return FalseEntry(EntryFault.CHANGED, None, entry_id)
        after = ids[-1]
    return None
