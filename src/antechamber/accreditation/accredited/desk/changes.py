"""Changes in the rosters that bear on what the process decided: told, proposed, answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from antechamber.accreditation.accredited.acts import may_act
from antechamber.accreditation.accredited.desk.access import (
    UNPROCESSABLE,
    AccreditedRequest,
    SeeOther,
    address,
    at_desk,
    frame,
)
from antechamber.accreditation.accredited.desk.forms import AsideForm, TellForm
from antechamber.accreditation.accredited.desk.words import (
    CHANGE_TITLES,
    PROPOSALS,
    source_of,
    told_words,
)
from antechamber.accreditation.accredited.roster_change_queries import (
    WaitingChange,
    change_waiting,
    waiting_changes,
)
from antechamber.accreditation.accredited.roster_changes import PROPOSED
from antechamber.accreditation.accredited.workflow import FOLLOW
from antechamber.accreditation.actions import handling
from antechamber.accreditation.models import Accreditation, Application, Arrival
from antechamber.workflow import DomainError

ANSWERS: Final = {"set-aside": AsideForm, "tell": TellForm}
TITLES: Final[dict[str, str | Promise]] = {
    "set-aside": gettext_lazy("This change has no bearing here"),
    "tell": gettext_lazy("Tell the person who came"),
}
DONE: Final[dict[str, str | Promise]] = {
    "set-aside": gettext_lazy("The change is set aside. The next one will be shown again."),
    "tell": gettext_lazy("The person is told. The time at which they came is kept."),
}


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change on the page: what is told, what it concerns, what is proposed and who may."""

    title: str
    name: str
    told: str
    source: str
    concerns: str
    proposal: str
    act_url: str
    aside_url: str
    refusal: str = ""


@require_safe
@at_desk
def changes(request: AccreditedRequest) -> HttpResponse:
    """Show the changes that wait (13 statements, whatever their number)."""
    found = waiting_changes(request.reach, request.arrived_at)
    context = {
        **frame(request),
        "changes": [_shown(request, each) for each in found],
        "list_url": address(request, "list"),
    }
    return render(request, "accreditation/accredited/changes.html", context)


def _shown(request: AccreditedRequest, waiting: WaitingChange) -> ShownChange:
    verdict = may_act(handling.capability_to_answer(waiting), request.process, request.actor)
    proposal, act_url = _proposal(request, waiting)
    return ShownChange(
        title=str(CHANGE_TITLES.get(waiting.change.kind, "")),
        name=_name(waiting),
        told=told_words(waiting),
        source=source_of(waiting),
        concerns=_concerns(waiting),
        proposal=proposal,
        act_url=act_url,
        aside_url=_answer_url(request, waiting, "set-aside"),
        refusal=str(verdict.words),
    )


def _name(waiting: WaitingChange) -> str:
    if isinstance(waiting.subject, Accreditation):
        return waiting.subject.name
    return waiting.subject.organization.display_name


def _concerns(waiting: WaitingChange) -> str:
    subject = waiting.subject
    if isinstance(subject, Accreditation):
        return _("Accreditation %(number)s") % {"number": subject}
    if isinstance(subject, Application):
        return _("Application %(number)s, found not needed") % {"number": subject}
    return _("Somebody came for it and was told that it need not apply")


def _proposal(request: AccreditedRequest, waiting: WaitingChange) -> tuple[str, str]:
    """Return the act that is proposed, in words, and where it is done."""
    subject, kind = waiting.subject, waiting.change.kind
    if isinstance(subject, Accreditation):
        url = address(request, "act", subject.number, PROPOSED[kind])
        return str(PROPOSALS[kind]), f"{url}?{urlencode({'change': waiting.change.code})}"
    if isinstance(subject, Application):
        url = reverse("desk:application", args=[request.process.code, str(subject)])
        return _("Look at the application again"), url
    return str(TITLES["tell"]), _answer_url(request, waiting, "tell")


def _answer_url(request: AccreditedRequest, waiting: WaitingChange, answer: str) -> str:
    asked = {"subject": waiting.subject_code, "change": waiting.change.code}
    return f"{address(request, 'answer', answer)}?{urlencode(asked)}"


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def answer(request: AccreditedRequest, answer: str) -> HttpResponse:
    """Set a change aside, or tell the person whom it concerns."""
    asked = (request.GET.get("subject", ""), request.GET.get("change", ""))
    waiting = change_waiting(request.reach, *asked, request.arrived_at)
    if waiting is None or answer not in ANSWERS:
        raise Http404
    if answer == "tell" and not isinstance(waiting.subject, Arrival):
        raise Http404
    capability = FOLLOW if answer == "tell" else handling.capability_to_answer(waiting)
    if not (verdict := may_act(capability, request.process, request.actor)):
        raise PermissionDenied(str(verdict.words))
    form = ANSWERS[answer](request.POST or None)
    if request.method == "POST" and form.is_valid() and _is_done(request, waiting, answer, form):
        return SeeOther(address(request, "changes"))
    context = {
        **frame(request),
        "form": form,
        "title": TITLES[answer],
        "change": _shown(request, waiting),
        "url": request.get_full_path(),
        "back_url": address(request, "changes"),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "accreditation/accredited/answer.html", context, status=status)


def _is_done(
    request: AccreditedRequest, waiting: WaitingChange, answer: str, form: forms.Form
) -> bool:
    """Do it and say so; on a refusal leave its words with the form."""
    run = handling.tell_status_changed if answer == "tell" else handling.set_aside
    try:
        run(
            process=request.process,
            waiting=waiting,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=request.arrived_at,
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal.message))
        return False
    messages.success(cast("HttpRequest", request), str(DONE[answer]))
    return True
