"""Who may open a page: decorators for views.

They answer three ways: the view itself; a redirect to sign in, or to the second step, with the way
back; or a 403 whose words say what is missing. What they open is never kept by a cache.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from antechamber.people.actors import Actor
from antechamber.people.requests import PersonRequest
from antechamber.workflow import YES, Verdict, no

P = ParamSpec("P")
View = Callable[Concatenate[PersonRequest, P], HttpResponse]
Scope = Callable[[HttpRequest, Mapping[str, Any]], str]

_WAYS_OUT = {"sign_in_needed": "people:sign_in", "second_factor_needed": "people:second_step"}


def process_scope(request: HttpRequest, kwargs: Mapping[str, Any]) -> str:
    """Return the process a page belongs to: `request.process`, or the address's `process`."""
    process = getattr(request, "process", None)
    return process.code if process else str(kwargs.get("process", ""))


def capability(
    name: str, scope: Scope = process_scope, *, whole: bool = False
) -> Callable[[View[P]], View[P]]:
    """Let in who holds a capability in the page's process, or in a part of it.

    `whole` lets in only who holds it for the whole process: for pages that show all of it. The
    actions behind the page ask again, with the exact scope.
    """

    def verdict_of(actor: Actor, where: str) -> Verdict:
        return actor.may(name, where) if whole else actor.may_within(name, where)

    return _guarded(verdict_of, scope)


def any_capability(*names: str, scope: Scope = process_scope) -> Callable[[View[P]], View[P]]:
    """Let in who holds one of several capabilities in the page's process, or in a part of it.

    A refusal speaks of the first one.
    """

    def verdict_of(actor: Actor, where: str) -> Verdict:
        verdicts = [actor.may_within(name, where) for name in names]
        return next((each for each in verdicts if each), verdicts[0])

    return _guarded(verdict_of, scope)


def desk_required(view: View[P]) -> View[P]:
    """Let in who holds any role in the page's process, with its second step taken."""
    return _guarded(Actor.works_in, process_scope)(view)


def signed_in(view: View[P]) -> View[P]:
    """Let in who has an account."""
    return _guarded(_has_account, anywhere)(view)


def anywhere(_request: HttpRequest, _kwargs: Mapping[str, Any]) -> str:
    """Return the widest scope, for pages that belong to no process."""
    return ""


def _has_account(actor: Actor, _where: str) -> Verdict:
    return no("sign_in_needed", "") if actor.account_id is None else YES


def _guarded(
    verdict_of: Callable[[Actor, str], Verdict], scope: Scope
) -> Callable[[View[P]], View[P]]:
    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            verdict = verdict_of(request.actor, scope(request, kwargs))
            response = view(request, *args, **kwargs) if verdict else _turned_away(request, verdict)
            add_never_cache_headers(response)
            return response

        return cast("View[P]", guarded)

    return decorate


def _turned_away(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """Send people where they can get what is missing; raise `PermissionDenied` where nowhere."""
    if verdict.code not in _WAYS_OUT:
        raise PermissionDenied(str(verdict.words))
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    address = f"{reverse(_WAYS_OUT[verdict.code])}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)
