"""All lists of a process: where each stands, who must do what next, and what is on no list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from antechamber.accreditation.actions.listing import compose_list
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.desk.access import (
    ListRequest,
    SeeOther,
    address,
    at_lists,
    frame,
    require_composing,
)
from antechamber.accreditation.lists.desk.forms import BeginForm
from antechamber.accreditation.lists.desk.reading import due_on, overview, silence_read
from antechamber.accreditation.lists.desk.stages import next_step
from antechamber.accreditation.lists.rules import may_compose
from antechamber.accreditation.lists.states import ListKind, ListState
from antechamber.accreditation.lists.words import LIST_TONES
from antechamber.accreditation.models import CandidateList
from antechamber.web.components import Cell, Column, Figure, Table
from antechamber.workflow import DomainError, Verdict

UNPROCESSABLE = 422


@require_safe
@at_lists
def lists(request: ListRequest) -> HttpResponse:
    """Show every list and what is on none (9 statements, whatever the lists and their names)."""
    found = overview(request.process)
    verdicts = _verdicts(found)
    may_begin = bool(request.actor.may_within("list.compose", request.process.code))
    waiting = list_queries.listable(request.process).count()
    refusals = {str(verdict.words) for verdict in verdicts.values() if not verdict}
    is_possible = any(verdicts.values())
    context = {
        **frame(request),
        "figures": _figures(request, found, waiting),
        "table": _table(request, found, due_on(request.process, request.arrived_at)),
        "begin_url": address(request, "begin") if may_begin and is_possible else "",
        "refusals": sorted(refusals) if may_begin and not is_possible else [],
    }
    return render(request, "accreditation/lists/lists.html", context)


def _verdicts(found: Sequence[CandidateList]) -> dict[ListKind, Verdict]:
    """Return for each kind whether a list of it can be begun. Pure."""
    known = [each for each in found if each.state != ListState.DISCARDED]
    return {
        kind: may_compose(
            kind,
            proposed=any(each.kind == ListKind.PROPOSED for each in known),
            circulated=any(each.circulated_at is not None for each in known),
        )
        for kind in ListKind
    }


def _figures(request: ListRequest, found: Sequence[CandidateList], waiting: int) -> list[Figure]:
    open_counts = [vars(each)["open_count"] for each in found if each.state in _BEFORE_STATES]
    return [
        Figure(
            str(waiting),
            ngettext("is recommended and on no list", "are recommended and on no list", waiting),
        ),
        Figure(
            str(sum(open_counts)),
            ngettext(
                "name has an objection that stands",
                "names have an objection that stands",
                sum(open_counts),
            ),
        ),
    ]


_BEFORE_STATES = frozenset({ListState.CIRCULATED, ListState.CLOSED})


def _table(request: ListRequest, found: Sequence[CandidateList], due: date | None) -> Table:
    return Table(
        _("Lists"),
        [
            Column(_("Number")),
            Column(_("Title")),
            Column(_("State")),
            Column(_("What is next")),
            Column(_("Who is next")),
            Column(_("Names"), number=True),
            Column(_("With an objection"), number=True),
            Column(_("Kind")),
        ],
        [_row(request, each, due) for each in found],
        caption_hidden=True,
        empty_title=_("No list yet"),
        empty_text=_("Recommended organizations go to Member States on a list."),
    )


def _row(request: ListRequest, each: CandidateList, due: date | None) -> list[str | int | Cell]:
    counts = vars(each)
    coming = next_step(
        each,
        silence_read(each),
        unsettled=counts["open_count"],
        due_on=due,
        at=request.arrived_at,
    )
    return [
        str(each),
        Cell(each.title, address(request, "list", each.number)),
        Cell(str(each.get_state_display()), tone=LIST_TONES[each.state]),
        coming.what,
        " ".join(part for part in (coming.who, coming.until) if part),
        counts["entry_count"],
        counts["open_count"],
        str(each.get_kind_display()),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@at_lists
def begin(request: ListRequest) -> HttpResponse:
    """Begin a list. A second press on the same button leads to the list that the first began."""
    require_composing(request)
    found = overview(request.process)
    verdicts = _verdicts(found)
    kinds = [kind for kind, verdict in verdicts.items() if verdict]
    last = max((each.number for each in found), default=0)
    form = BeginForm(
        request.POST or None,
        kinds=ListKind if request.method == "POST" else kinds,
        initial={"seen": last, "kind": kinds[0] if kinds else ""},
    )
    status = 200
    if request.method == "POST":
        if begun := _begun_before(request, form, found):
            return SeeOther(address(request, "list", begun.number))
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                made = _begin(request, form)
            except DomainError as refusal:
                if begun := _begun_before(request, form, overview(request.process)):
                    return SeeOther(address(request, "list", begun.number))
                form.add_error(refusal.field, str(refusal))
            else:
                return SeeOther(address(request, "list", made.number))
    refusals = [str(verdict.words) for verdict in verdicts.values() if not verdict]
    context = {**frame(request), "form": form, "refusals": refusals, "can_begin": bool(kinds)}
    return render(request, "accreditation/lists/begin.html", context, status=status)


def _begin(request: ListRequest, form: BeginForm) -> CandidateList:
    return compose_list(
        process=request.process,
        kind=ListKind(form.cleaned_data["kind"]),
        title=form.cleaned_data["title"],
        by=request.actor,
        at=request.arrived_at,
        seen_last=form.cleaned_data["seen"],
    )


def _begun_before(
    request: ListRequest, form: BeginForm, found: Sequence[CandidateList]
) -> CandidateList | None:
    """Return the list that the reader began with this very form, None for a first press."""
    if not form.is_valid() or form.cleaned_data["seen"] is None:
        return None
    since = [each for each in found if each.number > form.cleaned_data["seen"]]
    typed = (form.cleaned_data["kind"], form.cleaned_data["title"], request.actor.key)
    return next(
        (each for each in since if (each.kind, each.title, each.composed_by) == typed), None
    )
