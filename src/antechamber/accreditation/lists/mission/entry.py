"""One name on a list: what States are given of it, and the State's own objection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antechamber.accreditation.actions import inquiring, objecting
from antechamber.accreditation.actions.objecting import Statement
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.circulation import Circulated
from antechamber.accreditation.lists.mission import reading
from antechamber.accreditation.lists.mission.access import (
    MissionRequest,
    address,
    for_missions,
    frame,
    open_list,
)
from antechamber.accreditation.lists.mission.forms import ObjectionForm
from antechamber.accreditation.lists.mission.reading import SeenEntry
from antechamber.accreditation.lists.mission.shown import shown_entry
from antechamber.accreditation.lists.mission.words import who_learns_what
from antechamber.accreditation.lists.queries import ListNotFound
from antechamber.accreditation.lists.rules import is_late
from antechamber.accreditation.lists.states import OPEN_TO_OBJECTIONS, Standing
from antechamber.accreditation.lists.workflow import OBJECTION
from antechamber.accreditation.models import Objection
from antechamber.processes.modalities import RuleSet
from antechamber.workflow import DomainError

UNUSABLE = 422  # what was sent cannot be taken; the page says why
GONE_ON = 409  # it could have been taken before


@dataclass(frozen=True, slots=True)
class Opened:
    """A name as the reader's State finds it, with its list and the rules of that list."""

    list: Circulated
    rules: RuleSet
    seen: SeenEntry
    is_late: bool

    @property
    def can_object(self) -> bool:
        """Say whether the State may object now; the action asks again."""
        own = self.seen.own
        stands = own is not None and not own.is_withdrawn
        return self._is_open and not self.seen.has_left and not stands

    @property
    def can_withdraw(self) -> bool:
        """Say whether the State has an objection that it may take back now."""
        own = self.seen.own
        sources = OBJECTION["withdraw"].sources
        return self._is_open and own is not None and own.objection.standing in sources

    @property
    def _is_open(self) -> bool:
        return self.list.list.state in OPEN_TO_OBJECTIONS


def _opened(request: MissionRequest, number: int, reference: str) -> Opened:
    """Return a name on a list (5 statements); "not found" where it is not on it."""
    shown = open_list(request, number)
    rules = list_queries.rules_for(shown.list)
    try:
        seen = reading.seen_entry(shown.list, reference, rules, request.state.iso3)
    except ListNotFound:
        raise Http404 from None
    return Opened(shown, rules, seen, is_late(shown.silence, request.arrived_at))


@require_http_methods(["GET", "HEAD", "POST"])
@for_missions
def entry(request: MissionRequest, number: int, reference: str) -> HttpResponse:
    """Show a name, and take an objection to it after it was looked at once more.

    10 statements to look at it, 1 more where the rules give the category.
    """
    opened = _opened(request, number, reference)
    typed = request.POST if request.method == "POST" else None
    form = ObjectionForm(typed, rules=opened.rules)
    if request.method != "POST":
        return _page(request, opened, form)
    if not form.is_valid() or "change" in request.POST:
        return _page(request, opened, form)
    is_settled = "confirmed" in request.POST and not _is_late_unsaid(request, opened)
    if opened.can_object and not is_settled:
        return _check(request, opened, form)
    return _object(request, opened, form) if is_settled else _page(request, opened, form)


def _is_late_unsaid(request: MissionRequest, opened: Opened) -> bool:
    """Say whether the time ended while the page was open: nobody is late without having read so."""
    return opened.can_object and opened.is_late and not request.POST.get("told_late")


def _page(
    request: MissionRequest, opened: Opened, form: ObjectionForm, refusal: str = ""
) -> HttpResponse:
    context = {
        **frame(request),
        **shown_entry(request, opened.list, opened.rules, opened.seen),
        "opened": opened,
        "form": form if opened.can_object else None,
        "refusal": refusal,
        "who_learns_what": who_learns_what(opened.rules, is_late=opened.is_late),
    }
    status = UNUSABLE if form.errors else 200
    status = GONE_ON if refusal else status
    return render(request, "accreditation/mission/entry.html", context, status=status)


def _check(request: MissionRequest, opened: Opened, form: ObjectionForm) -> HttpResponse:
    """Show what is about to be sent, and say first that it would come late."""
    context = {
        **frame(request),
        **shown_entry(request, opened.list, opened.rules, opened.seen),
        "opened": opened,
        "form": form,
        "typed": {
            "basis": form.cleaned_data["basis"],
            "is_confidential": "on" if form.cleaned_data["is_confidential"] else "",
            "told_late": "on" if opened.is_late else "",
        },
        "who_learns_what": who_learns_what(opened.rules, is_late=opened.is_late),
    }
    return render(request, "accreditation/mission/check.html", context)


def _object(request: MissionRequest, opened: Opened, form: ObjectionForm) -> HttpResponse:
    statement = Statement(
        request.state.iso3, form.cleaned_data["basis"], form.cleaned_data["is_confidential"]
    )
    try:
        objection = objecting.object_to_entry(
            process=request.process,
            number=opened.list.list.number,
            reference=opened.seen.facts["reference"],
            statement=statement,
            by=request.actor,
            at=request.arrived_at,
        )
    except ListNotFound:
        raise Http404 from None
    except DomainError as refusal:
        now = _opened(request, opened.list.list.number, opened.seen.facts["reference"])
        if refusal.code == "objected_already" and _is_the_same(now.seen, statement):
            return _back(request, now)  # the second of two clicks
        return _page(request, now, form, str(refusal))
    messages.success(cast("HttpRequest", request), _received_words(objection))
    return _back(request, opened)


def _is_the_same(seen: SeenEntry, statement: Statement) -> bool:
    own = seen.own
    return own is not None and statement == Statement(
        own.objection.state_code, own.objection.basis, own.objection.is_confidential
    )


def _received_words(objection: Objection) -> str:
    if objection.standing == Standing.LATE:
        return _("Your objection was received after the time to object, and is recorded as late.")
    return _("Your objection was received.")


def _back(request: MissionRequest, opened: Opened) -> HttpResponse:
    number, reference = opened.list.list.number, opened.seen.facts["reference"]
    return HttpResponseRedirect(address(request, "entry", number, reference))


@require_http_methods(["GET", "HEAD", "POST"])
@for_missions
def withdraw(request: MissionRequest, number: int, reference: str) -> HttpResponse:
    """Take the State's own objection back, after asking once. Done already, it shows so."""
    opened = _opened(request, number, reference)
    own = opened.seen.own
    if own is None:
        raise Http404
    if own.is_withdrawn:
        messages.info(cast("HttpRequest", request), _("Your objection was withdrawn already."))
        return _back(request, opened)
    refusal = ""
    if request.method == "POST":
        try:
            objecting.withdraw_objection(
                process=request.process,
                key=own.objection.key,
                by=request.actor,
                at=request.arrived_at,
            )
        except DomainError as error:
            refusal = str(error)
        else:
            messages.success(cast("HttpRequest", request), _("Your objection is withdrawn."))
            return _back(request, opened)
    context = {
        **frame(request),
        **shown_entry(request, opened.list, opened.rules, opened.seen),
        "opened": opened,
        "refusal": refusal,
    }
    status = GONE_ON if refusal else 200
    return render(request, "accreditation/mission/withdraw.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_missions
def ask(request: MissionRequest, number: int, reference: str) -> HttpResponse:
    """Ask the President's office who objected; the question and its answer stand with the name."""
    opened = _opened(request, number, reference)
    if request.method != "POST":
        return _back(request, opened)
    try:
        inquiring.ask_who_objected(
            process=request.process,
            number=number,
            reference=opened.seen.facts["reference"],
            state_code=request.state.iso3,
            by=request.actor,
            at=request.arrived_at,
        )
    except DomainError as refusal:
        if refusal.code == "asked_already":  # the second of two clicks
            return _back(request, opened)
        form = ObjectionForm(None, rules=opened.rules)
        return _page(request, _opened(request, number, reference), form, str(refusal))
    messages.success(cast("HttpRequest", request), _("The President’s office has your question."))
    return _back(request, opened)
