"""Doing an act: parse, act, go on to the next; or say why not and keep what was typed."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from antechamber.accreditation import desk_queries, duplicates
from antechamber.accreditation.actions.assigning import colleagues
from antechamber.accreditation.actions.reviewing import Act
from antechamber.accreditation.desk.access import (
    DeskRequest,
    address,
    at_desk,
    frame,
    open_application,
)
from antechamber.accreditation.desk.application import application_page
from antechamber.accreditation.desk.catalogue import BY_SLUG, DeskAct
from antechamber.accreditation.desk.forms import (
    ANOTHER,
    ActForm,
    AskForm,
    AssignForm,
    MergeForm,
    TransferForm,
    words_in,
)
from antechamber.accreditation.desk.panels import Attempt, ids_of, propose_day, ready
from antechamber.accreditation.desk.words import READY_WORDS, state_tone, state_words
from antechamber.accreditation.models import Application
from antechamber.accreditation.offers import capability_for
from antechamber.accreditation.presence import leave
from antechamber.organizations import directory
from antechamber.places.zones import zone_name
from antechamber.record.queries import last_entry_about
from antechamber.web import times
from antechamber.workflow import DomainError

UNPROCESSABLE, CONFLICT = 422, 409
FIELDS = {
    "answer_date_past": "answer_on",
    "reason_missing": "reason",
    "question_missing": "question",
}


class SeeOther(HttpResponseRedirect):
    """A redirect after a form was sent: the browser asks for the next page by GET, always."""

    status_code = 303


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def act(request: DeskRequest, reference: str, slug: str) -> HttpResponse:
    """Open an act, or do it. The action asks for permission, freshness and state once more."""
    wanted = BY_SLUG.get(slug)
    if wanted is None:
        raise Http404
    found = open_application(request, reference)
    verdict = request.actor.may(capability_for(wanted.name), found.facilitator.scope)
    if not verdict:
        raise PermissionDenied(str(verdict.words))
    if request.method != "POST":
        return _page(request, found, wanted, Attempt(wanted.name))
    form = _form(request, wanted, found, request.POST)
    if words := READY_WORDS.get(wanted.name, {}).get(request.POST.get("ready", "")):
        prefilled = _form(request, wanted, found, initial=_with_words(form, str(words)))
        return _page(request, found, wanted, Attempt(wanted.name, prefilled))
    return _done(request, wanted, found, form)


def _done(request: DeskRequest, wanted: DeskAct, found: Application, form: ActForm) -> HttpResponse:
    """Call the action and go on; on a refusal, show the page as it is by now."""
    if not form.is_valid():
        return _page(request, found, wanted, Attempt(wanted.name, form, UNPROCESSABLE))
    try:
        changed = wanted.run(_act(request, found, form), form.cleaned_data)
    except DomainError as refusal:
        return _refused(request, wanted, form, refusal, str(found))
    leave(found, request.actor.person_id)
    messages.success(cast("HttpRequest", request), _done_words(wanted, changed))
    return SeeOther(_onwards(request, wanted, changed))


def _act(request: DeskRequest, found: Application, form: ActForm) -> Act:
    return Act(
        process=request.process,
        reference=str(found),
        seen_revision=form.cleaned_data["revision"],
        by=request.actor,
        at=request.arrived_at,
    )


def _refused(
    request: DeskRequest, wanted: DeskAct, form: ActForm, refusal: DomainError, reference: str
) -> HttpResponse:
    """Show what is new and keep what was typed; the next press counts for what is shown now."""
    if refusal.code == "capability_missing":
        raise PermissionDenied(str(refusal))
    found = open_application(request, reference)
    again = _form(request, wanted, found, _renewed(request, found))
    again.full_clean()
    again.add_error(_field_of(again, refusal), str(refusal.message))
    is_overtaken = refusal.code in {"changed_meanwhile", "wrong_state"}
    attempt = Attempt(
        wanted.name,
        again,
        CONFLICT if is_overtaken else UNPROCESSABLE,
        seen=form.cleaned_data.get("seen"),
        is_overtaken=is_overtaken,
    )
    return _page(request, found, wanted, attempt)


def _renewed(request: DeskRequest, found: Application) -> QueryDict:
    """Return what was typed, with the revision and the last entry that the page shows now."""
    typed = request.POST.copy()
    typed["revision"] = str(found.revision)
    typed["seen"] = str(last_entry_about(found.process.code, str(found)))
    return typed


def _field_of(form: ActForm, refusal: DomainError) -> str | None:
    """Return the field beside which a refusal stands, None for the page as a whole."""
    field = refusal.field or FIELDS.get(refusal.code)
    if field == "into" and form.data.get("into") == ANOTHER:
        return "number"
    return field if field in form.fields else None


def _form(
    request: DeskRequest,
    wanted: DeskAct,
    found: Application,
    typed: QueryDict | None = None,
    initial: dict[str, Any] | None = None,
) -> ActForm:
    """Return an act's form, bound to what was typed where something was."""
    start = initial or {
        "revision": found.revision,
        "seen": last_entry_about(found.process.code, str(found)),
    }
    offered: dict[str, Any] = {}
    if issubclass(wanted.form, TransferForm):
        known = desk_queries.categories(request.process)
        offered["categories"] = [each for each in known if each.pk != found.category_id]
    if issubclass(wanted.form, AssignForm):
        offered["colleagues"] = colleagues(found.facilitator, request.arrived_at)
        offered["own_key"] = request.actor.key
    if issubclass(wanted.form, MergeForm):
        offered["alike"] = _alike(request, found)
    form = wanted.form(data=typed, initial=start, auto_id=ids_of(wanted), **offered)
    if isinstance(form, AskForm):
        propose_day(form, found.process.zone, request.arrived_at)
    return form


def _alike(request: DeskRequest, found: Application) -> list[Application]:
    """Return the applications that look alike and that the reader may open (1 statement)."""
    organization = found.organization
    matches = directory.match(organization.display_name, organization.country)
    return [
        each.application
        for each in duplicates.alike(found, matches)
        if request.reach.covers(each.application.facilitator.code)
    ]


def _with_words(form: ActForm, words: str) -> dict[str, Any]:
    """Return all that was typed, with ready-made words after the officer's own."""
    typed = {bound.name: bound.value() for bound in form}
    typed[form.words_field] = f"{words_in(form)}\n{words}".strip()
    return typed


def _page(
    request: DeskRequest, found: Application, wanted: DeskAct, attempt: Attempt
) -> HttpResponse:
    if not wanted.on_own_page:
        return application_page(request, found, attempt)
    context = {
        **frame(request),
        "application": found,
        "state": state_words(found.state),
        "tone": state_tone(found.state),
        "act": wanted,
        "form": attempt.form or _form(request, wanted, found),
        "ready": ready(wanted),
        "url": address(request, "act", str(found), wanted.slug),
        "back_url": address(request, "application", str(found)),
    }
    return render(request, "accreditation/desk/act.html", context, status=attempt.status)


def _done_words(wanted: DeskAct, changed: Application) -> str:
    zone = changed.process.zone
    answer_by = changed.answer_by
    return str(wanted.done) % {
        "reference": str(changed),
        "answer_by": times.in_zone_words(answer_by, zone, zone_name(zone)) if answer_by else "",
        "facilitator": changed.facilitator.short_name,
        "into": str(changed.merged_into or ""),
        "officer": str(changed.assigned_to or _("nobody")),
    }


def _onwards(request: DeskRequest, wanted: DeskAct, changed: Application) -> str:
    """Return where to go: on to the next of the selection, or back to the application."""
    stays = wanted.stays or request.POST.get("then") == "stay"
    if stays and request.reach.covers(changed.facilitator.code):
        return address(request, "application", str(changed))
    following = desk_queries.reference_after(request.reach, request.selection, str(changed))
    if following is None:
        return address(request, "queue")
    return address(request, "application", following)
