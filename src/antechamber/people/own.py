"""A person's own account: what we hold, how to change it, how to be forgotten."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from antechamber import clock
from antechamber.people import personal_data, sign_in
from antechamber.people.account_sections import sections_for
from antechamber.people.actions import change_profile, forget_account
from antechamber.people.decorators import signed_in
from antechamber.people.forms import DeletionForm, ProfileForm
from antechamber.people.models import Account
from antechamber.people.requests import PersonRequest
from antechamber.workflow import DomainError


@require_GET
@signed_in
def account(request: PersonRequest) -> HttpResponse:
    """Show what a person has here (3 statements, and the sections' own)."""
    context = {
        "own": request.user,
        "sections": sections_for(request.actor, clock.now()),
        "has_role": bool(request.actor.held) or request.actor.second_factor_missing,
        "manages_roles": bool(request.actor.scopes_of("account.manage")),
    }
    return render(request, "people/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def profile(request: PersonRequest) -> HttpResponse:
    """Change one's name and language."""
    own = _own(request)
    form = ProfileForm(request.POST or None, initial={"name": own.name, "language": own.language})
    if form.is_valid():
        change_profile(account=own, by=request.actor, at=clock.now(), **form.cleaned_data)
        return redirect("people:account")
    context = {"form": form, "heading": _("Your name and language"), "act": _("Save")}
    return render(request, "people/profile.html", context, status=422 if form.errors else 200)


@require_GET
@signed_in
def export(request: PersonRequest) -> HttpResponse:
    """Hand out everything that is held about the person, for machines and patient readers."""
    held = personal_data.export_of(_own(request))
    response = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def deletion(request: PersonRequest) -> HttpResponse:
    """Forget the person, once they have confirmed by writing their address."""
    own = _own(request)
    form = DeletionForm(request.POST or None, address=own.email)
    if form.is_valid() and _is_forgotten(request, own, form):
        sign_in.sign_out(request)
        return render(request, "people/forgotten.html")
    context = {"form": form, "heading": _("Delete your account"), "act": _("Delete my account")}
    return render(request, "people/deletion.html", context, status=422 if form.errors else 200)


def _is_forgotten(request: PersonRequest, own: Account, form: DeletionForm) -> bool:
    try:
        forget_account(account=own, by=request.actor, at=clock.now())
    except DomainError as refusal:
        form.add_error(None, str(refusal))
    return not form.errors


def _own(request: PersonRequest) -> Account:
    return cast("Account", request.user)
