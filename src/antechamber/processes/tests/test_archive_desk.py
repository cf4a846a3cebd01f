"""The desk's page of the archive: what it says, who made one, and the file it gives."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256

import pytest
from django.http import HttpResponse
from django.test import Client

from antechamber.people.tests.factories import browser_of, make_holder
from antechamber.processes.models import Process
from antechamber.processes.tests.pages import Page
from antechamber.record.models import Entry

ARCHIVE = "/en/gcm/desk/archive"


@pytest.fixture
def auditor(gcm: Process) -> Client:
    return browser_of(make_holder("auditor"))


def made(browser: Client) -> tuple[HttpResponse, bytes]:
    """Ask for an archive and save it."""
    response = browser.post(ARCHIVE)
    return response, b"".join(response.streaming_content)


def test_page_says_what_leaves_and_that_nothing_left_yet(auditor: Client) -> None:
    page = Page(auditor.get(ARCHIVE))

    assert "Persons: no name, no address, no answer." in page.text
    assert "No archive was made yet" in page.text
    assert Entry.objects.filter(verb="process.exported").count() == 0


def test_page_takes_the_same_statements_with_many_archives(
    auditor: Client, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(5):
        auditor.get(ARCHIVE)
    for _each in range(2):
        made(auditor)

    with django_assert_num_queries(5):
        auditor.get(ARCHIVE)


def test_archive_is_given_as_a_file_and_stands_on_the_page(auditor: Client) -> None:
    response, content = made(auditor)

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        digest = sha256(packed.read("manifest.json")).hexdigest()
    assert response["Content-Disposition"] == 'attachment; filename="gcm-archive.zip"'
    assert "no-store" in response["Cache-Control"]
    assert Entry.objects.get(verb="process.exported").facts["manifest"] == digest
    assert digest in Page(auditor.get(ARCHIVE)).text


def test_who_may_not_read_the_record_makes_no_archive(gcm: Process) -> None:
    assert browser_of(make_holder("secretariat")).post(ARCHIVE).status_code == 403
    assert Entry.objects.filter(verb="process.exported").count() == 0
