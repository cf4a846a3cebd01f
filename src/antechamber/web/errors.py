"""The pages for requests that cannot be answered: what happened, what to do, whom to ask.

They ask nothing of the database and nothing of the session, so that they can be shown whenever.
"""

from __future__ import annotations

from http import HTTPStatus

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _

from antechamber.web.context import site

RETRY_SECONDS = 60  # what a browser is told to wait after "too many" and "out of service"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that makes no sense; one that is too large is told so."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _page(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a person who may not; the reason given with `PermissionDenied` is shown."""
    return _page(request, HTTPStatus.FORBIDDEN, reason=str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer for an address under which nothing is."""
    return _page(request, HTTPStatus.NOT_FOUND)


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer a form or a file beyond the limit."""
    return _page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def too_long(request: HttpRequest) -> HttpResponse:
    """Answer an address with more text in it than any page reads, without repeating it."""
    request.META["QUERY_STRING"] = ""  # links to the page in other languages would hold it again
    return _page(request, HTTPStatus.REQUEST_URI_TOO_LONG)


def too_many(request: HttpRequest, *, retry_seconds: int = RETRY_SECONDS) -> HttpResponse:
    """Answer somebody who asks too often, saying when to come back."""
    response = _page(request, HTTPStatus.TOO_MANY_REQUESTS, minutes=-(-retry_seconds // 60))
    response["Retry-After"] = str(retry_seconds)
    return response


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer while the service rests."""
    response = _page(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was sent without its proof; the browser still holds what was typed."""
    return _page(request, HTTPStatus.FORBIDDEN, template="403_csrf")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours, with the number under which the log has it.

    Whatever broke may have broken the templates too: then the same words go out bare.
    """
    try:
        return _page(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    except Exception:  # noqa: BLE001 - nothing may follow the last page
        return HttpResponse(_bare_page(), status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _page(
    request: HttpRequest, status: HTTPStatus, *, template: str = "", **values: object
) -> HttpResponse:
    """Draw an error page without context processors, any of which may be what failed."""
    context = {
        **site(request),
        **values,
        "request": request,
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }
    name = template or str(status.value)
    return HttpResponse(render_to_string(f"web/errors/{name}.html", context), status=status)


def _bare_page() -> str:
    title = escape(_("Something went wrong on our side"))
    text = escape(_("Nothing that you saved before is lost. Please try again in a few minutes."))
    return (
        '<!doctype html><html><head><meta charset="utf-8"><meta name="viewport"'
        f' content="width=device-width"><title>{title}</title></head>'
        f"<body><h1>{title}</h1><p>{text}</p></body></html>"
    )
