"""The secretariat's pages: calls and their deadlines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from antechamber import clock
from antechamber.people.decorators import capability, desk_required
from antechamber.places.zones import zone_name
from antechamber.processes import queries
from antechamber.processes.actions import extend_deadline
from antechamber.processes.blocks import deadline_block
from antechamber.processes.forms import ExtensionForm
from antechamber.processes.models import Call, Standing
from antechamber.processes.rules import Window, extension_verdict
from antechamber.processes.views import ProcessRequest, with_process
from antechamber.web.components import Deadline, Event
from antechamber.workflow import DomainError


def _for_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who works in the process."""
    return with_process(desk_required(view))


def _for_secretariat(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in who may change the process."""
    return with_process(capability("process.edit")(view))


@require_safe
@_for_desk
def calls(request: ProcessRequest) -> HttpResponse:
    """Show every call with its deadlines and their history (6 statements)."""
    at = clock.now()
    found = [
        {
            "call": each.call,
            "deadline": deadline_block(each.call, each.window, at),
            "events": _history(each.call, at),
            "extend_url": _extend_url(request, each.call),
        }
        for each in queries.windows_of(request.process)
    ]
    context = {"process": request.process, "calls": found, "may_edit": _may_edit(request)}
    return render(request, "processes/desk/calls.html", context)


def _may_edit(request: ProcessRequest) -> bool:
    return bool(request.actor.may("process.edit", request.process.code))


def _history(call: Call, at: datetime) -> list[Event]:
    """Return what was announced by an instant, in the order in which it was announced."""
    return [
        Event(
            each.announced_at,
            call.zone,
            _("Deadline announced: %(deadline)s")
            % {"deadline": Deadline(each.falls_at, call.zone, zone_name(call.zone)).zone_full},
            text=" ".join(
                part for part in (str(each.reason), _standing_words(each.standing)) if part
            ),
            zone_name=zone_name(call.zone),
        )
        for each in call.deadlines.all()
        if each.announced_at <= at
    ]


def _standing_words(standing: str) -> str:
    return "" if standing == Standing.STATED else f"({Standing(standing).label})"


@require_http_methods(["GET", "HEAD", "POST"])
@_for_secretariat
def extend(request: ProcessRequest, code: str) -> HttpResponse:
    """Ask for a later deadline, show it in three clocks, and announce it when confirmed."""
    call = queries.call_with_history(request.process, code)
    if call is None:
        raise Http404
    window = queries.window_of(call)
    seen = window.deadline_at(clock.now())
    form = ExtensionForm(request.POST or None, initial={"replaces": seen and seen.isoformat()})
    if not form.is_valid() or "change" in request.POST:
        return _extend_page(request, call, window, form)
    falls_at = form.falls_at(call.zone)
    verdict = extension_verdict(window, falls_at, clock.now())
    if not verdict:
        form.add_error("falls_on", str(verdict.words))
        return _extend_page(request, call, window, form)
    if "confirmed" not in request.POST:
        new = Deadline(falls_at, call.zone, zone_name(call.zone), label=_("New deadline"))
        return _extend_page(request, call, window, form, new)
    return _extend(request, call, window, form)


def _extend(
    request: ProcessRequest, call: Call, window: Window, form: ExtensionForm
) -> HttpResponse:
    try:
        extend_deadline(
            process=request.process,
            code=call.code,
            falls_at=form.falls_at(call.zone),
            replaces=form.cleaned_data["replaces"],
            reason={get_language() or "en": form.cleaned_data["reason"]},
            by=request.actor,
            at=clock.now(),
        )
    except DomainError as refusal:
        form.add_error(refusal.field, str(refusal))
        return _extend_page(request, call, window, form)
    return redirect("processes_desk:calls", request.process.code)


def _extend_page(
    request: ProcessRequest,
    call: Call,
    window: Window,
    form: ExtensionForm,
    new: Deadline | None = None,
) -> HttpResponse:
    context = {
        "process": request.process,
        "call": call,
        "form": form,
        "present": deadline_block(call, window, clock.now()),
        "new": new,
        "zone_words": zone_name(call.zone),
        "typed": request.POST.items(),
    }
    return render(
        request, "processes/desk/extend.html", context, status=422 if form.errors else 200
    )


def _extend_url(request: ProcessRequest, call: Call) -> str:
    return reverse("processes_desk:extend", args=[request.process.code, call.code])
