from __future__ import annotations

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from hypothesis import given, strategies as st

from antechamber.web.pages import PageLink, page_links


def shown(number: int, pages: int) -> str:
    page = Paginator(range(pages * 10), 10).page(number)
    links = page_links(page, QueryDict())["pages"]
    return " ".join(
        f"[{link.label}]" if link.current else link.label or "…"
        for link in links  # type: ignore[attr-defined]
    )


@pytest.mark.parametrize(
    ("number", "pages", "expected"),
    [
        (1, 1, ""),
        (1, 2, "[1] 2"),
        (2, 3, "1 [2] 3"),
        (1, 9, "[1] 2 … 9"),
        (5, 9, "1 … 4 [5] 6 … 9"),
        (9, 9, "1 … 8 [9]"),
        (3, 4, "1 2 [3] 4"),
    ],
)
def test_pages_shown_are_the_ends_and_the_neighbours(number: int, pages: int, expected: str):
    assert shown(number, pages) == expected


def test_links_keep_the_rest_of_the_query():
    page = Paginator(range(30), 10).page(2)

    found = page_links(page, QueryDict("state=new&state=asked&q=a%26b&page=2"))

    assert found["previous_url"] == "?state=new&state=asked&q=a%26b&page=1"
    assert found["next_url"] == "?state=new&state=asked&q=a%26b&page=3"
    assert found["pages"][1] == PageLink(  # type: ignore[index]
        "2", "?state=new&state=asked&q=a%26b&page=2", current=True
    )


def test_ends_have_no_way_further():
    pages = Paginator(range(30), 10)

    assert page_links(pages.page(1), QueryDict())["previous_url"] is False
    assert page_links(pages.page(3), QueryDict())["next_url"] is False


@given(st.integers(2, 10_000), st.data())
def test_any_page_shows_at_most_seven_links(pages: int, data: st.DataObject):
    number = data.draw(st.integers(1, pages))

    links = shown(number, pages).split()

    assert len(links) <= 7
    assert links.count(f"[{number}]") == 1
