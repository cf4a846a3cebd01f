"""What an officer can do with an application now, and why not the rest. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.rules import ApplicationFacts, may_confirm, may_lapse
from antechamber.accreditation.states import TRANSFERABLE, State
from antechamber.accreditation.workflow import APPLICATION
from antechamber.people.actors import Actor
from antechamber.workflow import Transition, Verdict, always, no

# In the order in which they stand on the page, always: a hand learns where each is.
ACTS: Final = (
    "take",
    "recommend",
    "ask",
    "find_ineligible",
    "propose_ineligible",
    "confirm_ineligible",
    "decline_ineligible",
    "confirm_not_needed",
    "reconsider",
    "note",
    "assign",
    "transfer",
    "merge",
    "lapse",
)


@dataclass(frozen=True, slots=True)
class Beside:
    """An act that changes no state, or through another's hand, and where it can be done."""

    capability: str
    label: str | Promise
    sources: frozenset[State] | frozenset[str]


_REFUSABLE: Final = APPLICATION["find_ineligible"].sources
BESIDE_THE_WORKFLOW: Final = {
    "propose_ineligible": Beside("application.recommend", _("Propose: not eligible"), _REFUSABLE),
    "confirm_ineligible": Beside("application.recommend", _("Confirm: not eligible"), _REFUSABLE),
    "decline_ineligible": Beside("application.recommend", _("Decline the proposal"), _REFUSABLE),
    "note": Beside("application.screen", _("Add a note"), frozenset(State) - {State.DRAFT}),
    "assign": Beside("application.screen", _("Assign or give back"), TRANSFERABLE),
    "transfer": Beside("application.transfer", _("Move to another category"), TRANSFERABLE),
}

# What these ask depends on nothing typed, so the page says it before the button is pressed.
_ASKED_AT_ONCE: Final[dict[str, Callable[[ApplicationFacts], Verdict]]] = {
    "lapse": may_lapse,
    "confirm_ineligible": may_confirm,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """An act by name, with the verdict on whether it can be done now, before anything is typed."""

    name: str
    label: str | Promise
    verdict: Verdict


def offers(
    state: str, scope: str, by: Actor, facts: ApplicationFacts, opened: str = ""
) -> list[Offer]:
    """Return the acts in their order; `scope` is that of the application's facilitator.

    One that is `opened` is among them, whatever the rules say by now.
    """
    return [
        Offer(name, label_of(name), verdict_on(name, state, scope, by, facts))
        for name in ACTS
        if name == opened or _is_met(name, facts)
    ]


def _is_met(name: str, facts: ApplicationFacts) -> bool:
    """Say whether an act has a place: one person refuses, or one proposes and another confirms."""
    if name == "find_ineligible":
        return not facts.needs_second
    if name == "propose_ineligible":
        return facts.needs_second and not facts.proposed_by
    if name in {"confirm_ineligible", "decline_ineligible"}:
        return bool(facts.proposed_by)
    return True


def capability_for(name: str) -> str:
    """Return the capability that an act needs."""
    return _row(name).capability


def sources_of(name: str) -> frozenset[State] | frozenset[str]:
    """Return the states in which an act can be done."""
    return _row(name).sources


def label_of(name: str) -> str | Promise:
    """Return the words of an act."""
    return _row(name).label


def _row(name: str) -> Beside | Transition[ApplicationFacts]:
    return BESIDE_THE_WORKFLOW.get(name) or APPLICATION[name]


def verdict_on(name: str, state: str, scope: str, by: Actor, facts: ApplicationFacts) -> Verdict:
    """Say whether the actor may do an act in this state, as far as it depends on nothing typed."""
    if not (held := by.may(capability_for(name), scope)):
        return held
    if state not in sources_of(name):
        return no("wrong_state", _("This is not possible in the application's present state."))
    return _ASKED_AT_ONCE.get(name, always)(facts)
