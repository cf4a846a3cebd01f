"""Addresses of the officer's desk, below `/<language>/<process>/desk/`."""

from __future__ import annotations

from django.urls import path

from antechamber.accreditation.desk import (
    acts,
    application,
    front,
    many,
    many_done,
    queue,
    saved_views,
)

app_name = "desk"
urlpatterns = [
    path("", front.front, name="front"),
    path("applications", queue.queue, name="queue"),
    path("applications.csv", queue.csv, name="csv"),
    path("applications/views", saved_views.views, name="views"),
    path("applications/views/new", saved_views.new_view, name="new_view"),
    path("applications/views/<int:number>", saved_views.view, name="view"),
    path("applications/views/<int:number>/delete", saved_views.drop_view, name="drop_view"),
    path("applications/together", many_done.many_list, name="many_list"),
    path("applications/together/new", many.many, name="many"),
    path("applications/together/<slug:key>", many_done.many_done, name="many_done"),
    path("applications/together/<slug:key>/undo", many_done.many_undo, name="many_undo"),
    path("applications/<slug:reference>", application.application, name="application"),
    path("applications/<slug:reference>/files/<slug:key>", application.file, name="file"),
    path("applications/<slug:reference>/<slug:slug>", acts.act, name="act"),
]
