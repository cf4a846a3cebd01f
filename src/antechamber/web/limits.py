"""How often one address may ask for something that costs work: a named limit, kept in the cache.

A cache that does not answer refuses nobody: the limit protects the machine, not a secret.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from antechamber.web.errors import too_many

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests of one address in so many seconds."""

    requests: int
    seconds: int


LIMITS: Final[dict[str, Limit]] = {
    # A person types a name in seconds; a class room or a ministry shares one address.
    "names": Limit(requests=120, seconds=60),
    "verify": Limit(requests=60, seconds=60),
}


def limited(name: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Answer 429 in words, with `Retry-After`, to an address that passes the limit `name`."""
    limit = LIMITS[name]

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _passes(name, limit, client_address(request)):
                return too_many(request, retry_seconds=limit.seconds)
            return view(request, *args, **kwargs)

        return run

    return decorate


def client_address(request: HttpRequest) -> str:
    """Return the address that asks: behind trusted proxies, the one that the outermost saw."""
    proxies = settings.ENVIRONMENT.trusted_proxies
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(seen) >= proxies and seen[-proxies]:
        return seen[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))


def _passes(name: str, limit: Limit, address: str) -> bool:
    key = f"limit:{name}:{address}"
    try:
        if cache.add(key, 1, timeout=limit.seconds):
            return True
        return int(cache.incr(key)) <= limit.requests
    except ValueError:  # the window ended between the two calls
        return True
    except OSError:
        log.warning("limit_not_kept", exc_info=True)
        return True
