"""The door to the lists: who may look at them, as whom, and which list an address means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.queries import ListNotFound
from antechamber.accreditation.lists.readers import READERS
from antechamber.accreditation.lists.visibility import Viewer
from antechamber.accreditation.models import CandidateList
from antechamber.people.decorators import any_capability
from antechamber.places.zones import zone_name
from antechamber.processes.views import ProcessRequest, with_process


class ListRequest(ProcessRequest):
    """A request at the lists, with the instant it arrived and what its reader is to an objection.

    `viewer` decides what is shown of objections; see `visibility`.
    """

    arrived_at: datetime
    viewer: Viewer


class SeeOther(HttpResponseRedirect):
    """A redirect after a form was sent: the browser asks for the next page by GET, always."""

    status_code = 303


def at_lists(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """Let in who composes, signs off or audits lists in the process; turn "no such list" into 404.

    4 statements: process, session, account, roles.
    """

    @wraps(view)
    def run(request: ListRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.arrived_at = clock.now()
        request.viewer = viewer_of(request)
        try:
            return view(request, *args, **kwargs)
        except ListNotFound:
            raise Http404 from None

    return with_process(any_capability(*READERS)(cast("Any", run)))


def viewer_of(request: ListRequest) -> Viewer:
    """Return what the reader is to an objection: whoever handles it, audits it, or neither."""
    scope = request.process.code
    if request.actor.may("list.consult", scope):
        return Viewer.PRESIDENT_OFFICE
    return Viewer.AUDITOR if request.actor.may("record.read", scope) else Viewer.OFFICER


def require_composing(request: ListRequest) -> None:
    """Refuse with the reason who composes no lists in any part of the process."""
    verdict = request.actor.may_within("list.compose", request.process.code)
    if not verdict:
        raise PermissionDenied(str(verdict.words))


def open_list(request: ListRequest, number: int) -> CandidateList:
    """Return the list of an address (1 statement); raises `ListNotFound`."""
    return list_queries.list_of(request.process, number)


def address(request: ListRequest, name: str, *args: object) -> str:
    """Return the address of a page of the lists."""
    return reverse(f"lists:{name}", args=[request.process.code, *args])


def frame(request: ListRequest) -> dict[str, object]:
    """Return what every page of the lists shows around its own matter."""
    zone = request.process.zone
    return {
        "process": request.process,
        "messages": get_messages(cast("HttpRequest", request)),
        "zone": zone,
        "zone_name": zone_name(zone),
    }
