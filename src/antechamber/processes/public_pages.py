"""Keeping public pages: the same bytes for everyone, without SQL, session or template.

A page is kept under its address, its language, the query parameters that it reads, and the
revision of its process; it is believed until something on it changes by itself (an opening, a
deadline, an announcement, the end of a day) and never longer than its own lifetime. A kept page has
an ETag, so that a browser which has it gets 304, and its compressed form beside it.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from threading import Lock
from typing import Any, Final, cast

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from antechamber import clock
from antechamber.processes import queries
from antechamber.processes.queries import Frame
from antechamber.processes.revision import known_revision, remember_revision
from antechamber.web.errors import too_long

LIFETIME_SECONDS: Final = 300  # bounds what no revision tells of, such as a new program
LONGEST_QUERY: Final = 2_000  # characters; no page of ours has a longer one
LONGEST_VALUE: Final = 200  # characters of one parameter; the rest is cut
SMALLEST_COMPRESSED: Final = 500  # bytes; below it a header costs more than it saves


class PublicRequest(HttpRequest):
    """A request for a public page of a process: annotate views with it. Never made by hand."""

    frame: Frame
    at: datetime


@dataclass(frozen=True, slots=True)
class Fresh:
    """An answer, and the instant at which it would say something else by itself (None: never)."""

    response: HttpResponse
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was answered, with the instants between which it holds."""

    status: int
    body: bytes
    compressed: bytes
    headers: dict[str, str]
    made_at: datetime
    holds_until: datetime

    def holds_at(self, at: datetime) -> bool:
        """Say whether the page is right at an instant, also where the clock was moved back."""
        return self.made_at <= at < self.holds_until

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the page, compressed where the browser takes it; 304 where it has it."""
        squeezed = self.compressed and "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.compressed if squeezed else self.body, status=self.status)
        for name, value in self.headers.items():
            response[name] = value
        if squeezed:
            response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding"])
        if self.status != HTTPStatus.OK:
            return response
        found = get_conditional_response(request, etag=self.headers["ETag"], response=response)
        return cast("HttpResponse", found)


def short_query(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 414 to a query beyond reason, before any work: pages repeat it in their links."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            request.META["QUERY_STRING"] = ""
            return too_long(request)
        return view(request, *args, **kwargs)

    return run


View = Callable[..., Fresh]

# Threads that miss the same page wait for the first of them instead of making it too. A lock is
# shared by some pages, which costs nothing but a short wait.
_LOCKS: Final = tuple(Lock() for _ in range(64))


def public_page(
    *,
    parameters: Sequence[str] = (),
    typed: Sequence[str] = (),
    seconds: int = LIFETIME_SECONDS,
) -> Callable[[View], Callable[..., HttpResponse]]:
    """Keep the answers of a view of public pages: `view(request, …) -> Fresh`.

    A view under `<process>/` gets `request.frame`; every view gets `request.at`. `parameters` name
    the query parameters that it reads; `typed` those that people type, whose answers are not kept:
    there is no end to them. Without a kept page it costs the view's own statements and those of
    `queries.frame_of`; with one, none (once in `REMEMBERED_SECONDS`, those of `frame_of`).
    """

    def decorate(view: View) -> Callable[..., HttpResponse]:
        @require_safe
        @short_query
        @wraps(view)
        def run(
            request: PublicRequest, *args: Any, process: str = "", **kwargs: Any
        ) -> HttpResponse:
            request.at = clock.now()
            _keep_only(request, [*parameters, *typed])

            def make() -> Kept:
                if process:
                    _read_frame(request, process)
                return _packed(view(request, *args, **kwargs), request.at, seconds)

            if any(request.GET.get(name) for name in typed):
                return make().answer(request)
            return _kept_or_made(_key(request, process, parameters), make, request.at).answer(
                request
            )

        return run

    return decorate


def _keep_only(request: HttpRequest, names: Sequence[str]) -> None:
    """Drop from the query what the page does not read: it could name no page, nor stand on one."""
    query = QueryDict(mutable=True)
    for name in names:
        if value := request.GET.get(name, "").replace("\0", "")[:LONGEST_VALUE]:
            query[name] = value
    request.META["QUERY_STRING"] = query.urlencode()
    query._mutable = False  # noqa: SLF001 - Django offers no other way to finish one
    request.GET = query  # type: ignore[assignment]


def _kept_or_made(key: str, make: Callable[[], Kept], at: datetime) -> Kept:
    if kept := _find(key, at):
        return kept
    with _LOCKS[hash(key) % len(_LOCKS)]:
        if kept := _find(key, at):
            return kept
        made = make()
        if made.status == HTTPStatus.OK:
            cache.set(key, made, (made.holds_until - made.made_at).total_seconds())
        return made


def _find(key: str, at: datetime) -> Kept | None:
    kept: Kept | None = cache.get(key)
    return kept if kept is not None and kept.holds_at(at) else None


def _key(request: PublicRequest, code: str, parameters: Sequence[str]) -> str:
    asked = [(name, request.GET.get(name, "")) for name in parameters]
    named = repr((request.path, get_language(), asked, _revision(request, code)))
    return f"processes:page:{hashlib.sha256(named.encode()).hexdigest()}"


def _revision(request: PublicRequest, code: str) -> int:
    if not code:
        return 0
    revision = known_revision(code)
    return _read_frame(request, code).process.revision if revision is None else revision


def _read_frame(request: PublicRequest, code: str) -> Frame:
    """Read the process's frame once for a request, and remember its revision."""
    if not hasattr(request, "frame"):
        try:
            request.frame = queries.frame_of(code, request.at)
        except queries.ProcessNotFound:
            raise Http404 from None
        remember_revision(request.frame.process)
    return request.frame


def _packed(fresh: Fresh, at: datetime, seconds: int) -> Kept:
    body = fresh.response.content
    latest = at + timedelta(seconds=seconds)
    headers = {
        **dict(fresh.response.items()),
        # To be asked for again each time: a deadline may have moved. The answer is mostly a 304.
        "Cache-Control": "public, no-cache",
        "ETag": f'W/"{hashlib.sha256(body).hexdigest()[:32]}"',
    }
    return Kept(
        status=fresh.response.status_code,
        body=body,
        compressed=gzip.compress(body, mtime=0) if len(body) >= SMALLEST_COMPRESSED else b"",
        headers=headers,
        made_at=at,
        holds_until=min(fresh.until, latest) if fresh.until else latest,
    )
