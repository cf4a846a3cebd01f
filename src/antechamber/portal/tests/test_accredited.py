"""What the public learns of accreditations after the decision: state, names, successors."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from antechamber.accreditation.tests.accredited_factories import Accredited, accredited
from antechamber.accreditation.tests.factories import an_organization
from antechamber.organizations import directory
from antechamber.organizations.actions import make_findable
from antechamber.organizations.models import Organization
from antechamber.processes.tests.pages import Page

pytestmark = pytest.mark.django_db

LIST = "/en/gcm/organizations"


@pytest.fixture
def done() -> Accredited:
    return accredited(1)


def read(client: Client, path: str, **asked: str) -> str:
    cache.clear()
    return Page(client.get(path, asked)).text


def page_of(client: Client, organization: Organization) -> str:
    return read(client, f"{LIST}/{organization.key}")


def test_suspended_organization_stays_on_the_list_and_says_so(done: Accredited, client: Client):
    done.suspend()

    listed, page = read(client, LIST), page_of(client, done.organization())

    assert f"{done.of().number} Suspended" in listed
    assert (
        f"Accredited under the number {done.of().number}. From 15 April 2017 to 15 May 2017. "
        "Suspended since 15 May 2017. Suspended" in page
    )
    assert "A grave matter." not in page
    assert "security" not in page


def test_reinstated_organization_shows_both_periods(done: Accredited, client: Client):
    done.suspend()
    done.reinstate(at=done.of().changed_at.replace(day=20))

    page = page_of(client, done.organization())

    assert "From 15 April 2017 to 15 May 2017. Since 20 May 2017. In force" in page


def test_ended_accreditation_leaves_the_list_and_stays_on_the_page(
    done: Accredited, client: Client
):
    done.end()

    assert done.of().number not in read(client, LIST)
    assert "From 15 April 2017 to 15 May 2017. Ended" in page_of(client, done.organization())


def test_renamed_organization_is_shown_by_both_names_and_found_by_either(
    done: Accredited, client: Client
):
    before = done.of().name
    Organization.objects.filter(pk=done.organization().pk).update(display_name="Kites Abroad")

    assert f"{before} (now: Kites Abroad)" in read(client, LIST)
    done.rename()
    assert "Kites Abroad Kenya" in read(client, LIST, q=before)


def test_name_of_one_that_merged_leads_to_the_present_organization(
    done: Accredited, client: Client
):
    before, earlier = done.of().name, done.organization()
    heir = an_organization("Kites and Lanterns")
    make_findable(heir)
    done.merge(0, heir)
    done.pass_on()
    directory.forget()

    assert "Kites and Lanterns" in read(client, LIST, q=before)
    assert "Kites and Lanterns" in read(client, "/en/gcm/eligibility", name=before)
    assert "The present one is: Kites and Lanterns" in page_of(client, earlier)
    present = page_of(client, heir)
    assert f"Accredited under the number {done.of().number}." in present
    assert f"Merged into it {before}" in present


@pytest.mark.parametrize("count", [1, 6])
def test_list_takes_the_same_statements_for_every_length(
    count: int, client: Client, django_assert_num_queries
):
    accredited(count)
    cache.clear()

    with django_assert_num_queries(4):
        client.get(LIST)
    with django_assert_num_queries(0):
        client.get(LIST)
