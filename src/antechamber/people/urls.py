"""Addresses of accounts, under `/<language>/account/`."""

from __future__ import annotations

from django.urls import path

from antechamber.people import desk, own, public, second_factor_pages

app_name = "people"
urlpatterns = [
    path("", own.account, name="account"),
    path("sign-in", public.address, name="sign_in"),
    path("sign-in/code", public.code, name="code"),
    path("sign-in/code/again", public.code_again, name="code_again"),
    path("sign-out", public.leave, name="sign_out"),
    path("profile", own.profile, name="profile"),
    path("my-data.json", own.export, name="export"),
    path("delete", own.deletion, name="deletion"),
    path("second-step", second_factor_pages.second_step, name="second_step"),
    path("roles", desk.roles, name="roles"),
    path("roles/<int:grant_id>/end", desk.end, name="end_role"),
]
