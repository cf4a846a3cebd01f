"""What every public page promises: no SQL, no session, no cookie, few bytes."""

from __future__ import annotations

import gzip

import pytest
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.urls("antechamber.web.tests.addresses")


def test_public_page_needs_no_sql_session_or_cookie(client: Client):
    # There is no database mark here: a statement would fail this test.
    response = client.get("/en/bare")

    assert response.status_code == 200
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")


def test_public_page_asks_for_two_files(client: Client):
    page = client.get("/en/bare").content.decode()

    assert page.count('<link rel="stylesheet"') == 1
    assert page.count("<script") == 1
    assert "htmx" not in page


def test_base_stays_within_its_budget(client: Client):
    assert len(gzip.compress(client.get("/en/bare").content)) <= 1_500


@pytest.mark.parametrize(
    ("values", "brand"),
    [
        ({}, '<a href="/en/">Antechamber</a></p>'),
        (
            {"process": {"short_name": "A & B"}},
            '<a href="/en/">Antechamber</a> <span class="brand-process">A &amp; B</span></p>',
        ),
        (
            {"process": {"short_name": "GCM"}, "process_url": "/en/gcm/"},
            (
                '<a href="/en/">Antechamber</a> <span class="brand-process">'
                '<a href="/en/gcm/">GCM</a></span></p>'
            ),
        ),
    ],
)
def test_header_names_the_site_and_the_process(values: dict[str, object], brand: str):
    page = render_to_string("web/base.html", {"site_name": "Antechamber", **values})

    assert f'<p class="brand">{brand}' in page


def test_demonstration_says_so(client: Client, settings):
    words = "The applicants and persons in it are made up."

    shown = []
    for demo in (True, False):
        settings.DEMO = demo
        shown.append(words in client.get("/en/bare").content.decode())

    assert shown == [True, False]


def test_style_page_exists_only_for_demonstration_and_debugging(client: Client, settings):
    settings.DEBUG, statuses = False, []
    for demo in (True, False):
        settings.DEMO = demo
        statuses.append(client.get("/en/style").status_code)

    assert statuses == [200, 404]


def test_desk_loads_htmx_under_the_content_policy(client: Client):
    page = client.get("/en/style?desk").content.decode()

    assert '<script src="/static/django_htmx/htmx-2.min.js" defer></script>' in page
    assert '"includeIndicatorStyles":false,"allowEval":false' in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<p class="person"><bdi>office@example.org</bdi>' in page
