"""Addresses of the second step, under the names by which allauth's flows find them."""

from __future__ import annotations

from django.urls import path

from antechamber.people import public, second_factor_pages as pages

urlpatterns = [
    path("sign-in", public.address, name="account_login"),
    path("second-step/check", pages.Authenticate.as_view(), name="mfa_authenticate"),
    path("second-step/again", pages.Reauthenticate.as_view(), name="mfa_reauthenticate"),
    path(
        "second-step/again/passkey",
        pages.ReauthenticateWithPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-step/means", pages.Index.as_view(), name="mfa_index"),
    path("second-step/app", pages.ActivateApp.as_view(), name="mfa_activate_totp"),
    path("second-step/app/remove", pages.DeactivateApp.as_view(), name="mfa_deactivate_totp"),
    path("second-step/passkey", pages.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "second-step/passkey/<int:pk>/remove",
        pages.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("second-step/codes", pages.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "second-step/codes/new",
        pages.NewRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-step/codes/text",
        pages.DownloadRecoveryCodes.as_view(),
        name="mfa_download_recovery_codes",
    ),
]
