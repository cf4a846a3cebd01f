"""Does your organization need to apply? Each answer, from a name alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from antechamber import clock
from antechamber.accreditation.tests import factories
from antechamber.organizations import directory
from antechamber.organizations.actions import make_findable
from antechamber.organizations.models import Organization
from antechamber.processes.models import Process
from antechamber.processes.tests.factories import LAST_DEADLINE, SECOND
from antechamber.processes.tests.pages import Page

ELIGIBILITY = "/en/gcm/eligibility"


@pytest.fixture(autouse=True)
def _names_are_read_anew() -> Iterator[None]:
    directory.forget()
    yield
    directory.forget()


def known(name: str, country: str = "KE") -> Organization:
    organization = factories.an_organization(name, country=country)
    make_findable(organization)
    directory.forget()
    return organization


def ask(client: Client, name: str, country: str = "") -> Page:
    response = client.get(ELIGIBILITY, {"name": name, "country": country})
    assert response.status_code == 200
    return Page(response)


def test_the_page_asks_for_a_name(gcm: Process, client: Client) -> None:
    page = Page(client.get(ELIGIBILITY))

    assert "Does your organization need to apply?" in page.text
    assert "We do not know" not in page.text


def test_an_organization_in_status_need_not_apply(gcm: Process, client: Client) -> None:
    factories.with_status(known("Amity Bridge Initiative"))

    page = ask(client, "amity bridge initiative")

    assert "Is this your organization? Amity Bridge Initiative" in page.text
    assert (
        "It need not apply: it has special consultative status with ECOSOC since 2011." in page.text
    )


def test_an_organization_without_status_applies_here(gcm: Process, client: Client) -> None:
    organization = known("Cordillera Weavers League")

    page = ask(client, "Cordillera Weavers League")

    assert "The rosters we hold show no status of it that counts here." in page.text
    assert f"/en/gcm/apply/begin?organization={organization.key}" in page.links()


def test_an_organization_that_applied_is_told_how_to_join(db: None, client: Client) -> None:
    process = factories.a_process()
    applied = factories.submitted(process, organization=known("Delta Harbour Forum"))

    page = ask(client, "Delta Harbour Forum")

    assert "It has applied already." in page.text
    join = f"/en/gcm/apply/join/{applied.application.organization.key}"
    assert join in page.links()


def test_an_unknown_name_is_told_until_when(gcm: Process, client: Client) -> None:
    page = ask(client, "Zanzibar Kite Surfers")

    assert "We do not know this organization yet" in page.text
    assert "Apply by Sunday 9 April 2017" in page.text
    assert "/en/gcm/apply/check?name=Zanzibar+Kite+Surfers&country=" in page.links()


def test_two_of_one_name_are_both_shown(gcm: Process, client: Client) -> None:
    known("Granite Lantern Society", country="KE")
    known("Granite Lantern Society", country="PE")

    page = ask(client, "Granite Lantern Society")

    assert "Which of these is your organization?" in page.text
    assert ("Kenya" in page.text, "Peru" in page.text) == (True, True)


def test_after_the_deadline_nobody_is_sent_to_apply(gcm: Process, client: Client) -> None:
    with clock.frozen_at(LAST_DEADLINE + SECOND):
        page = ask(client, "Zanzibar Kite Surfers")

    assert "Applications closed" in page.text
    assert not [link for link in page.links() if "/apply/check" in link]


@pytest.mark.parametrize("name", ["", "  ", "123", "a\x00"])
def test_a_name_that_is_none_is_refused_in_words(gcm: Process, client: Client, name: str) -> None:
    response = client.get(ELIGIBILITY, {"name": name})

    assert (response.status_code, "There is a problem" in Page(response).text) == (422, True)


def test_a_draft_gives_nothing_away(db: None, client: Client) -> None:
    process = factories.a_process()
    factories.a_draft(process, organization=factories.an_organization("Ember Orchard Trust"))

    page = ask(client, "Ember Orchard Trust")

    assert "We do not know this organization yet" in page.text


def test_statements_are_the_same_for_one_name_and_many(gcm: Process, client: Client) -> None:
    def count() -> int:
        directory.match("warm")
        with CaptureQueriesContext(connection) as captured:
            client.get(ELIGIBILITY, {"name": "Fjordland Translators Guild"})
        return len(captured)

    known("Fjordland Translators Guild")
    one = count()
    for country in ("NO", "SE", "DK", "FI", "IS"):
        known("Fjordland Translators Guild", country=country)

    assert (one, count()) == (8, 8)


def test_an_address_that_asks_too_often_is_told_when_to_come_back(
    gcm: Process, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from antechamber.web.limits import LIMITS

    codes = [
        client.get(ELIGIBILITY, {"name": "Amity"}).status_code
        for _number in range(LIMITS["names"].requests + 1)
    ]

    assert (codes[0], codes[-1]) == (200, 429)


def test_nothing_that_is_typed_is_kept(gcm: Process, client: Client) -> None:
    response = client.get(ELIGIBILITY, {"name": "Amity Bridge Initiative"})

    assert "no-store" in response["Cache-Control"]
    assert "Set-Cookie" not in response


def test_another_process_is_not_found(gcm: Process, client: Client) -> None:
    assert client.get("/en/nowhere/eligibility").status_code == 404
