"""The desk's page of the archive in a real browser: accessible, fitting, and a file to save."""

from __future__ import annotations

import zipfile

import pytest
from django.conf import settings

from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import browser
from antechamber.accreditation.tests.list_factories import a_procedure
from tests.browser import axe, open_page, too_wide

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 360)])
def test_archive_is_made_and_saved_from_its_page(chromium, live_server, language, width):
    a_procedure(1)
    client = browser(factories.an_actor("auditor", "gcm", name="Audrey Auditor"))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page = open_page(chromium, f"{live_server.url}/{language}/", width=width)
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/{language}/gcm/desk/archive")

    with page.expect_download() as saving:
        page.locator("main form button").click()
    page.reload()

    with zipfile.ZipFile(saving.value.path()) as packed:
        assert "manifest.json" in packed.namelist()
    assert page.locator("main table tbody tr").count() == 1
    assert axe(page) == []
    assert too_wide(page) == []
    page.context.close()
