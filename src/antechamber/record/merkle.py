"""Merkle trees after RFC 9162, section 2.1 (the hashes are those of RFC 6962). Pure.

A tree is known by its leaves' hashes. `Tree` grows leaf by leaf and holds one hash for each bit of
its size, so a million leaves need twenty. A proof is a list of hashes of spans of leaves; which
spans these are depends on numbers alone, so that whoever has the hashes can answer for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

LEAF_PREFIX: Final = b"\x00"  # RFC 9162, 2.1.1: a leaf is hashed apart from an inner node
NODE_PREFIX: Final = b"\x01"
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()
KEPT_LEVELS: Final = 8  # of these levels every 8th is worth keeping: one hash for 256 below it


@dataclass(frozen=True, slots=True)
class Span:
    """The leaves from `start` to before `end`, counted from 0."""

    start: int
    end: int

    @property
    def size(self) -> int:
        """Return the number of leaves."""
        return self.end - self.start

    def halves(self) -> tuple[Span, Span]:
        """Return the two spans under the node: the first is the largest power of two below."""
        middle = self.start + (1 << (self.size - 1).bit_length() - 1)
        return Span(self.start, middle), Span(middle, self.end)


@dataclass(frozen=True, slots=True)
class Node:
    """A full subtree: `index` counts those of its `level`, of 2 to the power of `level` leaves."""

    level: int
    index: int

    @property
    def span(self) -> Span:
        """Return the leaves under it."""
        return Span(self.index << self.level, self.index + 1 << self.level)


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf over `data`."""
    return hashlib.sha256(LEAF_PREFIX + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node over two hashes."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


@dataclass(slots=True)
class Tree:
    """A growing tree: its size and its peaks, the hashes of its full subtrees, largest first."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Add a leaf's hash; return the subtrees worth keeping that are full by it, mostly none."""
        full: list[tuple[Node, bytes]] = []
        level, digest = 0, leaf
        while self.size >> level & 1:
            digest = node_hash(self.peaks.pop(), digest)
            level += 1
            if level % KEPT_LEVELS == 0:
                full.append((Node(level, self.size >> level), digest))
        self.peaks.append(digest)
        self.size += 1
        return full

    def root(self) -> bytes:
        """Return the hash of the whole tree."""
        if not self.peaks:
            return EMPTY_ROOT
        digest = self.peaks[-1]
        for peak in self.peaks[-2::-1]:
            digest = node_hash(peak, digest)
        return digest


def root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over hashes of leaves, read once."""
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


# --- Proofs ---------------------------------------------------------------------------------------


def inclusion_spans(index: int, size: int) -> list[Span]:
    """Return the spans whose hashes prove that a leaf is in a tree, the nearest first (2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"A tree of {size} leaves has none of index {index}.")
    spans: list[Span] = []
    span = Span(0, size)
    while span.size > 1:
        left, right = span.halves()
        span, sibling = (left, right) if index < left.end else (right, left)
        spans.append(sibling)
    return spans[::-1]


def consistency_spans(first: int, size: int) -> list[Span]:
    """Return the spans whose hashes prove that a tree of `first` leaves is the other's beginning.

    Nothing is to be proved for equal sizes. RFC 9162, 2.1.4.1.
    """
    if not 0 < first <= size:
        raise ValueError(f"A tree of {size} leaves has no beginning of {first}.")
    spans: list[Span] = []
    span = Span(0, size)
    while first < span.end:
        left, right = span.halves()
        span, sibling = (left, right) if first <= left.end else (right, left)
        spans.append(sibling)
    if span.start > 0:
        spans.append(span)
    return spans[::-1]


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the path from a leaf to the root of a tree that is held in memory."""
    return [root(leaves[span.start : span.end]) for span in inclusion_spans(index, len(leaves))]


def consistency_proof(first: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Return the proof that the first leaves of a tree in memory have not changed."""
    return [root(leaves[span.start : span.end]) for span in consistency_spans(first, len(leaves))]


def kept_nodes(span: Span) -> list[Node]:
    """Return the leaves and kept subtrees from which the hash of a span is made, in their order."""
    found: list[Node] = []
    waiting = [span]
    while waiting:
        part = waiting.pop()
        level = (part.size - 1).bit_length()
        if part.size == 1 << level and level % KEPT_LEVELS == 0:
            found.append(Node(level, part.start >> level))
        else:
            waiting.extend(part.halves()[::-1])
    return found


def span_hash(span: Span, hash_of: Callable[[Node], bytes]) -> bytes:
    """Return the hash of a span, made from those of its `kept_nodes`."""
    level = (span.size - 1).bit_length()
    if span.size == 1 << level and level % KEPT_LEVELS == 0:
        return hash_of(Node(level, span.start >> level))
    left, right = span.halves()
    return node_hash(span_hash(left, hash_of), span_hash(right, hash_of))


def verify_inclusion(
    leaf: bytes, *, index: int, size: int, path: Sequence[bytes], expected: bytes
) -> bool:
    """Say whether a path leads from a leaf's hash to the expected root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    sides = _left_siblings(index, size - 1)
    if len(sides) != len(path):
        return False
    digest = leaf
    for is_left, sibling in zip(sides, path, strict=True):
        digest = node_hash(sibling, digest) if is_left else node_hash(digest, sibling)
    return digest == expected


def verify_consistency(
    *, first: int, size: int, first_root: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the tree of `first` leaves is the beginning of the other (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= size:
        return False
    if first == size:
        return not proof and first_root == root
    # A first tree that is one full subtree proves itself: its root is the proof's first hash.
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    level = (first & -first).bit_length() - 1  # where the first tree's last full subtree stands
    sides = _left_siblings((first - 1) >> level, (size - 1) >> level)
    if len(sides) + 1 != len(path):
        return False
    older = newer = path[0]
    for is_left, sibling in zip(sides, path[1:], strict=True):
        older = node_hash(sibling, older) if is_left else older
        newer = node_hash(sibling, newer) if is_left else node_hash(newer, sibling)
    return (older, newer) == (first_root, root)


def _left_siblings(place: int, last: int) -> list[bool]:
    """Say of each sibling on the way up from `place` whether it stands to the left.

    `last` is the place of the level's last node, which goes up without a sibling when it has none.
    """
    sides: list[bool] = []
    while last:
        is_left = bool(place & 1) or place == last
        sides.append(is_left)
        while is_left and place and not place & 1:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    return sides
