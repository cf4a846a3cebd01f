"""A capability reaches its own scope and all below it, and nothing beside it."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from antechamber.people.actors import PUBLIC, SYSTEM, Actor, Held
from antechamber.people.capabilities import CAPABILITIES, ROLES

SCREEN = "application.screen"
OFFICER = Actor(key="p_officer", account_id=7, held=frozenset({Held(SCREEN, "gcm/ngls")}))

words = st.text("abc", min_size=1, max_size=3)
scopes = st.lists(words, max_size=4).map("/".join)
capabilities = st.sampled_from(sorted(CAPABILITIES))


@pytest.mark.parametrize(
    ("held", "asked", "reached"),
    [
        ("", "gcm/ngls", True),
        ("", "", True),
        ("gcm", "gcm", True),
        ("gcm", "gcm/ngls", True),
        ("gcm", "gcm/mission/FRA", True),
        ("gcm/ngls", "gcm/ngls", True),
        ("gcm/ngls", "gcm", False),
        ("gcm/ngls", "gcm/unu", False),
        ("gcm/ngls", "gcm/ngls2", False),
        ("gcm", "gcm2", False),
        ("gcm", "", False),
        ("gcm/mission/FRA", "gcm/mission/FRANCE", False),
    ],
)
def test_capability_reaches_its_scope_and_all_below(held, asked, reached):
    actor = Actor(key="p_1", account_id=1, held=frozenset({Held(SCREEN, held)}))

    assert bool(actor.may(SCREEN, asked)) is reached


@given(scopes, scopes, capabilities)
def test_scope_reaches_exactly_what_begins_with_its_words(held, asked, capability):
    below = asked.split("/")[: len(held.split("/"))] == held.split("/")

    reached = Held(capability, held).reaches(capability, asked)

    assert reached is (held == "" or below)


@given(scopes, scopes, scopes, capabilities)
def test_reach_carries_on_downwards(high, middle, low, capability):
    if Held(capability, high).reaches(capability, middle) and Held(capability, middle).reaches(
        capability, low
    ):
        assert Held(capability, high).reaches(capability, low)


@given(st.frozensets(st.builds(Held, capabilities, scopes), max_size=5), capabilities, scopes)
def test_actor_may_what_one_of_its_capabilities_reaches(held, capability, scope):
    actor = Actor(key="p_1", account_id=1, held=held)

    assert bool(actor.may(capability, scope)) is any(h.reaches(capability, scope) for h in held)


@given(st.frozensets(st.builds(Held, capabilities, scopes), max_size=5), capabilities)
def test_scopes_of_names_where_a_capability_is_held(held, capability):
    actor = Actor(key="p_1", account_id=1, held=held)

    assert actor.scopes_of(capability) == {h.scope for h in held if h.capability == capability}


@pytest.mark.parametrize("capability", sorted(CAPABILITIES))
@pytest.mark.parametrize("actor", [PUBLIC, SYSTEM], ids=["public", "system"])
def test_public_and_system_hold_no_capability(actor, capability):
    verdict = actor.may(capability, "gcm")

    assert (bool(verdict), verdict.code) == (False, "sign_in_needed")


def test_refusal_says_what_is_missing():
    verdict = OFFICER.may("list.sign_off", "gcm/ngls")

    assert verdict.code == "capability_missing"
    assert str(verdict.words) == (
        "Your role does not include this: Sign off a list and circulate it. "
        "Ask the secretariat if you need it."
    )


def test_capability_that_does_not_exist_is_an_error_of_the_program():
    with pytest.raises(ValueError, match=r"application\.steal is not a capability"):
        OFFICER.may("application.steal", "gcm")


def test_roles_hold_known_capabilities_only():
    assert {c for _name, held in ROLES.values() for c in held} <= set(CAPABILITIES)
