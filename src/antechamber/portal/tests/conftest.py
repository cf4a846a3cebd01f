"""Fixtures of the portal: the process of 2017 on the morning of 5 April."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.utils import translation

from antechamber import clock
from antechamber.accreditation.tests.factories import publish_form
from antechamber.processes.models import Process
from antechamber.processes.tests.factories import NOW, load_gcm


@pytest.fixture(autouse=True)
def _cold_english_morning() -> Iterator[None]:
    cache.clear()
    with translation.override("en"), clock.frozen_at(NOW):
        yield
    cache.clear()


@pytest.fixture
def gcm(db: None) -> Process:
    process = load_gcm()
    publish_form(process)
    return process
