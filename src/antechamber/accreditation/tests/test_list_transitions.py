"""Every way of a list and of an objection, from every state: the tables, literally."""

from __future__ import annotations

from datetime import timedelta

import pytest

from antechamber.accreditation.lists.rules import (
    ListFacts,
    ObjectionFacts,
    default_end,
    may_compose,
)
from antechamber.accreditation.lists.states import ListKind, ListState, Standing
from antechamber.accreditation.lists.workflow import LIST, OBJECTION
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    CLOSED_AT,
    FALLS_AT,
)
from antechamber.processes.rules import Announcement, Window
from antechamber.record import vocabulary

L, S = ListState, Standing
SILENCE = Window(CIRCULATED_AT, (Announcement(FALLS_AT, CIRCULATED_AT),))

LIST_WAYS = {
    "freeze": {L.DRAFTING: L.FROZEN},
    "sign_off": {L.FROZEN: L.SIGNED_OFF},
    "discard": dict.fromkeys([L.DRAFTING, L.FROZEN, L.SIGNED_OFF], L.DISCARDED),
    "circulate": {L.SIGNED_OFF: L.CIRCULATED},
    "extend": {L.CIRCULATED: L.CIRCULATED},
    "close": {L.CIRCULATED: L.CLOSED},
    "issue_final": {L.CLOSED: L.FINAL_ISSUED},
    "publish": {L.FINAL_ISSUED: L.PUBLISHED},
}
OBJECTION_WAYS = {
    "log": {S.RECEIVED: S.LOGGED},
    "find_late": {S.RECEIVED: S.LATE},
    "admit": {S.LATE: S.LOGGED},
    "consult": {S.LOGGED: S.UNDER_CONSULTATION},
    "maintain": dict.fromkeys([S.LOGGED, S.UNDER_CONSULTATION], S.MAINTAINED),
    "withdraw": dict.fromkeys(
        [S.RECEIVED, S.LOGGED, S.UNDER_CONSULTATION, S.MAINTAINED, S.LATE, S.REFERRED],
        S.WITHDRAWN,
    ),
    "refer": dict.fromkeys([S.LOGGED, S.UNDER_CONSULTATION, S.MAINTAINED], S.REFERRED),
    "uphold": {S.REFERRED: S.UPHELD},
    "overrule": {S.REFERRED: S.OVERRULED},
}


def facts_for(name: str) -> ListFacts:
    """Return facts under which the guard of a transition says yes."""
    return {
        "close": ListFacts(at=CLOSED_AT, silence=SILENCE),
        "extend": ListFacts(
            at=CIRCULATED_AT,
            silence=SILENCE,
            closes_at=FALLS_AT + timedelta(days=1),
            reason="Asked.",
        ),
    }.get(
        name,
        ListFacts(at=CIRCULATED_AT, closes_at=FALLS_AT, entries=1, actor="p_1", reason="Wrong."),
    )


@pytest.mark.parametrize("state", ListState)
@pytest.mark.parametrize("name", [each.name for each in LIST.transitions])
def test_every_way_of_a_list(name, state):
    verdict = LIST.verdict(name, state, facts_for(name))

    target = LIST_WAYS[name].get(state)
    assert (bool(verdict), verdict.code) == ((True, "") if target else (False, "wrong_state"))
    assert set(LIST_WAYS[name].values()) == {LIST[name].target}


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("name", [each.name for each in OBJECTION.transitions])
def test_every_way_of_an_objection(name, standing):
    facts = ObjectionFacts(at=CIRCULATED_AT, reason="Late post.")
    verdict = OBJECTION.verdict(name, standing, facts)

    target = OBJECTION_WAYS[name].get(standing)
    assert (bool(verdict), verdict.code) == ((True, "") if target else (False, "wrong_state"))
    assert set(OBJECTION_WAYS[name].values()) == {OBJECTION[name].target}


def test_every_way_writes_a_registered_verb():
    named = {each.record for table in (LIST, OBJECTION) for each in table.transitions}

    assert named <= set(vocabulary.verbs())


@pytest.mark.parametrize(
    ("kind", "proposed", "circulated", "code"),
    [
        (ListKind.PROPOSED, False, False, ""),
        (ListKind.PROPOSED, True, False, "proposed_list_exists"),
        (ListKind.PROPOSED, True, True, "proposed_list_exists"),
        (ListKind.SUPPLEMENTARY, True, True, ""),
        (ListKind.SUPPLEMENTARY, True, False, "nothing_to_supplement"),
        (ListKind.SUPPLEMENTARY, False, False, "nothing_to_supplement"),
    ],
)
def test_which_lists_may_be_begun(kind, proposed, circulated, code):
    assert may_compose(kind, proposed=proposed, circulated=circulated).code == code


@pytest.mark.parametrize(
    ("zone", "end"),
    [
        ("America/New_York", "2017-04-13T03:59:59+00:00"),
        ("Europe/Zurich", "2017-04-12T21:59:59+00:00"),
        ("UTC", "2017-04-12T23:59:59+00:00"),
    ],
)
def test_silence_ends_with_the_last_day_of_the_processs_own_clock(zone, end):
    assert default_end(CIRCULATED_AT, 7, zone).isoformat() == end
