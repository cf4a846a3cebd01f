"""Who acts in a request: found when it is asked for, and not before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from antechamber import clock
from antechamber.people import second_factor
from antechamber.people.actors import PUBLIC, Actor, actor_of
from antechamber.people.models import Account
from antechamber.people.requests import PersonRequest


class ActorMiddleware:
    """Give each request its `actor`.

    A page that does not read it opens no session, costs no statement and stays cacheable; nor does
    reading it where the browser brought no session. Otherwise it costs 3 statements, once: the
    session, the account and its roles.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass, with an actor to be found on first use."""
        found = SimpleLazyObject(partial(_actor_in, request))
        cast("PersonRequest", request).actor = cast("Actor", found)
        return self.get_response(request)


def _actor_in(request: HttpRequest) -> Actor:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return PUBLIC
    if not isinstance(request.user, Account):
        return PUBLIC
    return actor_of(request.user, clock.now(), second_factor=second_factor.was_used(request))
