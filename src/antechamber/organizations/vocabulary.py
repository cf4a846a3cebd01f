"""What this room writes into the record: its verbs, and the facts each may carry."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.record.vocabulary import register

register("organization.recorded", _("Organization recorded"), "country")
register("organization.focal_point_appointed", _("Focal point appointed"), "account")
register("organization.joining_asked", _("Asked to join the organization"), "account")
register("organization.joining_answered", _("Asking to join was answered"), "account", "accepted")
register("roster.uploaded", _("Roster uploaded"), "sha256", "size")
register("roster.read", _("Roster read"), "kind", "rows", "effects")
register("roster.failed", _("Roster could not be read"), "fault")
register("roster.approved", _("Roster approved"), "sha256")
register("roster.applied", _("Roster applied to the register"), "sha256", "rows", "effects")
register("roster.discarded", _("Roster discarded"), "sha256")
register(
    "history.imported",
    _("Archive of an earlier process imported"),
    *("manifest", "key", "known", "added", "near", "accreditations"),
)
