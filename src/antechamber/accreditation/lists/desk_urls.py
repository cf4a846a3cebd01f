"""Addresses of the lists at the desk, below `/<language>/<process>/desk/lists/`."""

from __future__ import annotations

from django.urls import path

from antechamber.accreditation.lists.desk import (
    acts,
    entry,
    entry_acts,
    files,
    names,
    overview,
    page,
)

app_name = "lists"
urlpatterns = [
    path("", overview.lists, name="lists"),
    path("begin", overview.begin, name="begin"),
    path("<int:number>/", page.page, name="list"),
    path("<int:number>/add", names.add, name="add"),
    path("<int:number>/remove", names.remove, name="remove"),
    path("<int:number>/files/<str:name>", files.file, name="file"),
    path("<int:number>/names/<slug:reference>/", entry.page, name="entry"),
    path("<int:number>/names/<slug:reference>/letter", entry_acts.letter, name="letter"),
    path("<int:number>/names/<slug:reference>/<slug:slug>", entry_acts.act, name="entry_act"),
    path("<int:number>/objections/<slug:key>/<slug:slug>", entry_acts.objection, name="objection"),
    path("<int:number>/<slug:slug>", acts.act, name="act"),
]
