"""What this room writes into the record: its verbs, and the facts each may carry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.record.vocabulary import register

register("process.loaded", _("Process loaded from a file"), "file_digest", "added", "changed")
register("call.deadline_extended", _("Deadline extended"), "from", "to")
register("publication.published", _("Published"), "kind")
register("publication.changed", _("Publication changed"), "kind")
register("modalities.drafted", _("Draft of the modalities begun"), "version", "based_on")
register("modalities.rule_changed", _("Rule changed in a draft"), "version", "rule", "from", "to")
register("modalities.draft_discarded", _("Draft of the modalities discarded"), "version")
register(
    "modalities.adopted",
    _("Modalities adopted"),
    "version",
    "symbol",
    "superseded_version",
    "in_force_at",
)
register("meeting.changed", _("Meeting changed"), "changes", "sequence")
register("process.exported", _("Exported as an archive"), "manifest", "persons", "files", "second")
