"""The door of the missions: for which Member State somebody acts, and on which list.

The State stands in no path: the log of requests keeps paths, and one with a State and the number of
an organization would tell who objected to whom. Whoever acts for one State alone has it in no
address at all; others choose one, and carry it in the query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _

from antechamber import clock
from antechamber.accreditation.lists.circulation import Circulated, circulated_list
from antechamber.accreditation.lists.messages import mission_scope
from antechamber.accreditation.lists.queries import ListNotFound
from antechamber.people.actors import Actor
from antechamber.people.decorators import capability
from antechamber.places.countries import Country, member_states, sort_key
from antechamber.processes.models import Process
from antechamber.processes.views import ProcessRequest, with_process
from antechamber.web.components import Link

OBJECT: Final = "list.object"
PARAMETER: Final = "state"


class MissionRequest(ProcessRequest):
    """A request of a mission, with the State it acts for and the instant it arrived."""

    state: Country
    states: tuple[Country, ...]
    arrived_at: datetime


def for_missions(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """Let in who acts for a Member State; another State's address is "not found".

    Who acts for several chooses first. 4 statements: process, session, account, roles.
    """

    @wraps(view)
    def run(request: MissionRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.arrived_at = clock.now()
        request.states = states_of(request.actor, request.process)
        chosen = _chosen(request)
        if chosen is None:
            return _choose(request)
        request.state = chosen
        return view(request, *args, **kwargs)

    return with_process(capability(OBJECT, _all_missions)(cast("Any", run)))


def states_of(actor: Actor, process: Process) -> tuple[Country, ...]:
    """Return the Member States that somebody acts for. Pure: it asks what the actor holds."""
    scope = mission_scope(process)
    return tuple(each for each in member_states() if actor.may(OBJECT, f"{scope}/{each.iso3}"))


def open_list(request: MissionRequest, number: int) -> Circulated:
    """Return a list that was circulated; "not found" for every other one (2 statements)."""
    try:
        return circulated_list(request.process, number)
    except ListNotFound:
        raise Http404 from None


def address(request: MissionRequest, name: str, *args: object, **query: str) -> str:
    """Return the address of a page of the mission; it takes the chosen State along."""
    path = reverse(f"mission:{name}", args=[request.process.code, *args])
    if len(request.states) > 1:
        query = {PARAMETER: request.state.iso3, **query}
    return f"{path}?{urlencode(query)}" if query else path


def frame(request: MissionRequest, *crumbs: Link) -> dict[str, object]:
    """Return what every page of the mission shows around its own matter."""
    lists = Link(_("Lists before Member States"), address(request, "front"))
    return {
        "process": request.process,
        "messages": get_messages(cast("HttpRequest", request)),
        "state": request.state.name(language()),
        "other_states": reverse("mission:front", args=[request.process.code])
        if len(request.states) > 1
        else "",
        "crumbs": [lists, *crumbs] if crumbs else [],
    }


def language() -> str:
    """Return the language that the page is written in."""
    return get_language() or "en"


def _all_missions(request: HttpRequest, _kwargs: Mapping[str, Any]) -> str:
    return mission_scope(cast("MissionRequest", request).process)


def _chosen(request: MissionRequest) -> Country | None:
    asked = request.GET.get(PARAMETER, "")
    if not asked:
        return request.states[0] if len(request.states) == 1 else None
    found = next((each for each in request.states if each.iso3 == asked), None)
    if found is None:
        raise Http404
    return found


def _choose(request: MissionRequest) -> HttpResponse:
    ordered = sorted(request.states, key=lambda each: sort_key(each.name(language()), language()))
    choices = [
        Link(each.name(language()), f"{request.path}?{urlencode({PARAMETER: each.iso3})}")
        for each in ordered
    ]
    values = {"process": request.process, "choices": choices}
    return render(request, "accreditation/mission/choose.html", values)
