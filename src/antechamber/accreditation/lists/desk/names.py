"""Names on a list that is being composed: what can be added, by filter; and what is taken off."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from antechamber.accreditation.actions.listing import add_entries, remove_entries
from antechamber.accreditation.lists.acts import ListAct
from antechamber.accreditation.lists.desk.access import (
    ListRequest,
    SeeOther,
    address,
    at_lists,
    frame,
    open_list,
    require_composing,
)
from antechamber.accreditation.lists.desk.acts import CONFLICT, UNPROCESSABLE
from antechamber.accreditation.lists.desk.forms import LONGEST_SEARCH, PickForm
from antechamber.accreditation.lists.desk.page import heading, list_page
from antechamber.accreditation.lists.desk.reading import Reading, category_names, composable
from antechamber.accreditation.lists.states import ListState
from antechamber.accreditation.lists.words import country_words
from antechamber.accreditation.models import Application, CandidateList
from antechamber.workflow import DomainError

MOST_ROWS: Final = 500  # on the page: a form may send a thousand values, and a person read fewer


@dataclass(frozen=True, slots=True)
class Sought:
    """What the filter asks for. Whatever the address holds, a filter comes of it."""

    text: str = ""
    category: str = ""
    country: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Say whether a filter is set."""
        return bool(self.text or self.category or self.country)

    def of(self, found: QuerySet[Application]) -> QuerySet[Application]:
        """Return what fits the filter, in the order of the numbers."""
        if self.text:
            found = found.filter(
                Q(organization__display_name__icontains=self.text)
                | Q(reference__icontains=self.text)
            )
        if self.category:
            found = found.filter(category__code=self.category)
        if self.country:
            found = found.filter(organization__country=self.country)
        return found


@dataclass(frozen=True, slots=True)
class Change:
    """A change of names: how it runs, the page to draw again, and the words when it is done."""

    run: Callable[[ListAct, Sequence[str]], object]
    again: Callable[[Sequence[str], str, int], HttpResponse]
    words: Callable[[int], str]


def _sought(asked: Mapping[str, Any]) -> Sought:
    text, category, country = (
        " ".join(str(asked.get(name, "")).replace("\x00", "").split())[:LONGEST_SEARCH]
        for name in ("text", "category", "country")
    )
    return Sought(text, category, country.upper())


@require_http_methods(["GET", "HEAD", "POST"])
@at_lists
def add(request: ListRequest, number: int) -> HttpResponse:
    """Choose among the listable, and add those that are ticked or all that are shown (10)."""
    found = open_list(request, number)
    require_composing(request)
    if request.method != "POST":
        if found.state != ListState.DRAFTING:
            return SeeOther(address(request, "list", number))
        return _add_page(request, found)
    change = Change(
        run=lambda act, references: add_entries(act, references=references),
        again=lambda ticked, refusal, status: _add_page(
            request, open_list(request, number), ticked=ticked, refusal=refusal, status=status
        ),
        words=added_words,
    )
    return _changed(request, found, chosen(request.POST), change)


@require_POST
@at_lists
def remove(request: ListRequest, number: int) -> HttpResponse:
    """Take the ticked names off a list that is being composed; they stay recommended."""
    found = open_list(request, number)
    require_composing(request)
    change = Change(
        run=lambda act, references: remove_entries(act, references=references),
        again=lambda ticked, refusal, status: list_page(
            request, open_list(request, number), ticked=ticked, refusal=refusal, status=status
        ),
        words=removed_words,
    )
    return _changed(request, found, usable(request.POST.getlist("reference")), change)


def chosen(typed: QueryDict) -> list[str]:
    """Return the numbers that were ticked, or all that stood on the page."""
    if "all" in typed:
        return usable(typed.get("shown", "").split())
    return usable(typed.getlist("reference"))


def usable(references: Sequence[str]) -> list[str]:
    """Return numbers as they were sent; what no number can be becomes one that nothing has."""
    return [each if _REFERENCE.fullmatch(each) else UNKNOWN for each in references]


def _changed(
    request: ListRequest, found: CandidateList, references: Sequence[str], change: Change
) -> HttpResponse:
    """Change the names of a list; on a refusal draw the page again, with the same boxes ticked."""
    if not references:
        return change.again([], _("Tick a name first."), UNPROCESSABLE)
    seen = request.POST.get("revision", "")
    act = ListAct(
        process=request.process,
        number=found.number,
        seen_revision=int(seen) if _REVISION.fullmatch(seen) else -1,
        by=request.actor,
        at=request.arrived_at,
    )
    try:
        change.run(act, references)
    except DomainError as refusal:
        if refusal.code == "capability_missing":
            raise PermissionDenied(str(refusal)) from None
        status = CONFLICT if refusal.code == "changed_meanwhile" else UNPROCESSABLE
        return change.again(references, str(refusal), status)
    messages.success(cast("HttpRequest", request), change.words(len(references)))
    return SeeOther(address(request, "list", found.number))


UNKNOWN: Final = "?"
_REFERENCE: Final = re.compile(r"[A-Z0-9-]{1,32}")
_REVISION: Final = re.compile(r"[0-9]{1,9}")


def added_words(count: int) -> str:
    """Say how many names were added."""
    return ngettext("%(count)d name is added.", "%(count)d names are added.", count) % {
        "count": count
    }


def removed_words(count: int) -> str:
    """Say how many names were taken off."""
    return ngettext(
        "%(count)d name is taken off the list.", "%(count)d names are taken off the list.", count
    ) % {"count": count}


def _add_page(
    request: ListRequest,
    found: CandidateList,
    *,
    ticked: Sequence[str] = (),
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    sought = _sought(request.GET)
    listable = sought.of(composable(request.process, request.actor))
    rows = list(listable[: MOST_ROWS + 1])
    categories = category_names(request.process)
    shown = rows[:MOST_ROWS]
    context = {
        **frame(request),
        **heading(request, Reading(found, [])),
        "form": PickForm(
            {"text": sought.text, "category": sought.category, "country": sought.country},
            categories=categories,
        ),
        "rows": [_row(each) for each in shown],
        "shown": " ".join(str(each) for each in shown),
        "is_cut": len(rows) > MOST_ROWS,
        "most": MOST_ROWS,
        "sought": sought,
        "ticked": ticked,
        "refusal": refusal,
        "clear_url": address(request, "add", found.number),
        "url": request.get_full_path(),
        "back_url": address(request, "list", found.number),
    }
    return render(request, "accreditation/lists/add.html", context, status=status)


def _row(each: Application) -> dict[str, str]:
    return {
        "reference": str(each),
        "name": each.organization.display_name,
        "country": country_words(each.organization.country),
        "category": str(each.category.name),
        "facilitator": each.facilitator.short_name,
    }
