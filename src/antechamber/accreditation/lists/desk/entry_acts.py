"""Doing an act on a name or an objection to it: the President's office alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from antechamber.accreditation.actions.consulting import EntryAct
from antechamber.accreditation.actions.objecting import Statement, record_letter
from antechamber.accreditation.desk.history import names_of_officers, since
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.desk.access import (
    ListRequest,
    SeeOther,
    address,
    at_lists,
    frame,
)
from antechamber.accreditation.lists.desk.acts import CONFLICT, UNPROCESSABLE
from antechamber.accreditation.lists.desk.entry import (
    OpenEntry,
    entry_heading,
    open_entry,
    record_of,
)
from antechamber.accreditation.lists.desk.entry_catalogue import ENTRY_ACTS, OBJECTION_ACTS, Step
from antechamber.accreditation.lists.desk.forms import EntryForm, ObjectionForm
from antechamber.accreditation.lists.desk.history import list_events
from antechamber.accreditation.lists.desk.page import silence_block
from antechamber.accreditation.lists.states import OPEN_TO_OBJECTIONS, Standing
from antechamber.accreditation.lists.words import state_words
from antechamber.accreditation.models import Objection
from antechamber.record.queries import HistoryLine
from antechamber.workflow import DomainError

# Somebody acted first: what is new stands above the form, and what was typed stays in it.
OVERTAKEN = frozenset(
    {
        "wrong_state",
        "not_referred",
        "nothing_to_consult",
        "nothing_to_refer",
        "nothing_asked",
        "entry_decided",
    }
)
FIELDS = {
    "reason_missing": "reason",
    "received_in_future": "received_on",
    "received_too_early": "received_on",
    "objected_already": "state",
}
RECORDED = {
    Standing.RECEIVED: _("The objection is written down. A second person must check it."),
    Standing.LOGGED: _("The objection is written down and counts. The organization is told."),
    Standing.LATE: _("The objection is written down. It came out of time and has no effect yet."),
}


@dataclass(frozen=True, slots=True)
class Doing:
    """An act that is open: on which entry, which step, about which objection, and how it runs."""

    opened: OpenEntry
    step: Step
    run: Callable[[dict[str, Any]], object]
    about: Objection | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@at_lists
def act(request: ListRequest, number: int, reference: str, slug: str) -> HttpResponse:
    """Open an act on a name, or do it."""
    _require(request)
    step = _known(ENTRY_ACTS, slug)
    opened = open_entry(request, number, reference)
    who = EntryAct(request.process, number, reference, request.actor, request.arrived_at)
    return _answered(request, Doing(opened, step, lambda typed: step.run(who, typed)))


@require_http_methods(["GET", "HEAD", "POST"])
@at_lists
def objection(request: ListRequest, number: int, key: str, slug: str) -> HttpResponse:
    """Open an act on an objection, or do it."""
    _require(request)
    step = _known(OBJECTION_ACTS, slug)
    opened = open_entry(request, number, _reference_of(request, number, key))
    about = next(each for each in opened.objections if each.key == key)
    who = {
        "process": request.process,
        "key": key,
        "by": request.actor,
        "at": request.arrived_at,
    }
    return _answered(request, Doing(opened, step, lambda typed: step.run(who, typed), about))


def _reference_of(request: ListRequest, number: int, key: str) -> str:
    """Return the public number of the name that an objection is to (1 statement)."""
    found = Objection.objects.filter(
        key=key,
        entry__candidate_list__process=request.process,
        entry__candidate_list__number=number,
    )
    reference = found.values_list("entry__application__reference", flat=True).first()
    if reference is None:
        raise list_queries.ListNotFound
    return reference


def _require(request: ListRequest) -> None:
    verdict = request.actor.may("list.consult", request.process.code)
    if not verdict:
        raise PermissionDenied(str(verdict.words))


def _known(steps: dict[str, Step], slug: str) -> Step:
    if slug not in steps:
        raise Http404
    return steps[slug]


def _answered(request: ListRequest, doing: Doing) -> HttpResponse:
    """Show the act's page; on POST do the act and go back, or say why not and keep the text."""
    opened, step = doing.opened, doing.step
    if request.method != "POST":
        blank = step.form(initial={"seen": _last(record_of(request, opened))})
        return _page(request, doing, blank)
    form = step.form(request.POST)
    if not form.is_valid():
        return _page(request, doing, form, status=UNPROCESSABLE)
    try:
        doing.run(form.cleaned_data)
    except DomainError as refusal:
        return _refused(request, doing, form, refusal)
    words = str(step.done) % {"name": opened.entry.name}
    messages.success(cast("HttpRequest", request), words)
    here = entry_heading(request, opened.entry)["entry_url"]
    return SeeOther(str(here))


def _last(lines: Sequence[HistoryLine]) -> int:
    return lines[-1].id if lines else 0


def _refused(
    request: ListRequest, doing: Doing, form: EntryForm, refusal: DomainError
) -> HttpResponse:
    """Keep what was typed; where somebody acted first, show what is new since the page was made."""
    lines = record_of(request, doing.opened)
    again = doing.step.form(_renewed(request.POST, lines))
    again.full_clean()
    _add_error(again, refusal)
    if refusal.code not in OVERTAKEN:
        return _page(request, doing, again, status=UNPROCESSABLE)
    news = since(lines, form.cleaned_data.get("seen"))
    return _page(request, doing, again, status=CONFLICT, news=news)


def _renewed(typed: QueryDict, lines: Sequence[HistoryLine]) -> QueryDict:
    renewed = typed.copy()
    renewed["seen"] = str(_last(lines))
    return renewed


def _add_error(form: EntryForm, refusal: DomainError) -> None:
    field = refusal.field or FIELDS.get(refusal.code)
    form.add_error(field if field in form.fields else None, str(refusal))


def _page(
    request: ListRequest,
    doing: Doing,
    form: EntryForm,
    *,
    status: int = 200,
    news: Sequence[HistoryLine] = (),
) -> HttpResponse:
    about = doing.about
    context = {
        **frame(request),
        **entry_heading(request, doing.opened.entry),
        "step": doing.step,
        "form": form,
        "about": about,
        "about_state": state_words(about.state_code) if about else "",
        "news": list_events(request.process, news, names_of_officers(news)),
    }
    return render(request, "accreditation/lists/entry_act.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@at_lists
def letter(request: ListRequest, number: int, reference: str) -> HttpResponse:
    """Write down an objection that came by letter; the hour at which it came counts."""
    _require(request)
    opened = open_entry(request, number, reference)
    if opened.entry.candidate_list.state not in OPEN_TO_OBJECTIONS and request.method != "POST":
        return SeeOther(address(request, "entry", number, reference))
    basis_required = opened.rules.basis_required
    if request.method != "POST":
        return _letter_page(request, opened, ObjectionForm(basis_required=basis_required))
    form = ObjectionForm(request.POST, basis_required=basis_required)
    if not form.is_valid():
        return _letter_page(request, opened, form, UNPROCESSABLE)
    try:
        recorded = _record(request, number, reference, form)
    except DomainError as refusal:
        _add_error(form, refusal)
        return _letter_page(request, opened, form, UNPROCESSABLE)
    messages.success(cast("HttpRequest", request), _recorded_words(recorded))
    return SeeOther(address(request, "entry", number, reference))


def _record(request: ListRequest, number: int, reference: str, form: ObjectionForm) -> Objection:
    typed = form.cleaned_data
    return record_letter(
        process=request.process,
        number=number,
        reference=reference,
        statement=Statement(typed["state"], typed["basis"], typed["is_confidential"]),
        received_at=form.received_at(request.process.zone),
        by=request.actor,
        at=request.arrived_at,
    )


def _recorded_words(recorded: Objection) -> str:
    words: str | Promise = RECORDED[Standing(recorded.standing)]
    return str(words)


def _letter_page(
    request: ListRequest, opened: OpenEntry, form: ObjectionForm, status: int = 200
) -> HttpResponse:
    silence = list_queries.silence_of(opened.entry.candidate_list)
    needs_second = "objection.record" in opened.rules.second_person_for
    context = {
        **frame(request),
        **entry_heading(request, opened.entry),
        "form": form,
        "deadline": silence_block(request, silence) if silence else None,
        "needs_second": needs_second,
    }
    return render(request, "accreditation/lists/letter.html", context, status=status)
