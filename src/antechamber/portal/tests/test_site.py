"""Verification, and what machines ask for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from antechamber.accreditation.tests import factories
from antechamber.paper.models import IssuedPaper
from antechamber.processes.models import Process
from antechamber.processes.tests.factories import NOW
from antechamber.processes.tests.pages import Page
from antechamber.record.actions import seal_record

VERIFY = "/en/verify"


@pytest.fixture
def receipt(db: None) -> IssuedPaper:
    factories.submitted(
        factories.a_process(),
        organization=factories.an_organization("Amity Bridge <b>", country="KE"),
    )
    return IssuedPaper.objects.get()


def verify(client: Client, code: str) -> Page:
    response = client.get(VERIFY, {"code": code})
    assert response.status_code == 200
    return Page(response)


def test_a_genuine_paper_shows_what_it_states(receipt: IssuedPaper, client: Client) -> None:
    page = verify(client, receipt.code)

    assert "This paper is genuine" in page.text
    assert "Kind Receipt of an application" in page.text
    assert f"Number {receipt.subject}" in page.text
    assert "Organization Amity Bridge <b>" in page.text
    assert "Country Kenya" in page.text
    assert f"Check sum {receipt.digest}" in page.text
    assert "Issued 5 April 2017, 13:00" in page.text


def test_a_code_is_read_however_it_is_typed(receipt: IssuedPaper, client: Client) -> None:
    typed = f"  {receipt.code.lower().replace('-', ' ')} "

    assert "This paper is genuine" in verify(client, typed).text


def test_a_revoked_paper_is_not_to_be_relied_on(receipt: IssuedPaper, client: Client) -> None:
    IssuedPaper.objects.update(revoked_at=NOW + timedelta(days=1))

    page = verify(client, receipt.code)

    assert "This paper is no longer valid" in page.text
    assert "This paper is genuine" not in page.text


@pytest.mark.parametrize("code", ["7KQ4-M2XP-9", "0000-0000-0", "no code at all", "<script>"])
def test_an_unknown_code_is_not_ours_and_says_what_to_do(
    receipt: IssuedPaper, client: Client, code: str
) -> None:
    page = verify(client, code)

    assert "We have not issued a paper with this code" in page.text
    assert "pay nothing" in page.text
    assert "Amity" not in page.text


def test_verifying_shows_no_person(receipt: IssuedPaper, client: Client) -> None:
    text = client.get(VERIFY, {"code": receipt.code}).content.decode()

    assert "Amina" not in text
    assert "@example.org" not in text.replace("gcm@example.org", "")


def test_no_code_is_asked_for(db: None, client: Client) -> None:
    response = client.get(VERIFY, {"code": " "})

    assert response.status_code == 422
    assert "Write the code that stands on the paper." in Page(response).text


def test_verifying_takes_at_most_four_statements(
    receipt: IssuedPaper, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        client.get(VERIFY, {"code": receipt.code})
    seal_record(process_code="gcm", at=NOW)
    with django_assert_num_queries(4):
        client.get(VERIFY, {"code": receipt.code})
    with django_assert_num_queries(0):
        client.get(VERIFY, {"code": "mistyped"})


def test_guessing_is_limited(db: None, client: Client) -> None:
    from antechamber.web.limits import LIMITS

    codes = [
        client.get(VERIFY, {"code": "guess"}).status_code
        for _number in range(LIMITS["verify"].requests + 1)
    ]

    assert (codes[0], codes[-1]) == (200, 429)


def test_robots_are_shown_the_map_and_kept_from_the_desk(client: Client, db: None) -> None:
    assert client.get("/robots.txt").content.decode() == (
        "User-agent: *\n"
        "Disallow: /*/account/\n"
        "Disallow: /*/desk/\n"
        "Disallow: /*/verify?\n"
        "Sitemap: http://localhost:8000/sitemap.xml\n"
    )


def test_every_address_of_the_map_is_there(gcm: Process, client: Client) -> None:
    tree = ET.fromstring(client.get("/sitemap.xml").content)
    found = [str(each.text) for each in tree.iter() if each.tag.endswith("loc")]
    english = [url for url in found if "/en/" in url]

    assert (len(found), len(english)) == (6 * 18, 18)
    for url in english:
        assert client.get(url.removeprefix("http://localhost:8000")).status_code == 200, url


def test_security_contact_follows_its_standard(gcm: Process, client: Client) -> None:
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert lines == [
        "Contact: mailto:accreditation@gcm.example.org",
        "Expires: 2017-10-02T00:00:00Z",
        "Preferred-Languages: ar, zh-hans, en, fr, ru, es",
        "Canonical: http://localhost:8000/.well-known/security.txt",
    ]


def test_statements_say_what_is_true(db: None, client: Client) -> None:
    privacy = Page(client.get("/en/privacy")).text
    accessibility = Page(client.get("/en/accessibility")).text

    assert "Public pages set no cookie" in privacy
    assert "no outside audit has been made" in accessibility
