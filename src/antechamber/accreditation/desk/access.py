"""The door to the desk: who screens in this process, whose applications, in which selection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation import desk_queries
from antechamber.accreditation.desk_queries import SCREEN, Reach, reach_of
from antechamber.accreditation.models import Application
from antechamber.accreditation.queries import ApplicationNotFound
from antechamber.accreditation.selection import Selection, read_selection
from antechamber.people.decorators import capability
from antechamber.processes.views import ProcessRequest, with_process


class DeskRequest(ProcessRequest):
    """A request of an officer, with their reach, their selection and the instant it arrived."""

    reach: Reach
    selection: Selection
    arrived_at: datetime
    zone: ZoneInfo


def at_desk(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """Let in who may screen anything in the process.

    4 statements: process, session, account, roles.
    """

    @wraps(view)
    def run(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.arrived_at = clock.now()
        request.reach = reach_of(request.process, request.actor)
        request.selection = read_selection(request.GET)
        request.zone = ZoneInfo(request.process.zone)
        return view(request, *args, **kwargs)

    return with_process(capability(SCREEN)(cast("Any", run)))


def open_application(request: DeskRequest, reference: str) -> Application:
    """Return the application of an address; "not found" where the reach ends (1 statement)."""
    try:
        return desk_queries.application(request.reach, reference, request.selection)
    except ApplicationNotFound:
        raise Http404 from None


def address(request: DeskRequest, name: str, *args: str, **changes: str) -> str:
    """Return the address of a page of this desk; it takes the selection along."""
    path = reverse(f"desk:{name}", args=[request.process.code, *args])
    query = request.selection.query(**changes)
    return f"{path}?{query}" if query else path


def frame(request: DeskRequest) -> dict[str, object]:
    """Return what every page of the desk shows around its own matter."""
    return {
        "process": request.process,
        "messages": get_messages(cast("HttpRequest", request)),
    }
