"""The front doors: of the installation, of a process, and of a visitor without a language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from antechamber.accreditation import counts
from antechamber.processes import queries
from antechamber.processes.blocks import deadline_block, local_day
from antechamber.processes.models import Publication
from antechamber.processes.public import show_meeting, shown, until_tomorrow
from antechamber.processes.public_pages import Fresh, PublicRequest, public_page
from antechamber.processes.rules import is_draft

MEETINGS_SHOWN = 3
NEWS_SHOWN = 3
LANDING_SECONDS = 30  # no revision tells of a new process
HOME_SECONDS = 60  # nor of a new application, which the numbers count


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Lead a visitor to the pages in the best of the languages that the browser asks for."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@public_page(seconds=LANDING_SECONDS)
def landing(request: PublicRequest) -> Fresh:
    """List the processes of this installation (1 statement)."""
    page = render(request, "portal/landing.html", {"processes": list(queries.processes())})
    return Fresh(page, None)


@public_page(seconds=HOME_SECONDS)
def home(request: PublicRequest) -> Fresh:
    """Show what the process is, until when to apply, and what to do (4 statements)."""
    frame, at = request.frame, request.at
    process, call = frame.process, frame.call("accreditation")
    categories = counts.applied_to_each(queries.categories(process))
    news = queries.publications(process, Publication.Kind.NEWS, at)
    meetings = queries.next_meetings(process, local_day(at, process.zone), MEETINGS_SHOWN)
    page = shown(
        request,
        "portal/home.html",
        deadline=call and deadline_block(call.call, call.window, at),
        phase=call and call.window.phase_at(at),
        is_draft=is_draft(frame.adopted_at, at),
        categories=categories,
        applied=sum(applied for _, applied in categories),
        meetings=[show_meeting(each, at) for each in meetings],
        news=list(news[:NEWS_SHOWN]),
    )
    return Fresh(page, until_tomorrow(request))
