"""The addresses of the design system's own tests."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from antechamber.web import errors


def bare_page(request: HttpRequest) -> HttpResponse:
    return render(request, "web/base.html")


def refused(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only <officers> may see this.")


def refused_without_words(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def too_large(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def too_many(request: HttpRequest) -> HttpResponse:
    return errors.too_many(request, retry_seconds=300)


urlpatterns = i18n_patterns(
    path("", include("antechamber.web.urls")),
    path("bare", bare_page, name="bare"),
    path("gcm/search", bare_page, name="search"),
    path("refused", refused),
    path("refused-without-words", refused_without_words),
    path("too-large", too_large),
    path("broken", broken),
    path("too-long", errors.too_long),
    path("too-many", too_many),
    path("unavailable", errors.unavailable),
    path("form", csrf_protect(bare_page)),
)
handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
