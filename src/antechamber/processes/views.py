"""The process in an address: a decorator for the views of every room above this one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from antechamber.people.requests import PersonRequest
from antechamber.processes import queries
from antechamber.processes.models import Process


class ProcessRequest(PersonRequest):
    """A request whose address names a process: annotate views with it. Never made by hand."""

    process: Process


def with_process(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view `request.process` for the address's `process`; else "not found" (1 statement).

    The process is the tenant: what a view reads starts from it, so no address can mix two.
    """

    @wraps(view)
    def run(request: ProcessRequest, process: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            request.process = queries.process_by_code(process)
        except queries.ProcessNotFound:
            raise Http404 from None
        return view(request, *args, **kwargs)

    return run
