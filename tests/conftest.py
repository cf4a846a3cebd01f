"""Fixtures of the journeys through several rooms."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation

from antechamber.organizations import directory
from tests.browser import chromium, page_server

__all__ = ["chromium", "page_server"]


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    """Begin in English, with no page, limit or name kept from another test."""
    cache.clear()
    directory.forget()
    with translation.override("en"):
        yield
    cache.clear()
    directory.forget()
