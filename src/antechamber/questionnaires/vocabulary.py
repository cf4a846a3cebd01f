"""What this room writes into the record: its verbs, and the facts each may carry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.record.vocabulary import register

register("questionnaire.published", _("Questionnaire published"), "code", "version", "digest")
register("file.stored", _("File received"), "sha256", "size", "media_type")
register("file.removed", _("File removed"), "sha256")
