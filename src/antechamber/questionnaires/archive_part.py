"""What this room puts into the archive: every published version of every form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from antechamber.questionnaires.models import Questionnaire
from antechamber.record.archive_parts import Table


def form_rows(code: str) -> Iterator[Sequence[object]]:
    """Yield the forms of a process (1 statement)."""
    found = Questionnaire.objects.filter(process_code=code).order_by("code", "version")
    columns = ("code", "version", "published_at", "digest", "definition")
    yield from found.values_list(*columns).iterator()


TABLES: Final = (
    Table(
        "forms/questionnaires",
        "The forms as they were published, without any answer.",
        {
            "code": "which form",
            "version": "counted from 1",
            "published_at": "when it was published",
            "digest": "SHA-256 of the definition's canonical JSON",
            "definition": "its pages, questions and choices",
        },
        form_rows,
    ),
)
