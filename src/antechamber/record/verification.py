"""Checking a whole log against its seals, in one pass and in little memory. Pure.

Named are the first entry that was changed, dropped or inserted, and the first seal that does not
fit. Where somebody changed an entry together with everything that is stored about it, the root
alone tells, and the entries among which it is are named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from antechamber.record.merkle import Node, Span, Tree
from antechamber.record.seals import Statement, is_signed


class EntryFault(StrEnum):
    """What happened to an entry."""

    CHANGED = "changed"
    DROPPED = "dropped"
    INSERTED = "inserted"


class SealFault(StrEnum):
    """What does not fit about a seal."""

    MISSING = "missing"
    SIGNATURE = "signature"
    KEY = "key"
    LINK = "link"
    ROOT = "root"
    PEAKS = "peaks"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A place of the log with its entry: digests as sealed, as written, and of what it says now.

    `written` and `found` are None where the entry is gone.
    """

    position: int
    entry_id: int
    sealed: str
    written: str | None
    found: str | None


@dataclass(frozen=True, slots=True)
class KeptSeal:
    """A seal as it is stored."""

    statement: Statement
    peaks: tuple[str, ...]
    signature: str
    key: str


@dataclass(frozen=True, slots=True)
class FalseEntry:
    """The first entry that is not as it was sealed; what is not known of it is None."""

    fault: EntryFault
    position: int | None
    entry_id: int | None


@dataclass(frozen=True, slots=True)
class FalseSeal:
    """The first seal that does not fit, and the places it was to cover as narrowly as known."""

    fault: SealFault
    number: int
    span: Span


@dataclass(slots=True)
class Verification:
    """A check under way: give it the whole log by `run`, then read what was found.

    `subtrees` are the stored roots of full subtrees; `trusted` the keys that may sign, all where
    it is empty; `known` roots that somebody copied, by their sizes.
    """

    subtrees: Mapping[Node, str]
    trusted: Collection[str] = ()
    known: Mapping[int, str] = field(default_factory=dict)
    entry: FalseEntry | None = None
    seal: FalseSeal | None = None
    subtree: Node | None = None
    false_copy: int | None = None
    keys: dict[str, int] = field(default_factory=dict)
    seals: int = 0
    tree: Tree = field(default_factory=Tree)
    _previous: KeptSeal | None = None
    _ids: tuple[int, int] = (0, 0)
    _next_position: int = 0

    def run(self, leaves: Iterable[Leaf], kept: Iterable[KeptSeal]) -> None:
        """Check the places in their order against the seals in theirs."""
        coming = iter(kept)
        seal = next(coming, None)
        for leaf in leaves:
            while seal is not None and leaf.position >= seal.statement.size:
                self._close(seal)
                seal = next(coming, None)
            if seal is None:
                self._blame(EntryFault.INSERTED, leaf.position, leaf.entry_id)
                break
            self._add(leaf)
        while seal is not None:
            self._close(seal)
            seal = next(coming, None)
        self._compare_copies_beyond()

    @property
    def holds(self) -> bool:
        """Say whether nothing false was found."""
        return (self.entry, self.seal, self.subtree, self.false_copy) == (None, None, None, None)

    def _add(self, leaf: Leaf) -> None:
        if leaf.position > self._next_position:
            self._blame(EntryFault.DROPPED, self._next_position, None)
        self._next_position = leaf.position + 1
        if leaf.found is None:
            self._blame(EntryFault.DROPPED, leaf.position, leaf.entry_id)
        elif not leaf.found == leaf.written == leaf.sealed:
            self._blame(EntryFault.CHANGED, leaf.position, leaf.entry_id)
        self._compare_order(leaf)
        for node, digest in self.tree.add(_bytes(leaf.sealed)):
            if self.subtree is None and self.subtrees.get(node) != digest.hex():
                self.subtree = node
        copied = self.known.get(self.tree.size)
        if copied is not None and copied != self.tree.root().hex():
            self._blame_copy(self.tree.size)

    def _compare_order(self, leaf: Leaf) -> None:
        """Find what was put between others: within a seal, places are in the order of ids."""
        before_last, last = self._ids
        if leaf.entry_id < before_last:
            self._blame(EntryFault.INSERTED, leaf.position, leaf.entry_id)
        elif leaf.entry_id < last:
            self._blame(EntryFault.INSERTED, leaf.position - 1, last)
        self._ids = (last, leaf.entry_id)

    def _close(self, seal: KeptSeal) -> None:
        """Check a seal against the places before its end."""
        if self._next_position < seal.statement.size:
            self._blame(EntryFault.DROPPED, self._next_position, None)
            self._next_position = seal.statement.size
        fault = self._fault_of(seal)
        if fault is not None and self.seal is None:
            self.seal = FalseSeal(fault, seal.statement.number, self._span_of(seal, fault))
        self.seals += 1
        self.keys.setdefault(seal.key, seal.statement.number)
        self._previous = seal
        self._ids = (0, 0)

    def _fault_of(self, seal: KeptSeal) -> SealFault | None:
        stated, before = seal.statement, self._previous
        claims = {
            SealFault.MISSING: stated.number == (before.statement.number + 1 if before else 1),
            SealFault.SIGNATURE: _is_genuine(seal),
            SealFault.KEY: not self.trusted or seal.key in self.trusted,
            SealFault.LINK: stated.previous_root == (before.statement.root if before else ""),
            SealFault.ROOT: (stated.size, stated.root) == (self.tree.size, self.tree.root().hex()),
            SealFault.PEAKS: seal.peaks == tuple(peak.hex() for peak in self.tree.peaks),
        }
        return next((fault for fault, is_true in claims.items() if not is_true), None)

    def _span_of(self, seal: KeptSeal, fault: SealFault) -> Span:
        """Return the places of a seal, or those of them under the first false subtree."""
        first = self._previous.statement.size if self._previous else 0
        span = Span(first, seal.statement.size)
        if fault != SealFault.ROOT or self.subtree is None:
            return span
        narrow = Span(max(first, self.subtree.span.start), min(span.end, self.subtree.span.end))
        return narrow if narrow.size > 0 else span

    def _compare_copies_beyond(self) -> None:
        for size in sorted(self.known):
            if size > self.tree.size or size < 1:
                self._blame_copy(size)

    def _blame(self, fault: EntryFault, position: int | None, entry_id: int | None) -> None:
        if self.entry is None:
            self.entry = FalseEntry(fault, position, entry_id)

    def _blame_copy(self, size: int) -> None:
        if self.false_copy is None:
            self.false_copy = size


def _is_genuine(seal: KeptSeal) -> bool:
    try:
        return is_signed(seal.statement.document(), seal.signature, seal.key)
    except (AttributeError, TypeError):  # somebody made its time into no time
        return False


def _bytes(digest: str) -> bytes:
    """Return a stored digest as bytes, also one that somebody made into no digest."""
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return digest.encode()
