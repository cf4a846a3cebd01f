"""Addresses of a process's own public pages, below `/<language>/<process>/`."""

from __future__ import annotations

from django.urls import path

from antechamber.processes import public

app_name = "processes"
urlpatterns = [
    path("calendar", public.calendar, name="calendar"),
    path("calendar.ics", public.calendar_file, name="calendar_file"),
    path("calendar/<slug:code>.ics", public.meeting_file, name="meeting_file"),
    path("calendar/deadline/<slug:code>.ics", public.deadline_file, name="deadline_file"),
    path("news", public.news, name="news"),
    path("news/<slug:slug>", public.news_item, name="news_item"),
    path("documents", public.documents, name="documents"),
    path("rules", public.rules, name="rules"),
    path("about", public.about, name="about"),
]
