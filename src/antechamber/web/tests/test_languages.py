from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import translate_url
from django.utils import translation

from antechamber.web.languages import LanguageLink, html_tag, links

pytestmark = pytest.mark.urls("antechamber.web.tests.addresses")


def test_links_lead_to_the_same_page_in_the_six_languages():
    with translation.override("fr"):
        found = list(links("/fr/gcm/search?q=a&page=2"))

    assert found == [
        LanguageLink("ar", "العربية", "rtl", "/ar/gcm/search?q=a&page=2", is_current=False),
        LanguageLink("zh-Hans", "中文", "ltr", "/zh-hans/gcm/search?q=a&page=2", is_current=False),
        LanguageLink("en", "English", "ltr", "/en/gcm/search?q=a&page=2", is_current=False),
        LanguageLink("fr", "Français", "ltr", "/fr/gcm/search?q=a&page=2", is_current=True),
        LanguageLink("ru", "Русский", "ltr", "/ru/gcm/search?q=a&page=2", is_current=False),
        LanguageLink("es", "Español", "ltr", "/es/gcm/search?q=a&page=2", is_current=False),
    ]


@pytest.mark.parametrize("path", ["/en/style", "/en/gcm/search?q=x", "/en/bare"])
def test_links_are_what_resolving_the_address_would_give(path: str):
    with translation.override("en"):
        resolved = [translate_url(path, code) for code, _ in settings.LANGUAGES]

        assert [link.path for link in links(path)] == resolved


@pytest.mark.parametrize("path", ["/healthz", "/", "/xx/style", ""])
def test_a_page_under_no_language_links_to_the_front_pages(path: str):
    assert [link.path for link in links(path)] == [f"/{code}/" for code, _ in settings.LANGUAGES]


def test_html_tag_writes_the_script_with_a_capital():
    assert [html_tag("zh-hans"), html_tag("ar")] == ["zh-Hans", "ar"]


@pytest.mark.parametrize(
    ("code", "opening"),
    [
        ("ar", '<html lang="ar" dir="rtl">'),
        ("zh-hans", '<html lang="zh-Hans" dir="ltr">'),
        ("en", '<html lang="en" dir="ltr">'),
    ],
)
def test_page_says_its_language_and_direction(client: Client, code: str, opening: str):
    page = client.get(f"/{code}/bare").content.decode()

    assert opening in page


def test_page_names_its_translations_with_the_public_address(client: Client, settings):
    settings.BASE_URL = "https://stakeholders.example.org"

    page = client.get("/en/bare?q=1", headers={"host": "testserver"}).content.decode()

    assert '<link rel="canonical" href="https://stakeholders.example.org/en/bare">' in page
    assert (
        '<link rel="alternate" hreflang="zh-Hans" href="https://stakeholders.example.org/zh-hans/bare">'
        in page
    )


def test_query_of_a_page_cannot_break_out_of_the_language_links(client: Client):
    page = client.get('/en/bare?"><script>alert(1)</script>').content.decode()

    assert "<script>alert" not in page
