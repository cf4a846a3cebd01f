"""The door to accreditations: who follows them, and which one an address means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation.accredited import queries as accredited_queries
from antechamber.accreditation.accredited.queries import AccreditationNotFound
from antechamber.accreditation.accredited.workflow import FOLLOW
from antechamber.accreditation.desk_queries import Reach, reach_of
from antechamber.accreditation.models import Accreditation
from antechamber.people.decorators import capability
from antechamber.processes.views import ProcessRequest, with_process

UNPROCESSABLE: Final = 422
CONFLICT: Final = 409


class AccreditedRequest(ProcessRequest):
    """A request at this desk, with the instant it arrived and whose applications it may see."""

    arrived_at: datetime
    reach: Reach
    zone: ZoneInfo


class SeeOther(HttpResponseRedirect):
    """A redirect after a form was sent: the browser asks for the next page by GET, always."""

    status_code = 303


def at_desk(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """Let in who follows accreditations in the process.

    4 statements: process, session, account, roles.
    """

    @wraps(view)
    def run(request: AccreditedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.arrived_at = clock.now()
        request.reach = reach_of(request.process, request.actor)
        request.zone = ZoneInfo(request.process.zone)
        return view(request, *args, **kwargs)

    return with_process(capability(FOLLOW)(cast("Any", run)))


def open_accreditation(request: AccreditedRequest, number: str) -> Accreditation:
    """Return the accreditation of an address (1 statement); "not found" where there is none."""
    try:
        return accredited_queries.by_number(request.process, number)
    except AccreditationNotFound:
        raise Http404 from None


def address(request: AccreditedRequest, name: str, *args: str) -> str:
    """Return the address of a page of this desk."""
    return reverse(f"accredited:{name}", args=[request.process.code, *args])


def frame(request: AccreditedRequest) -> dict[str, object]:
    """Return what every page of this desk shows around its own matter."""
    return {
        "process": request.process,
        "messages": get_messages(cast("HttpRequest", request)),
    }
