"""Deciding upon many at once: the set as it would be decided is shown first, then done."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, ngettext
from django.views.decorators.http import require_http_methods

from antechamber.accreditation import bulk_queries
from antechamber.accreditation.actions.deciding_many import ManyAct, officers_for
from antechamber.accreditation.bulk_queries import Resolved
from antechamber.accreditation.bulk_rules import LEFT_OUT_WORDS, MOST
from antechamber.accreditation.desk.access import DeskRequest, address, at_desk, frame
from antechamber.accreditation.desk.acts import CONFLICT, UNPROCESSABLE, SeeOther
from antechamber.accreditation.desk.many_catalogue import MANY_ACTS, DeskManyAct
from antechamber.accreditation.desk.many_forms import (
    ManyAssignForm,
    ManyForm,
    read_numbers,
    read_seen,
    written_seen,
)
from antechamber.accreditation.desk.words import country_words, state_tone, state_words
from antechamber.accreditation.desk_models import new_bulk_key
from antechamber.accreditation.models import Application
from antechamber.accreditation.second_person import needs_second_person
from antechamber.web.components import Cell, Column, Table
from antechamber.workflow import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def many(request: DeskRequest) -> HttpResponse:
    """Show what an act would do to what was chosen, or do it."""
    act = MANY_ACTS.get(request.GET.get("act", ""))
    if act is None:
        return _back(request, _("Choose what to do."))
    if request.method == "POST":
        return _decide(request, act)
    seen = _chosen(request)
    if not seen:
        return _back(request, _("Choose at least one application first."))
    return _page(request, act, seen)


def _back(request: DeskRequest, words: str) -> HttpResponse:
    messages.warning(cast("HttpRequest", request), words)
    return HttpResponseRedirect(address(request, "queue"))


def _chosen(request: DeskRequest) -> dict[str, int]:
    if request.GET.get("all"):
        return bulk_queries.chosen_all(request.reach, request.selection)
    return bulk_queries.chosen(request.reach, read_numbers(request.GET.getlist("chosen")))


def _decide(request: DeskRequest, act: DeskManyAct) -> HttpResponse:
    """Decide what was shown; what changed since is left out, and the next page says so."""
    seen = read_seen(request.POST.get("seen", ""))
    form = _form(request, act, _resolved(request, act, seen), request.POST)
    if not form.is_valid():
        return _page(request, act, seen, form, UNPROCESSABLE)
    key = form.cleaned_data["key"]
    asked = ManyAct(request.process, key, act.name, seen, request.actor, request.arrived_at)
    try:
        act.run(asked, form.cleaned_data)
    except DomainError as refusal:
        if refusal.code == "capability_missing":
            raise PermissionDenied(str(refusal)) from None
        if refusal.code != "done_already":
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal.message))
            status = CONFLICT if refusal.code == "nothing_to_decide" else UNPROCESSABLE
            return _page(request, act, seen, form, status)
    return SeeOther(address(request, "many_done", key))


def _resolved(request: DeskRequest, act: DeskManyAct, seen: dict[str, int]) -> Resolved:
    return bulk_queries.resolved(request.process, seen, act.name, request.actor)


def _form(
    request: DeskRequest, act: DeskManyAct, found: Resolved, typed: QueryDict | None = None
) -> ManyForm:
    offered: dict[str, Any] = {}
    if issubclass(act.form, ManyAssignForm):
        offered["colleagues"] = officers_for(found.decided, request.arrived_at)
        offered["own_key"] = request.actor.key
    seen = {str(each): each.revision for each in found.decided}
    return act.form(
        data=typed, initial={"key": new_bulk_key(), "seen": written_seen(seen)}, **offered
    )


def _page(
    request: DeskRequest,
    act: DeskManyAct,
    seen: dict[str, int],
    form: ManyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the resolved set (6 statements with the door's, up to 3 more for what the form asks)."""
    found = _resolved(request, act, seen)
    needs_second = act.name == "find_ineligible" and needs_second_person(
        request.process, request.arrived_at
    )
    count = len(found.decided)
    context = {
        **frame(request),
        "act": act,
        "button": act.button % {"count": count},
        "count": count,
        "decided": set_table(found.decided, request),
        "left_out": left_out_table(found),
        "left_count": len(found.left_out),
        "needs_second": needs_second,
        "form": form or _form(request, act, found),
        "url": _address(request, act),
        "back_url": address(request, "queue"),
        "limited": _limited(request, seen),
    }
    return render(request, "accreditation/desk/many.html", context, status=status)


def _address(request: DeskRequest, act: DeskManyAct) -> str:
    query = urlencode({"act": act.name, **request.selection.said()})
    return f"{reverse('desk:many', args=[request.process.code])}?{query}"


def _limited(request: DeskRequest, seen: dict[str, int]) -> str:
    if len(seen) < MOST:
        return ""
    return ngettext(
        "At most %(count)d application is decided at once.",
        "At most %(count)d applications are decided at once: these are the first.",
        MOST,
    ) % {"count": MOST}


def set_table(applications: tuple[Application, ...], request: DeskRequest) -> Table:
    """Return applications as a table with what tells them apart."""
    language = get_language() or "en"
    return Table(
        _("It will be done to these"),
        [
            Column(_("Number")),
            Column(_("Organization")),
            Column(_("Country")),
            Column(_("Category")),
            Column(_("State")),
        ],
        [
            [
                str(each),
                Cell(each.organization.display_name, address(request, "application", str(each))),
                country_words(each.organization.country, language),
                str(each.category.name),
                Cell(state_words(each.state), tone=state_tone(each.state)),
            ]
            for each in applications
        ],
    )


def left_out_table(found: Resolved) -> Table:
    """Return what is left as it is, with why."""
    return Table(
        _("These are left as they are"),
        [Column(_("Number")), Column(_("Organization")), Column(_("State")), Column(_("Why"))],
        [
            [
                str(each),
                each.organization.display_name,
                Cell(state_words(each.state), tone=state_tone(each.state)),
                str(LEFT_OUT_WORDS[code]),
            ]
            for each, code in found.left_out
        ],
    )
