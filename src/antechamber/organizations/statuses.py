"""The kinds of standing an organization can have, and what each means for a newcomer."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatusKind(models.TextChoices):
    """Consultative status with ECOSOC (resolution 1996/31) by kind, or an accreditation."""

    ECOSOC_GENERAL = "ecosoc_general", _("general consultative status with ECOSOC")
    ECOSOC_SPECIAL = "ecosoc_special", _("special consultative status with ECOSOC")
    ECOSOC_ROSTER = "ecosoc_roster", _("roster status with ECOSOC")
    ECOSOC_UNSTATED = "ecosoc_unstated", _("consultative status with ECOSOC")
    ACCREDITED = "accredited", _("accreditation to a process")


CONSULTATIVE: Final = frozenset(StatusKind) - {StatusKind.ACCREDITED}
