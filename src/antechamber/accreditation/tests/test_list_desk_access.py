"""Every address of the lists at the desk × every role: a new one fails here until it is decided."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation.lists import desk_urls as list_desk_urls
from antechamber.accreditation.lists.desk.catalogue import BY_SLUG
from antechamber.accreditation.lists.desk.entry_catalogue import ENTRY_ACTS, OBJECTION_ACTS
from antechamber.accreditation.models import CandidateList, Objection
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import browser
from antechamber.accreditation.tests.list_factories import CONSULTED_AT, Procedure, circulated
from antechamber.people.capabilities import ROLES
from antechamber.people.models import Account
from antechamber.people.tests.factories import browser_of

pytestmark = pytest.mark.django_db

READERS = {
    "officer": ("officer", "gcm/ngls"),
    "officer of another process": ("officer", "imrf"),
    "secretariat": ("secretariat", "gcm"),
    "president_office": ("president_office", "gcm"),
    "mission": ("mission", "gcm/mission/FRA"),
    "auditor": ("auditor", "gcm"),
    "administrator": ("administrator", ""),
    "applicant": ("", ""),
    "anonymous": None,
}
LOOKS = {"officer", "president_office", "auditor"}
COMPOSES, HANDLES = {"officer"}, {"president_office"}
WHO = {
    "lists": LOOKS,
    "begin": COMPOSES,
    "list": LOOKS,
    "add": COMPOSES,
    "remove": COMPOSES,
    "file": LOOKS,
    "entry": LOOKS,
    "letter": HANDLES,
    "entry_act": HANDLES,
    "objection": HANDLES,
    "act": {"discard": COMPOSES, "freeze": COMPOSES},
}


@pytest.fixture
def procedure() -> Procedure:
    factories.a_process("imrf")
    made = circulated(1)
    made.object(0)
    return made


def addresses(procedure: Procedure) -> list[tuple[str, str, set[str]]]:
    """Return every address with its name and who may open it."""
    reference, key = procedure.references[0], Objection.objects.get().key
    found = []

    def put(name: str, *parts: object, who: set[str] | None = None) -> None:
        address = reverse(f"lists:{name}", args=["gcm", *parts])
        found.append((name, address, WHO[name] if who is None else who))

    put("lists")
    put("begin")
    put("list", 1)
    put("add", 1)
    put("file", 1, "proposed.csv")
    put("entry", 1, reference)
    put("letter", 1, reference)
    for slug in ENTRY_ACTS:
        put("entry_act", 1, reference, slug)
    for slug in OBJECTION_ACTS:
        put("objection", 1, key, slug)
    for slug in BY_SLUG:
        put("act", 1, slug, who=WHO["act"].get(slug, HANDLES))
    return found


def client_of(reader: str, procedure: Procedure) -> Client:
    kind = READERS[reader]
    if kind is None:
        return Client()
    if not kind[0]:
        return browser_of(Account.objects.get(pk=procedure.applied[0].by.account_id))
    return browser(factories.an_actor(*kind))


def test_table_holds_every_role_and_every_address(procedure: Procedure):
    named = {name for name, _address, _who in addresses(procedure)}

    assert {kind[0] for kind in READERS.values() if kind} == {*ROLES, ""}
    assert {each.name for each in list_desk_urls.urlpatterns} == set(WHO) == named | {"remove"}


@pytest.mark.parametrize("reader", READERS)
def test_address_answers_each_role_as_decided(procedure: Procedure, reader: str):
    client = client_of(reader, procedure)
    before = CandidateList.objects.values().get()
    refused = 302 if reader == "anonymous" else 403
    answers, decided = {}, {}

    with clock.frozen_at(CONSULTED_AT):
        for name, address, who in addresses(procedure):
            response = client.get(address)
            answers[address] = 200 if response.status_code == 303 else response.status_code
            decided[address] = 200 if reader in who else refused
            if name not in {"lists", "list", "file", "entry"}:
                sent = client.post(address, {}).status_code
                answers["sent", address] = sent == refused
                decided["sent", address] = reader not in who

    assert answers == decided
    assert CandidateList.objects.values().get() == before


@pytest.mark.parametrize("reader", ["officer", "auditor"])
def test_taking_off_is_for_those_who_compose(procedure: Procedure, reader: str):
    client = client_of(reader, procedure)

    answer = client.post(reverse("lists:remove", args=["gcm", 1]), {})

    assert answer.status_code == (422 if reader in COMPOSES else 403)
