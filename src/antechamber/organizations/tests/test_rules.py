"""Which statuses follow from decisions, and that the order of telling does not matter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from antechamber.organizations.names import StatusKind as NotedKind
from antechamber.organizations.roster_cleaning import Decision
from antechamber.organizations.roster_register import StatusFact
from antechamber.organizations.rules import BEGINNINGS, ENDINGS, Standing, standings
from antechamber.organizations.statuses import StatusKind

D = Decision
UNSTATED, SPECIAL = StatusKind.ECOSOC_UNSTATED, StatusKind.ECOSOC_SPECIAL
GENERAL, ROSTER = StatusKind.ECOSOC_GENERAL, StatusKind.ECOSOC_ROSTER
MAY, JUNE, JULY = date(2011, 5, 2), date(2014, 6, 14), date(2016, 7, 25)


def on(decision: Decision, day: date) -> StatusFact:
    return StatusFact(decision, day)


def noted(kind: NotedKind, year: int | None = None) -> StatusFact:
    return StatusFact(D.GRANTED, kind=kind, year=year)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], []),
        ([on(D.DEFERRED, MAY), on(D.DECLINED, JUNE)], []),
        ([on(D.GRANTED, MAY)], [Standing(UNSTATED, 2011, MAY)]),
        (
            [on(D.GRANTED, MAY), on(D.GRANTED_AT_FIRST_CONSIDERATION, MAY)],
            [Standing(UNSTATED, 2011, MAY)],
        ),
        ([on(D.GRANTED, MAY), on(D.WITHDRAWN, JUNE)], [Standing(UNSTATED, 2011, MAY, JUNE)]),
        (
            [on(D.GRANTED, MAY), on(D.SUSPENDED, JUNE), on(D.REINSTATED, JULY)],
            [Standing(UNSTATED, 2011, MAY, JUNE), Standing(UNSTATED, 2016, JULY)],
        ),
        ([on(D.WITHDRAWN, JUNE)], []),
        ([on(D.RECLASSIFIED, JUNE)], [Standing(UNSTATED, 2014, JUNE)]),
        ([noted(NotedKind.SPECIAL, 2011)], [Standing(SPECIAL, 2011)]),
        ([noted(NotedKind.UNSTATED, 2018)], [Standing(UNSTATED, 2018)]),
        ([StatusFact(D.GRANTED)], [Standing(UNSTATED)]),
        (
            [on(D.GRANTED, MAY), noted(NotedKind.SPECIAL, 2011)],
            [Standing(SPECIAL, 2011, MAY)],
        ),
        (
            [on(D.GRANTED, MAY), noted(NotedKind.ROSTER, 2012)],
            [Standing(ROSTER, 2011, MAY)],
        ),
        (
            [noted(NotedKind.SPECIAL, 1949), noted(NotedKind.GENERAL, 2004)],
            [Standing(SPECIAL, 1949), Standing(GENERAL, 2004)],
        ),
        (
            [noted(NotedKind.SPECIAL, 1998), noted(NotedKind.SPECIAL, 1996)],
            [Standing(SPECIAL, 1996)],
        ),
        (
            [noted(NotedKind.SPECIAL), noted(NotedKind.SPECIAL, 1996)],
            [Standing(SPECIAL, 1996)],
        ),
        (
            [noted(NotedKind.SPECIAL, 1997), on(D.WITHDRAWN, JUNE)],
            [Standing(SPECIAL, 1997, until=JUNE)],
        ),
        (
            [noted(NotedKind.SPECIAL, 2015), on(D.WITHDRAWN, JUNE)],
            [Standing(SPECIAL, 2015)],
        ),
    ],
)
def test_standings_follow_from_decisions(facts, expected):
    assert standings(facts) == tuple(expected)


days = st.dates(date(1998, 1, 1), date(2024, 12, 31))
dated = st.builds(StatusFact, st.sampled_from(list(Decision)), days)
undated = st.builds(
    noted,
    st.sampled_from([k for k in NotedKind if k is not NotedKind.NONE]),
    st.integers(1946, 2024),
)


@given(st.lists(st.one_of(dated, undated), max_size=12), st.randoms(use_true_random=False))
def test_the_order_in_which_rosters_tell_makes_no_difference(facts, chance):
    shuffled = facts[:]
    chance.shuffle(shuffled)

    assert set(standings(shuffled)) == set(standings(facts))


@given(st.lists(st.one_of(dated, undated), max_size=12))
def test_no_status_ends_before_it_begins_or_stands_twice(facts):
    found = standings(facts)

    assert all(s.until is None or s.since is None or s.since <= s.until for s in found)
    keys = [(s.kind, s.since) for s in found]
    assert len(set(keys)) == len(keys)
    assert sum(1 for s in found if s.since and s.until is None) <= 1


def test_every_decision_is_decided_upon():
    neutral = {
        D.DEFERRED,
        D.DEFERRED_NEW,
        D.RECLASSIFICATION_DEFERRED,
        D.CLOSED_NO_REPLY,
        D.APPLICATION_WITHDRAWN,
        D.DECLINED,
    }

    assert set(Decision) == BEGINNINGS | ENDINGS | neutral
