"""Every address of the product, and a view that does nothing behind the same middlewares."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from antechamber import urls

BARE = "/bare"


def bare(request: HttpRequest) -> HttpResponse:
    """Answer what costs nothing: the yardstick of every page."""
    return HttpResponse("<!doctype html><title>Bare</title>")


urlpatterns: list[URLPattern | URLResolver] = [path(BARE[1:], bare), *urls.urlpatterns]
handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler500 = urls.handler500
