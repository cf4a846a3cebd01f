"""Each person at the desk sees the pages that open for them, and only those."""

from __future__ import annotations

import pytest

from antechamber.people.actors import PUBLIC, Actor, Held
from antechamber.people.capabilities import ROLES
from antechamber.people.desk_pages import links_for


def actor(role: str, scope: str) -> Actor:
    _words, capabilities = ROLES[role]
    held = frozenset(Held(capability, scope) for capability in capabilities)
    return Actor(key="p_test", account_id=1, held=held)


@pytest.mark.parametrize(
    ("role", "scope", "lacking"),
    [
        ("officer", "gcm/ngls", {"Messages", "Roles"}),
        ("secretariat", "gcm", set()),
        ("president_office", "gcm", {"Overview", "Applications", "Messages", "Roles"}),
        ("auditor", "gcm", {"Overview", "Applications", "Messages", "Roles"}),
        ("mission", "gcm/mission/ISL", {"Overview", "Applications", "Calls", "Modalities"}),
    ],
)
def test_links_follow_the_role(role, scope, lacking):
    every = {"Overview", "Applications", "Calls", "Modalities", "Messages", "Roles"}

    labels = {link.label for link in links_for(actor(role, scope), "gcm", "/en/gcm/desk/")}

    assert labels & every & lacking == set()
    if role == "secretariat":
        assert every <= labels


def test_roles_of_another_process_open_nothing():
    assert links_for(actor("officer", "imrf"), "gcm", "/en/gcm/desk/") == []


def test_public_sees_nothing():
    assert links_for(PUBLIC, "gcm", "/en/gcm/desk/") == []


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/en/gcm/desk/", "Overview"),
        ("/en/gcm/desk/applications/GCM-A-0001", "Applications"),
        ("/en/gcm/desk/calls/accreditation/extend", "Calls"),
    ],
)
def test_page_one_is_in_is_current(path, label):
    links = links_for(actor("secretariat", "gcm"), "gcm", path)

    assert [link.label for link in links if link.current] == [label]
