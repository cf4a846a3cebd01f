"""Merkle trees: the published vectors, an independent reckoning by the RFC's recursion, forgery."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, strategies as st

from antechamber.record import canonical, merkle
from antechamber.record.merkle import Node, Span, Tree

# The reference vectors of certificate transparency: github.com/google/certificate-transparency,
# cpp/merkletree/merkle_tree_test.cc (eight leaves, the root after each, and proofs, hex).
LEAVES = [
    merkle.leaf_hash(bytes.fromhex(text))
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = [  # (leaf counted from 1, size, path)
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (3, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        2,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCY = [  # (first size, size, proof)
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]

sizes = st.integers(1, 700)  # past two of the kept subtrees of 256


def numbered(size: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(size)]


def reckoned(leaves: Sequence[bytes]) -> bytes:
    """Reckon a root by the definition of RFC 9162, 2.1.1, and nothing of ours."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + reckoned(leaves[:split]) + reckoned(leaves[split:])).digest()


def test_empty_tree_has_the_root_of_the_rfc():
    assert merkle.root([]) == merkle.EMPTY_ROOT == hashlib.sha256(b"").digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size):
    assert merkle.root(LEAVES[:size]).hex() == ROOTS[size - 1]
    assert reckoned(LEAVES[:size]).hex() == ROOTS[size - 1]


@pytest.mark.parametrize(("leaf", "size", "path"), INCLUSION)
def test_inclusion_proofs_are_the_published_ones(leaf, size, path):
    proof = merkle.inclusion_proof(leaf - 1, LEAVES[:size])

    assert [each.hex() for each in proof] == path
    assert merkle.verify_inclusion(
        LEAVES[leaf - 1],
        index=leaf - 1,
        size=size,
        path=proof,
        expected=bytes.fromhex(ROOTS[size - 1]),
    )


@pytest.mark.parametrize(("first", "size", "proof"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(first, size, proof):
    made = merkle.consistency_proof(first, LEAVES[:size])

    assert [each.hex() for each in made] == proof
    assert merkle.verify_consistency(
        first=first,
        size=size,
        first_root=bytes.fromhex(ROOTS[first - 1]),
        root=bytes.fromhex(ROOTS[size - 1]),
        proof=made,
    )


def test_the_ledgers_own_leaf_is_a_leaf():
    assert canonical.leaf_digest(b"decision") == merkle.leaf_hash(b"decision").hex()


@given(sizes)
def test_root_is_the_reckoned_one(size):
    assert merkle.root(numbered(size)) == reckoned(numbered(size))


@given(sizes)
def test_tree_holds_one_hash_for_each_bit_of_its_size(size):
    tree = Tree()
    for leaf in numbered(size):
        tree.add(leaf)

    assert (tree.size, len(tree.peaks)) == (size, size.bit_count())


def test_tree_tells_of_each_full_subtree_worth_keeping_once():
    leaves, tree = numbered(2**16 + 300), Tree()

    told = [each for leaf in leaves for each in tree.add(leaf)]

    assert [node for node, _ in told if node.level == 8] == [Node(8, index) for index in range(257)]
    assert [node for node, _ in told if node.level == 16] == [Node(16, 0)]
    assert dict(told)[Node(8, 3)] == reckoned(leaves[768:1024])
    assert dict(told)[Node(16, 0)] == reckoned(leaves[: 2**16])


@given(sizes, st.data())
def test_every_leaf_is_proved_and_nothing_else_is(size, data):
    leaves = numbered(size)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_proof(index, leaves)
    asked = {"index": index, "size": size, "path": path, "expected": reckoned(leaves)}
    other = merkle.leaf_hash(b"another")

    assert merkle.verify_inclusion(leaves[index], **asked)
    assert not merkle.verify_inclusion(other, **asked)
    assert not merkle.verify_inclusion(leaves[index], **asked | {"expected": other})
    assert not merkle.verify_inclusion(leaves[index], **asked | {"path": [*path, other]})
    for place in range(len(path)):
        forged = [*path[:place], other, *path[place + 1 :]]
        assert not merkle.verify_inclusion(leaves[index], **asked | {"path": forged})
        assert not merkle.verify_inclusion(leaves[index], **asked | {"path": path[:place]})
    elsewhere = data.draw(st.integers(-1, size))
    proved = merkle.verify_inclusion(leaves[index], **asked | {"index": elsewhere})
    assert proved is (elsewhere == index)


@given(sizes, st.data())
def test_every_beginning_is_proved_and_no_other(size, data):
    leaves = numbered(size)
    first = data.draw(st.integers(1, size))
    proof = merkle.consistency_proof(first, leaves)
    asked = {
        "first": first,
        "size": size,
        "first_root": reckoned(leaves[:first]),
        "root": reckoned(leaves),
        "proof": proof,
    }
    other = merkle.leaf_hash(b"another")

    assert merkle.verify_consistency(**asked)
    assert not merkle.verify_consistency(**asked | {"first_root": other})
    assert not merkle.verify_consistency(**asked | {"root": other})
    assert not merkle.verify_consistency(**asked | {"proof": [*proof, other]})
    assert not merkle.verify_consistency(**asked | {"first": 0})
    assert not merkle.verify_consistency(**asked | {"first": size + 1})
    for place in range(len(proof)):
        forged = [*proof[:place], other, *proof[place + 1 :]]
        assert not merkle.verify_consistency(**asked | {"proof": forged})
        assert not merkle.verify_consistency(**asked | {"proof": proof[:place]})


@given(st.integers(1, 2**20), st.data())
def test_spans_of_a_proof_and_the_leaf_make_up_the_tree(size, data):
    index = data.draw(st.integers(0, size - 1))

    spans = [*merkle.inclusion_spans(index, size), Span(index, index + 1)]

    ordered = sorted(spans, key=lambda span: span.start)
    assert [span.start for span in ordered] == [0, *(span.end for span in ordered[:-1])]
    assert ordered[-1].end == size


@given(sizes, st.data())
def test_hash_of_a_span_is_made_from_what_is_kept(size, data):
    leaves = numbered(size)
    index = data.draw(st.integers(0, size - 1))

    def kept(node: Node) -> bytes:
        assert node.level % merkle.KEPT_LEVELS == 0
        assert node in needed
        return reckoned(leaves[node.span.start : node.span.end])

    for span in merkle.inclusion_spans(index, size):
        needed = merkle.kept_nodes(span)
        assert merkle.span_hash(span, kept) == reckoned(leaves[span.start : span.end])


@given(st.integers(2, 2**24), st.data())
def test_a_proof_needs_few_hashes_however_large_the_tree(size, data):
    index = data.draw(st.integers(0, size - 1))

    needed = [node for span in merkle.inclusion_spans(index, size) for node in _kept(span)]

    assert len(needed) <= 2 * 255 * 3  # beside the leaf and at the edge, on each of three levels


def _kept(span: Span) -> list[Node]:
    return merkle.kept_nodes(span)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 4)])
def test_a_leaf_that_is_not_there_has_no_proof(index, size):
    with pytest.raises(ValueError, match="has none of index"):
        merkle.inclusion_spans(index, size)


@pytest.mark.parametrize(("first", "size"), [(0, 4), (5, 4)])
def test_a_beginning_that_is_not_there_has_no_proof(first, size):
    with pytest.raises(ValueError, match="has no beginning"):
        merkle.consistency_spans(first, size)
