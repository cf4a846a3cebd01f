"""The demonstration's own acts and pages: move the clock, be somebody, read the mails.

The banner stands on pages that are kept for everybody, so its forms carry no token of a session.
They are accepted from this site's own pages only, which the browser's Origin header tells.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import is_valid_path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import is_naive
from django.utils.translation import get_language, gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from antechamber import clock
from antechamber.demo import stage
from antechamber.demo.actions import move_clock
from antechamber.demo.persons import PROCESS, Person, person
from antechamber.mail.queries import recent_messages
from antechamber.people.models import Account
from antechamber.people.requests import PersonRequest
from antechamber.people.sign_in import sign_in_without_code
from antechamber.places.zones import zone_name
from antechamber.workflow import DomainError

MAILS_SHOWN: Final = 100


def own_pages_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a form that another site sent."""

    @require_POST
    @csrf_exempt
    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.get_host():
            raise PermissionDenied(_("This form was sent from another site."))
        return view(request, *args, **kwargs)

    return run


@own_pages_only
def move(request: PersonRequest) -> HttpResponse:
    """Move the clock to the posted instant and go back to the page.

    The made-up people catch up beside it (`demo_play`): nobody waits for three hundred others.
    """
    try:
        to = _instant(request.POST.get("to", ""))
        move_clock(to=to, by=request.actor, machine_at=clock.machine_now())
    except DomainError as refusal:
        raise PermissionDenied(str(refusal)) from None
    return HttpResponseRedirect(_page_before(request))


@own_pages_only
def be(request: PersonRequest) -> HttpResponse:
    """Sign in as one of the demonstration's persons and go where they work."""
    chosen = person(request.POST.get("person", ""))
    if chosen is None:
        raise Http404
    account = get_object_or_404(Account, email=chosen.email)
    return sign_in_without_code(request, account, next_page=_place_of_work(chosen))


@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Show the newest messages with their texts (1 statement)."""
    zone = shown.zone if (shown := stage.present()) else "UTC"
    values = {
        "mails": recent_messages(MAILS_SHOWN),
        "demo_zone": zone,
        "demo_zone_name": zone_name(zone),
    }
    return render(request, "demo/mails.html", values)


def _instant(text: str) -> datetime:
    refusal = DomainError("instant_unreadable", _("That is not an instant."), "to")
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise refusal from None
    if is_naive(instant):
        raise refusal
    return instant


def _page_before(request: HttpRequest) -> str:
    """Return the page that the form stood on, or the first page."""
    before = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return before
    return f"/{get_language()}/"


_ROOMS: Final = {"mission": "mission", "president_office": "desk/lists"}


# Where those work who screen no applications.
PLACES: Final = {
    "mission": "mission/",
    "president_office": "desk/lists/",
    "auditor": "desk/lists/",
}


def _place_of_work(chosen: Person) -> str:
    place = f"/{get_language()}/{PROCESS}/{PLACES.get(chosen.role, 'desk/')}"
    return place if is_valid_path(place) else f"/{get_language()}/account/"
