"""Every address of the product, by room."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from antechamber.web import errors, health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
urlpatterns += [path("", include("antechamber.portal.site_urls"))]
urlpatterns += i18n_patterns(
    path("account/", include("antechamber.people.urls")),
    path("account/", include("antechamber.people.second_factor_urls")),
    path("<slug:process>/apply/", include("antechamber.accreditation.urls")),
    path("<slug:process>/desk/mail/", include("antechamber.mail.urls")),
    path("<slug:process>/desk/rosters/", include("antechamber.organizations.urls")),
    path("<slug:process>/desk/modalities/", include("antechamber.accreditation.rule_urls")),
    path(
        "<slug:process>/desk/accreditations/",
        include("antechamber.accreditation.accredited.desk_urls"),
    ),
    path("<slug:process>/desk/", include("antechamber.processes.desk_urls")),
    path("<slug:process>/desk/lists/", include("antechamber.accreditation.lists.desk_urls")),
    path("<slug:process>/desk/", include("antechamber.accreditation.desk_urls")),
    path("<slug:process>/mission/", include("antechamber.accreditation.lists.mission_urls")),
    path("<slug:process>/", include("antechamber.processes.urls")),
    path("", include("antechamber.portal.urls")),
)
if settings.DEMO:
    urlpatterns = i18n_patterns(path("demo/", include("antechamber.demo.urls"))) + urlpatterns
handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
