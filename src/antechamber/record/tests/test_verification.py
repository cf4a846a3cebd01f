"""Whatever is done to a sealed log is found, and the first entry it was done to is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings, strategies as st

from antechamber.record import seals
from antechamber.record.merkle import Node, Span, Tree
from antechamber.record.verification import (
    EntryFault,
    FalseEntry,
    FalseSeal,
    KeptSeal,
    Leaf,
    SealFault,
    Verification,
)

AT = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)
SEED, OTHER_SEED = b"s" * 32, b"o" * 32
KEY = seals.public_key(SEED)


def digest(text: object) -> str:
    return sha256(str(text).encode()).hexdigest()


def place(position: int, entry_id: int, text: object | None = None) -> Leaf:
    found = digest(entry_id if text is None else text)
    return Leaf(position, entry_id, found, found, found)


def signed(statement: seals.Statement, tree: Tree, seed: bytes = SEED) -> KeptSeal:
    return KeptSeal(
        statement,
        tuple(peak.hex() for peak in tree.peaks),
        seals.sign(seed, statement.document()),
        seals.public_key(seed),
    )


class Log:
    """A log of entries 10, 20, 30 … sealed in pieces."""

    def __init__(self, *sizes: int) -> None:
        self.leaves: list[Leaf] = []
        self.seals: list[KeptSeal] = []
        self.subtrees: dict[Node, str] = {}
        self.roots: dict[int, str] = {}
        tree, root = Tree(), ""
        for number, size in enumerate(sizes, 1):
            while tree.size < size:
                self.leaves.append(place(tree.size, 10 * tree.size + 10))
                for node, full in tree.add(bytes.fromhex(self.leaves[-1].sealed)):
                    self.subtrees[node] = full.hex()
                self.roots[tree.size] = tree.root().hex()
            statement = seals.Statement("gcm", number, size, tree.root().hex(), root, AT)
            self.seals.append(signed(statement, tree))
            root = statement.root

    def verified(self, **options: object) -> Verification:
        verification = Verification(self.subtrees, **options)
        verification.run(iter(self.leaves), iter(self.seals))
        return verification

    def renumbered(self, leaves: list[Leaf]) -> None:
        self.leaves = [replace(each, position=at) for at, each in enumerate(leaves)]


def found(verification: Verification) -> tuple[FalseEntry | None, FalseSeal | None]:
    return verification.entry, verification.seal


def changed(position: int) -> FalseEntry:
    return FalseEntry(EntryFault.CHANGED, position, 10 * position + 10)


@pytest.mark.parametrize("sizes", [(), (1,), (5, 8), (1, 256, 257, 700)])
def test_untouched_log_holds(sizes):
    log = Log(*sizes)

    verification = log.verified(trusted=[KEY], known=log.roots)

    assert verification.holds
    assert found(verification) == (None, None)
    assert verification.seals == len(sizes)
    assert verification.tree.size == (sizes[-1] if sizes else 0)
    assert verification.keys == ({KEY: 1} if sizes else {})


logs = st.lists(st.integers(1, 40), min_size=1, max_size=5, unique=True).map(sorted)


@given(logs, st.data())
def test_changed_entry_is_named_and_its_seals_hold(sizes, data):
    log = Log(*sizes)
    at = data.draw(st.integers(0, sizes[-1] - 1))
    field = data.draw(st.sampled_from(["found", "written"]))
    log.leaves[at] = replace(log.leaves[at], **{field: digest("forged")})

    assert found(log.verified()) == (changed(at), None)


@given(logs, st.data())
def test_first_of_several_is_named(sizes, data):
    log = Log(*sizes)
    places = data.draw(st.sets(st.integers(0, sizes[-1] - 1), min_size=1))
    for at in places:
        log.leaves[at] = replace(log.leaves[at], found=digest("forged"))

    assert log.verified().entry == changed(min(places))


@given(logs, st.data())
def test_entry_that_is_gone_is_named(sizes, data):
    log = Log(*sizes)
    at = data.draw(st.integers(0, sizes[-1] - 1))
    log.leaves[at] = replace(log.leaves[at], found=None, written=None)

    assert found(log.verified()) == (FalseEntry(EntryFault.DROPPED, at, 10 * at + 10), None)


@given(logs, st.data())
def test_place_that_is_gone_is_named_with_its_seal(sizes, data):
    log = Log(*sizes)
    at = data.draw(st.integers(0, sizes[-1] - 1))
    del log.leaves[at]

    verification = log.verified()

    assert verification.entry == FalseEntry(EntryFault.DROPPED, at, None)
    assert verification.seal is not None
    assert verification.seal.fault == SealFault.ROOT
    assert verification.seal.span.start <= at < verification.seal.span.end


@given(logs, st.data())
def test_entry_changed_with_all_that_is_stored_of_it_is_among_those_named(sizes, data):
    log = Log(*sizes)
    at = data.draw(st.integers(0, sizes[-1] - 1))
    log.leaves[at] = place(at, 10 * at + 10, "forged")

    verification = log.verified()

    assert verification.entry is None
    assert verification.seal is not None
    assert verification.seal.fault == SealFault.ROOT
    assert verification.seal.span.start <= at < verification.seal.span.end


def test_false_subtree_tells_more_nearly_where_an_entry_was_changed():
    log = Log(1_000)
    log.leaves[600] = place(600, 6010, "forged")

    assert log.verified().seal == FalseSeal(SealFault.ROOT, 1, Span(512, 768))


@given(logs.filter(lambda sizes: sizes[-1] > 1), st.data())
def test_two_swapped_entries_are_named(sizes, data):
    log = Log(*sizes)
    first, second = sorted(
        data.draw(st.sets(st.integers(0, sizes[-1] - 1), min_size=2, max_size=2))
    )
    leaves = list(log.leaves)
    leaves[first], leaves[second] = leaves[second], leaves[first]
    log.renumbered(leaves)

    verification = log.verified()

    assert not verification.holds
    assert verification.seal is not None
    assert verification.seal.span.start <= first < verification.seal.span.end


def test_swapped_entries_under_one_seal_are_named_at_the_first():
    log = Log(8)
    leaves = list(log.leaves)
    leaves[2], leaves[5] = leaves[5], leaves[2]
    log.renumbered(leaves)

    assert log.verified().entry == FalseEntry(EntryFault.INSERTED, 2, 60)


@given(logs, st.data())
def test_entry_put_between_others_shifts_them_and_is_found(sizes, data):
    log = Log(*sizes)
    at = data.draw(st.integers(0, sizes[-1] - 1))
    log.renumbered([*log.leaves[:at], place(at, 9_999), *log.leaves[at:]])

    verification = log.verified()

    ends_its_seal = at + 1 in sizes
    if not ends_its_seal:
        assert verification.entry == FalseEntry(EntryFault.INSERTED, at, 9_999)
    assert verification.seal is not None
    assert verification.seal.span.start <= at < verification.seal.span.end


@given(logs)
def test_entry_put_behind_the_last_seal_is_named(sizes):
    log = Log(*sizes)
    log.leaves.append(place(sizes[-1], 9_999))

    assert found(log.verified()) == (FalseEntry(EntryFault.INSERTED, sizes[-1], 9_999), None)


def test_entry_put_back_out_of_order_is_the_one_that_is_named():
    log = Log(4)
    log.renumbered([log.leaves[1], log.leaves[2], log.leaves[0], log.leaves[3]])

    assert log.verified().entry == FalseEntry(EntryFault.INSERTED, 2, 10)


STATED = [
    ({"number": 7}, SealFault.MISSING),
    ({"size": 4}, SealFault.SIGNATURE),
    ({"root": digest("forged")}, SealFault.SIGNATURE),
    ({"previous_root": digest("forged")}, SealFault.SIGNATURE),
    ({"at": AT.replace(year=2018)}, SealFault.SIGNATURE),
    ({"process_code": "imrf"}, SealFault.SIGNATURE),
    ({"at": None}, SealFault.SIGNATURE),
]


@pytest.mark.parametrize(("change", "fault"), STATED)
def test_changed_seal_is_named(change, fault):
    log = Log(3, 5, 9)
    log.seals[1] = replace(log.seals[1], statement=replace(log.seals[1].statement, **change))

    false = log.verified().seal

    assert false is not None
    assert (false.fault, false.number) == (fault, change.get("number", 2))


@pytest.mark.parametrize("field", ["signature", "key"])
@pytest.mark.parametrize("text", ["", "zz", "00" * 64, "é"])
def test_signature_that_is_none_is_named(field, text):
    log = Log(3, 5)
    log.seals[0] = replace(log.seals[0], **{field: text})

    assert log.verified().seal == FalseSeal(SealFault.SIGNATURE, 1, Span(0, 3))


def test_false_peaks_are_named():
    log = Log(3, 5)
    log.seals[1] = replace(log.seals[1], peaks=("00",))

    assert log.verified().seal == FalseSeal(SealFault.PEAKS, 2, Span(3, 5))


def test_dropped_seal_is_missed():
    log = Log(3, 5, 9)
    del log.seals[1]

    assert log.verified().seal == FalseSeal(SealFault.MISSING, 3, Span(3, 9))


def test_another_past_signed_with_another_key_is_named_unless_the_key_is_trusted():
    log = Log(3, 5)
    log.seals = [
        KeptSeal(
            each.statement,
            each.peaks,
            seals.sign(OTHER_SEED, each.statement.document()),
            seals.public_key(OTHER_SEED),
        )
        for each in log.seals
    ]

    assert log.verified(trusted=[KEY]).seal == FalseSeal(SealFault.KEY, 1, Span(0, 3))
    assert log.verified(trusted=[KEY, seals.public_key(OTHER_SEED)]).holds
    assert log.verified().keys == {seals.public_key(OTHER_SEED): 1}


def test_root_that_leaves_a_seal_out_is_named_though_it_is_signed():
    log = Log(3, 5)
    statement = replace(log.seals[1].statement, previous_root=digest("forged"))
    log.seals[1] = KeptSeal(
        statement, log.seals[1].peaks, seals.sign(SEED, statement.document()), KEY
    )

    assert log.verified().seal == FalseSeal(SealFault.LINK, 2, Span(3, 5))


def test_another_past_under_the_same_key_is_told_by_a_copied_root():
    copied, forged = Log(3, 5), Log(3)
    forged.leaves[1] = place(1, 20, "forged")
    tree = Tree()
    for leaf in forged.leaves:
        tree.add(bytes.fromhex(leaf.sealed))
    statement = replace(forged.seals[0].statement, root=tree.root().hex())
    forged.seals = [signed(statement, tree)]

    assert forged.verified().holds
    assert forged.verified(known={1: copied.roots[1]}).false_copy is None
    assert forged.verified(known={3: copied.roots[3]}).false_copy == 3
    assert forged.verified(known={5: copied.roots[5]}).false_copy == 5  # it ends before


@pytest.mark.parametrize("change", [{}, {Node(8, 1): digest("forged")}])
def test_false_or_missing_subtree_is_named(change):
    log = Log(600)
    log.subtrees = {Node(8, 0): log.subtrees[Node(8, 0)]} | change

    verification = log.verified()

    assert (verification.subtree, verification.seal) == (Node(8, 1), None)
    assert not verification.holds


@settings(max_examples=25)
@given(st.binary(max_size=40).map(bytes.hex) | st.text(max_size=8))
def test_digest_that_is_none_is_a_fault_and_no_error(text):
    log = Log(3)
    log.leaves[1] = replace(log.leaves[1], sealed=text)

    verification = log.verified()

    assert verification.entry == changed(1)
    assert verification.seal == FalseSeal(SealFault.ROOT, 1, Span(0, 3))
