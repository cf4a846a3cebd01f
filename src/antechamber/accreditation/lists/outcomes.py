"""What becomes of each name on a list: pure policies, one for each rule that modalities can hold.

The same computation serves the desk, the final list and whoever checks the published files: it
needs no State's name, only how many objections of each standing an entry has. Real cases of each
policy stand in its tests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from antechamber.accreditation.lists.states import (
    ON_FINAL_LIST,
    UNSETTLED,
    WITHOUT_EFFECT,
    Outcome,
    Ruling,
    Standing,
)
from antechamber.processes.rule_words import ObjectionOutcome as Policy

Judged = tuple[Outcome, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as the policies look at it. `is_withdrawn`: the organization no longer applies."""

    reference: str
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Raised:
    """An objection to an entry: which, and where it stands. Whose it is has no bearing."""

    reference: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the deciding body said about an entry. Of several in order, the last one holds."""

    reference: str
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class FinalLine:
    """What became of one entry, with the code of the reason."""

    reference: str
    outcome: Outcome
    reason: str


@dataclass(frozen=True, slots=True)
class FinalList:
    """What became of every entry, in the order of the list."""

    policy: Policy
    lines: tuple[FinalLine, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the references that are on the final list."""
        return tuple(each.reference for each in self.lines if each.outcome in ON_FINAL_LIST)

    @property
    def unsettled(self) -> tuple[str, ...]:
        """Return the references about which somebody still has to decide."""
        return tuple(each.reference for each in self.lines if each.outcome in UNSETTLED)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many entries have each outcome, those that none has left out."""
        return dict(sorted(Counter(str(each.outcome) for each in self.lines).items()))


def final_list(
    entries: Sequence[Listed],
    objections: Sequence[Raised],
    decisions: Sequence[Ruled],
    policy: Policy,
) -> FinalList:
    """Return what becomes of each entry. Deterministic; the order of objections has no bearing.

    Objections and decisions about names that are not on the list are passed over.
    """
    standings: dict[str, Counter[Standing]] = {each.reference: Counter() for each in entries}
    for raised in objections:
        if raised.reference in standings:
            standings[raised.reference][raised.standing] += 1
    rulings = {each.reference: each.ruling for each in decisions}
    return FinalList(
        policy=policy,
        lines=tuple(
            FinalLine(
                each.reference,
                *outcome_of(each, standings[each.reference], rulings.get(each.reference), policy),
            )
            for each in entries
        ),
    )


def outcome_of(
    entry: Listed, standings: Mapping[Standing, int], ruling: Ruling | None, policy: Policy
) -> Judged:
    """Return what becomes of one entry and the code of the reason."""
    if entry.is_withdrawn:
        return Outcome.WITHDRAWN, "withdrawn_by_organization"
    if ruling is not None and policy in DECIDED_BY_BODY:
        return _RULINGS[ruling]
    live = {each for each, number in standings.items() if number and each not in WITHOUT_EFFECT}
    if not live:
        return Outcome.CLEARED, _why_clear(standings)
    if Standing.RECEIVED in live:
        return Outcome.UNDER_CONSULTATION, "objection_unchecked"
    if Standing.REFERRED in live and policy in DECIDED_BY_BODY:
        return Outcome.REFERRED, "decision_awaited"
    return _POLICIES[policy](live)


def _why_clear(standings: Mapping[Standing, int]) -> str:
    if standings.get(Standing.WITHDRAWN, 0):
        return "objections_withdrawn"
    return "objection_late" if standings.get(Standing.LATE, 0) else "no_objection"


def _drop(_live: set[Standing]) -> Judged:
    """Any objection leaves the name off."""
    return Outcome.NOT_ACCREDITED, "objection_stands"


def _chair_consults(live: set[Standing]) -> Judged:
    """The chair talks with the States; an objection that is kept leaves the name off."""
    if live & {Standing.LOGGED, Standing.UNDER_CONSULTATION}:
        return Outcome.UNDER_CONSULTATION, "consultation_open"
    return Outcome.NOT_ACCREDITED, "objection_maintained"


def _plenary_decides(_live: set[Standing]) -> Judged:
    """Only the plenary decides about a name that is objected to."""
    return Outcome.REFERRED, "decision_awaited"


def _secretariat_endorsed(_live: set[Standing]) -> Judged:
    """The list is endorsed as recommended, unless a vote strikes a name out."""
    return Outcome.ACCREDITED, "endorsed_as_recommended"


def _comments_to_organization(_live: set[Standing]) -> Judged:
    """Comments exclude nobody: until the body decides, the organization takes part."""
    return Outcome.INTERIM, "interim_until_decided"


# A drop needs no decision, and none can undo it.
DECIDED_BY_BODY: Final = frozenset(Policy) - {Policy.DROP}

_RULINGS: Final[Mapping[Ruling, Judged]] = {
    Ruling.ADMIT: (Outcome.ACCREDITED, "admitted_by_decision"),
    Ruling.REFUSE: (Outcome.NOT_ACCREDITED, "refused_by_decision"),
}

_POLICIES: Final[Mapping[Policy, Callable[[set[Standing]], Judged]]] = {
    Policy.DROP: _drop,
    Policy.CHAIR_CONSULTS: _chair_consults,
    Policy.PLENARY_DECIDES: _plenary_decides,
    Policy.SECRETARIAT_ENDORSED: _secretariat_endorsed,
    Policy.COMMENTS_TO_ORGANIZATION: _comments_to_organization,
}
