"""Doing an act on a list: say what it does, ask for what it needs, do it; or say why not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antechamber.accreditation.desk.forms import ActForm
from antechamber.accreditation.desk.history import names_of_officers, since
from antechamber.accreditation.lists.acts import ListAct
from antechamber.accreditation.lists.desk import tables
from antechamber.accreditation.lists.desk.access import (
    ListRequest,
    SeeOther,
    address,
    at_lists,
    frame,
    open_list,
)
from antechamber.accreditation.lists.desk.catalogue import BY_SLUG, PageAct
from antechamber.accreditation.lists.desk.forms import EndForm, SignOffForm
from antechamber.accreditation.lists.desk.history import list_events
from antechamber.accreditation.lists.desk.page import heading
from antechamber.accreditation.lists.desk.reading import (
    Reading,
    category_names,
    facts_for,
    read_list,
)
from antechamber.accreditation.lists.messages import mission_scope
from antechamber.accreditation.lists.rules import ListFacts, default_end
from antechamber.accreditation.lists.workflow import LIST
from antechamber.accreditation.models import CandidateList
from antechamber.people.queries import holders_below
from antechamber.places.zones import zone_name
from antechamber.record.queries import history, last_entry_about
from antechamber.web.components import Deadline, Event
from antechamber.workflow import DomainError, Verdict

UNPROCESSABLE, CONFLICT = 422, 409
OVERTAKEN = frozenset({"changed_meanwhile", "wrong_state"})
# Beside which field a refusal stands; any other is about the list as a whole.
FIELDS = {
    "reason_missing": "reason",
    "silence_in_past": "falls_on",
    "silence_not_later": "falls_on",
}


@require_http_methods(["GET", "HEAD", "POST"])
@at_lists
def act(request: ListRequest, number: int, slug: str) -> HttpResponse:
    """Open an act on a list, or do it. The action asks for permission and freshness once more."""
    wanted = BY_SLUG.get(slug)
    if wanted is None:
        raise Http404
    found = open_list(request, number)
    _require(request, wanted)
    if request.method != "POST":
        if found.state not in LIST[wanted.name].sources:
            return SeeOther(address(request, "list", number))
        return _page(request, found, wanted, _blank(request, found, wanted))
    form = wanted.form(request.POST)
    if not form.is_valid():
        return _page(request, found, wanted, form, status=UNPROCESSABLE)
    if isinstance(form, EndForm) and (answered := _unconfirmed(request, found, wanted, form)):
        return answered
    return _do(request, found, wanted, form)


def _require(request: ListRequest, wanted: PageAct) -> None:
    scope = request.process.code
    verdict: Verdict = request.actor.may(wanted.capability, scope)
    if wanted.capability == "list.compose":
        verdict = request.actor.may_within(wanted.capability, scope)
    if not verdict:
        raise PermissionDenied(str(verdict.words))


def _blank(request: ListRequest, found: CandidateList, wanted: PageAct) -> ActForm:
    """Return an act's form before anything is typed."""
    initial: dict[str, Any] = {
        "revision": found.revision,
        "seen": last_entry_about(found.process.code, str(found)),
        "digest": found.content_digest,
    }
    if issubclass(wanted.form, EndForm):
        end = _proposed_end(request, found).astimezone(ZoneInfo(request.process.zone))
        initial |= {"falls_on": end.date(), "hour": end.strftime("%H:%M")}
    return wanted.form(initial=initial)


def _proposed_end(request: ListRequest, found: CandidateList) -> datetime:
    """Return the end that the modalities give; where one is announced, a day more."""
    reading = read_list(found)
    present = reading.silence.deadline_at(request.arrived_at) if reading.silence else None
    if present is not None:
        return present + timedelta(days=1)
    days = reading.rules.silence_days if reading.rules else 1
    return default_end(request.arrived_at, days, request.process.zone)


def _unconfirmed(
    request: ListRequest, found: CandidateList, wanted: PageAct, form: EndForm
) -> HttpResponse | None:
    """Show the typed instant in three clocks before it is announced; None once it is confirmed."""
    if "change" in request.POST:
        return _page(request, found, wanted, form)
    falls_at = form.falls_at(request.process.zone)
    form.cleaned_data["falls_at"] = falls_at
    if "confirmed" in request.POST:
        return None
    reading = read_list(found)
    facts = ListFacts(
        at=request.arrived_at,
        silence=reading.silence,
        closes_at=falls_at,
        reason=form.cleaned_data.get("reason", ""),
    )
    verdict = LIST.verdict(wanted.name, found.state, facts)
    if not verdict:
        refusal = DomainError(verdict.code, verdict.words)
        return _refused(request, wanted, form, refusal, found.number)
    zone = request.process.zone
    new = Deadline(falls_at, zone, zone_name(zone), label=_("Member States can object until"))
    return _page(request, found, wanted, form, new=new)


def _do(request: ListRequest, found: CandidateList, wanted: PageAct, form: ActForm) -> HttpResponse:
    """Call the action and go back to the list; on a refusal, show what is new beside the form."""
    act = ListAct(
        process=request.process,
        number=found.number,
        seen_revision=form.cleaned_data["revision"],
        by=request.actor,
        at=request.arrived_at,
    )
    try:
        wanted.run(act, form.cleaned_data)
    except DomainError as refusal:
        return _refused(request, wanted, form, refusal, found.number)
    messages.success(cast("HttpRequest", request), str(wanted.done) % {"list": str(found)})
    return SeeOther(address(request, "list", found.number))


def _refused(
    request: ListRequest, wanted: PageAct, form: ActForm, refusal: DomainError, number: int
) -> HttpResponse:
    """Show what is new and keep what was typed; the next press counts for what is shown now."""
    if refusal.code == "capability_missing":
        raise PermissionDenied(str(refusal))
    found = open_list(request, number)
    again = wanted.form(_renewed(request, found))
    again.full_clean()
    field = refusal.field or FIELDS.get(refusal.code)
    again.add_error(field if field in again.fields else None, str(refusal))
    status = CONFLICT if refusal.code in OVERTAKEN else UNPROCESSABLE
    news = _news(found, form.cleaned_data.get("seen")) if refusal.code in OVERTAKEN else []
    return _page(request, found, wanted, again, status=status, news=news)


def _renewed(request: ListRequest, found: CandidateList) -> QueryDict:
    """Return what was typed, with the revision and the last entry that the page shows now.

    A signature is bound to what the signer saw, so its digest stays.
    """
    typed = request.POST.copy()
    typed["revision"] = str(found.revision)
    typed["seen"] = str(last_entry_about(found.process.code, str(found)))
    return typed


def _news(found: CandidateList, seen: int | None) -> list[Event]:
    lines = since(history(found.process.code, str(found)), seen)
    return list_events(found.process, lines, names_of_officers(lines))


def _page(
    request: ListRequest,
    found: CandidateList,
    wanted: PageAct,
    form: ActForm,
    *,
    status: int = 200,
    new: Deadline | None = None,
    news: list[Event] | None = None,
) -> HttpResponse:
    reading = read_list(found)
    verdict = LIST.verdict(
        wanted.name, found.state, facts_for(reading, request.actor, request.arrived_at)
    )
    context = {
        **frame(request),
        **heading(request, reading),
        **_shown(request, reading, wanted),
        "act": wanted,
        "names": len(reading.entries),
        "form": form,
        "refusal": "" if verdict or form.errors else verdict.words,
        "new": new,
        "typed": request.POST.items(),
        "news": news or [],
        "back_url": address(request, "list", found.number),
    }
    return render(request, "accreditation/lists/act.html", context, status=status)


def _shown(request: ListRequest, reading: Reading, wanted: PageAct) -> dict[str, object]:
    """Return what somebody wants to have before their eyes while they decide."""
    if wanted.name in {"circulate", "extend"}:
        told = holders_below(mission_scope(request.process), "list.object", request.arrived_at)
        return {"missions": len(told), "tells_missions": True}
    if isinstance(wanted.form, type) and issubclass(wanted.form, SignOffForm):
        categories = category_names(request.process)
        return {
            "digest": reading.list.content_digest,
            "counts": tables.counts_shown(reading, categories),
            **tables.entries_shown(request, reading, categories),
        }
    if wanted.name == "issue_final":
        return {"differences": tables.differences_table(request, reading)}
    return {}
