"""What this room writes into the record: its verbs, and the facts each may carry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.record.vocabulary import register

register("paper.revoked", _("Paper revoked"), "kind", "code")
