"""Addresses of the portal, below `/<language>/`; those of a process come last."""

from __future__ import annotations

from django.urls import path

from antechamber.portal import (
    accredited,
    eligibility,
    home,
    list_files,
    lists,
    organization,
    record,
    site,
    statistics,
)

app_name = "portal"
urlpatterns = [
    path("", home.landing, name="landing"),
    path("verify", site.verify, name="verify"),
    path("privacy", site.privacy, name="privacy"),
    path("accessibility", site.accessibility, name="accessibility"),
    path("<slug:process>/", home.home, name="home"),
    path("<slug:process>/eligibility", eligibility.eligibility, name="eligibility"),
    path("<slug:process>/organizations", accredited.organizations, name="organizations"),
    path("<slug:process>/organizations/<slug:key>", organization.organization, name="organization"),
    path("<slug:process>/lists", lists.lists, name="lists"),
    path("<slug:process>/lists/<int:number>", lists.one, name="list"),
    path("<slug:process>/lists/<int:number>/files/<str:name>", list_files.file, name="list_file"),
    path("<slug:process>/lists/<int:number>/<slug:which>.pdf", list_files.paper, name="list_paper"),
    path("<slug:process>/statistics", statistics.statistics, name="statistics"),
    path("<slug:process>/record", record.record, name="record"),
    path("<slug:process>/record/proofs/<slug:code>.json", record.proof, name="proof"),
]
