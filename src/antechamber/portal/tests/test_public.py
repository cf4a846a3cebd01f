"""Every public page at once: statements, budgets, cookies, languages, and hostile queries."""

from __future__ import annotations

import gzip
from importlib import resources
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from antechamber.processes.models import Process
from antechamber.processes.tests.pages import Page, compressed_size, statements

# path → statements without a kept page
COLD = {
    "/en/": 1,
    "/en/gcm/": 4,
    "/en/gcm/calendar": 2,
    "/en/gcm/news": 3,
    "/en/gcm/news/four-days-left": 2,
    "/en/gcm/documents": 2,
    "/en/gcm/rules": 3,
    "/en/gcm/about": 3,
    "/en/gcm/organizations": 3,
    "/en/gcm/statistics": 4,
    "/en/gcm/record": 2,
    "/en/privacy": 0,
    "/en/accessibility": 0,
}
FILES = {
    "/robots.txt": 0,
    "/sitemap.xml": 2,
    "/.well-known/security.txt": 1,
    "/en/gcm/calendar.ics": 2,
}
TYPED = {
    "/en/gcm/eligibility": ["name", "country"],
    "/en/gcm/organizations": ["q", "country", "category", "page"],
    "/en/verify": ["code"],
    "/en/gcm/news": ["page"],
    "/en/gcm/record": ["page"],
    "/en/gcm/": ["name"],
}
KILOBYTE = 1024
STYLE_AND_SCRIPT = ("web/antechamber.css", "web/antechamber.js", "portal/portal.css")


def assets_size() -> int:
    """Return the bytes over the wire of all that a public page loads."""
    total = 0
    for name in STYLE_AND_SCRIPT:
        room = name.split("/", maxsplit=1)[0]
        file = resources.files(f"antechamber.{room}") / "static" / name
        total += len(gzip.compress(file.read_bytes()))
    return total


@pytest.mark.parametrize(("path", "cold"), [*COLD.items(), *FILES.items()])
def test_statements_cold_and_warm(gcm: Process, path: str, cold: int) -> None:
    assert statements(path) == (cold, 0)
    assert cold <= 4


@pytest.mark.parametrize("path", [*COLD, "/en/gcm/eligibility", "/en/verify", *FILES])
def test_public_pages_set_no_cookie_and_are_everyones(
    gcm: Process, client: Client, path: str
) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert "Set-Cookie" not in response
    assert "Cookie" not in response.get("Vary", "")
    assert not client.cookies


@pytest.mark.parametrize("path", COLD)
def test_a_session_changes_nothing(gcm: Process, path: str) -> None:
    from antechamber.people.tests.factories import browser_of, make_account

    known = browser_of(make_account())

    assert Client().get(path).content == known.get(path).content


@pytest.mark.parametrize("path", COLD)
def test_a_second_visit_needs_no_body(gcm: Process, client: Client, path: str) -> None:
    tag = client.get(path)["ETag"]

    again = client.get(path, headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_the_home_page_with_all_it_loads_is_18_kilobytes(gcm: Process) -> None:
    for language, _name in settings.LANGUAGES:
        assert compressed_size(f"/{language}/gcm/") + assets_size() <= 18 * KILOBYTE


@pytest.mark.parametrize("path", [*COLD, "/en/gcm/eligibility", "/en/verify"])
def test_every_page_with_all_it_loads_is_30_kilobytes(gcm: Process, path: str) -> None:
    size = compressed_size(path)

    assert size <= 14 * KILOBYTE
    assert size + assets_size() <= 30 * KILOBYTE


@pytest.mark.parametrize("path", COLD)
def test_a_page_loads_nothing_else(gcm: Process, client: Client, path: str) -> None:
    page = Page(client.get(path))

    loaded = [each["src"] for each in page.tags("script")]
    loaded += [each["href"] for each in page.tags("link") if each["rel"] == "stylesheet"]
    assert {str(each).removeprefix("/static/") for each in loaded} == set(STYLE_AND_SCRIPT)
    assert page.tags("img") == page.tags("iframe") == page.tags("style") == []


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_page_stands_in_every_language(gcm: Process, client: Client, language: str) -> None:
    for path in COLD:
        page = Page(client.get(path.replace("/en/", f"/{language}/", 1)))

        html = page.tags("html")[0]
        assert html["dir"] == ("rtl" if language == "ar" else "ltr"), path
        assert str(html["lang"]).lower() == language, path
        assert len(page.tags("h1")) == 1, path
        assert len([each for each in page.tags("a") if each.get("hreflang")]) == 6, path


@pytest.mark.parametrize("path", COLD)
def test_every_link_of_our_own_leads_somewhere(gcm: Process, client: Client, path: str) -> None:
    for link in {each.split("#")[0] for each in Page(client.get(path)).links()}:
        if link.startswith("/"):
            assert client.get(link).status_code in {200, 302}, link


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "' OR 1=1 --",
    "{{ 7|add:7 }}{% debug %}",
    "a\x00b",
    "\x00",
    "\u202eevil",
    "%",
    "_",
    "-1",
    "9" * 400,
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "مرحبا",
]


@pytest.mark.parametrize(
    ("path", "name"), [(path, name) for path, names in TYPED.items() for name in names]
)
def test_what_is_typed_is_text_and_never_markup(
    gcm: Process, client: Client, path: str, name: str
) -> None:
    for text in HOSTILE:
        cache.clear()  # also of the limit of searches, which is tested by itself
        response = client.get(path, {name: text})

        page = Page(response)
        assert response.status_code in {200, 422}, text
        assert [each for each in page.tags("script") if "src" not in each] == [], text
        assert list(page.tags("img")) == [], text
        assert not any(key.startswith("on") for _tag, each in page.elements for key in each), text
        assert not any(link.startswith("javascript:") for link in page.links()), text


@pytest.mark.parametrize("path", TYPED)
def test_ten_megabytes_of_query_are_refused(gcm: Process, client: Client, path: str) -> None:
    name = TYPED[path][0]

    response = client.get(f"{path}?{name}={'a' * 10_000_000}")

    assert response.status_code in {414, 422}
    assert len(response.content) < 100_000


def test_bytes_that_are_no_text_are_taken(gcm: Process, client: Client) -> None:
    assert client.get("/en/gcm/organizations?q=%ff%fe").status_code == 200


def test_reading_is_all_that_is_answered(gcm: Process, client: Client) -> None:
    assert [client.post(path).status_code for path in COLD] == [405] * len(COLD)
    assert [client.head(path).status_code for path in COLD] == [200] * len(COLD)


def test_a_page_carries_its_address_and_its_translations(gcm: Process, client: Client) -> None:
    links = Page(client.get("/en/gcm/rules")).tags("link")

    assert [each["href"] for each in links if each["rel"] == "canonical"] == [
        "http://localhost:8000/en/gcm/rules"
    ]
    assert len([each for each in links if each["rel"] == "alternate"]) == 6


def test_nothing_changes_with_many_applications(
    gcm: Process, django_assert_num_queries: Any
) -> None:
    from antechamber.processes.models import Meeting, Publication
    from antechamber.processes.tests.factories import NOW

    Meeting.objects.bulk_create(
        Meeting(process=gcm, code=f"m{number}", kind="hearing", title="More", zone="UTC")
        for number in range(100)
    )
    Publication.objects.bulk_create(
        Publication(process=gcm, slug=f"n{number}", kind="news", title="More", published_at=NOW)
        for number in range(100)
    )

    assert statements("/en/gcm/") == (4, 0)
