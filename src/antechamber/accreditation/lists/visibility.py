"""Who may learn who objected and why: pure answers from the modalities.

`docs/security.md` tells them as a table, which a test compares with this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from antechamber.processes.modalities import RuleSet
from antechamber.processes.rule_words import Audience


class Viewer(StrEnum):
    """Who looks at an objection."""

    PUBLIC = "public"
    ORGANIZATION = "organization"
    OTHER_STATE = "other_state"
    OBJECTING_STATE = "objecting_state"
    PRESIDENT_OFFICE = "president_office"
    OFFICER = "officer"
    AUDITOR = "auditor"


class Seen(StrEnum):
    """Whether somebody may learn something. On request means: from the President's office."""

    NO = "no"
    ON_REQUEST = "on_request"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Sight:
    """What a viewer learns of an objection beside that there is one."""

    objector: Seen
    basis: Seen


def may_see(
    viewer: Viewer, rules: RuleSet, *, is_confidential: bool, was_told: bool = False
) -> Sight:
    """Return what a viewer may learn of an objection.

    `was_told` says that the President's office has answered the viewer's question about it; that
    opens what is told on request, and nothing else. A State that asks for confidence is believed:
    then nobody learns anything but those who handle the objection and those who audit them,
    whatever the modalities say.
    """
    if viewer in INSIDERS:
        return Sight(objector=Seen.YES, basis=Seen.YES)
    if is_confidential:
        return Sight(objector=Seen.NO, basis=Seen.NO)
    return Sight(
        objector=_seen(viewer, rules.objector_visibility, was_told),
        basis=_seen(viewer, rules.basis_visibility, was_told),
    )


def _seen(viewer: Viewer, audiences: frozenset[str], was_told: bool) -> Seen:  # noqa: FBT001
    if audiences & _AUDIENCES[viewer]:
        return Seen.YES
    if viewer is Viewer.OTHER_STATE and Audience.STATES_ON_REQUEST in audiences:
        return Seen.YES if was_told else Seen.ON_REQUEST
    return Seen.NO


INSIDERS: Final = frozenset({Viewer.OBJECTING_STATE, Viewer.PRESIDENT_OFFICE, Viewer.AUDITOR})

# An officer explains the outcome to the organization, and so learns what it may learn, no more.
_AUDIENCES: Final[Mapping[Viewer, frozenset[str]]] = {
    Viewer.PUBLIC: frozenset({Audience.PUBLIC}),
    Viewer.ORGANIZATION: frozenset({Audience.ORGANIZATION, Audience.PUBLIC}),
    Viewer.OFFICER: frozenset({Audience.ORGANIZATION, Audience.PUBLIC}),
    Viewer.OTHER_STATE: frozenset({Audience.ALL_STATES, Audience.PUBLIC}),
}
