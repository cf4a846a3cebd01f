"""The states of an accreditation after the decision, and the published reasons of a change."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccreditedState(models.TextChoices):
    """Where an accreditation stands once it is given."""

    ACTIVE = "active", _("In force")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")


LIVE: Final = frozenset({AccreditedState.ACTIVE, AccreditedState.SUSPENDED})

# Why an accreditation can be suspended or ended: code → sentence to the organization.
STATUS_LOST: Final = "status_lost"
EARLIER_LOST: Final = "earlier_lost"
MERGED: Final = "merged"
_COMMON: Final[dict[str, str | Promise]] = {
    STATUS_LOST: _("Its consultative status with ECOSOC was suspended or withdrawn."),
    EARLIER_LOST: _("The earlier accreditation on which it rests holds no longer."),
    "security": _("For reasons of security."),
}
SUSPENSION_REASONS: Final[dict[str, str | Promise]] = {
    **_COMMON,
    "other": _("For the reason given below."),
}
END_REASONS: Final[dict[str, str | Promise]] = {
    "own_request": _("The organization asked for it."),
    "dissolved": _("The organization exists no longer."),
    "decision": _("The body that decides has refused it."),
    **_COMMON,
    "other": _("For the reason given below."),
}
REASONS: Final[dict[str, str | Promise]] = {
    **END_REASONS,
    MERGED: _("The organization merged into one that is accredited itself."),
}
