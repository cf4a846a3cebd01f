"""The hour and the directory of names that every test of this room begins with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from antechamber import clock
from antechamber.accreditation.tests.archives import Archived, archived
from antechamber.accreditation.tests.factories import NOW
from antechamber.organizations import directory


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    """Hold the clock at `NOW`, and let no test find the names of another."""
    directory.forget()
    with clock.frozen_at(NOW):
        yield


@pytest.fixture(scope="session")
def archive(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Archived:
    """Export a process once; the database forgets it, as that of another installation."""
    with django_db_blocker.unblock(), clock.frozen_at(NOW), transaction.atomic():
        made = archived(tmp_path_factory.mktemp("archive") / "gcm")
        transaction.set_rollback(True)
    return made
