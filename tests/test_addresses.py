"""What each visitor is answered at every address. A new address fails here until it is decided."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponseBase

from antechamber.accreditation.tests.factories import a_process, grant
from antechamber.people.capabilities import ROLES
from antechamber.people.models import Account
from tests.addresses import (
    DECIDED_BY_ITS_ROOM,
    VISITORS,
    Stage,
    answer,
    every_address,
    rows,
    stage,
)
from tests.pages import Page

__all__ = ["stage"]

pytestmark = pytest.mark.django_db

REASON = re.compile(
    r"Your role does not include this: .+ Ask the secretariat|You hold no role in this process"
)
# These speak of something else than a role.
OTHER_REASONS = {"demo:move"}


def test_every_address_is_decided():
    names = {name for name, _parts in every_address()}
    elsewhere = {name for name in names if name.partition(":")[0] in DECIDED_BY_ITS_ROOM}

    assert set(rows()) == names - elsewhere
    assert {role for kind in VISITORS.values() if kind for role in kind[:1]} == {"", *ROLES}


@pytest.mark.parametrize("visitor", VISITORS)
def test_visitor_is_answered_as_decided(stage: Stage, visitor: str):
    answers = {name: answer(stage.ask(visitor, name)) for name in rows()}

    assert answers == {name: row.answers[visitor] for name, row in rows().items()}


def test_refusal_says_what_is_missing(stage: Stage):
    silent = [
        (visitor, name)
        for visitor, name in _answered("403")
        if name not in OTHER_REASONS and REASON.search(_text(stage.ask(visitor, name))) is None
    ]

    assert silent == []


def test_address_that_is_not_found_tells_nothing(stage: Stage):
    secrets = [stage.applied.application.organization.display_name, stage.applied.reference]

    telling = []
    for visitor, name in _answered("404"):
        words = _text(stage.ask(visitor, name))
        telling += [(visitor, name) for secret in secrets if secret in words]

    assert telling == []


def _answered(status: str) -> Iterator[tuple[str, str]]:
    """Yield every visitor and address to whom the table gives an answer."""
    for visitor in VISITORS:
        for name, row in rows().items():
            if row.answers[visitor] == status:
                yield visitor, name


def test_no_address_takes_a_method_that_it_does_not_know(stage: Stage):
    taken = [
        name
        for name in rows()
        if name not in {"healthz", "readyz"}
        and answer(stage.send("DELETE", "secretariat", name)) not in {"405", "403", "404", "on"}
    ]

    assert taken == []


def test_what_changes_something_is_never_done_by_opening_an_address(stage: Stage):
    posted = [name for name, row in rows().items() if row.method == "POST"]

    assert {name: answer(stage.send("GET", "owner", name)) for name in posted} == dict.fromkeys(
        posted, "405"
    )


# An organization is one identity across processes, and so are those who ask to act for it.
ONE_FOR_ALL = {"accreditation:join", "accreditation:joining", "portal:organization"}


@pytest.mark.parametrize("visitor", ["owner", "secretariat", "administrator"])
def test_code_of_another_process_opens_nothing_of_this_one(stage: Stage, visitor: str):
    a_process("imrf").calls.update(code="other", kind="other")
    account = Account.objects.get(pk=stage.clients[visitor].session["_auth_user_id"])
    if visitor != "owner":
        grant(account, VISITORS[visitor][0], "imrf")
    named = [
        name
        for name, parts in every_address()
        if "process" in parts and len(parts) > 1 and name in rows() and name not in ONE_FOR_ALL
    ]

    answers = {name: answer(stage.ask(visitor, name, process="imrf")) for name in named}

    allowed = {name for name in named if rows()[name].answers[visitor] != "403"}
    assert {name: answers[name] for name in allowed} == dict.fromkeys(allowed, "404")


# Rooms that know a process by its code alone ask for the role, which nobody has in no process.
BELOW_THE_PROCESSES = ("mail:", "organizations:")


def test_code_of_no_process_opens_nothing(stage: Stage):
    named = [
        name
        for name, parts in every_address()
        if "process" in parts and name in rows() and not name.startswith(BELOW_THE_PROCESSES)
    ]

    answers = {name: answer(stage.ask("owner", name, process="nowhere")) for name in named}

    assert answers == dict.fromkeys(named, "404")


@pytest.mark.parametrize("language", ["ar", "fr", "xx"])
def test_address_is_the_same_in_each_language_that_there_is(stage: Stage, language: str):
    path = f"/{language}" + stage.address("accreditation:tasks").removeprefix("/en")

    response = stage.clients["owner"].get(path)

    assert response.status_code == (404 if language == "xx" else 200)


def _text(response: HttpResponseBase) -> str:
    return Page(response.content.decode()).text  # type: ignore[attr-defined]
