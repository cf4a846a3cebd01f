"""One roster at the desk: its progress, its preview, its result, and the decision upon it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from antechamber import clock
from antechamber.organizations import roster_actions, roster_queries, tasks
from antechamber.organizations.desk import TONES, SeeOther, address, at_desk, frame, kind_words
from antechamber.organizations.roster_export import refused_rows
from antechamber.organizations.roster_models import RosterImport, RosterRow
from antechamber.organizations.roster_preview import shown_row
from antechamber.organizations.roster_words import fault_words
from antechamber.people.requests import PersonRequest
from antechamber.record.spreadsheet import write_csv
from antechamber.web.components import Link
from antechamber.web.pages import CountedPaginator
from antechamber.workflow import DomainError

State = RosterImport.State
ROWS: Final = 50  # of a preview on one page
WITH_ROWS: Final = (State.PREVIEWED, State.APPLIED)


@require_safe
@at_desk
def roster(request: PersonRequest, process: str, key: str) -> HttpResponse:
    """Show an import as it stands: its progress, its preview, its result (at most 7 statements)."""
    found = _found(process, key)
    if found.state in roster_queries.UNDER_WAY:
        return _progress_page(request, process, found)
    if request.headers.get("HX-Request"):
        return HttpResponseClientRefresh()
    if found.state in WITH_ROWS:
        return _rows_page(request, process, found)
    context = {
        **_about(request, process, found),
        "failure": fault_words(**found.failure) if found.failure else "",
    }
    return render(request, "organizations/desk/ended.html", context)


def _found(process: str, key: str) -> RosterImport:
    found = roster_queries.roster_by_key(process, key)
    if found is None:
        raise Http404
    return found


def _progress_page(request: PersonRequest, process: str, found: RosterImport) -> HttpResponse:
    numbers = {"done": found.rows_done, "total": found.rows_total}
    words = _("%(done)d of %(total)d rows are checked.") % numbers
    context = {
        **_about(request, process, found),
        "words": words if found.rows_total else _("The file is being opened."),
        "is_applying": found.state == State.APPLYING,
        "is_abandoned": _is_abandoned(found, clock.now()),
    }
    return render(request, "organizations/desk/progress.html", context)


def _is_abandoned(found: RosterImport, at: datetime) -> bool:
    """Say whether a worker began and died; one that has not begun yet may still be on its way."""
    return found.lease_until is not None and roster_queries.is_abandoned(found, at)


def _rows_page(request: PersonRequest, process: str, found: RosterImport) -> HttpResponse:
    counts = roster_queries.counts_by_effect(found)
    heading = request.GET.get("rows", "")
    if heading and heading not in counts:
        raise Http404
    paginator = CountedPaginator(roster_queries.rows_of(found, heading), ROWS)
    paginator.known_count = counts[heading] if heading else found.rows_total
    page = paginator.get_page(request.GET.get("page"))
    rows = list(page)
    organizations = roster_queries.organizations_in(rows)
    context = {
        **_about(request, process, found),
        "tabs": _tabs(address(process, found), heading, counts, found.rows_total),
        "page": page,
        "rows": [shown_row(row, organizations) for row in rows],
        "counts": counts,
        "changes": _changes(counts),
        "is_applied": found.state == State.APPLIED,
    }
    return render(request, "organizations/desk/roster.html", context)


def _changes(counts: Mapping[str, int]) -> int:
    """Return how many rows change something."""
    effects = RosterRow.Effect
    return sum(
        counts[each] for each in (effects.NEW, effects.RENAMED, effects.MERGED, effects.STATUS)
    )


def _tabs(own: str, present: str, counts: Mapping[str, int], total: int) -> list[Link]:
    headings = {each.value: str(each.label) for each in RosterRow.Effect}
    headings[roster_queries.CLEANED] = _("Cleaned")
    everything = Link(_("All rows"), own, current=not present, count=total)
    return [everything] + [
        Link(label, f"{own}?rows={name}", current=name == present, count=counts[name])
        for name, label in headings.items()
        if counts[name] or name == present
    ]


@require_POST
@at_desk
def approve(request: PersonRequest, process: str, key: str) -> HttpResponse:
    """Have a previewed roster applied in the background."""
    return _decided(request, process, key, roster_actions.approve_import)


@require_POST
@at_desk
def discard(request: PersonRequest, process: str, key: str) -> HttpResponse:
    """Give up a roster before it is applied."""
    return _decided(request, process, key, roster_actions.discard_import)


def _decided(
    request: PersonRequest, process: str, key: str, act: Callable[..., RosterImport]
) -> HttpResponse:
    _found(process, key)
    try:
        changed = act(key=key, process_code=process, by=request.actor, at=clock.now())
    except DomainError as refusal:
        messages.warning(cast("HttpRequest", request), str(refusal))
        return SeeOther(address(process, _found(process, key)))
    if changed.state == State.APPLYING:
        tasks.apply_roster.enqueue(changed.key, request.actor.key)
    return SeeOther(address(process, changed))


@require_POST
@at_desk
def resume(request: PersonRequest, process: str, key: str) -> HttpResponse:
    """Queue the work on an import again whose worker died; where one is at it, nothing happens."""
    found = _found(process, key)
    if found.state == State.READING:
        tasks.read_roster.enqueue(found.key, request.actor.key)
    elif found.state == State.APPLYING:
        tasks.apply_roster.enqueue(found.key, request.actor.key)
    return SeeOther(address(process, found))


@require_safe
@at_desk
def refused(request: PersonRequest, process: str, key: str) -> StreamingHttpResponse:
    """Hand out the rows that were refused or left open, with why, to be mended and sent again."""
    found = _found(process, key)
    response = StreamingHttpResponse(
        write_csv(refused_rows(found)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{found.key}-refused.csv"'
    return response


def _about(request: PersonRequest, process: str, found: RosterImport) -> dict[str, Any]:
    return {
        **frame(request, process),
        "roster": found,
        "kind": kind_words(found),
        "state": State(found.state).label,
        "tone": TONES[found.state],
        "is_own": found.process_code == process,
        "crumbs": [
            Link(_("Rosters"), reverse("organizations:rosters", args=[process])),
            Link(found.file_name),
        ],
    }
