"""Two addresses for the machine's keeper: does the process live, can it do its work."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process lives; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 where database and cache answer, otherwise 503 with what does not."""
    failures = [name for name, probe in _PROBES.items() if not _answers(probe)]
    text = "ready\n" if not failures else "".join(f"{name} does not answer\n" for name in failures)
    return HttpResponse(text, content_type="text/plain", status=503 if failures else 200)


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    cache.get("readyz")


_PROBES = {"database": _database, "cache": _cache}


def _answers(probe: Callable[[], None]) -> bool:
    try:
        probe()
    except Exception:  # noqa: BLE001 - whatever it is, the answer is "not ready"
        return False
    return True
