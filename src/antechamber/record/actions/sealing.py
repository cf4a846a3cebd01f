"""Sealing: the entries that wait are given their places in the log, and its root is signed.

Sealing decides nothing, so it leaves no ledger entry: an entry about it would wait for the next
seal for ever. The seal is its own trace, and the key that signed says who made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from antechamber.record import seals
from antechamber.record.merkle import Node, Tree
from antechamber.record.models import Entry, Log, Seal, SealedEntry, Subtree, WaitingEntry
from antechamber.workflow import DomainError

# Entries of one seal: with SQLite nobody else writes meanwhile, so it must take a second at most.
SEALED_AT_ONCE: Final = 10_000
ROWS_AT_ONCE: Final = 1_000
SEALED_AFTER: Final = timedelta(seconds=60)  # what a receipt waits for its proof at the most


def seal_due(at: datetime) -> list[Seal]:
    """Seal every process in which an entry waits and whose last seal is a minute old.

    Seals nothing where there is no key; the checks of the installation have said so. Takes 1
    statement where nothing waits.
    """
    if not settings.SEALING_KEY:
        return []
    waiting = WaitingEntry.objects.order_by().values_list("process_code", flat=True).distinct()
    return [
        seal
        for process_code in list(waiting)
        if _is_due(process_code, at)
        for seal in seal_record(process_code=process_code, at=at)
    ]


def _is_due(process_code: str, at: datetime) -> bool:
    """Say whether the last seal is old enough, or of a time to come: a clock was set back."""
    last = _last_seal(process_code)
    return last is None or not last.sealed_at <= at < last.sealed_at + SEALED_AFTER


def seal_record(*, process_code: str, at: datetime) -> list[Seal]:
    """Seal all entries of a process that wait; return the new seals, none where nothing waits.

    One transaction and one seal for `SEALED_AT_ONCE` entries, which are held in memory; the
    entries keep the digests they were written with. Two sealers at once seal one after the other.
    Raises `DomainError` "no_sealing_key", or "seal_is_false" where the last seal does not fit what
    it states: nothing may be built upon it.
    """
    if not settings.SEALING_KEY:
        raise DomainError(
            "no_sealing_key",
            _("There is no key to seal the record with. Set ANTECHAMBER_SEALING_KEY."),
        )
    made: list[Seal] = []
    after = 0
    while (last := _last_of_next_batch(process_code, after)) is not None:
        if seal := _seal_batch(process_code, after, last, at):
            made.append(seal)
        after = last
    return made


def _last_of_next_batch(process_code: str, after: int) -> int | None:
    waiting = WaitingEntry.objects.filter(process_code=process_code, entry_id__gt=after)
    ids = list(waiting.order_by("entry_id").values_list("entry_id", flat=True)[:SEALED_AT_ONCE])
    return ids[-1] if ids else None


@transaction.atomic
def _seal_batch(process_code: str, after: int, last: int, at: datetime) -> Seal | None:
    """Seal what waits with ids from `after`, exclusively, to `last` (6 statements and its rows)."""
    _lock(process_code)
    waiting = WaitingEntry.objects.filter(
        process_code=process_code, entry_id__gt=after, entry_id__lte=last
    )
    placed = SealedEntry.objects.filter(entry_id=OuterRef("pk"))
    leaves = list(
        Entry.objects.filter(~Exists(placed), pk__in=waiting.values("entry_id"))
        .order_by("pk")
        .values_list("pk", "digest")
    )
    seal = _extend(process_code, leaves, at) if leaves else None
    # An entry that was loaded from a backup waits again although it has its place.
    waiting.filter(Exists(SealedEntry.objects.filter(entry_id=OuterRef("entry_id")))).delete()
    return seal


def _lock(process_code: str) -> None:
    Log.objects.get_or_create(process_code=process_code)
    Log.objects.select_for_update().get(process_code=process_code)


def _extend(process_code: str, leaves: Sequence[tuple[int, str]], at: datetime) -> Seal:
    before = _last_seal(process_code)
    tree = _tree_of(before)
    first = tree.size
    full = [each for _pk, digest in leaves for each in tree.add(bytes.fromhex(digest))]
    _place(process_code, first, leaves)
    _keep(process_code, full)
    statement = seals.Statement(
        process_code=process_code,
        number=before.number + 1 if before else 1,
        size=tree.size,
        root=tree.root().hex(),
        previous_root=before.root if before else "",
        at=at,
    )
    return Seal.objects.create(
        process_code=process_code,
        number=statement.number,
        size=statement.size,
        root=statement.root,
        previous_root=statement.previous_root,
        peaks=[peak.hex() for peak in tree.peaks],
        sealed_at=at,
        signature=seals.sign(settings.SEALING_KEY, statement.document()),
        key=seals.public_key(settings.SEALING_KEY),
    )


def _last_seal(process_code: str) -> Seal | None:
    return Seal.objects.filter(process_code=process_code).order_by("-number").first()


def _tree_of(seal: Seal | None) -> Tree:
    """Return the tree to go on from; refuse one that is not what was signed."""
    if seal is None:
        return Tree()
    tree = Tree(seal.size, [bytes.fromhex(peak) for peak in seal.peaks])
    signed = seals.is_signed(seal.statement.document(), seal.signature, seal.key)
    if not signed or tree.root().hex() != seal.root:
        raise DomainError(
            "seal_is_false",
            _("The last seal of the record was changed. Run antechamber verify."),
        )
    return tree


def _place(process_code: str, first: int, leaves: Sequence[tuple[int, str]]) -> None:
    SealedEntry.objects.bulk_create(
        (
            SealedEntry(process_code=process_code, position=position, entry_id=pk, digest=digest)
            for position, (pk, digest) in enumerate(leaves, first)
        ),
        batch_size=ROWS_AT_ONCE,
    )


def _keep(process_code: str, full: Sequence[tuple[Node, bytes]]) -> None:
    Subtree.objects.bulk_create(
        Subtree(process_code=process_code, level=node.level, index=node.index, digest=digest.hex())
        for node, digest in full
    )
