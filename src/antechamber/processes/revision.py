"""A process's revision: the number that names its cached public pages.

It lives in the process's row and is remembered in Django's cache, so that a kept page costs no SQL.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from antechamber.processes.models import Process

# How long a worker may believe a remembered revision. A change renews it at once wherever the cache
# is shared; with a memory cache in each worker, the others learn of it within this time.
REMEMBERED_SECONDS: Final = 10


def bump_revision(process: Process) -> None:
    """Make every kept page of a process out of date when the transaction commits (2 statements).

    Part of the caller's action: each action that changes what a public page could show calls it.
    """
    Process.objects.filter(pk=process.pk).update(revision=F("revision") + 1)
    process.refresh_from_db(fields=["revision"])
    transaction.on_commit(partial(_set, process.code, process.revision))


def known_revision(code: str) -> int | None:
    """Return a process's revision as last remembered, None where nobody remembers (no SQL)."""
    revision: int | None = cache.get(_key(code))
    return revision


def remember_revision(process: Process) -> None:
    """Remember the revision of a process that was just read, unless a newer one is remembered."""
    cache.add(_key(process.code), process.revision, REMEMBERED_SECONDS)


def _set(code: str, revision: int) -> None:
    cache.set(_key(code), revision, REMEMBERED_SECONDS)


def _key(code: str) -> str:
    return f"processes:revision:{code}"
