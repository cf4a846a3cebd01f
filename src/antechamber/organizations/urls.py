"""Addresses of the desk of rosters, under `/<language>/<process>/desk/rosters/`."""

from __future__ import annotations

from django.urls import path

from antechamber.organizations import desk, roster_desk

app_name = "organizations"
urlpatterns = [
    path("", desk.rosters, name="rosters"),
    path("upload", desk.upload, name="upload"),
    path("<slug:key>/", roster_desk.roster, name="roster"),
    path("<slug:key>/approve", roster_desk.approve, name="approve"),
    path("<slug:key>/discard", roster_desk.discard, name="discard"),
    path("<slug:key>/resume", roster_desk.resume, name="resume"),
    path("<slug:key>/refused.csv", roster_desk.refused, name="refused"),
]
