"""Addresses of a mission's pages, below `/<language>/<process>/mission/`. None holds a State."""

from __future__ import annotations

from django.urls import path

from antechamber.accreditation.lists.mission import entry, lists

app_name = "mission"
urlpatterns = [
    path("", lists.front, name="front"),
    path("lists/<int:number>", lists.one, name="list"),
    path("lists/<int:number>/<slug:which>.csv", lists.table, name="table"),
    path("lists/<int:number>/<slug:which>.pdf", lists.paper, name="paper"),
    path("lists/<int:number>/<slug:reference>", entry.entry, name="entry"),
    path("lists/<int:number>/<slug:reference>/ask", entry.ask, name="ask"),
    path("lists/<int:number>/<slug:reference>/withdraw", entry.withdraw, name="withdraw"),
]
