"""Coming in: which organization is it, does it need to apply, and the first step of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from antechamber import clock
from antechamber.accreditation import calls, standing
from antechamber.accreditation.actions.starting import begin_application, keep_arrival
from antechamber.accreditation.applicant.forms import CategoryForm, NameForm
from antechamber.accreditation.applicant.own import for_applicants
from antechamber.accreditation.models import Application
from antechamber.accreditation.standing import Outcome, Standing
from antechamber.accreditation.states import ENDED_WITHOUT_PLACE
from antechamber.organizations import directory
from antechamber.organizations.actions import ask_to_join
from antechamber.organizations.comparison import Verdict
from antechamber.organizations.match_words import why
from antechamber.organizations.matching import Match
from antechamber.organizations.models import Organization
from antechamber.organizations.statuses import StatusKind
from antechamber.processes.blocks import deadline_block
from antechamber.processes.models import Process
from antechamber.processes.public import until_tomorrow
from antechamber.processes.public_pages import Fresh, PublicRequest, public_page, short_query
from antechamber.processes.queries import Frame, frame_of
from antechamber.processes.rules import is_draft
from antechamber.processes.views import ProcessRequest, with_process
from antechamber.web.limits import limited
from antechamber.workflow import DomainError


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organization that the typed name may belong to, and where it stands."""

    organization: Organization
    match: Match
    standing: Standing

    @property
    def is_sure(self) -> bool:
        """Say whether the name fits so well that the page may ask "is this you?"."""
        return self.match.verdict >= Verdict.LIKELY

    @property
    def why(self) -> str:
        """Say why the name was found."""
        return why(self.match)

    @property
    def status_words(self) -> str:
        """Write the status that the standing rests on."""
        held = self.standing.status
        return str(StatusKind(held.kind).label) if held else ""


@public_page()
def start(request: PublicRequest) -> Fresh:
    """Show what applying takes, until when, and ask for the organization's name (2 statements)."""
    page = _start_page(request.frame, request.at, NameForm())
    response = render(request, "accreditation/applicant/start.html", page)
    return Fresh(response, until_tomorrow(request))


def _start_page(frame: Frame, at: datetime, form: NameForm) -> dict[str, object]:
    """Return what the page shows (1 statement); raise `Http404` where no call is open."""
    call = frame.call(calls.ACCREDITATION)
    if call is None:
        raise Http404
    return {
        "process": frame.process,
        "form": form,
        "deadline": deadline_block(call.call, call.window, at),
        "phase": call.window.phase_at(at),
        "is_draft": is_draft(frame.adopted_at, at),
        "sections": calls.present_form(frame.process, at).sections,
    }


@require_GET
@short_query
@with_process
@limited("names")
def check(request: ProcessRequest) -> HttpResponse:
    """Say whether the organization needs to apply, before any account."""
    form = NameForm(request.GET)
    if not form.is_valid():
        at = clock.now()
        page = _start_page(frame_of(request.process.code, at), at, form)
        return render(request, "accreditation/applicant/start.html", page, status=422)
    name, country = form.cleaned_data["name"], form.cleaned_data["country"]
    candidates = find_candidates(request.process, name, country)
    at = clock.now()
    call = calls.accreditation_call(request.process)
    context = {
        "process": request.process,
        "name": name,
        "country": country,
        "sure": [each for each in candidates if each.is_sure],
        "others": [each for each in candidates if not each.is_sure],
        "deadline": calls.deadline_block(call, at),
        "is_open": bool(calls.window(call).accepts_at(at)),
    }
    return render(request, "accreditation/applicant/check.html", context)


def find_candidates(process: Process, name: str, country: str) -> list[Candidate]:
    """Return the organizations that `name` may belong to, the surest first (≤ 6 statements)."""
    at = clock.now()
    call = calls.accreditation_call(process)
    matches = {match.organization: match for match in directory.match(name, country)}
    organizations = list(Organization.objects.filter(key__in=list(matches)))
    stand = standing.standings(
        organizations, call, calls.carried_over(process, at), calls.day_of(process, at)
    )
    by_key = {organization.key: organization for organization in organizations}
    return [
        Candidate(by_key[str(key)], match, stand[by_key[str(key)].pk])
        for key, match in matches.items()
        if key in by_key
    ]


@require_http_methods(["GET", "POST"])
@for_applicants
def begin(request: ProcessRequest) -> HttpResponse:
    """Ask for the category and open the draft; the organization stands in the address."""
    process = request.process
    organization = _organization_in_address(request)
    name_form = NameForm(request.GET)
    if organization is None and not name_form.is_valid():
        return HttpResponseRedirect(reverse("accreditation:start", args=[process.code]))
    form = CategoryForm(request.POST or None, categories=process.categories.all())
    if request.method == "POST" and form.is_valid():
        return _begin(request, organization, name_form, form)
    return _begin_page(request, organization, name_form, form)


def _begin_page(
    request: ProcessRequest,
    organization: Organization | None,
    name_form: NameForm,
    form: CategoryForm,
) -> HttpResponse:
    names = name_form.cleaned_data if organization is None else {}
    context = {
        "process": request.process,
        "form": form,
        "name": organization.display_name if organization else names["name"],
        "country": organization.country if organization else names["country"],
        "back_url": reverse("accreditation:start", args=[request.process.code]),
    }
    status = 422 if form.errors else 200
    return render(request, "accreditation/applicant/begin.html", context, status=status)


def _begin(
    request: ProcessRequest,
    organization: Organization | None,
    name_form: NameForm,
    form: CategoryForm,
) -> HttpResponse:
    process, at = request.process, clock.now()
    names = name_form.cleaned_data if organization is None else {}
    try:
        application = begin_application(
            call=calls.accreditation_call(process),
            organization=organization,
            name=names.get("name", ""),
            country=names.get("country", ""),
            category=process.categories.select_related("facilitator").get(
                code=form.cleaned_data["category"]
            ),
            questionnaire=calls.present_questionnaire(process, at),
            by=request.actor,
            at=at,
        )
    except DomainError as refusal:
        if organization is None or refusal.code not in {"already_applied", "has_focal_point"}:
            form.add_error(None, str(refusal))
            return _begin_page(request, organization, name_form, form)
        return HttpResponseRedirect(
            reverse("accreditation:join", args=[process.code, organization.key])
        )
    return HttpResponseRedirect(
        reverse("accreditation:application", args=[process.code, application.key])
    )


def _organization_in_address(request: ProcessRequest) -> Organization | None:
    key = request.GET.get("organization", "")
    if not key:
        return None
    organization = Organization.objects.findable().filter(key=key, successor=None).first()
    if organization is None:
        raise Http404
    return organization


@require_http_methods(["GET", "POST"])
@for_applicants
def keep(request: ProcessRequest, organization: str) -> HttpResponse:
    """Keep the time at which an organization was told that it need not apply."""
    found = _findable(organization)
    at = clock.now()
    call = calls.accreditation_call(request.process)
    stand = standing.standings(
        [found],
        call,
        calls.carried_over(request.process, at),
        calls.day_of(request.process, at),
    )[found.pk]
    if stand.outcome not in {Outcome.IN_STATUS, Outcome.CARRIED_OVER}:
        raise Http404
    arrival = None
    if request.method == "POST":
        arrival = keep_arrival(
            call=call, organization=found, outcome=stand.outcome, by=request.actor, at=at
        )
    context = {
        "process": request.process,
        "organization": found,
        "standing": stand,
        "arrival": arrival,
    }
    return render(request, "accreditation/applicant/keep.html", context)


@require_http_methods(["GET", "POST"])
@for_applicants
def join(request: ProcessRequest, organization: str) -> HttpResponse:
    """Ask the focal point of an organization that applies already for the right to act for it."""
    found = _findable(organization)
    if own := _own_application(request, found):
        return HttpResponseRedirect(
            reverse("accreditation:application", args=[request.process.code, own.key])
        )
    context: dict[str, object] = {"process": request.process, "organization": found}
    if request.method == "POST":
        try:
            ask_to_join(organization=found, by=request.actor, at=clock.now())
        except DomainError as refusal:
            context["refusal"] = refusal
        context["asked"] = True
    return render(request, "accreditation/applicant/join.html", context)


def _own_application(request: ProcessRequest, organization: Organization) -> Application | None:
    return (
        Application.objects.filter(
            process=request.process,
            organization=organization,
            organization__focal_points__account_id=request.actor.person_id,
            organization__focal_points__until=None,
        )
        .exclude(state__in=ENDED_WITHOUT_PLACE)
        .first()
    )


def _findable(key: str) -> Organization:
    known = Organization.objects.findable().select_related("successor")
    organization = known.filter(key=key).first()
    if organization is None:
        raise Http404
    return organization.successor or organization
