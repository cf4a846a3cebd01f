"""Addresses without a language: the front, and what machines ask for."""

from __future__ import annotations

from django.urls import path

from antechamber.portal import home, site

app_name = "site"
urlpatterns = [
    path("", home.front, name="front"),
    path("robots.txt", site.robots, name="robots"),
    path("sitemap.xml", site.sitemap, name="sitemap"),
    path(".well-known/security.txt", site.security, name="security"),
]
