"""What this room writes into the ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.record.vocabulary import register

MAIL_RETRIED = register("mail.retried", _("A message was queued again"), "template", "attempts")
MAIL_ERASED = register("mail.erased", _("Messages were erased on their date"), "messages")
