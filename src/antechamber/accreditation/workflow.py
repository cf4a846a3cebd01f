"""The ways between an application's states. Docs, tests and buttons are read from this table.

The second half (lists, silence, objections) is thought through here although its actions follow:
an application's states must not change meaning once there are some.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation import rules
from antechamber.accreditation.states import CHANGEABLE, State
from antechamber.workflow import Transition, Workflow, every_state_but, from_states

S = State
OPEN_TO_OFFICER: Final = from_states(S.SUBMITTED, S.UNDER_REVIEW)

APPLICATION: Final = Workflow[rules.ApplicationFacts](
    name="application",
    states={state.value: state.label for state in State},
    initial=S.DRAFT,
    final=frozenset({S.MERGED, S.ACCREDITED, S.NOT_ACCREDITED}),
    transitions=(
        Transition(
            name="submit",
            sources=from_states(S.DRAFT),
            target=S.SUBMITTED,
            capability="application.apply",
            guard=rules.may_submit,
            record="application.submitted",
            label=_("Submit the application"),
            message="application.received",
        ),
        Transition(
            name="change",
            sources=frozenset(CHANGEABLE),
            target=S.SUBMITTED,
            capability="application.apply",
            guard=rules.may_change,
            record="application.changed",
            label=_("Submit the changes"),
            message="application.changed",
        ),
        Transition(
            name="withdraw",
            sources=every_state_but(
                State, S.DRAFT, S.WITHDRAWN, S.MERGED, S.ACCREDITED, S.NOT_ACCREDITED
            ),
            target=S.WITHDRAWN,
            capability="application.apply",
            record="application.withdrawn",
            label=_("Withdraw the application"),
            message="application.withdrawn",
        ),
        Transition(
            name="reopen",
            sources=from_states(S.WITHDRAWN),
            target=S.DRAFT,
            capability="application.apply",
            guard=rules.may_reopen,
            record="application.reopened",
            label=_("Take the application up again"),
        ),
        Transition(
            name="take",
            sources=from_states(S.SUBMITTED),
            target=S.UNDER_REVIEW,
            capability="application.screen",
            record="application.taken",
            label=_("Start the review"),
        ),
        Transition(
            name="ask",
            sources=OPEN_TO_OFFICER,
            target=S.INFORMATION_REQUESTED,
            capability="application.screen",
            guard=rules.may_ask,
            record="application.asked",
            label=_("Ask for information"),
            message="application.asked",
        ),
        Transition(
            name="answer",
            sources=from_states(S.INFORMATION_REQUESTED),
            target=S.SUBMITTED,
            capability="application.apply",
            guard=rules.may_answer,
            record="application.answered",
            label=_("Send the answer"),
            message="application.answered",
        ),
        Transition(
            name="lapse",
            sources=from_states(S.INFORMATION_REQUESTED),
            target=S.LAPSED,
            capability="application.screen",
            guard=rules.may_lapse,
            record="application.lapsed",
            label=_("Close without prejudice"),
            message="application.lapsed",
        ),
        Transition(
            name="confirm_not_needed",
            sources=OPEN_TO_OFFICER,
            target=S.NOT_NEEDED,
            capability="application.recommend",
            guard=rules.needs_reason,
            record="application.not_needed",
            label=_("No application needed"),
            message="application.not_needed",
        ),
        Transition(
            name="find_ineligible",
            sources=OPEN_TO_OFFICER,
            target=S.INELIGIBLE,
            capability="application.recommend",
            guard=rules.may_find_ineligible,
            record="application.ineligible",
            label=_("Not eligible"),
            message="application.ineligible",
        ),
        Transition(
            name="appeal",
            sources=from_states(S.INELIGIBLE),
            target=S.UNDER_REVIEW,
            capability="application.apply",
            guard=rules.may_appeal,
            record="application.appealed",
            label=_("Ask for another look"),
            message="application.appealed",
        ),
        Transition(
            name="reconsider",
            sources=from_states(S.INELIGIBLE, S.LAPSED, S.NOT_NEEDED, S.RECOMMENDED),
            target=S.UNDER_REVIEW,
            capability="application.recommend",
            guard=rules.needs_reason,
            record="application.reconsidered",
            label=_("Look at it again"),
            message="application.reconsidered",
        ),
        Transition(
            name="merge",
            sources=from_states(
                S.DRAFT, S.SUBMITTED, S.UNDER_REVIEW, S.INFORMATION_REQUESTED, S.RECOMMENDED
            ),
            target=S.MERGED,
            capability="application.merge",
            guard=rules.needs_reason,
            record="application.merged",
            label=_("Merge into another application"),
            message="application.merged",
        ),
        Transition(
            name="recommend",
            sources=OPEN_TO_OFFICER,
            target=S.RECOMMENDED,
            capability="application.recommend",
            guard=rules.needs_reason,
            record="application.recommended",
            label=_("Recommend"),
            message="application.recommended",
        ),
        Transition(
            name="list",
            sources=from_states(S.RECOMMENDED),
            target=S.LISTED,
            capability="list.compose",
            record="application.listed",
            label=_("Put on the proposed list"),
            message="application.listed",
        ),
        Transition(
            name="unlist",
            sources=from_states(S.LISTED),
            target=S.RECOMMENDED,
            capability="list.compose",
            guard=rules.needs_reason,
            record="application.unlisted",
            label=_("Take off the list before it is circulated"),
        ),
        Transition(
            name="object",
            sources=from_states(S.LISTED),
            target=S.OBJECTED,
            capability="list.object",
            record="application.objected",
            label=_("Object"),
            message="application.objected",
        ),
        Transition(
            name="relist",
            sources=from_states(S.OBJECTED, S.UNDER_CONSULTATION, S.REFERRED),
            target=S.LISTED,
            capability="list.object",
            record="application.relisted",
            label=_("Back on the list: the last objection is withdrawn"),
            message="application.relisted",
        ),
        Transition(
            name="consult",
            sources=from_states(S.OBJECTED),
            target=S.UNDER_CONSULTATION,
            capability="list.consult",
            record="application.consulted",
            label=_("Consult on the objection"),
            message="application.consulted",
        ),
        Transition(
            name="clear",
            sources=from_states(S.LISTED, S.OBJECTED, S.UNDER_CONSULTATION),
            target=S.CLEARED,
            capability="list.consult",
            record="application.cleared",
            label=_("Clear: no objection stands"),
        ),
        Transition(
            name="refer",
            sources=from_states(S.OBJECTED, S.UNDER_CONSULTATION),
            target=S.REFERRED,
            capability="list.consult",
            record="application.referred",
            label=_("Refer to the plenary"),
            message="application.referred",
        ),
        Transition(
            name="accredit",
            sources=from_states(S.CLEARED, S.REFERRED),
            target=S.ACCREDITED,
            capability="list.sign_off",
            record="application.accredited",
            label=_("Accredit"),
            message="application.accredited",
        ),
        Transition(
            name="refuse",
            sources=from_states(S.OBJECTED, S.UNDER_CONSULTATION, S.REFERRED),
            target=S.NOT_ACCREDITED,
            capability="list.sign_off",
            record="application.not_accredited",
            label=_("Not accredited"),
            message="application.not_accredited",
        ),
    ),
)
