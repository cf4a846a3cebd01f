"""Reading the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise

from antechamber.record import merkle, proofs
from antechamber.record.merkle import Node, kept_nodes
from antechamber.record.models import Entry, Seal, SealedEntry, Subtree, Words
from antechamber.record.vocabulary import verb


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One entry as a page shows it. `words` is None where they were forgotten."""

    id: int
    at: datetime
    verb: str
    label: str | Promise
    actor_key: str
    facts: dict[str, Any]
    words: str | None


def history(process_code: str, subject: str) -> list[HistoryLine]:
    """Return all that was decided about `subject`, oldest first (1 statement)."""
    return history_of_all(process_code, [subject])


def history_of_all(process_code: str, subjects: Collection[str]) -> list[HistoryLine]:
    """Return all that was decided about several subjects together, oldest first (1 statement)."""
    kept = Words.objects.filter(digest=OuterRef("words_digest")).values("text")
    entries = Entry.objects.filter(process_code=process_code, subject__in=subjects)
    return [
        HistoryLine(
            id=entry.id,
            at=entry.at,
            verb=entry.verb,
            label=verb(entry.verb).words,
            actor_key=entry.actor_key,
            facts=entry.facts,
            words=vars(entry)["text"] if entry.words_digest else "",
        )
        for entry in entries.annotate(text=Subquery(kept)).order_by("id")
    ]


def last_entry_about(process_code: str, subject: str) -> int:
    """Return the id of the last entry about `subject`, 0 where there is none (1 statement)."""
    entries = Entry.objects.filter(process_code=process_code, subject=subject)
    last: int | None = entries.order_by("-id").values_list("id", flat=True).first()
    return last or 0


def latest_entries(process_code: str, verb_name: str, limit: int) -> list[Entry]:
    """Return the last entries of one verb, the newest first (1 statement)."""
    found = Entry.objects.filter(process_code=process_code, verb=verb_name)
    return list(found.order_by("-id")[:limit])


def entry_naming(process_code: str, subject: str, fact: str, value: str) -> Entry | None:
    """Return the first entry about a subject that carries a fact, e.g. a receipt's code (1)."""
    entries = Entry.objects.filter(process_code=process_code, subject=subject)
    return entries.filter(**{f"facts__{fact}": value}).order_by("id").first()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in its process's log, and the first seal that covers it."""

    position: int
    seal: Seal

    @property
    def number(self) -> int:
        """Return the entry's number as people count."""
        return self.position + 1


def place_of(entry: Entry) -> Place | None:
    """Return an entry's place, None while it waits for its seal (2 statements)."""
    sealed = SealedEntry.objects.filter(entry_id=entry.pk).first()
    if sealed is None:
        return None
    covering = Seal.objects.filter(process_code=sealed.process_code, size__gt=sealed.position)
    seal = covering.order_by("size").first()
    return Place(sealed.position, seal) if seal else None


def inclusion_of(entry: Entry) -> dict[str, Any] | None:
    """Return the proof that an entry is under a seal, None while it waits (at most 4 statements).

    The seal is the first that covers it, so that the proof never changes. At most some hundred
    rows are read, however long the log. What is read is not checked: `proofs.check_proof` is.
    """
    place = place_of(entry)
    if place is None:
        return None
    spans = merkle.inclusion_spans(place.position, place.seal.size)
    hashes = _hashes(entry.process_code, [node for span in spans for node in kept_nodes(span)])
    return proofs.proof_document(
        entry=entry.document,
        index=place.position,
        path=[merkle.span_hash(span, hashes.__getitem__) for span in spans],
        seal=place.seal.statement.document(),
        signature=place.seal.signature,
        key=place.seal.key,
    )


def _hashes(process_code: str, nodes: Sequence[Node]) -> dict[Node, bytes]:
    """Read the hashes of leaves and of kept subtrees (2 statements, 1 for a small log)."""
    places = subtrees = Q(pk__in=[])
    for level, first, last in _runs(nodes):  # each with its process, so that SQLite takes the index
        if level == 0:
            places |= Q(process_code=process_code, position__range=(first, last))
        else:
            subtrees |= Q(process_code=process_code, level=level, index__range=(first, last))
    leaves = SealedEntry.objects.filter(places)
    kept = Subtree.objects.filter(subtrees)
    found = {Node(0, at): digest for at, digest in leaves.values_list("position", "digest")}
    for level, index, digest in kept.values_list("level", "index", "digest"):
        found[Node(level, index)] = digest
    return {node: bytes.fromhex(digest) for node, digest in found.items()}


def _runs(nodes: Iterable[Node]) -> Iterator[tuple[int, int, int]]:
    """Yield level, first and last index of each unbroken run of nodes."""
    run: tuple[int, int, int] | None = None
    for node in sorted(nodes, key=lambda each: (each.level, each.index)):
        if run and run[0] == node.level and run[2] + 1 == node.index:
            run = (run[0], run[1], node.index)
            continue
        if run:
            yield run
        run = (node.level, node.index, node.index)
    if run:
        yield run


def seals_of(process_code: str) -> QuerySet[Seal]:
    """Return the seals of a process, the newest first (1 statement when used)."""
    return Seal.objects.filter(process_code=process_code).order_by("-number")


def recorded_processes() -> list[str]:
    """Return the codes of all processes that have entries or seals (2 statements)."""
    entries = Entry.objects.order_by().values_list("process_code", flat=True).distinct()
    seals = Seal.objects.order_by().values_list("process_code", flat=True).distinct()
    return sorted({*entries, *seals})
