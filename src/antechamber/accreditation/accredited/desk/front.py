"""The accreditations of a process in tabs, filtered and paged, and what waits beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext as _, gettext_lazy
from django.views.decorators.http import require_safe

from antechamber.accreditation import desk_queries
from antechamber.accreditation.accredited import carrying_over, queries as accredited_queries
from antechamber.accreditation.accredited.desk.access import (
    AccreditedRequest,
    address,
    at_desk,
    frame,
)
from antechamber.accreditation.accredited.desk.selection import GROUPS, Selection, read_selection
from antechamber.accreditation.accredited.roster_change_queries import waiting_changes
from antechamber.accreditation.accredited.words import known_names, state_tone, state_words
from antechamber.accreditation.applicant.forms import CountryField
from antechamber.accreditation.models import Accreditation
from antechamber.accreditation.selection import LONGEST_TEXT
from antechamber.places.countries import COUNTRIES, name as country_name
from antechamber.processes.models import Category
from antechamber.web import times
from antechamber.web.components import Cell, Column, Link, Table
from antechamber.web.pages import CountedPaginator

ROWS = 50


class FilterForm(forms.Form):
    """The filters as they stand. Never validated: `read_selection` reads the address."""

    text = forms.CharField(label=gettext_lazy("Name or number"), max_length=LONGEST_TEXT)
    category = forms.ChoiceField(label=gettext_lazy("Category"))
    country = CountryField(label=gettext_lazy("Country"))

    def __init__(self, selection: Selection, categories: Sequence[Category]) -> None:
        super().__init__(
            initial={
                "text": selection.text,
                "category": selection.category,
                "country": selection.country,
            }
        )
        named = [(each.code, str(each.name)) for each in categories]
        cast("forms.ChoiceField", self.fields["category"]).choices = [("", _("All")), *named]


@require_safe
@at_desk
def accreditations(request: AccreditedRequest) -> HttpResponse:
    """List the accreditations (17 statements, 7 more where somebody comes with an earlier one)."""
    selection = read_selection(request.GET)
    found = _narrowed(request, selection)
    counts = found.aggregate(
        **{group: Count("pk", filter=condition) for group, (_label, condition) in GROUPS.items()}
    )
    rows = found.filter(GROUPS[selection.group][1]).order_by("name", "id")
    paginator = CountedPaginator(rows, ROWS)
    paginator.known_count = counts[selection.group]
    page = paginator.get_page(request.GET.get("page"))
    changes = waiting_changes(request.reach, request.arrived_at)
    carried = carrying_over.waiting(request.process, request.arrived_at)
    context = {
        **frame(request),
        "tabs": _tabs(request, selection, counts),
        "form": FilterForm(selection, desk_queries.categories(request.process)),
        "selection": selection,
        "table": _table(request, list(page), selection),
        "page": page,
        "clear_url": f"{address(request, 'list')}?group={selection.group}",
        "changes": len(changes),
        "carried": len(carried),
    }
    return render(request, "accreditation/accredited/list.html", context)


def _narrowed(request: AccreditedRequest, selection: Selection) -> QuerySet[Accreditation]:
    found = accredited_queries.accreditations(request.process)
    if selection.text:
        found = found.filter(accredited_queries.is_called(selection.text))
    if selection.country:
        found = found.filter(organization__country=selection.country)
    if selection.category:
        found = found.filter(application__category__code=selection.category)
    return found


def _tabs(request: AccreditedRequest, selection: Selection, counts: dict[str, Any]) -> list[Link]:
    return [
        Link(
            str(label),
            f"{address(request, 'list')}?{selection.query(group)}",
            current=group == selection.group,
            count=counts[group],
        )
        for group, (label, _condition) in GROUPS.items()
    ]


def _table(
    request: AccreditedRequest, rows: Sequence[Accreditation], selection: Selection
) -> Table:
    empty_text = (
        _("Nothing fits the filters. Clear them to see all.")
        if selection.is_narrowed
        else _("Each name on a final list gets its accreditation when the list is issued.")
    )
    return Table(
        _("Accreditations"),
        [
            Column(_("Number")),
            Column(_("Organization")),
            Column(_("Country")),
            Column(_("Category")),
            Column(_("Since")),
            Column(_("State")),
        ],
        [_row(request, each) for each in rows],
        caption_hidden=True,
        empty_title=_("No accreditation here"),
        empty_text=empty_text,
    )


def _row(request: AccreditedRequest, found: Accreditation) -> tuple[str | Cell, ...]:
    code = found.organization.country
    language = get_language() or "en"
    return (
        Cell(found.number, address(request, "accreditation", found.number)),
        known_names(found),
        country_name(code, language) if code in COUNTRIES else "",
        str(found.application.category.name) if found.application else _("Carried over"),
        times.short_day(found.since.astimezone(request.zone).date()),
        Cell(state_words(found), tone=state_tone(found)),
    )
