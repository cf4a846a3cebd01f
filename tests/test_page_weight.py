"""What an applicant's page weighs over the wire: people open it on a telephone, far from a mast."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import translation

from tests.addresses import Stage, rows, stage

__all__ = ["stage"]

pytestmark = pytest.mark.django_db

FIRST_VISIT = 30_000  # bytes compressed: the page, its style sheets and its script
NEXT_PAGE = 15_000  # bytes compressed: the rest is in the browser by then
REQUESTS = 4  # with the page itself
LOADED = re.compile(r'(?:<link rel="stylesheet" href|<script src)="/static/([^"]+)"')

OWN_PAGES = sorted(
    name
    for name, row in rows().items()
    if row.method == "GET"
    and row.answers["owner"] == "200"
    and name.startswith(("accreditation:", "people:"))
    and name not in {"accreditation:file", "accreditation:receipt_pdf", "people:export"}
)
SIGN_IN = ["accreditation:start", "people:sign_in"]


def weight(stage: Stage, visitor: str, name: str) -> tuple[int, list[int]]:
    """Return the bytes of a page, and of each file that it loads."""
    response = stage.clients[visitor].get(stage.address(name), headers={"Accept-Encoding": "gzip"})
    packed = response.content
    page = gzip.decompress(packed) if response.headers.get("Content-Encoding") else packed
    files = [_packed_file(path) for path in LOADED.findall(page.decode())]
    return len(gzip.compress(page)), files


def _packed_file(path: str) -> int:
    found = finders.find(path)
    assert found is not None, path
    return len(gzip.compress(Path(found).read_bytes()))


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans", "ru"])
@pytest.mark.parametrize(
    "visitor_and_pages", [("owner", OWN_PAGES), ("anonymous", SIGN_IN)], ids=["own", "sign in"]
)
def test_page_comes_within_its_budget(stage: Stage, visitor_and_pages, language: str):
    visitor, names = visitor_and_pages
    with translation.override(language):
        weights = {name: weight(stage, visitor, name) for name in names}

    heavy = {
        name: (page, files)
        for name, (page, files) in weights.items()
        if page > NEXT_PAGE or page + sum(files) > FIRST_VISIT or 1 + len(files) > REQUESTS
    }
    assert heavy == {}
    assert all(files for _page, files in weights.values())
