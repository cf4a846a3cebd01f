"""An application in an address is the reader's own, or it does not exist."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, cast

from django.http import Http404, HttpResponse, HttpResponseBase

from antechamber import clock
from antechamber.accreditation import queries
from antechamber.accreditation.models import Application
from antechamber.people.decorators import signed_in
from antechamber.processes.views import ProcessRequest, with_process


class ApplicationRequest(ProcessRequest):
    """A request whose address names an application of an organization the reader acts for."""

    application: Application
    arrived_at: datetime


def for_applicants(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """Let in who has an account, on a page of a process (3 statements with process and session)."""
    return with_process(signed_in(cast("Any", view)))


def own_application(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """Give the view `request.application`, and the instant at which the request arrived.

    Anyone's else application is "not found", whether it exists or not (1 statement).
    """

    @wraps(view)
    def run(request: ApplicationRequest, key: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.arrived_at = clock.now()
        try:
            request.application = queries.of_focal_point(request.process, key, request.actor)
        except queries.ApplicationNotFound:
            raise Http404 from None
        return view(request, *args, **kwargs)

    return for_applicants(run)
