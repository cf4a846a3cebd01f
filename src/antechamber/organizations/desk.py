"""The desk of rosters: its door, the list of imports, and the upload of one.

Rosters belong to the whole installation, since an organization is one identity across processes;
each is uploaded, and decided on, at the desk of one process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antechamber import clock
from antechamber.organizations import roster_actions, roster_queries, tasks
from antechamber.organizations.forms import UploadForm
from antechamber.organizations.roster_columns import RosterKind
from antechamber.organizations.roster_models import RosterImport
from antechamber.organizations.roster_words import KIND_WORDS
from antechamber.organizations.roster_workflow import CAPABILITY
from antechamber.people.decorators import capability
from antechamber.people.requests import PersonRequest
from antechamber.web.components import Cell, Column, Table, Tone
from antechamber.workflow import DomainError

State = RosterImport.State
IMPORTS: Final = 30  # on a page of the list
UNPROCESSABLE: Final = 422

TONES: Final[dict[str, Tone]] = {
    State.READING: "waiting",
    State.PREVIEWED: "attention",
    State.APPLYING: "waiting",
    State.APPLIED: "done",
    State.FAILED: "refused",
    State.DISCARDED: "ended",
}


class SeeOther(HttpResponseRedirect):
    """A redirect after a form was sent: the browser asks for the next page by GET, always."""

    status_code = 303


def at_desk(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """Let in who may import rosters for the process (3 statements: session, account, roles)."""
    return capability(CAPABILITY, whole=True)(cast("Any", view))


@require_safe
@at_desk
def rosters(request: PersonRequest, process: str) -> HttpResponse:
    """List the imports, the newest first (5 statements)."""
    paginator = Paginator(roster_queries.rosters_of(process), IMPORTS)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        **frame(request, process),
        "page": page,
        "table": _list_table(process, list(page)),
        "upload_url": reverse("organizations:upload", args=[process]),
    }
    return render(request, "organizations/desk/rosters.html", context)


def _list_table(process: str, found: list[RosterImport]) -> Table:
    rows = [
        (
            Cell(each.file_name, address(process, each)),
            kind_words(each),
            each.rows_total or "",
            Cell(str(State(each.state).label), tone=TONES[each.state]),
            each.uploaded_at.strftime("%Y-%m-%d %H:%M"),
            each.source,
        )
        for each in found
    ]
    columns = [
        Column(_("File")),
        Column(_("What its rows tell")),
        Column(_("Rows"), number=True),
        Column(_("State")),
        Column(_("Uploaded (UTC)")),
        Column(_("Source")),
    ]
    return Table(
        _("Rosters"),
        columns,
        rows,
        caption_hidden=True,
        empty_title=_("No roster yet"),
        empty_text=_("Upload a spreadsheet: you see what each row becomes before it is applied."),
    )


def kind_words(roster: RosterImport) -> str:
    """Say what the rows of a roster tell; empty until that is known."""
    return str(KIND_WORDS[RosterKind(roster.kind)]) if roster.kind else ""


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def upload(request: PersonRequest, process: str) -> HttpResponse:
    """Take a file; one that is no roster is refused beside its field."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _upload_page(request, process, form)
    content = form.cleaned_data["file"].read()
    try:
        roster = roster_actions.start_import(
            content=content,
            file_name=form.cleaned_data["file"].name,
            source=form.cleaned_data["source"],
            process_code=process,
            by=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        form.add_error(refusal.field, str(refusal))
        known = roster_queries.same_roster(process, roster_actions.digest(content))
        return _upload_page(request, process, form, known)
    tasks.read_roster.enqueue(roster.key, request.actor.key)
    return SeeOther(address(process, roster))


def _upload_page(
    request: PersonRequest, process: str, form: UploadForm, known: RosterImport | None = None
) -> HttpResponse:
    context = {
        **frame(request, process),
        "form": form,
        "known": known,
        "known_url": address(process, known) if known else "",
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "organizations/desk/upload.html", context, status=status)


# --- What every page shows ------------------------------------------------------------------------


def frame(request: PersonRequest, process: str) -> dict[str, Any]:
    """Return what every page of this desk shows around its own matter."""
    return {
        "process_code": process,
        "messages": messages.get_messages(cast("HttpRequest", request)),
    }


def address(process: str, found: RosterImport) -> str:
    """Return the address of one import at a process's desk."""
    return reverse("organizations:roster", args=[process, found.key])
