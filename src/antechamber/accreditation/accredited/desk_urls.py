"""Addresses of the accreditations' desk, below `/<language>/<process>/desk/accreditations/`."""

from __future__ import annotations

from django.urls import path

from antechamber.accreditation.accredited.desk import acts, carrying, changes, front, page

app_name = "accredited"
urlpatterns = [
    path("", front.accreditations, name="list"),
    path("changes", changes.changes, name="changes"),
    path("changes/<slug:answer>", changes.answer, name="answer"),
    path("carry-over", carrying.waiting, name="waiting"),
    path("carry-over/<slug:organization>", carrying.carry, name="carry_over"),
    path("<slug:number>", page.accreditation, name="accreditation"),
    path("<slug:number>/<slug:slug>", acts.act, name="act"),
]
