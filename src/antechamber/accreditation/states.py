"""The states of an application, after the practice of accreditation on a non-objection basis."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an application stands, in words an applicant understands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    UNDER_REVIEW = "under_review", _("Under review")
    INFORMATION_REQUESTED = "information_requested", _("Waiting for your answer")
    LAPSED = "lapsed", _("Closed without prejudice")
    NOT_NEEDED = "not_needed", _("No application needed")
    INELIGIBLE = "ineligible", _("Not eligible")
    MERGED = "merged", _("Merged into another application")
    RECOMMENDED = "recommended", _("Recommended")
    LISTED = "listed", _("On the list before Member States")
    CLEARED = "cleared", _("Cleared")
    OBJECTED = "objected", _("Objected to")
    UNDER_CONSULTATION = "under_consultation", _("Under consultation")
    REFERRED = "referred", _("Referred for decision")
    ACCREDITED = "accredited", _("Accredited")
    NOT_ACCREDITED = "not_accredited", _("Not accredited")
    WITHDRAWN = "withdrawn", _("Withdrawn")


SUBMITTED_OR_LATER: Final = frozenset(State) - {State.DRAFT, State.WITHDRAWN, State.MERGED}

# These leave room for another application of the same organization to the same call.
ENDED_WITHOUT_PLACE: Final = frozenset({State.WITHDRAWN, State.MERGED})

# An officer's desk has something to do here.
WAITING_FOR_OFFICER: Final = frozenset({State.SUBMITTED, State.UNDER_REVIEW})

# Nothing decided yet: the applicant may still change it while the call is open.
CHANGEABLE: Final = frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.RECOMMENDED})

DECIDED: Final = frozenset(
    {
        State.LAPSED,
        State.NOT_NEEDED,
        State.INELIGIBLE,
        State.ACCREDITED,
        State.NOT_ACCREDITED,
        State.MERGED,
        State.WITHDRAWN,
    }
)

# An officer may move it to another category, and with it to another facilitator.
TRANSFERABLE: Final = frozenset(State) - DECIDED - {State.DRAFT}
