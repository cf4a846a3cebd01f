"""Pages and files of the whole installation: verification, statements, what machines ask for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from xml.sax.saxutils import escape

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy as _, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from antechamber.paper.models import IssuedPaper
from antechamber.paper.queries import paper_by_code
from antechamber.places.countries import COUNTRIES, name as country_name
from antechamber.portal.record import recorded
from antechamber.processes import queries
from antechamber.processes.models import Publication
from antechamber.processes.public_pages import Fresh, PublicRequest, public_page, short_query
from antechamber.web.languages import base_url
from antechamber.web.limits import limited

LONGEST_CODE: Final = 60  # characters typed: a code with all the spaces people put into it
SECURITY_CONTACT_DAYS: Final = 180  # RFC 9116 asks for an end; it moves on with each answer
PAPER_KINDS: Final = {
    "receipt": _("Receipt of an application"),
    "letter": _("Letter"),
    "list": _("List of organizations"),
}
FACT_LABELS: Final = {
    "name": _("Organization"),
    "country": _("Country"),
    "home_page": _("Home page"),
    "version": _("Version"),
    "digest": _("Check sum of what was handed in"),
    "entries": _("Number of organizations"),
}
SITE_PAGES: Final = ("portal:verify", "portal:privacy", "portal:accessibility")
PROCESS_PAGES: Final = (
    "portal:home",
    "portal:eligibility",
    "accreditation:start",
    "processes:calendar",
    "processes:news",
    "processes:documents",
    "processes:rules",
    "processes:about",
    "portal:organizations",
    "portal:lists",
    "portal:statistics",
    "portal:record",
)


class CodeForm(forms.Form):
    """The code on a paper, however it is typed."""

    code = forms.CharField(
        label=_("Code on the paper"),
        help_text=_("It stands beside the square pattern. Spaces and small letters do not matter."),
        max_length=LONGEST_CODE,
        error_messages={"required": _("Write the code that stands on the paper.")},
    )


@require_safe
@short_query
@never_cache
@limited("verify")
def verify(request: HttpRequest) -> HttpResponse:
    """Say what a paper with a code states and where the record has it (4 statements at most)."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        paper = paper_by_code(form.cleaned_data["code"])
        kind = PAPER_KINDS.get(paper.kind, paper.kind) if paper else ""
        facts = _facts(paper) if paper else []
        context |= {"asked": True, "paper": paper, "kind": kind, "facts": facts}
        context["recorded"] = recorded(paper) if paper else None
    return render(request, "portal/verify.html", context, status=422 if form.errors else 200)


def _facts(paper: IssuedPaper) -> list[tuple[str, str]]:
    """Return what a paper states, with a label for each fact and countries by name."""
    language = get_language() or "en"
    facts = dict(paper.facts)
    if facts.get("country") in COUNTRIES:
        facts["country"] = country_name(facts["country"], language)
    return [
        (str(FACT_LABELS.get(name, name)), str(value)) for name, value in facts.items() if value
    ]


@public_page()
def privacy(request: PublicRequest) -> Fresh:
    """Say which personal data are kept, by whom and how long (no statement)."""
    return Fresh(render(request, "portal/privacy.html"), None)


@public_page()
def accessibility(request: PublicRequest) -> Fresh:
    """Say how the pages can be used, and whom to tell when they cannot (no statement)."""
    return Fresh(render(request, "portal/accessibility.html"), None)


@public_page()
def robots(request: PublicRequest) -> Fresh:
    """Keep robots from pages that are one person's, and show them the map (no statement)."""
    lines = [
        "User-agent: *",
        "Disallow: /*/account/",
        "Disallow: /*/desk/",
        "Disallow: /*/verify?",
        f"Sitemap: {base_url()}{reverse('site:sitemap')}",
    ]
    return Fresh(HttpResponse("\n".join(lines) + "\n", content_type="text/plain"), None)


@public_page()
def security(request: PublicRequest) -> Fresh:
    """Say whom to tell of a weakness, as RFC 9116 has it (1 statement)."""
    expires = (request.at + timedelta(days=SECURITY_CONTACT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
    contacts = [f"Contact: mailto:{each.contact_email}" for each in queries.processes()]
    languages = ", ".join(code for code, _name in settings.LANGUAGES)
    lines = [
        *dict.fromkeys(contacts),
        f"Expires: {expires}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {base_url()}{reverse('site:security')}",
    ]
    return Fresh(HttpResponse("\n".join(lines) + "\n", content_type="text/plain"), None)


@public_page()
def sitemap(request: PublicRequest) -> Fresh:
    """Name every public page in every language (2 statements)."""
    body = "".join(f"<url><loc>{escape(url)}</loc></url>\n" for url in _addresses(request))
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}</urlset>\n'
    )
    return Fresh(HttpResponse(text, content_type="application/xml"), None)


def _addresses(request: PublicRequest) -> Iterator[str]:
    codes = [process.code for process in queries.processes()]
    news = list(
        Publication.objects.filter(
            kind=Publication.Kind.NEWS, published_at__lte=request.at
        ).values_list("process__code", "slug")
    )
    for language, _name in settings.LANGUAGES:
        with override(language):
            paths = [reverse("portal:landing"), *(reverse(name) for name in SITE_PAGES)]
            paths += [reverse(name, args=[code]) for code in codes for name in PROCESS_PAGES]
            paths += [reverse("processes:news_item", args=[code, slug]) for code, slug in news]
        yield from (base_url() + path for path in paths)
