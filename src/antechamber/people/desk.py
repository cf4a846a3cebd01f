"""Roles at the desk: who may do what, and where."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from antechamber import clock
from antechamber.people.decorators import anywhere, capability
from antechamber.people.forms import RoleForm
from antechamber.people.models import Account, Grant
from antechamber.people.queries import grants_managed_by
from antechamber.people.requests import PersonRequest
from antechamber.people.role_words import role_name
from antechamber.people.roles import end_role, give_role
from antechamber.workflow import DomainError

PAGE = 50  # grants on one page

manages_roles = capability("account.manage", scope=anywhere)


@require_http_methods(["GET", "HEAD", "POST"])
@manages_roles
def roles(request: PersonRequest) -> HttpResponse:
    """List the roles in force that this person may end, and give new ones (6 statements)."""
    form = RoleForm(request.POST or None)
    if form.is_valid() and _is_given(request, form):
        return redirect("people:roles")
    page = _page_of_grants(request)
    context = {
        "form": form,
        "page": page,
        "grants": [_shown(grant) for grant in page],
        "account": cast("Account", request.user).shown,
        "act": _("Give the role"),
    }
    return render(request, "people/roles.html", context, status=422 if form.errors else 200)


def _page_of_grants(request: PersonRequest) -> Page[Grant]:
    found = grants_managed_by(request.actor, clock.now())
    return Paginator(found, PAGE).get_page(request.GET.get("page"))


def _is_given(request: PersonRequest, form: RoleForm) -> bool:
    try:
        give_role(
            email=form.cleaned_data["email"],
            role_code=form.cleaned_data["role"],
            scope=form.cleaned_data["scope"].strip().strip("/"),
            by=request.actor,
            at=clock.now(),
            language=get_language() or "en",
        )
    except DomainError as refusal:
        form.add_error(refusal.field, str(refusal))
    return not form.errors


@require_POST
@manages_roles
def end(request: PersonRequest, grant_id: int) -> HttpResponse:
    """End a role; where it cannot be, say why."""
    get_object_or_404(Grant, pk=grant_id)
    try:
        end_role(grant_id=grant_id, by=request.actor, at=clock.now())
    except DomainError as refusal:
        return _refused(request, refusal)
    return redirect("people:roles")


def _refused(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    return render(request, "people/refused.html", {"words": refusal.message}, status=409)


def _shown(grant: Grant) -> dict[str, object]:
    return {
        "id": grant.pk,
        "person": grant.account.shown,
        "email": grant.account.email,
        "role": role_name(grant.role),
        "scope": grant.scope or _("everywhere"),
        "since": grant.since,
    }
