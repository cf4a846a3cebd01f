"""Signing in and out: pages for anybody."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from antechamber import clock
from antechamber.people import sign_in
from antechamber.people.forms import AddressForm, CodeForm
from antechamber.people.requests import PersonRequest
from antechamber.people.rules import CODE_LIFE, safe_next
from antechamber.workflow import DomainError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: PersonRequest) -> HttpResponse:
    """Ask for the address and send a code to it (1 statement, and those of the session)."""
    next_page = safe_next(request.GET.get("next", ""), request.get_host())
    if request.actor.account_id is not None:
        return HttpResponseRedirect(next_page or reverse("people:account"))
    form = AddressForm(request.POST or None, initial={"next": next_page})
    if form.is_valid() and _code_is_sent(request, form):
        return redirect("people:code")
    return render(
        request,
        "people/sign_in.html",
        {"form": form, "heading": _("Sign in"), "act": _("Send me a code")},
        status=422 if form.errors else 200,
    )


def _code_is_sent(request: PersonRequest, form: AddressForm) -> bool:
    try:
        sign_in.start_code(
            request,
            form.cleaned_data["email"],
            at=clock.now(),
            next_page=form.cleaned_data["next"],
        )
    except DomainError as refusal:
        form.add_error(refusal.field, str(refusal))
    return not form.errors


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: PersonRequest) -> HttpResponse:
    """Ask for the code. The page can be left and opened again as long as the code lives."""
    email = sign_in.pending_address(request)
    if not email:
        return redirect("people:sign_in")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            return sign_in.confirm_code(request, form.cleaned_data["code"], at=clock.now())
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal))
    context = {
        "form": form,
        "heading": _("Check your mailbox"),
        "act": _("Sign in"),
        "email": email,
        "minutes": CODE_LIFE.seconds // 60,
        "other_address": _with_next(reverse("people:sign_in"), sign_in.pending_next(request)),
    }
    return render(request, "people/code.html", context, status=422 if form.errors else 200)


@require_POST
def code_again(request: PersonRequest) -> HttpResponse:
    """Send a new code to the same address; the earlier one is void from then on."""
    email = sign_in.pending_address(request)
    if not email:
        return redirect("people:sign_in")
    try:
        sign_in.start_code(request, email, at=clock.now(), next_page=sign_in.pending_next(request))
    except DomainError as refusal:
        return render(request, "people/code_refused.html", {"words": refusal.message})
    return redirect("people:code")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leave(request: PersonRequest) -> HttpResponse:
    """Sign out, after one click: an address alone signs nobody out."""
    if request.method == "POST":
        sign_in.sign_out(request)
        return HttpResponseRedirect("/")
    return render(request, "people/sign_out.html")


def _with_next(address: str, next_page: str) -> str:
    return f"{address}?{urlencode({'next': next_page})}" if next_page else address
