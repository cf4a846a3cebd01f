"""What this room puts into the archive: how many messages were sent, not what nor to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import Count

from antechamber.mail.models import OutboxMessage
from antechamber.record.archive_parts import Table


def count_rows(code: str) -> Iterator[Sequence[object]]:
    """Yield how many messages of each kind are in each state (1 statement)."""
    found = OutboxMessage.objects.filter(process_code=code).order_by("template", "state")
    yield from found.values_list("template", "state").annotate(Count("pk"))


TABLES: Final = (
    Table(
        "mail/counts",
        "How many messages were sent of each kind.",
        {
            "template": "which message",
            "state": "what became of it",
            "count": "how many",
        },
        count_rows,
    ),
)
