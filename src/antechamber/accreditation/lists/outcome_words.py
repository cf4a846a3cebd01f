"""How an objection stands and what became of a name, as pages say and mark it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.lists.states import Outcome, Standing
from antechamber.web.components import Tone

STANDING_TONES: Final[Mapping[Standing, Tone]] = {
    Standing.RECEIVED: "waiting",
    Standing.LOGGED: "attention",
    Standing.UNDER_CONSULTATION: "active",
    Standing.MAINTAINED: "attention",
    Standing.WITHDRAWN: "ended",
    Standing.LATE: "refused",
    Standing.REFERRED: "waiting",
    Standing.UPHELD: "done",
    Standing.OVERRULED: "ended",
}
OUTCOME_TONES: Final[Mapping[Outcome, Tone]] = {
    Outcome.CLEARED: "done",
    Outcome.ACCREDITED: "done",
    Outcome.INTERIM: "active",
    Outcome.NOT_ACCREDITED: "refused",
    Outcome.UNDER_CONSULTATION: "waiting",
    Outcome.REFERRED: "waiting",
    Outcome.WITHDRAWN: "ended",
}

# The codes of `outcomes`, in words that name nobody.
REASONS: Final[Mapping[str, str | Promise]] = {
    "no_objection": _("No Member State objected."),
    "objections_withdrawn": _("Every objection was withdrawn."),
    "objection_late": _("The objection came after the time to object, and was not admitted."),
    "objection_unchecked": _("An objection is being checked."),
    "consultation_open": _("Consultations about an objection go on."),
    "objection_stands": _("A Member State objected."),
    "objection_maintained": _("A Member State kept its objection after consultations."),
    "decision_awaited": _("An objection was referred, and the decision is awaited."),
    "endorsed_as_recommended": _("The list was endorsed as it was recommended."),
    "interim_until_decided": _("It takes part until the body decides about the comments."),
    "admitted_by_decision": _("The body decided to admit it."),
    "refused_by_decision": _("The body decided not to admit it."),
    "withdrawn_by_organization": _("The organization withdrew its application."),
}


def reason_in_words(code: str) -> str:
    """Say why a name has its outcome; empty before it has one."""
    return str(REASONS[code]) if code else ""
