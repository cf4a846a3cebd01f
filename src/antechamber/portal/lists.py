"""The lists in public: that one is before Member States, and both lists once they are published.

While States can object, and until the lists are published, nobody outside reads a name: everyone
reads that there is a list, how long it is, its fingerprint, and until when States can object.
"""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.utils.translation import gettext as _, gettext_lazy

from antechamber.accreditation.applicant.forms import CountryField
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.circulation import Circulated, circulated, circulated_list
from antechamber.organizations.names import MAX_NAME_CHARACTERS
from antechamber.portal import list_reading, list_shown
from antechamber.portal.list_reading import Wanted
from antechamber.processes import queries
from antechamber.processes.public import shown
from antechamber.processes.public_pages import Fresh, PublicRequest, public_page

ON_A_PAGE = 100  # names, so that a page stays below 30 KB
LIST_SECONDS = 60  # no revision tells of a circulation or of its end


class SearchForm(forms.Form):
    """Which names to show; everything may stay empty."""

    q = forms.CharField(
        label=gettext_lazy("Part of the name"), max_length=MAX_NAME_CHARACTERS, required=False
    )
    country = CountryField(label=gettext_lazy("Country"), required=False)
    on = forms.ChoiceField(
        label=gettext_lazy("Which names"),
        choices=[
            ("", gettext_lazy("All that were proposed")),
            ("final", gettext_lazy("On the final list")),
            ("off", gettext_lazy("Not on the final list")),
        ],
        required=False,
    )

    @property
    def wanted(self) -> Wanted:
        """Return what is asked for; nothing where it cannot be read."""
        asked = self.cleaned_data if self.is_valid() else {}
        return Wanted(asked.get("q", ""), asked.get("country", ""), asked.get("on", ""))


@public_page(seconds=LIST_SECONDS)
def lists(request: PublicRequest) -> Fresh:
    """Tell of every list that was circulated, the latest first (3 statements)."""
    known = circulated(request.frame.process)
    page = shown(
        request,
        "portal/lists.html",
        lists=[list_shown.told(each, request.at) for each in known],
    )
    return Fresh(page, _until(request, known))


@public_page(parameters=["page", "country", "on"], typed=["q"], seconds=LIST_SECONDS)
def one(request: PublicRequest, number: int) -> Fresh:
    """Show both lists side by side once they are published (10 statements), facts before (3)."""
    try:
        found = circulated_list(request.frame.process, number)
    except list_queries.ListNotFound:
        raise Http404 from None
    if not found.is_public:
        told = list_shown.told(found, request.at)
        return Fresh(shown(request, "portal/list_told.html", each=told), _until(request, [found]))
    return _published(request, found)


def _published(request: PublicRequest, found: Circulated) -> Fresh:
    rules = list_queries.rules_for(found.list)
    form = SearchForm(request.GET or None)
    wanted = list_reading.entries_wanted(found.list, rules, form.wanted)
    page = Paginator(wanted, ON_A_PAGE).get_page(request.GET.get("page"))
    tally = list_reading.tally_of(found.list)
    categories = {each.code: str(each.name) for each in queries.categories(request.frame.process)}
    response = shown(
        request,
        "portal/list.html",
        each=list_shown.told(found, request.at),
        figures=list_shown.figures(tally),
        objections=list_shown.objections_table(list_reading.standings_of(found.list)),
        charts=list_shown.charts_of(tally, categories),
        steps=list_shown.steps(found),
        files=list_shown.files(found),
        form=form,
        table=list_shown.table(
            request.frame.process.code, list_reading.public_entries(list(page), rules)
        ),
        page=page,
        caption=_("Proposed and final, side by side"),
    )
    response.status_code = 422 if form.errors else 200
    return Fresh(response, request.frame.changes_at)


def _until(request: PublicRequest, known: list[Circulated]) -> datetime | None:
    """Return when a list says something else by itself: the end of a silence, or of a day."""
    changes = [each.silence.next_change_after(request.at) for each in known]
    instants = [request.frame.changes_at, *changes]
    return min((each for each in instants if each is not None), default=None)
