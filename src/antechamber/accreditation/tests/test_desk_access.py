"""Every address of the desk × every role. A new address or role fails here until it is decided."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from antechamber.accreditation import desk_urls
from antechamber.accreditation.desk.catalogue import BY_SLUG
from antechamber.accreditation.models import Application
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import browser, page_of
from antechamber.accreditation.tests.factories import NOW, submitted
from antechamber.people.capabilities import ROLES
from antechamber.people.models import Account
from antechamber.people.tests.factories import browser_of

pytestmark = pytest.mark.django_db

SIGN_IN = "/en/account/sign-in?"
SECOND_STEP = "/en/account/second-step?"

# Who comes, with the role and scope that makes them so.
READERS = {
    "officer": ("officer", "gcm/ngls"),
    "officer of another facilitator": ("officer", "gcm/unu"),
    "officer of another process": ("officer", "imrf"),
    "secretariat": ("secretariat", "gcm"),
    "president_office": ("president_office", "gcm"),
    "mission": ("mission", "gcm/mission/FRA"),
    "auditor": ("auditor", "gcm"),
    "administrator": ("administrator", ""),
    "applicant": ("", ""),
    "anonymous": None,
}
SCREENS = ("officer", "officer of another facilitator", "secretariat")
LOOKS = ("officer", "secretariat")
REACHES = {
    "front": SCREENS,
    "queue": SCREENS,
    "csv": SCREENS,
    "views": SCREENS,
    "new_view": SCREENS,
    "view": LOOKS,
    "many_list": SCREENS,
    "many": SCREENS,
    "many_done": LOOKS,
    "many_undo": LOOKS,
    "application": LOOKS,
    "file": LOOKS,
}
ADDRESSES = {
    "front": "/en/gcm/desk/",
    "queue": "/en/gcm/desk/applications",
    "csv": "/en/gcm/desk/applications.csv",
    "views": "/en/gcm/desk/applications/views",
    "new_view": "/en/gcm/desk/applications/views/new",
    "view": "/en/gcm/desk/applications/views/9999",
    "many_list": "/en/gcm/desk/applications/together",
    "many": "/en/gcm/desk/applications/together/new",
    "many_done": "/en/gcm/desk/applications/together/m_none",
    "many_undo": "/en/gcm/desk/applications/together/m_none/undo",
}
OF_NOBODY = ("file", "view", "many_done", "many_undo")  # there is none of that name for anybody
# What each act needs of a role; the secretariat reads, moves and merges, and decides nothing.
RECOMMENDS = {
    "recommend",
    "not-eligible",
    "propose-not-eligible",
    "confirm-not-eligible",
    "decline-not-eligible",
    "not-needed",
    "look-again",
}


def client_of(reader: str, applicant: Account) -> Client:
    kind = READERS[reader]
    if kind is None:
        return Client()
    role, scope = kind
    return browser(factories.an_actor(role, scope)) if role else browser_of(applicant)


@pytest.fixture
def applied():
    process = factories.a_process()
    factories.a_process("imrf")
    return submitted(process)


def expected(reader: str, name: str) -> int:
    if reader == "anonymous":
        return 302
    if reader in REACHES[name]:
        return {"many": 302, **dict.fromkeys(OF_NOBODY, 404)}.get(name, 200)
    return 404 if reader in SCREENS else 403


def test_table_holds_every_role_and_every_address():
    assert {kind[0] for kind in READERS.values() if kind} == {*ROLES, ""}
    assert {pattern.name for pattern in desk_urls.urlpatterns} == {*REACHES, "act", "drop_view"}


@pytest.mark.parametrize("reader", READERS)
def test_address_answers_each_role_as_decided(applied, reader):
    client = client_of(reader, Account.objects.get(pk=applied.by.account_id))

    for name in REACHES:
        file = "files/f_none" if name == "file" else ""
        response = client.get(ADDRESSES.get(name) or page_of(applied.reference, file))
        words = response.content.decode() if response.status_code in {403, 404} else ""

        assert response.status_code == expected(reader, name), name
        if response.status_code == 302 and reader == "anonymous":
            assert response["Location"].startswith(SIGN_IN), name
        if response.status_code == 403:
            assert "Read applications, ask for information, note and assign." in words, name
        if response.status_code == 404:
            assert applied.application.organization.display_name not in words, name


@pytest.mark.parametrize("reader", READERS)
def test_deleting_a_view_answers_each_role_as_decided(applied, reader):
    client = client_of(reader, Account.objects.get(pk=applied.by.account_id))

    response = client.post("/en/gcm/desk/applications/views/9999/delete")

    opens = reader in SCREENS
    assert response.status_code == (303 if opens else 302 if reader == "anonymous" else 403)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("reader", READERS)
def test_act_answers_each_role_as_decided(applied, reader, method):
    client = client_of(reader, Account.objects.get(pk=applied.by.account_id))
    before = Application.objects.values().get(pk=applied.application.pk)

    for slug in BY_SLUG:
        response = getattr(client, method)(page_of(applied.reference, slug))

        empty_form = 422 if method == "post" else 200
        if reader == "secretariat" and slug in RECOMMENDS:
            assert response.status_code == 403, slug
            assert "Recommend an application or refuse it." in response.content.decode(), slug
        elif reader in LOOKS:
            assert response.status_code == empty_form, slug
        else:
            assert response.status_code == expected(reader, "application"), slug
    assert Application.objects.values().get(pk=applied.application.pk) == before


def test_number_beyond_reach_answers_as_one_that_does_not_exist(applied):
    other = client_of("officer of another facilitator", Account())

    there = other.get(page_of(applied.reference))
    nowhere = other.get(page_of("GCM-A-9999"))

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert _without_number(there) == _without_number(nowhere)


def _without_number(response) -> str:
    lines = re.sub(r"GCM-A-\d+", "", response.content.decode()).splitlines()
    request_id = response["X-Request-ID"]
    return "\n".join(line for line in lines if request_id not in line)


def test_number_of_another_process_is_not_found_at_this_desk(applied):
    everywhere = browser(factories.an_officer(""))

    assert everywhere.get(page_of(applied.reference)).status_code == 200
    there = everywhere.get(f"/en/imrf/desk/applications/{applied.reference}")
    assert there.status_code == 404
    assert everywhere.get("/en/nowhere/desk/").status_code == 404


def test_role_without_its_second_step_is_led_to_it(applied):
    account = Account.objects.get(pk=factories.an_officer().account_id)

    response = browser_of(account, second_factor=False).get(page_of(applied.reference))

    assert response.status_code == 302
    assert response["Location"].startswith(SECOND_STEP)


def test_role_that_has_ended_opens_nothing(applied):
    officer = factories.an_officer()
    account = Account.objects.get(pk=officer.account_id)
    account.grants.update(until=NOW)

    assert browser_of(account).get(page_of(applied.reference)).status_code == 403


def test_draft_has_no_page_at_the_desk(applied):
    draft = factories.a_draft(applied.application.process)

    officer = browser(factories.an_officer())

    assert officer.get(page_of(draft.application.key)).status_code == 404


def test_desk_is_kept_by_no_cache(applied):
    response = browser(factories.an_officer()).get(page_of(applied.reference))

    assert "no-store" in response["Cache-Control"]


def test_forged_form_is_refused(applied):
    officer = factories.an_officer()
    client = browser(officer)
    client.handler.enforce_csrf_checks = True

    response = client.post(page_of(applied.reference, "take"), {"revision": "1"})

    assert response.status_code == 403
    assert Application.objects.get(pk=applied.application.pk).state == State.SUBMITTED
