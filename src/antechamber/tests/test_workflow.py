"""The table of transitions: what it refuses to be, and what it refuses to do."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from antechamber.workflow import (
    YES,
    DomainError,
    Transition,
    Verdict,
    Workflow,
    always,
    every_state_but,
    from_states,
    no,
)


@dataclass(frozen=True)
class Weather:
    raining: bool


def dry(facts: Weather) -> Verdict:
    return no("raining", "Not in the rain.") if facts.raining else YES


def transition(name: str, sources: frozenset[str], target: str, **rest) -> Transition[Weather]:
    return Transition(
        name=name,
        sources=sources,
        target=target,
        capability="window.move",
        record=f"window.{name}",
        label=name.capitalize(),
        **rest,
    )


STATES = {"shut": "Shut", "open": "Open", "broken": "Broken"}
OPEN = transition("open", from_states("shut"), "open", guard=dry)
SHUT = transition("shut", from_states("open"), "shut", message="window.shut")
BREAK = transition("break", every_state_but(STATES, "broken"), "broken")
WINDOW = Workflow(
    name="window",
    states=STATES,
    initial="shut",
    transitions=(OPEN, SHUT, BREAK),
    final=frozenset({"broken"}),
)
DRY, WET = Weather(raining=False), Weather(raining=True)


@dataclass
class Window:
    state: str = "shut"


# (state, transition, weather) → the code of the refusal, "" where it is allowed
TABLE = [
    ("shut", "open", DRY, ""),
    ("shut", "open", WET, "raining"),
    ("shut", "shut", DRY, "wrong_state"),
    ("shut", "break", WET, ""),
    ("open", "open", DRY, "wrong_state"),
    ("open", "open", WET, "wrong_state"),
    ("open", "shut", WET, ""),
    ("open", "break", DRY, ""),
    ("broken", "open", DRY, "wrong_state"),
    ("broken", "shut", DRY, "wrong_state"),
    ("broken", "break", DRY, "wrong_state"),
]
CODES = {(state, name, weather): code for state, name, weather, code in TABLE}


@pytest.mark.parametrize(("state", "name", "weather", "code"), TABLE)
def test_move_does_what_the_table_says(state, name, weather, code):
    window = Window(state)

    verdict = WINDOW.verdict(name, state, weather)

    assert (bool(verdict), verdict.code) == (not code, code)
    if code:
        with pytest.raises(DomainError) as refusal:
            WINDOW.move(window, name, weather)
        assert (refusal.value.code, window.state) == (code, state)
    else:
        assert WINDOW.move(window, name, weather) is WINDOW[name]
        assert window.state == WINDOW[name].target


def test_table_above_covers_every_state_and_transition():
    decided = {(state, name) for state, name, _weather, _code in TABLE}

    assert decided == {(state, each.name) for state in STATES for each in WINDOW.transitions}


@pytest.mark.parametrize(
    ("state", "names"),
    [("shut", ["open", "break"]), ("open", ["shut", "break"]), ("broken", [])],
)
def test_leaving_lists_the_ways_out_in_the_tables_order(state, names):
    assert [each.name for each in WINDOW.leaving(state)] == names


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"initial": "ajar"}, "window: unknown states ['ajar']"),
        ({"final": frozenset({"gone"})}, "window: unknown states ['gone']"),
        (
            {"transitions": (OPEN, SHUT, BREAK, transition("tilt", from_states("ajar"), "shut"))},
            "window: unknown states ['ajar']",
        ),
        (
            {"transitions": (OPEN, SHUT, BREAK, transition("tilt", from_states("shut"), "ajar"))},
            "window: unknown states ['ajar']",
        ),
        (
            {"transitions": (OPEN, SHUT, BREAK, transition("open", from_states("shut"), "shut"))},
            "window: two transitions share a name",
        ),
        ({"transitions": (OPEN, SHUT)}, "window: no way to ['broken']"),
        (
            {"transitions": (OPEN, SHUT, BREAK, transition("mend", from_states("broken"), "shut"))},
            "window: ['mend'] leave a final state",
        ),
    ],
)
def test_wrong_table_stops_the_program(changes, words):
    right = {
        "name": "window",
        "states": STATES,
        "initial": "shut",
        "transitions": (OPEN, SHUT, BREAK),
        "final": frozenset({"broken"}),
    }

    with pytest.raises(ValueError, match=r"^window: ") as refusal:
        Workflow(**right | changes)

    assert str(refusal.value) == words


def test_unknown_transition_is_an_error_of_the_program():
    with pytest.raises(KeyError):
        WINDOW.verdict("tilt", "shut", DRY)


def test_refusal_reads_as_its_words():
    refusal = DomainError("raining", "Not in the rain.", "window")

    assert (str(refusal), refusal.code, refusal.field) == ("Not in the rain.", "raining", "window")


def test_verdict_requires_or_raises_with_the_field():
    YES.require("window")
    with pytest.raises(DomainError) as refusal:
        no("raining", "Not in the rain.").require("window")

    assert (refusal.value.code, refusal.value.field) == ("raining", "window")
    assert always(object()) is YES


names = st.sampled_from("abcdef")
some_states = st.sets(names, min_size=1).map(sorted)


@st.composite
def tables(draw):
    """Any table over known states, right or wrong."""
    states = draw(some_states)
    known = st.sampled_from(states)
    ways = draw(st.lists(st.tuples(st.frozensets(known, min_size=1), known), max_size=8))
    return {
        "name": "any",
        "states": {state: state for state in states},
        "initial": draw(known),
        "transitions": tuple(transition(f"t{n}", *way) for n, way in enumerate(ways)),
        "final": draw(st.frozensets(known, max_size=2)),
    }


def reached_by_walking(table) -> set[str]:
    """Find what can be reached the slow way: one step at a time, as often as there are states."""
    reached = {table["initial"]}
    for _step in table["states"]:
        reached |= {way.target for way in table["transitions"] if way.sources & reached}
    return reached


@given(tables())
def test_table_is_accepted_exactly_when_it_is_sound(table):
    sound = reached_by_walking(table) == set(table["states"]) and not any(
        way.sources & table["final"] for way in table["transitions"]
    )

    try:
        Workflow(**table)
        accepted = True
    except ValueError:
        accepted = False

    assert accepted is sound


class WindowWalk(RuleBasedStateMachine):
    """Any order of attempts in any weather leaves the window where a slow reading says."""

    def __init__(self) -> None:
        super().__init__()
        self.window = Window()
        self.expected = "shut"

    @rule(name=st.sampled_from(["open", "shut", "break"]), weather=st.sampled_from([DRY, WET]))
    def attempt(self, name, weather):
        refused = CODES.get((self.expected, name, weather))
        verdict = WINDOW.verdict(name, self.window.state, weather)
        if refused is not None:
            assert verdict.code == refused
        if verdict:
            WINDOW.move(self.window, name, weather)
            self.expected = WINDOW[name].target
        else:
            with pytest.raises(DomainError):
                WINDOW.move(self.window, name, weather)

    @invariant()
    def stands_where_expected(self):
        assert self.window.state == self.expected

    @invariant()
    def broken_is_for_ever(self):
        if self.window.state == "broken":
            assert not any(WINDOW.verdict(way.name, "broken", DRY) for way in WINDOW.transitions)


TestWindowWalk = WindowWalk.TestCase
