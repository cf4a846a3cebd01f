"""What this room writes into the ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.record.vocabulary import register

DEMO_BEGUN = register("demo.begun", _("The demonstration began"), "begins_at")
CLOCK_MOVED = register("demo.clock_moved", _("The clock was moved"), "from", "to")
