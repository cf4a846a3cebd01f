"""The ways between the states of an accreditation, as data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.accredited import rules
from antechamber.accreditation.accredited.states import LIVE, AccreditedState
from antechamber.workflow import Transition, Workflow, from_states

S = AccreditedState
SUSPEND: Final = "accreditation.suspend"
FOLLOW: Final = "accreditation.follow"

ACCREDITATION: Final = Workflow[rules.AccreditedFacts](
    name="accreditation",
    states={state.value: state.label for state in AccreditedState},
    initial=S.ACTIVE,
    final=frozenset({S.ENDED}),
    transitions=(
        Transition(
            name="suspend",
            sources=from_states(S.ACTIVE),
            target=S.SUSPENDED,
            capability=SUSPEND,
            guard=rules.may_suspend,
            record="accreditation.suspended",
            label=_("Suspend"),
            message="accreditation.suspended",
        ),
        Transition(
            name="reinstate",
            sources=from_states(S.SUSPENDED),
            target=S.ACTIVE,
            capability=SUSPEND,
            guard=rules.needs_reason,
            record="accreditation.reinstated",
            label=_("Reinstate"),
            message="accreditation.reinstated",
        ),
        Transition(
            name="confirm",
            sources=from_states(S.ACTIVE),
            target=S.ACTIVE,
            capability=SUSPEND,
            guard=rules.may_confirm,
            record="accreditation.confirmed",
            label=_("Confirm the interim accreditation"),
            message="accreditation.confirmed",
        ),
        Transition(
            name="end",
            sources=frozenset(LIVE),
            target=S.ENDED,
            capability=SUSPEND,
            guard=rules.may_end,
            record="accreditation.ended",
            label=_("End"),
            message="accreditation.ended",
        ),
        Transition(
            name="merge",
            sources=frozenset(LIVE),
            target=S.ENDED,
            capability=FOLLOW,
            guard=rules.may_merge,
            record="accreditation.merged",
            label=_("Merge into the successor's"),
            message="accreditation.merged",
        ),
    ),
)
