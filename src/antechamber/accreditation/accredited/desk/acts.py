"""Doing an act upon an accreditation, often one that a change in the rosters proposes."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from antechamber.accreditation.accredited.acts import AccreditationAct, may_act
from antechamber.accreditation.accredited.desk.access import (
    CONFLICT,
    UNPROCESSABLE,
    AccreditedRequest,
    SeeOther,
    address,
    at_desk,
    frame,
    open_accreditation,
)
from antechamber.accreditation.accredited.desk.catalogue import ACTS, DeskAct, verdict_on
from antechamber.accreditation.accredited.desk.forms import ReasonForm
from antechamber.accreditation.accredited.desk.page import header
from antechamber.accreditation.accredited.desk.words import REASON_CODES, told_words
from antechamber.accreditation.accredited.roster_change_queries import change_waiting
from antechamber.accreditation.desk.history import events, names_of_officers
from antechamber.accreditation.models import Accreditation
from antechamber.record.queries import history
from antechamber.workflow import DomainError

OVERTAKEN = frozenset({"changed_meanwhile", "wrong_state", "accreditation_ended"})


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def act(request: AccreditedRequest, number: str, slug: str) -> HttpResponse:
    """Open an act, or do it. The action asks for permission, freshness and state once more."""
    wanted = ACTS.get(slug)
    if wanted is None:
        raise Http404
    found = open_accreditation(request, number)
    verdict = may_act(wanted.capability, request.process, request.actor)
    if not verdict:
        raise PermissionDenied(str(verdict.words))
    if request.method != "POST":
        return _page(request, found, wanted, wanted.form(initial=_proposed(request, found)))
    form = wanted.form(request.POST)
    if not form.is_valid():
        return _page(request, found, wanted, form, UNPROCESSABLE)
    try:
        changed = wanted.run(_act(request, found, form), form.cleaned_data)
    except DomainError as refusal:
        return _refused(request, wanted, refusal, number)
    messages.success(cast("HttpRequest", request), str(wanted.done) % {"number": changed.number})
    return SeeOther(address(request, "accreditation", changed.number))


def _act(request: AccreditedRequest, found: Accreditation, form: ReasonForm) -> AccreditationAct:
    return AccreditationAct(
        process=request.process,
        number=found.number,
        seen_revision=form.cleaned_data["revision"],
        by=request.actor,
        at=request.arrived_at,
    )


def _proposed(request: AccreditedRequest, found: Accreditation) -> dict[str, Any]:
    """Return what a form begins with: a change that led here brings its reason along."""
    start: dict[str, Any] = {"revision": found.revision}
    code = request.GET.get("change", "")
    change = change_waiting(request.reach, found.number, code, request.arrived_at) if code else None
    if change is not None:
        start["reason"] = told_words(change)
        start["reason_code"] = REASON_CODES.get(change.change.kind, "")
    return start


def _refused(
    request: AccreditedRequest, wanted: DeskAct, refusal: DomainError, number: str
) -> HttpResponse:
    """Show what is new and keep what was typed; the next press counts for what is shown now."""
    if refusal.code == "capability_missing":
        raise PermissionDenied(str(refusal))
    found = open_accreditation(request, number)
    typed = request.POST.copy()
    typed["revision"] = str(found.revision)
    form = wanted.form(typed)
    form.full_clean()
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
    is_overtaken = refusal.code in OVERTAKEN
    status = CONFLICT if is_overtaken else UNPROCESSABLE
    return _page(request, found, wanted, form, status, is_overtaken=is_overtaken)


def _page(
    request: AccreditedRequest,
    found: Accreditation,
    wanted: DeskAct,
    form: ReasonForm,
    status: int = 200,
    *,
    is_overtaken: bool = False,
) -> HttpResponse:
    verdict = verdict_on(wanted, found, request.actor)
    lines = history(request.process.code, found.number)[-1:] if is_overtaken else []
    context = {
        **frame(request),
        **header(request, found),
        "act": wanted,
        "form": form,
        "refusal": str(verdict.words),
        "news": events(request.process, lines, names_of_officers(lines)) if lines else [],
        "back_url": address(request, "accreditation", found.number),
        "url": address(request, "act", found.number, wanted.slug),
    }
    return render(request, "accreditation/accredited/act.html", context, status=status)
