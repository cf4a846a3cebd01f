"""Versions of the modalities at the desk: read, compared, begun, discarded, adopted.

The page that changes a rule shows the effect on real applications, and so stands in the room that
has them: `accreditation.desk.modalities`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import TypeVar, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from antechamber import clock
from antechamber.people.decorators import capability, desk_required
from antechamber.processes import queries, versions
from antechamber.processes.blocks import local_day
from antechamber.processes.modalities_actions import (
    DraftAct,
    adopt_modalities,
    begin_draft,
    discard_draft,
)
from antechamber.processes.modalities_rules import is_another_person
from antechamber.processes.models import Modalities
from antechamber.processes.rule_forms import AdoptionForm, DiscardForm
from antechamber.processes.versions import ShownVersion, show_version
from antechamber.processes.views import ProcessRequest, with_process
from antechamber.web.components import Cell, Column, Table
from antechamber.web.times import short_day
from antechamber.workflow import DomainError

UNPROCESSABLE = 422
PROPOSE, ADOPT = "modalities.propose", "modalities.adopt"
_Form = TypeVar("_Form", AdoptionForm, DiscardForm)


def _for_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who works in the process."""
    return with_process(desk_required(view))


def _for_proposers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may write a draft."""
    return with_process(capability(PROPOSE, whole=True)(view))


def _for_adopters(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may adopt one."""
    return with_process(capability(ADOPT, whole=True)(view))


@require_safe
@_for_desk
def overview(request: ProcessRequest) -> HttpResponse:
    """Show the rules in force, the draft, and every version there was (6 statements)."""
    at = clock.now()
    known = queries.modalities_versions(request.process, at)
    shown = [
        show_version(each, at) for each in versions.readable(known, request.actor, request.process)
    ]
    context = {
        **_frame(request),
        "present": next((each for each in shown if _holds(each, at)), None),
        "draft": next((each for each in shown if each.is_draft), None),
        "table": _table(request, shown),
    }
    return render(request, "processes/desk/modalities.html", context)


def _holds(shown: ShownVersion, at: datetime) -> bool:
    version = shown.modalities
    begun = version.adopted_at is not None and version.adopted_at <= at
    from_a_file = version.adopted_at is None and version.based_on_id is None
    return (begun or from_a_file) and not (version.superseded_at and version.superseded_at <= at)


def _table(request: ProcessRequest, shown: list[ShownVersion]) -> Table:
    zone = request.process.zone
    return Table(
        _("All versions"),
        [
            Column(_("Version"), number=True),
            Column(_("Document")),
            Column(_("Standing")),
            Column(_("In force from")),
            Column(_("Differences")),
        ],
        [
            [
                Cell(str(each.modalities.version), _url(request, "version", each.modalities)),
                each.modalities.symbol or "–",
                Cell(each.word, tone=each.tone),
                _day_words(each.modalities.adopted_at, zone),
                _differences(request, each, earlier),
            ]
            for each, earlier in zip(shown, [*shown[1:], None], strict=True)
        ],
    )


def _differences(
    request: ProcessRequest, shown: ShownVersion, earlier: ShownVersion | None
) -> str | Cell:
    if earlier is None:
        return "–"
    numbers = {"one": earlier.modalities.version, "other": shown.modalities.version}
    url = reverse("processes_desk:compare", args=[request.process.code, *numbers.values()])
    return Cell(_("%(one)s and %(other)s side by side") % numbers, url)


@require_safe
@_for_desk
def version(request: ProcessRequest, version: int) -> HttpResponse:
    """Show one version; a draft with what it changes and what can be done (7 statements)."""
    at = clock.now()
    shown = show_version(_readable(request, version, at), at)
    found = shown.modalities
    base = found.based_on
    changed = set(versions.changed_kinds(base, found)) if base else set()
    before = {each.rule.kind: each for each in show_version(base, at).rules} if base else {}
    context = {
        **_frame(request),
        "shown": shown,
        "rules": [
            (each, before[each.rule.kind] if each.rule.kind in changed else None)
            for each in shown.rules
        ],
        "changed": len(changed),
        "is_another": is_another_person(request.actor.key, found.writers),
    }
    return render(request, "processes/desk/version.html", context)


@require_safe
@_for_desk
def compare(request: ProcessRequest, version: int, other: int) -> HttpResponse:
    """Show two versions side by side, rule by rule (9 statements)."""
    at = clock.now()
    before, after = (
        show_version(_readable(request, number, at), at) for number in (version, other)
    )
    context = {
        **_frame(request),
        "before": before,
        "after": after,
        "comparison": versions.compared(before, after),
    }
    return render(request, "processes/desk/compare.html", context)


@require_POST
@_for_proposers
def begin(request: ProcessRequest) -> HttpResponse:
    """Begin a draft, or go to the one that somebody has begun."""
    try:
        draft = begin_draft(process=request.process, by=request.actor, at=clock.now())
    except DomainError as refusal:
        found = queries.open_draft(request.process)
        if refusal.code != "draft_begun" or found is None:
            raise Http404 from None
        draft = found
    return redirect(_url(request, "version", draft))


@require_http_methods(["GET", "HEAD", "POST"])
@_for_proposers
def discard(request: ProcessRequest, version: int) -> HttpResponse:
    """Ask why a draft is given up, and give it up."""
    draft = _readable(request, version, clock.now())
    if not versions.is_pending(draft):
        return redirect(_url(request, "version", draft))
    form = DiscardForm(request.POST or None, initial={"revision": draft.revision})
    if request.method == "POST" and form.is_valid():
        try:
            discard_draft(_act(request, form, draft), reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            form = _refused(request, form, draft, refusal)
        else:
            _tell(request, _("The draft is discarded."))
            return redirect("processes_desk:modalities", request.process.code)
    context = {**_frame(request), "draft": draft, "form": form}
    return render(request, "processes/desk/discard.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@_for_adopters
def adopt(request: ProcessRequest, version: int) -> HttpResponse:
    """Show what a draft changes, and adopt it under its document's symbol."""
    at = clock.now()
    draft = _readable(request, version, at)
    if not versions.is_pending(draft):
        return redirect(_url(request, "version", draft))
    today = local_day(at, request.process.zone)
    proposed = {"revision": draft.revision, "symbol": draft.symbol, "in_force_on": today}
    form = AdoptionForm(request.POST or None, initial=proposed)
    if request.method == "POST" and form.is_valid():
        day: date = form.cleaned_data["in_force_on"]
        begins = at if day == today else clock.deadline(day, request.process.zone, time(0))
        try:
            adopt_modalities(
                _act(request, form, draft, at),
                symbol=form.cleaned_data["symbol"],
                in_force_at=begins,
            )
        except DomainError as refusal:
            form = _refused(request, form, draft, refusal)
        else:
            _tell(request, _("The rules are adopted."))
            return redirect(_url(request, "version", draft))
    context = _adoption(request, draft, form, at)
    return render(request, "processes/desk/adopt.html", context, status=_status(form))


def _adoption(
    request: ProcessRequest, draft: Modalities, form: AdoptionForm, at: datetime
) -> dict[str, object]:
    after = show_version(draft, at)
    before = show_version(draft.based_on, at) if draft.based_on else None
    return {
        **_frame(request),
        "shown": after,
        "form": form,
        "comparison": versions.differences(before, after) if before else None,
        "is_another": is_another_person(request.actor.key, draft.writers),
    }


def _frame(request: ProcessRequest) -> dict[str, object]:
    code = request.process.code
    return {
        "process": request.process,
        "messages": messages.get_messages(cast("HttpRequest", request)),
        "may_propose": bool(request.actor.may(PROPOSE, code)),
        "may_adopt": bool(request.actor.may(ADOPT, code)),
    }


def _readable(request: ProcessRequest, number: int, at: datetime) -> Modalities:
    found = queries.modalities_version(request.process, number, at)
    if found is None or not versions.readable([found], request.actor, request.process):
        raise Http404
    return found


def _act(
    request: ProcessRequest,
    form: AdoptionForm | DiscardForm,
    draft: Modalities,
    at: datetime | None = None,
) -> DraftAct:
    return DraftAct(
        process=request.process,
        version=draft.version,
        seen_revision=form.cleaned_data["revision"],
        by=request.actor,
        at=at or clock.now(),
    )


def _refused(
    request: ProcessRequest, form: _Form, draft: Modalities, refusal: DomainError
) -> _Form:
    """Return the form with what was typed, and with the revision that the page shows now."""
    typed = {**request.POST.dict(), "revision": str(draft.revision)}
    again = type(form)(typed)
    again.full_clean()
    again.add_error(refusal.field if refusal.field in again.fields else None, str(refusal.message))
    return again


def _status(form: forms.Form) -> int:
    return UNPROCESSABLE if form.errors else 200


def _tell(request: ProcessRequest, words: str) -> None:
    messages.success(cast("HttpRequest", request), words)


def _url(request: ProcessRequest, name: str, version: Modalities) -> str:
    return reverse(f"processes_desk:{name}", args=[request.process.code, version.version])


def _day_words(at: datetime | None, zone: str) -> str:
    return short_day(local_day(at, zone)) if at else "–"
