"""The request's id and its line in the log, so that what a person quotes can be found."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from time import perf_counter

import structlog
from django.http import HttpRequest, HttpResponse

ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET_PATHS = frozenset({"/healthz", "/readyz"})  # asked every few seconds by machines
LONGEST_PATH = 200  # characters of an address that a log line keeps

log = structlog.get_logger("antechamber.access")


class RequestIdMiddleware:
    """Give each request an id, or keep the one that the proxy in front gave."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Bind the id to every log line within, and answer with it."""
        given = request.headers.get("X-Request-ID", "")
        request_id = given if ACCEPTABLE_ID.fullmatch(given) else secrets.token_hex(8)
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class AccessLineMiddleware:
    """Log one line per request: never its query, a visitor's address or what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Measure the request and log its line."""
        started = perf_counter()
        response = self.get_response(request)
        if request.path not in QUIET_PATHS:
            log.info(
                "request",
                method=request.method,
                path=request.path[:LONGEST_PATH],
                status=response.status_code,
                ms=round((perf_counter() - started) * 1000, 1),
            )
        return response
