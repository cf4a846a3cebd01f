"""Looking at pages as a browser gets them."""

from __future__ import annotations

import gzip
from html.parser import HTMLParser

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext


def statements(path: str) -> tuple[int, int]:
    """Return how many SQL statements a page takes first and then at once again."""
    cache.clear()
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as captured:
            Client().get(path)
        counts.append(len(captured))
    return counts[0], counts[1]


def compressed_size(path: str) -> int:
    """Return the bytes of a page's body over the wire."""
    response = Client().get(path, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200, (path, response.status_code)
    body = response.content
    return len(body if response.headers.get("Content-Encoding") == "gzip" else gzip.compress(body))


class _Document(HTMLParser):
    """Collects elements with their attributes, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data.split()


class Page:
    """A page that was answered: its elements and its text."""

    def __init__(self, response: HttpResponse) -> None:
        document = _Document()
        document.feed(response.content.decode())
        self.elements = document.elements
        self.text = " ".join(document.words)

    def tags(self, name: str) -> list[dict[str, str | None]]:
        """Return the attributes of each element of a name."""
        return [attributes for tag, attributes in self.elements if tag == name]

    def links(self) -> list[str]:
        """Return where its links lead."""
        return [attributes["href"] or "" for attributes in self.tags("a") if "href" in attributes]
