"""The queue: applications in tabs, filtered, sorted and paged; and as a table file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from antechamber.accreditation import desk_queries
from antechamber.accreditation.desk import saved_views
from antechamber.accreditation.desk.access import DeskRequest, address, at_desk, frame
from antechamber.accreditation.desk.forms import FilterForm
from antechamber.accreditation.desk.many_catalogue import MANY_ACTS
from antechamber.accreditation.desk.words import (
    age_in_days,
    country_words,
    state_tone,
    state_words,
)
from antechamber.accreditation.desk_queries import home_page_of
from antechamber.accreditation.models import Application
from antechamber.accreditation.selection import GROUPS, Selection
from antechamber.accreditation.states import State
from antechamber.processes.models import Category
from antechamber.record.spreadsheet import write_csv
from antechamber.web import times
from antechamber.web.components import Cell, Column, Link, Order, Table
from antechamber.web.pages import CountedPaginator

ROWS = 50  # on a page: what fits on two screens, and an officer's half morning
CHUNK = 2_000  # rows read at once for the file


@require_safe
@at_desk
def queue(request: DeskRequest) -> HttpResponse:
    """Show the queue (8 statements, 9 with views of one's own, whatever the applications)."""
    selection = request.selection
    counts = desk_queries.counts(request.reach, selection)
    categories = desk_queries.categories(request.process)
    paginator = CountedPaginator(desk_queries.queue(request.reach, selection), ROWS)
    paginator.known_count = counts[selection.group]
    page = paginator.get_page(request.GET.get("page"))
    own = desk_queries.views_of(request.reach)
    sizes = desk_queries.sizes(request.reach, [saved_views.selection_of(each) for each in own])
    views = saved_views.links(request, own, sizes)
    context = {
        **frame(request),
        "views": views,
        "views_url": address(request, "views"),
        "new_view_url": "" if any(each.current for each in views) else address(request, "new_view"),
        "tabs": _tabs(request, counts),
        "form": _filter_form(request, categories),
        "table": _table(request, list(page)),
        "page": page,
        "selection": selection,
        "many_url": reverse("desk:many", args=[request.process.code]),
        "many_acts": MANY_ACTS.values(),
        "many_list_url": address(request, "many_list"),
        "hidden": request.selection.said(),
        "csv_url": address(request, "csv"),
        "clear_url": address(
            request, "queue", category="", country="", assigned="", second="", text=""
        ),
    }
    return render(request, "accreditation/desk/queue.html", context)


def _filter_form(request: DeskRequest, categories: list[Category]) -> FilterForm:
    covered = [each for each in categories if request.reach.covers(each.facilitator.code)]
    return FilterForm(request.selection, categories=covered)


def _tabs(request: DeskRequest, counts: dict[str, int]) -> list[Link]:
    return [
        Link(
            str(label),
            address(request, "queue", group=group),
            current=group == request.selection.group,
            count=counts[group],
        )
        for group, (label, _states) in GROUPS.items()
    ]


def _table(request: DeskRequest, rows: list[Application]) -> Table:
    title, text = _nothing(request.selection)
    return Table(
        _("Applications"),
        [
            Column(_("Number")),
            _sorted_column(request, "organization", _("Organization")),
            Column(_("Country")),
            _sorted_column(request, "category", _("Category")),
            Column(_("State")),
            _sorted_column(request, "submitted", _("Submitted")),
            Column(_("Age in days"), number=True),
            Column(_("Assigned to")),
        ],
        [_row(request, application) for application in rows],
        caption_hidden=True,
        empty_title=title,
        empty_text=text,
    )


def _nothing(selection: Selection) -> tuple[str, str]:
    if selection.is_narrowed:
        return _("Nothing fits these filters"), _("Clear them to see the others.")
    return _("Nothing here"), _("Nothing stands under this tab now.")


def _sorted_column(request: DeskRequest, name: str, label: str) -> Column:
    present = request.selection.sort
    other = f"-{name}" if present == name else name
    if present.removeprefix("-") != name:
        return Column(label, sort_url=address(request, "queue", sort=other))
    order: Order = "descending" if present.startswith("-") else "ascending"
    return Column(label, sort_url=address(request, "queue", sort=other), order=order)


def _row(request: DeskRequest, application: Application) -> list[str | int | Cell]:
    at = request.arrived_at
    submitted_at = application.submitted_at
    return [
        _number(application),
        Cell(
            application.organization.display_name, address(request, "application", str(application))
        ),
        country_words(application.organization.country, get_language() or "en"),
        str(application.category.name),
        _state(application),
        times.short_day(submitted_at.astimezone(request.zone)) if submitted_at else "",
        age_in_days(submitted_at, at),
        str(application.assigned_to) if application.assigned_to else "",
    ]


def _number(application: Application) -> Cell:
    """Return a row's number as the label of its tick box."""
    box = '<label class="pick"><input type="checkbox" name="chosen" value="{0}"> {0}</label>'
    return Cell(format_html(box, str(application)))


def _state(application: Application) -> Cell:
    if vars(application)["is_proposed"]:
        return Cell(_("Second person needed"), tone="attention")
    return Cell(state_words(application.state), tone=state_tone(application.state))


@require_safe
@at_desk
def csv(request: DeskRequest) -> StreamingHttpResponse:
    """Hand out the selection as a table file: facts of organizations, none of persons.

    1 statement beside the door's, read in parts while it is sent.
    """
    found = desk_queries.exported(request.reach, request.selection)
    lines = chain([_csv_heading()], _csv_rows(found.iterator(chunk_size=CHUNK), request))
    response = StreamingHttpResponse(write_csv(lines), content_type="text/csv; charset=utf-8")
    day = request.arrived_at.astimezone(UTC).strftime("%Y-%m-%d")
    name = f"{request.process.code}-applications-{day}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv_heading() -> list[str | int]:
    return [
        _("Number"),
        _("Organization"),
        _("Country code"),
        _("Country"),
        _("Category"),
        _("Facilitator"),
        _("State"),
        _("Submitted (UTC)"),
        _("Age in days"),
        _("Home page"),
    ]


def _csv_rows(rows: Iterator[Application], request: DeskRequest) -> Iterator[list[str | int]]:
    # Lines are written when the view has long returned: the language is settled here.
    language, at = get_language() or "en", request.arrived_at
    words = {state.value: state_words(state) for state in State}
    return (
        [
            str(row),
            row.organization.display_name,
            row.organization.country,
            country_words(row.organization.country, language),
            row.category.name.localize(language),
            row.facilitator.short_name,
            words[row.state],
            times.machine_readable(row.submitted_at) if row.submitted_at else "",
            age_in_days(row.submitted_at, at),
            home_page_of(row),
        ]
        for row in rows
    )
