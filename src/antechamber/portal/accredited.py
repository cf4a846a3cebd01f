"""The accredited organizations, as a list that anyone can search. Organizations, never persons."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, gettext_lazy

from antechamber.accreditation.accredited.queries import is_called, live
from antechamber.accreditation.accredited.words import known_names, state_tone, state_words
from antechamber.accreditation.applicant.forms import CountryField
from antechamber.accreditation.models import Accreditation
from antechamber.organizations.names import MAX_NAME_CHARACTERS
from antechamber.places.countries import COUNTRIES, name as country_name
from antechamber.processes import queries
from antechamber.processes.models import Category
from antechamber.processes.public import shown
from antechamber.processes.public_pages import Fresh, PublicRequest, public_page
from antechamber.web.components import Cell, Column, Table

ON_A_PAGE = 50
LIST_SECONDS = 60  # no revision tells of a decision


class SearchForm(forms.Form):
    """What to look for in the list; everything may stay empty."""

    q = forms.CharField(
        label=gettext_lazy("Part of the name"), max_length=MAX_NAME_CHARACTERS, required=False
    )
    country = CountryField(label=gettext_lazy("Country"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Kind of organization"), required=False)

    def __init__(self, *args: object, categories: list[Category], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker
        field.choices = [("", ""), *((each.code, str(each.name)) for each in categories)]


@public_page(parameters=["page", "country", "category"], typed=["q"], seconds=LIST_SECONDS)
def organizations(request: PublicRequest) -> Fresh:
    """List the accredited organizations, fifty to a page (4 statements).

    One that is suspended stays, and says so: who was told of it should find it here.
    """
    process = request.frame.process
    form = SearchForm(request.GET, categories=list(queries.categories(process)))
    found = _wanted(
        live(process).order_by("name", "id"), form.cleaned_data if form.is_valid() else {}
    )
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    response = shown(
        request,
        "portal/organizations.html",
        form=form,
        page=page,
        table=_table(process.code, list(page)),
    )
    response.status_code = 422 if form.errors else 200
    return Fresh(response, request.frame.changes_at)


def _wanted(found: QuerySet[Accreditation], asked: dict[str, str]) -> QuerySet[Accreditation]:
    """Narrow the list; any name leads to the organization, also of one that merged into it."""
    if asked.get("q"):
        found = found.filter(is_called(asked["q"]))
    if asked.get("country"):
        found = found.filter(organization__country=asked["country"])
    if asked.get("category"):
        found = found.filter(application__category__code=asked["category"])
    return found


def _table(code: str, accreditations: list[Accreditation]) -> Table:
    rows = [_row(code, each) for each in accreditations]
    columns = [
        Column(_("Organization")),
        Column(_("Country")),
        Column(_("Kind")),
        Column(_("Number")),
        Column(_("State")),
    ]
    return Table(
        _("Accredited organizations"),
        columns,
        rows,
        caption_hidden=True,
        empty_title=_("No organization is listed"),
        empty_text=_("Organizations appear here when their accreditation is final."),
    )


def _row(code: str, found: Accreditation) -> tuple[str | Cell, ...]:
    country = found.organization.country
    page = reverse("portal:organization", args=[code, found.organization.key])
    return (
        Cell(known_names(found), page),
        country_name(country, get_language() or "en") if country in COUNTRIES else "",
        str(found.application.category.name) if found.application else _("Accredited before"),
        found.number,
        Cell(state_words(found), tone=state_tone(found)),
    )
