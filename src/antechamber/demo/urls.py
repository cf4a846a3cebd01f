"""Addresses of the demonstration, below `/<language>/demo/`; in a demonstration only."""

from __future__ import annotations

from django.urls import path

from antechamber.demo import views

app_name = "demo"
urlpatterns = [
    path("clock", views.move, name="move"),
    path("be", views.be, name="be"),
    path("mail", views.mails, name="mail"),
]
