"""Addresses of the secretariat's pages, below `/<language>/<process>/desk/`."""

from __future__ import annotations

from django.urls import path

from antechamber.processes import archive_desk, desk, meetings_desk, modalities_desk, news_desk

app_name = "processes_desk"
urlpatterns = [
    path("archive", archive_desk.archive, name="archive"),
    path("calls", desk.calls, name="calls"),
    path("calls/<slug:code>/extend", desk.extend, name="extend"),
    path("meetings", meetings_desk.meetings, name="meetings"),
    path("meetings/<slug:code>", meetings_desk.move, name="move"),
    path("news", news_desk.news, name="news"),
    path("news/write", news_desk.write, name="write_news"),
    path("news/correct/<slug:slug>", news_desk.correct, name="correct_news"),
    path("modalities", modalities_desk.overview, name="modalities"),
    path("modalities/begin", modalities_desk.begin, name="begin"),
    path("modalities/<int:version>", modalities_desk.version, name="version"),
    path("modalities/<int:version>/compare/<int:other>", modalities_desk.compare, name="compare"),
    path("modalities/<int:version>/discard", modalities_desk.discard, name="discard"),
    path("modalities/<int:version>/adopt", modalities_desk.adopt, name="adopt"),
]
