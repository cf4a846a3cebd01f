"""What can happen to a message between being queued and its end, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from antechamber.workflow import YES, Transition, Verdict, Workflow, from_states, no

BY_THE_PROGRAM: Final = ""  # a capability that nobody can hold: the program does it


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards ask about a message."""

    erased: bool = False


def still_has_its_text(facts: Facts) -> Verdict:
    """Refuse what would send a message whose text has been erased."""
    if facts.erased:
        return no(
            "erased", _("The text of this message was erased on its date: it cannot be sent.")
        )
    return YES


WORKFLOW: Final = Workflow[Facts](
    name="message",
    states={
        "queued": _("Waiting to be sent"),
        "sending": _("Being sent"),
        "sent": _("Sent"),
        "failed": _("Not sent"),
        "bounced": _("Refused by the recipient's server"),
    },
    initial="queued",
    transitions=(
        Transition(
            name="claim",
            sources=from_states("queued"),
            target="sending",
            capability=BY_THE_PROGRAM,
            record="",
            label=_("Take for sending"),
            guard=still_has_its_text,
        ),
        Transition(
            name="deliver",
            sources=from_states("sending"),
            target="sent",
            capability=BY_THE_PROGRAM,
            record="",
            label=_("Sent"),
        ),
        Transition(
            name="defer",
            sources=from_states("sending"),
            target="queued",
            capability=BY_THE_PROGRAM,
            record="",
            label=_("Try again later"),
        ),
        Transition(
            name="give_up",
            sources=from_states("sending"),
            target="failed",
            capability=BY_THE_PROGRAM,
            record="",
            label=_("Give up"),
        ),
        Transition(
            name="bounce",
            sources=from_states("sending"),
            target="bounced",
            capability=BY_THE_PROGRAM,
            record="",
            label=_("Refused by the recipient's server"),
        ),
        Transition(
            name="drop",
            sources=from_states("queued"),
            target="failed",
            capability=BY_THE_PROGRAM,
            record="",
            label=_("Drop before it is sent"),
        ),
        Transition(
            name="retry",
            sources=from_states("failed", "bounced"),
            target="queued",
            capability="mail.retry",
            record="mail.retried",
            label=_("Send again"),
            guard=still_has_its_text,
        ),
    ),
    final=from_states("sent"),
)
