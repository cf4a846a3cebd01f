"""Addresses of the outbox, under `/<language>/<process>/desk/mail/`."""

from __future__ import annotations

from django.urls import path

from antechamber.mail import desk

app_name = "mail"
urlpatterns = [
    path("", desk.outbox, name="outbox"),
    path("<int:message_id>/retry", desk.retry, name="retry"),
]
