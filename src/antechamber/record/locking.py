"""Locking rows that another may be moving. What PostgreSQL does while it waits is mended here."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def lock_first(found: QuerySet[Row]) -> Row | None:
    """Lock and return the first row of a query that joins others (1 statement where nobody moves).

    Waiting for a row, PostgreSQL holds its changed state against the neighbours it had before, and
    so leaves out one that was moved to another facilitator or merged into another organization
    meanwhile. Whoever waited for it would read that it does not exist; so we look again.
    """
    locked = found.select_for_update(of=("self",))
    row = locked.first()
    while row is None and found.exists():
        row = locked.first()
    return row


def lock_all(rows: QuerySet[Row]) -> None:
    """Lock rows by id, the order everyone keeps, so that nobody blocks another (1 statement).

    Whoever needs their neighbours reads them after this, for the reason given at `lock_first`.
    """
    list(rows.select_for_update(of=("self",)).order_by("id").values_list("pk"))
