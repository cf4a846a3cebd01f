"""One organization's public page: what it tells, what it keeps, what it costs."""

from __future__ import annotations

import pytest
from django.test import Client

from antechamber.accreditation.tests import factories
from antechamber.organizations.models import Organization
from antechamber.organizations.roster_loading import load_roster
from antechamber.people.actors import OPERATOR
from antechamber.processes.models import Process
from antechamber.processes.tests.factories import NOW
from antechamber.processes.tests.pages import Page

RENAMES = (
    b"Old name,Status,New name,Date\n"
    b'Harbour Watch,"special, 2011",Lantern Watch (LAWA),2014-06-04\n'
)
GRANTS = (
    b"Name,Date,Decision,Country\n"
    b"Harbour Watch,2011-02-08,granted,KE\n"
    b"Lantern Watch,2016-05-16,status withdrawn,KE\n"
)
MERGERS = (
    b"Old name 1,Old name 2,New name,Date\n"
    b"Paper Kites,Lantern Watch,Kites and Lanterns,2017-01-31\n"
)


@pytest.fixture
def rosters(gcm: Process) -> None:
    for name, content in (("renames", RENAMES), ("grants", GRANTS), ("mergers", MERGERS)):
        load_roster(content=content, file_name=f"{name}.csv", source="E/1", by=OPERATOR, at=NOW)


def address(name: str) -> str:
    return f"/en/gcm/organizations/{Organization.objects.get(display_name=name).key}"


def test_the_page_tells_names_statuses_with_their_source_and_the_present_organization(
    rosters: None, client: Client, django_assert_num_queries
) -> None:
    path = address("Lantern Watch")
    with django_assert_num_queries(5):
        page = Page(client.get(path))

    main = page.text
    for words in (
        "Lantern Watch",
        "This organization has merged. The present one is: Kites and Lanterns",
        "Special consultative status with ECOSOC From 8 February 2011 to 16 May 2016.",
        "Ended",
        "Source: E/1",
        "Harbour Watch former name",
        "LAWA acronym",
    ):
        assert words in main
    with django_assert_num_queries(0):
        client.get(path)


def test_the_present_organization_names_those_that_merged_into_it(
    rosters: None, client: Client
) -> None:
    page = Page(client.get(address("Kites and Lanterns")))

    assert "Merged into it Lantern Watch Paper Kites" in page.text


def test_an_organization_that_has_only_applied_has_no_page_until_it_is_accredited(
    gcm: Process, client: Client
) -> None:
    application = factories.submitted(gcm).application
    path = f"/en/gcm/organizations/{application.organization.key}"

    before = client.get(path).status_code
    factories.accredit(application)
    after = Page(client.get(path))

    assert before == 404
    assert f"Accredited under the number {application.reference}." in after.text


@pytest.mark.parametrize("key", ["o_0", "nothing", "o_" + "0" * 12])
def test_an_unknown_organization_is_not_found(gcm: Process, client: Client, key: str) -> None:
    assert client.get(f"/en/gcm/organizations/{key}").status_code == 404
