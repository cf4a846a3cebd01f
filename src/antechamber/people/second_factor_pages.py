"""The second step of signing in: why, set up, use, remove. allauth's flows with pages of ours.

The class-based views are allauth's own; what is ours is their templates, and that a proof given
while setting up counts as the second step of the session.
"""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET

from antechamber.people import second_factor
from antechamber.people.decorators import signed_in
from antechamber.people.models import Account
from antechamber.people.requests import PersonRequest
from antechamber.people.rules import safe_next
from antechamber.people.second_factor_forms import (
    AddPasskeyForm,
    UsePasskeyAgainForm,
    UsePasskeyForm,
)

NEXT_KEY = "people.second_step_next"  # where a person was going when the step was asked for


@require_GET
@signed_in
def second_step(request: PersonRequest) -> HttpResponse:
    """Say why a second step is needed, and lead to it: to set it up, or to take it."""
    next_page = safe_next(request.GET.get("next", ""), request.get_host())
    if next_page:
        request.session[NEXT_KEY] = next_page
    if second_factor.was_used(request):
        return HttpResponseRedirect(next_page or reverse("people:account"))
    means = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    context = {"is_set_up": is_mfa_enabled(request.user, means), "next": next_page}
    return render(request, "people/second_factor/why.html", context)


class _Onward:
    """Gives pages the address a person was going to."""

    request: PersonRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add `onward`, the page to go on to."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        onward = self.request.session.get(NEXT_KEY) or reverse("people:account")
        return context | {"onward": onward}


class _CountsAsUsed:
    """Counts the proof that a set-up contains as the session's second step."""

    request: PersonRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Set up, then note the proof."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        second_factor.note_proof_at_set_up(self.request, cast("Account", self.request.user))
        return response


class _LeadsToSetUp:
    """Leads whoever has no second step yet to the page that says why, instead of refusing."""

    def dispatch(self, request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on only with something to prove."""
        if request.user.is_authenticated and not is_mfa_enabled(request.user):
            return HttpResponseRedirect(reverse("people:second_step"))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class Index(_Onward, IndexView):  # type: ignore[misc]  # allauth is untyped, here and below
    """What is set up."""

    template_name = "people/second_factor/index.html"


class Authenticate(AuthenticateView):  # type: ignore[misc]
    """Take the second step while signing in."""

    template_name = "people/second_factor/authenticate.html"
    webauthn_form_class = UsePasskeyForm


class Reauthenticate(_LeadsToSetUp, ReauthenticateView):  # type: ignore[misc]
    """Take the second step again, before something that matters."""

    template_name = "people/second_factor/reauthenticate.html"


class ReauthenticateWithPasskey(_LeadsToSetUp, ReauthenticateWebAuthnView):  # type: ignore[misc]
    """Take the second step again with a passkey."""

    template_name = "people/second_factor/reauthenticate_passkey.html"
    form_class = UsePasskeyAgainForm


class ActivateApp(_CountsAsUsed, ActivateTOTPView):  # type: ignore[misc]
    """Set up an app that shows codes."""

    template_name = "people/second_factor/activate_app.html"


class DeactivateApp(DeactivateTOTPView):  # type: ignore[misc]
    """Remove the app."""

    template_name = "people/second_factor/deactivate_app.html"


class AddPasskey(_CountsAsUsed, AddWebAuthnView):  # type: ignore[misc]
    """Set up a passkey or a security key."""

    template_name = "people/second_factor/add_passkey.html"
    form_class = AddPasskeyForm


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a passkey."""

    template_name = "people/second_factor/remove_passkey.html"
    success_url = reverse_lazy("mfa_index")


class RecoveryCodes(_Onward, ViewRecoveryCodesView):  # type: ignore[misc]
    """Show the recovery codes."""

    template_name = "people/second_factor/recovery_codes.html"


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    """Make new recovery codes; the old ones are void."""

    template_name = "people/second_factor/new_recovery_codes.html"


class DownloadRecoveryCodes(DownloadRecoveryCodesView):  # type: ignore[misc]
    """Hand out the recovery codes as a text."""

    template_name = "people/second_factor/recovery_codes.txt"
