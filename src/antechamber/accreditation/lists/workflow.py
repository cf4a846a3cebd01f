"""The ways between the states of a list, and between the standings of an objection, as data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.lists import rules
from antechamber.accreditation.lists.states import BEFORE_CIRCULATION, ListState, Standing
from antechamber.workflow import Transition, Workflow, from_states

L = ListState
O = Standing  # noqa: E741 - the letter of the word, beside L

LIST: Final = Workflow[rules.ListFacts](
    name="list",
    states={state.value: state.label for state in ListState},
    initial=L.DRAFTING,
    final=frozenset({L.PUBLISHED, L.DISCARDED}),
    transitions=(
        Transition(
            name="freeze",
            sources=from_states(L.DRAFTING),
            target=L.FROZEN,
            capability="list.compose",
            guard=rules.may_freeze,
            record="list.frozen",
            label=_("Freeze the list"),
        ),
        Transition(
            name="sign_off",
            sources=from_states(L.FROZEN),
            target=L.SIGNED_OFF,
            capability="list.sign_off",
            guard=rules.may_sign_off,
            record="list.signed_off",
            label=_("Sign off the list"),
        ),
        Transition(
            name="discard",
            sources=frozenset(BEFORE_CIRCULATION),
            target=L.DISCARDED,
            capability="list.compose",
            guard=rules.needs_words,
            record="list.discarded",
            label=_("Discard the list"),
        ),
        Transition(
            name="circulate",
            sources=from_states(L.SIGNED_OFF),
            target=L.CIRCULATED,
            capability="list.sign_off",
            guard=rules.may_circulate,
            record="list.circulated",
            label=_("Circulate the list to Member States"),
            message="list.circulated",
        ),
        Transition(
            name="extend",
            sources=from_states(L.CIRCULATED),
            target=L.CIRCULATED,
            capability="list.sign_off",
            guard=rules.may_extend,
            record="list.extended",
            label=_("Give Member States more time"),
            message="list.extended",
        ),
        Transition(
            name="close",
            sources=from_states(L.CIRCULATED),
            target=L.CLOSED,
            capability="list.consult",
            guard=rules.may_close,
            record="list.closed",
            label=_("Close the list to objections"),
        ),
        Transition(
            name="issue_final",
            sources=from_states(L.CLOSED),
            target=L.FINAL_ISSUED,
            capability="list.sign_off",
            guard=rules.may_issue,
            record="list.final_issued",
            label=_("Issue the final list"),
        ),
        Transition(
            name="publish",
            sources=from_states(L.FINAL_ISSUED),
            target=L.PUBLISHED,
            capability="list.sign_off",
            guard=rules.may_publish,
            record="list.published",
            label=_("Publish both lists"),
        ),
    ),
)

OBJECTION: Final = Workflow[rules.ObjectionFacts](
    name="objection",
    states={standing.value: standing.label for standing in Standing},
    initial=O.RECEIVED,
    final=frozenset({O.WITHDRAWN, O.UPHELD, O.OVERRULED}),
    transitions=(
        Transition(
            name="log",
            sources=from_states(O.RECEIVED),
            target=O.LOGGED,
            capability="list.consult",
            guard=rules.may_log,
            record="objection.logged",
            label=_("Confirm what was written down"),
        ),
        Transition(
            name="find_late",
            sources=from_states(O.RECEIVED),
            target=O.LATE,
            capability="list.consult",
            record="objection.came_late",
            label=_("Out of time"),
        ),
        Transition(
            name="admit",
            sources=from_states(O.LATE),
            target=O.LOGGED,
            capability="list.consult",
            guard=rules.needs_words,
            record="objection.admitted",
            label=_("Admit although out of time"),
        ),
        Transition(
            name="consult",
            sources=from_states(O.LOGGED),
            target=O.UNDER_CONSULTATION,
            capability="list.consult",
            record="objection.consulted",
            label=_("Consult the Member State"),
        ),
        Transition(
            name="maintain",
            sources=from_states(O.LOGGED, O.UNDER_CONSULTATION),
            target=O.MAINTAINED,
            capability="list.consult",
            record="objection.maintained",
            label=_("The objection is maintained"),
        ),
        Transition(
            name="withdraw",
            sources=from_states(
                O.RECEIVED, O.LOGGED, O.UNDER_CONSULTATION, O.MAINTAINED, O.LATE, O.REFERRED
            ),
            target=O.WITHDRAWN,
            capability="list.object",
            record="objection.withdrawn",
            label=_("Withdraw the objection"),
        ),
        Transition(
            name="refer",
            sources=from_states(O.LOGGED, O.UNDER_CONSULTATION, O.MAINTAINED),
            target=O.REFERRED,
            capability="list.consult",
            record="objection.referred",
            label=_("Refer to the plenary"),
        ),
        Transition(
            name="uphold",
            sources=from_states(O.REFERRED),
            target=O.UPHELD,
            capability="list.consult",
            record="objection.upheld",
            label=_("The plenary follows the objection"),
        ),
        Transition(
            name="overrule",
            sources=from_states(O.REFERRED),
            target=O.OVERRULED,
            capability="list.consult",
            record="objection.overruled",
            label=_("The plenary does not follow the objection"),
        ),
    ),
)
