"""What this room puts into the archive: calls with their deadlines, meetings and pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from antechamber.processes.archive_part import (
    BY_LANGUAGE,
    SOURCE,
    STANDING,
    Row,
    texts,
    told_until,
)
from antechamber.processes.models import Call, Deadline, Meeting, Publication
from antechamber.record.archive_parts import Table


def call_rows(code: str) -> Iterator[Row]:
    """Yield the calls in the order of their opening (1 statement)."""
    for each in Call.objects.filter(process__code=code).order_by("opens_at", "code"):
        yield (
            each.code,
            each.kind,
            texts(each.title),
            each.opens_at,
            each.zone,
            each.grace_seconds,
            each.source_url,
        )


def deadline_rows(code: str) -> Iterator[Row]:
    """Yield every deadline that was announced (2 statements)."""
    deadlines = Deadline.objects.filter(
        call__process__code=code, announced_at__lte=told_until(code)
    )
    for each in deadlines.select_related("call").order_by(
        "call__opens_at", "call__code", "announced_at", "id"
    ):
        yield (
            each.call.code,
            each.falls_at,
            each.announced_at,
            texts(each.reason),
            each.source_url,
            each.standing,
        )


def meeting_rows(code: str) -> Iterator[Row]:
    """Yield the meetings by their codes (1 statement)."""
    for each in Meeting.objects.filter(process__code=code).order_by("code"):
        yield (
            each.code,
            each.kind,
            texts(each.title),
            texts(each.theme),
            texts(each.city),
            texts(each.venue),
            each.zone,
            each.starts_on,
            each.ends_on,
            each.apply_by,
            each.source_url,
            each.standing,
        )


def publication_rows(code: str) -> Iterator[Row]:
    """Yield what was published, the first one first (2 statements)."""
    found = Publication.objects.filter(process__code=code, published_at__lte=told_until(code))
    for each in found.order_by("published_at", "slug").iterator():
        yield (
            each.kind,
            each.slug,
            texts(each.title),
            texts(each.summary),
            texts(each.body),
            each.symbol,
            each.url,
            each.published_at,
        )


TABLES: Final = (
    Table(
        "process/calls",
        "Windows in which something could be handed in.",
        {
            "code": "its code",
            "kind": "for what",
            "title": BY_LANGUAGE,
            "opens_at": "when it opened",
            "zone": "the clock of its deadlines",
            "grace_seconds": "stated grace after the deadline",
            "source_url": SOURCE,
        },
        call_rows,
    ),
    Table(
        "process/deadlines",
        "Every deadline that was announced; the latest announced was in force.",
        {
            "call": "code of the call",
            "falls_at": "its last second",
            "announced_at": "from when it was known",
            "reason": BY_LANGUAGE,
            "source_url": SOURCE,
            "standing": STANDING,
        },
        deadline_rows,
    ),
    Table(
        "process/meetings",
        "Sessions, hearings and other meetings.",
        {
            "code": "its code",
            "kind": "what it was",
            "title": BY_LANGUAGE,
            "theme": BY_LANGUAGE,
            "city": BY_LANGUAGE,
            "venue": BY_LANGUAGE,
            "zone": "the clock of its place",
            "starts_on": "first day; empty where no source states it",
            "ends_on": "last day",
            "apply_by": "last second to ask for a place",
            "source_url": SOURCE,
            "standing": STANDING,
        },
        meeting_rows,
    ),
    Table(
        "process/publications",
        "News, documents and standing pages of its site.",
        {
            "kind": "news, document or page",
            "slug": "its address",
            "title": BY_LANGUAGE,
            "summary": BY_LANGUAGE,
            "body": BY_LANGUAGE,
            "symbol": "of a document",
            "url": "where a document is",
            "published_at": "when it was published",
        },
        publication_rows,
    ),
)
