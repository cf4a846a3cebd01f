"""What this room puts into the archive: the process, who looked after whom, and its rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from antechamber.processes.models import (
    Category,
    Facilitator,
    Modalities,
    Process,
    Rule,
)
from antechamber.record.archive_part import last_instant
from antechamber.record.archive_parts import Table

PROCESS: Final = "process/process"
# What is only drafted at the desk is not for everybody, and may never be adopted.
TOLD: Final = Q(based_on=None) | Q(adopted_at__isnull=False)

Row = Sequence[object]


def texts(value: Any) -> Any:
    """Return a text in several languages as plain values: by language, or as it is."""
    found = getattr(value, "data", value)
    return dict(found) if isinstance(found, dict) else found or ""


def told_until(code: str) -> datetime:
    """Return the last instant that the record knows (1 statement).

    What is to be announced or published later is nobody's yet.
    """
    last = last_instant(code)
    return datetime.fromisoformat(last) if last else datetime.min.replace(tzinfo=UTC)


def process_rows(code: str) -> Iterator[Row]:
    """Yield the process (1 statement)."""
    for each in Process.objects.filter(code=code):
        yield (
            each.code,
            each.reference_prefix,
            texts(each.name),
            texts(each.short_name),
            texts(each.summary),
            texts(each.convener),
            each.zone,
            each.contact_email,
            each.answer_days,
        )


def facilitator_rows(code: str) -> Iterator[Row]:
    """Yield the facilitators in their order (1 statement)."""
    for each in Facilitator.objects.filter(process__code=code):
        yield (each.code, each.short_name, texts(each.name), each.contact_email, each.home_page)


def category_rows(code: str) -> Iterator[Row]:
    """Yield the categories in their order (1 statement)."""
    for each in Category.objects.filter(process__code=code).select_related("facilitator"):
        name, hint = texts(each.name), texts(each.hint)
        yield (each.code, name, hint, each.facilitator.code, each.source_url, each.standing)


def modalities_rows(code: str) -> Iterator[Row]:
    """Yield the versions of the modalities, without drafts of the desk (2 statements)."""
    last = told_until(code)
    for each in _versions(code, last).order_by("version"):
        yield (
            each.version,
            each.symbol,
            texts(each.title),
            each.source_url,
            each.drafted_at,
            _past(each.adopted_at, last),
            _past(each.superseded_at, last),
        )


def _versions(code: str, last: datetime) -> QuerySet[Modalities]:
    return Modalities.objects.filter(TOLD, process__code=code, drafted_at__lte=last)


def _past(instant: datetime | None, last: datetime) -> datetime | None:
    return instant if instant is not None and instant <= last else None


def rule_rows(code: str) -> Iterator[Row]:
    """Yield the rules of these versions, each with its paragraph (2 statements)."""
    versions = _versions(code, told_until(code))
    rules = Rule.objects.filter(modalities__in=versions).select_related("modalities")
    for each in rules.order_by("modalities__version", "kind"):
        yield (
            each.modalities.version,
            each.kind,
            each.value,
            each.paragraph,
            each.source_url,
            each.standing,
            texts(each.note),
        )


SOURCE: Final = "address of the public source"
STANDING: Final = "how far it can be relied on: stated, inferred, assumed, unconfirmed"
BY_LANGUAGE: Final = "by language"

TABLES: Final = (
    Table(
        PROCESS,
        "The process itself; one row.",
        {
            "code": "how addresses and other processes call it",
            "reference_prefix": "begins every public number",
            "name": BY_LANGUAGE,
            "short_name": BY_LANGUAGE,
            "summary": BY_LANGUAGE,
            "convener": "who it belongs to, by language",
            "zone": "the clock of its deadlines",
            "contact_email": "address of its office",
            "answer_days": "days in which everyone is answered",
        },
        process_rows,
    ),
    Table(
        "process/facilitators",
        "Entities that looked after some categories.",
        {
            "code": "its code",
            "short_name": "its short name",
            "name": BY_LANGUAGE,
            "contact_email": "address of its office",
            "home_page": "its site",
        },
        facilitator_rows,
    ),
    Table(
        "process/categories",
        "Kinds of stakeholders.",
        {
            "code": "its code",
            "name": BY_LANGUAGE,
            "hint": BY_LANGUAGE,
            "facilitator": "code of who looked after it",
            "source_url": SOURCE,
            "standing": STANDING,
        },
        category_rows,
    ),
    Table(
        "process/modalities",
        "Versions of the rules.",
        {
            "version": "counted from 1",
            "symbol": "of the document",
            "title": BY_LANGUAGE,
            "source_url": SOURCE,
            "drafted_at": "when it was there as a draft",
            "adopted_at": "when it was adopted",
            "superseded_at": "when another version took its place",
        },
        modalities_rows,
    ),
    Table(
        "process/rules",
        "The rules of each version, one to a row.",
        {
            "version": "of the modalities",
            "kind": "which rule",
            "value": "what it says",
            "paragraph": "where it stands in the document",
            "source_url": SOURCE,
            "standing": STANDING,
            "note": BY_LANGUAGE,
        },
        rule_rows,
    ),
)
