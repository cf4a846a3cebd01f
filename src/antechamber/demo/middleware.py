"""Looks at the clock before a request begins, so that the request's statements are its own."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

from antechamber.demo import movable_clock, stage


class DemonstrationMiddleware:
    """Keep clock and stage fresh: a statement a second at the most, two more in half a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.MOVABLE_CLOCK:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refresh what is old, and answer."""
        movable_clock.refresh()
        stage.refresh()
        return self.get_response(request)
