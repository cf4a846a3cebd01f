"""Transitions as data: from → to, who may, guard, record, message. Nothing domain-specific.

A room writes its `Workflow` as a table; its actions call `move`, which is the only code that
assigns a state. The table can be read by people (`docs/`), by tests (every state × every
transition) and by pages (which buttons to show), so the three cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
Facts = TypeVar("Facts")

OVERTAKEN = _("This cannot be done now: someone may have acted before you. Load the page again.")


class DomainError(Exception):
    """A refusal to be read: a code for machines, words for people, a field for forms."""

    def __init__(self, code: str, message: Words, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, or no with a reason."""

    allowed: bool
    code: str = ""
    words: Words = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self, field: str | None = None) -> None:
        """Raise the refusal as a `DomainError`; do nothing for a yes."""
        if not self.allowed:
            raise DomainError(self.code, self.words, field)


YES = Verdict(allowed=True)


def no(code: str, words: Words) -> Verdict:
    """Return a refusal with its reason."""
    return Verdict(allowed=False, code=code, words=words)


def always(facts: object) -> Verdict:
    """Allow whatever the facts are: the guard of a transition that has none."""
    return YES


@dataclass(frozen=True, slots=True)
class Transition(Generic[Facts]):
    """One way from some states to another.

    `capability` is what the actor must hold; `record` is the ledger's verb; `message` is the
    outbox's template for the person who waits for this, or None where nobody does.
    """

    name: str
    sources: frozenset[str]
    target: str
    capability: str
    record: str
    label: Words
    guard: Callable[[Facts], Verdict] = always
    message: str | None = None


class Stateful(Protocol):
    """What `move` needs of a model: one text field that holds the state."""

    state: Any


@dataclass(frozen=True)
class Workflow(Generic[Facts]):
    """The states of one kind of thing and every way between them.

    Raises `ValueError` where the table names an unknown state, repeats a name or leaves a
    state that cannot be reached: a wrong table stops the program, not a person.
    """

    name: str
    states: Mapping[str, Words]
    initial: str
    transitions: tuple[Transition[Facts], ...]
    final: frozenset[str] = frozenset()
    _by_name: dict[str, Transition[Facts]] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({each.name: each for each in self.transitions})
        named = {self.initial, *self.final}
        for each in self.transitions:
            named |= {each.target, *each.sources}
        if unknown := named - set(self.states):
            raise ValueError(f"{self.name}: unknown states {sorted(unknown)}")
        if len(self._by_name) != len(self.transitions):
            raise ValueError(f"{self.name}: two transitions share a name")
        if lost := set(self.states) - self._reachable():
            raise ValueError(f"{self.name}: no way to {sorted(lost)}")
        if leaving := [t.name for t in self.transitions if t.sources & self.final]:
            raise ValueError(f"{self.name}: {leaving} leave a final state")

    def _reachable(self) -> set[str]:
        reached, grown = {self.initial}, True
        while grown:
            found = {t.target for t in self.transitions if t.sources & reached} - reached
            reached |= found
            grown = bool(found)
        return reached

    def __getitem__(self, name: str) -> Transition[Facts]:
        return self._by_name[name]

    def leaving(self, state: str) -> list[Transition[Facts]]:
        """Return the transitions that start from `state`, in the table's order."""
        return [each for each in self.transitions if state in each.sources]

    def verdict(self, name: str, state: str, facts: Facts) -> Verdict:
        """Say whether `name` may happen from `state` under `facts`, and if not, why."""
        transition = self[name]
        if state not in transition.sources:
            return no("wrong_state", OVERTAKEN)
        return transition.guard(facts)

    def move(self, thing: Stateful, name: str, facts: Facts) -> Transition[Facts]:
        """Put `thing` into the state that `name` leads to and return the transition.

        The caller holds the row's lock and saves the thing in the same transaction. Raises
        `DomainError` where the state or the guard refuses.
        """
        self.verdict(name, thing.state, facts).require()
        thing.state = self[name].target
        return self[name]


def from_states(*names: str) -> frozenset[str]:
    """Name the states a transition starts from."""
    return frozenset(names)


def every_state_but(states: Iterable[str], *names: str) -> frozenset[str]:
    """Name all states except some: for acts, such as withdrawal, that stop only at an end."""
    return frozenset(states) - frozenset(names)
