"""Addresses of the pages that change rules, below `/<language>/<process>/desk/modalities/`."""

from __future__ import annotations

from django.urls import path

from antechamber.accreditation.desk import modalities

app_name = "rules"
urlpatterns = [
    path("<int:version>/effect", modalities.effect, name="effect"),
    path("<int:version>/rules/<slug:kind>", modalities.rule, name="rule"),
]
