"""The states of a list and of an objection, and what becomes of a name, in words."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListKind(models.TextChoices):
    """Whether a list opens the procedure or adds to one that was circulated."""

    PROPOSED = "proposed", _("Proposed list")
    SUPPLEMENTARY = "supplementary", _("Supplementary list")


class ListState(models.TextChoices):
    """Where a list stands."""

    DRAFTING = "drafting", _("Being composed")
    FROZEN = "frozen", _("Frozen")
    SIGNED_OFF = "signed_off", _("Signed off")
    CIRCULATED = "circulated", _("Before Member States")
    CLOSED = "closed", _("Time to object has ended")
    FINAL_ISSUED = "final_issued", _("Final list issued")
    PUBLISHED = "published", _("Published")
    DISCARDED = "discarded", _("Discarded before circulation")


class Standing(models.TextChoices):
    """Where an objection stands."""

    RECEIVED = "received", _("Received, to be checked by a second person")
    LOGGED = "logged", _("Logged")
    UNDER_CONSULTATION = "under_consultation", _("Under consultation")
    MAINTAINED = "maintained", _("Maintained")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LATE = "late", _("Out of time")
    REFERRED = "referred", _("Referred for decision")
    UPHELD = "upheld", _("Upheld")
    OVERRULED = "overruled", _("Overruled")


class Channel(models.TextChoices):
    """How an objection came."""

    PAGE = "page", _("Page of the mission")
    LETTER = "letter", _("Letter or note verbale")


class Ruling(models.TextChoices):
    """What the body that decides said about a name."""

    ADMIT = "admit", _("Admitted")
    REFUSE = "refuse", _("Refused")


class Outcome(models.TextChoices):
    """What becomes of a name on a list."""

    CLEARED = "cleared", _("Cleared")
    ACCREDITED = "accredited", _("Accredited by decision")
    INTERIM = "interim", _("Accredited until the body decides")
    NOT_ACCREDITED = "not_accredited", _("Not accredited")
    UNDER_CONSULTATION = "under_consultation", _("Under consultation")
    REFERRED = "referred", _("Referred for decision")
    WITHDRAWN = "withdrawn", _("Withdrawn by the organization")


# Nobody outside has seen the list yet.
BEFORE_CIRCULATION: Final = frozenset({ListState.DRAFTING, ListState.FROZEN, ListState.SIGNED_OFF})

# Objections can still change their standing.
OPEN_TO_OBJECTIONS: Final = frozenset({ListState.CIRCULATED, ListState.CLOSED})

# The final list of names stands.
FINAL: Final = frozenset({ListState.FINAL_ISSUED, ListState.PUBLISHED})

# Somebody still has to do something about these before a final list can be issued.
UNSETTLED: Final = frozenset({Outcome.UNDER_CONSULTATION, Outcome.REFERRED})

# These names are on the final list.
ON_FINAL_LIST: Final = frozenset({Outcome.CLEARED, Outcome.ACCREDITED, Outcome.INTERIM})

# An objection that does not bear on the outcome, or no longer.
WITHOUT_EFFECT: Final = frozenset({Standing.WITHDRAWN, Standing.LATE, Standing.OVERRULED})
