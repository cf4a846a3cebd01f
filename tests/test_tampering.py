"""Addresses and forms that somebody altered: nothing of others opens, and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation.models import Application
from antechamber.accreditation.tests.factories import (
    NOW,
    Applied,
    a_draft,
    a_process,
    an_account,
    submitted,
)
from antechamber.people.actors import actor_of
from antechamber.people.models import Account
from antechamber.people.tests.factories import browser_of
from antechamber.processes.models import Category
from antechamber.record.models import Entry
from tests.visitors import Visitor, a_certificate

pytestmark = pytest.mark.django_db


@dataclass
class Two:
    """Two applicants of one process, each in a browser; the second is the curious one."""

    own: Applied
    other: Applied
    curious: Visitor

    def open(self, name: str, *arguments: object, query: str = "") -> int:
        self.curious.open(reverse(f"accreditation:{name}", args=["gcm", *arguments]) + query)
        return self.curious.status


@pytest.fixture
def two() -> Iterator[Two]:
    process = a_process()
    other = submitted(process, by=actor_of(an_account("Amina"), NOW))
    own = a_draft(process, by=actor_of(an_account("Curious"), NOW))
    with clock.frozen_at(NOW):
        documents = reverse(
            "accreditation:section", args=["gcm", other.application.key, "documents"]
        )
        theirs = browser_of(Account.objects.get(pk=other.by.account_id))
        theirs.post(documents, {"letter": a_certificate()})
        client = browser_of(Account.objects.get(pk=own.by.account_id))
        client.handler.enforce_csrf_checks = True
        yield Two(own, other, Visitor(client))


def states() -> list[tuple[object, ...]]:
    """Return all that an application is, for a comparison."""
    return list(Application.objects.order_by("id").values_list())


def test_page_that_the_form_does_not_have_is_not_found(two: Two):
    key = two.own.application.key

    answers = {
        "another page": two.open("section", key, "secrets"),
        "a key with one letter more": two.open("tasks", key + "0"),
        "a key in capitals": two.open("tasks", key.upper()),
        "a version of a draft": two.open("version", key, 1),
        "version 0": two.open("version", key, 0),
        "a receipt of a draft": two.open("receipt", key),
        "a file that is not": two.open("file", key, "f_none"),
    }

    assert answers == dict.fromkeys(answers, 404)


def test_file_of_another_application_does_not_open_below_an_own_one(two: Two):
    file = two.other.application.files.get().file.key

    assert two.open("file", two.own.application.key, file) == 404
    assert two.open("file", two.other.application.key, file) == 404


def test_draft_of_another_organization_cannot_be_begun_again(two: Two):
    hidden = a_draft(two.own.application.process).application.organization

    assert two.open("begin", query=f"?organization={hidden.key}") == 404
    assert two.open("begin", query="?organization=o_nowhere") == 404
    assert two.open("join", hidden.key) == 404
    assert two.open("keep", hidden.key) == 404


def test_known_organization_with_a_focal_point_leads_to_joining_and_begins_nothing(two: Two):
    known = two.other.application.organization
    before = states()

    two.open("begin", query=f"?organization={known.key}")
    page = two.curious.send({"category": "ngo"})

    assert two.curious.address == reverse("accreditation:join", args=["gcm", known.key])
    assert page.heading == "Someone acts for this organization already"
    assert states() == before


def test_category_of_another_process_is_no_choice(two: Two):
    Category.objects.create(
        process=a_process("imrf"),
        code="states",
        name="States",
        facilitator=a_process("csw").facilitators.earliest("order"),
        order=9,
    )
    before = states()
    two.open("category", two.own.application.key)

    two.curious.send({"category": "states"})

    assert two.curious.status == 422
    assert states() == before


@pytest.mark.parametrize("sent", ["submit", "discard", "withdraw", "reopen"])
def test_form_without_its_proof_does_nothing_and_says_what_to_do(two: Two, sent: str):
    before, entries = states(), Entry.objects.count()
    path = reverse(f"accreditation:{sent}", args=["gcm", two.own.application.key])

    response = two.curious.client.post(path, {"csrfmiddlewaretoken": "x" * 32})

    assert response.status_code == 403
    assert "what you typed is still there" in response.content.decode()
    assert (states(), Entry.objects.count()) == (before, entries)


def test_session_that_was_altered_is_nobodys(two: Two):
    cookie = two.curious.client.cookies[settings.SESSION_COOKIE_NAME]
    altered = cookie.value[:-1] + ("b" if cookie.value.endswith("a") else "a")
    cookie.set(settings.SESSION_COOKIE_NAME, altered, altered)

    two.open("tasks", two.own.application.key)

    assert two.curious.address.startswith(reverse("people:sign_in"))


@pytest.mark.parametrize("place", [0, 3, 8])
def test_receipt_code_with_one_other_sign_is_not_genuine(two: Two, place: int):
    code = two.other.application.versions.get().receipt_code.replace("-", "")
    sign = "2" if code[place] != "2" else "3"
    altered = code[:place] + sign + code[place + 1 :]

    page = two.curious.open(f"/en/verify?code={altered}")
    genuine = two.curious.open(f"/en/verify?code={code.lower()}")

    assert "This paper is genuine" not in page.text
    assert "This paper is genuine" in genuine.text


def test_what_was_submitted_is_not_discarded_or_moved_by_a_form_kept_open(two: Two):
    two.open("discard", two.own.application.key)
    discard = two.curious.page
    two.open("category", two.own.application.key)
    category = two.curious.page
    two.open("check_answers", two.own.application.key)
    two.curious.send(form="/submit")
    before = states()
    statuses = []
    for name, page, typed in (
        ("discard", discard, {}),
        ("category", category, {"category": "academia"}),
    ):
        two.curious.address = reverse(
            f"accreditation:{name}", args=["gcm", two.own.application.key]
        )
        two.curious.page = page
        two.curious.send(typed)
        statuses.append(two.curious.status)

    assert statuses == [422, 422]
    assert states() == before


def test_category_of_what_was_submitted_is_not_offered_for_change(two: Two):
    two.open("check_answers", two.own.application.key)
    two.curious.send(form="/submit")

    two.open("category", two.own.application.key)

    assert two.curious.address == reverse(
        "accreditation:tasks", args=["gcm", two.own.application.key]
    )
