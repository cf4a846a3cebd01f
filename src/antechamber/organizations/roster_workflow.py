"""What can happen to a roster file between its upload and its end, as data."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from antechamber.organizations.roster_models import RosterImport
from antechamber.workflow import Transition, Workflow, from_states

CAPABILITY: Final = "roster.import"
BY_THE_PROGRAM: Final = ""  # a capability that nobody can hold: the program does it

WORKFLOW: Final = Workflow[None](
    name="roster",
    states={state.value: state.label for state in RosterImport.State},
    initial="reading",
    transitions=(
        Transition(
            name="read",
            sources=from_states("reading"),
            target="previewed",
            capability=BY_THE_PROGRAM,
            record="roster.read",
            label=_("Read"),
        ),
        Transition(
            name="fail",
            sources=from_states("reading"),
            target="failed",
            capability=BY_THE_PROGRAM,
            record="roster.failed",
            label=_("Give up reading"),
        ),
        Transition(
            name="approve",
            sources=from_states("previewed"),
            target="applying",
            capability=CAPABILITY,
            record="roster.approved",
            label=_("Apply to the register"),
        ),
        Transition(
            name="apply",
            sources=from_states("applying"),
            target="applied",
            capability=BY_THE_PROGRAM,
            record="roster.applied",
            label=_("Applied"),
        ),
        Transition(
            name="discard",
            sources=from_states("reading", "previewed"),
            target="discarded",
            capability=CAPABILITY,
            record="roster.discarded",
            label=_("Discard"),
        ),
    ),
    final=from_states("applied", "failed", "discarded"),
)
