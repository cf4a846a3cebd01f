"""Addresses of the design system: only the page that shows it."""

from __future__ import annotations

from django.urls import path

from antechamber.web.style_page import style_page

app_name = "web"
urlpatterns = [path("style", style_page, name="style")]
