"""What lists and objections write into the record. Never a State's name, never a basis.

An entry about an objection is by "mission", whoever acted: the account's own key would lead to the
State through the entry that gave it its role. `commitment` binds what was received.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.record.vocabulary import register

register("list.composed", _("List begun"), "kind")
register("list.entries_added", _("Entries added to the list"), "references")
register("list.entries_removed", _("Entries taken off the list"), "references")
register("list.frozen", _("List frozen"), "digest", "entries", "modalities", "counts")
register("list.signed_off", _("List signed off"), "digest")
register("list.discarded", _("List discarded before circulation"), "entries")
register("list.circulated", _("List circulated"), "digest", "closes_at", "missions")
register("list.extended", _("Time to object extended"), "closes_at", "earlier")
register("list.closed", _("Time to object ended"), "objections")
register("list.final_issued", _("Final list issued"), "digest", "counts", "modalities")
register("list.published", _("Lists published"), "manifest")
for _verb, _words in {
    "objection.received": _("Objection written down, to be checked"),
    "objection.logged": _("Objection logged"),
    "objection.came_late": _("Objection came out of time"),
    "objection.admitted": _("Objection admitted although out of time"),
    "objection.consulted": _("Consultation on an objection begun"),
    "objection.maintained": _("Objection maintained"),
    "objection.withdrawn": _("Objection withdrawn"),
    "objection.referred": _("Objection referred for decision"),
    "objection.upheld": _("Objection upheld"),
    "objection.overruled": _("Objection overruled"),
}.items():
    register(_verb, _words, "list", "entry", "from", "to", "channel", "received_at", "commitment")
register("entry.decided", _("Decision about an entry"), "list", "ruling", "policy")
register("entry.asked", _("A Member State asked who objected"), "list", "commitment")
register("entry.told", _("A Member State was told who objected"), "list", "told", "commitment")
register("entry.replied", _("The organization replied"), "list", "commitment")
