"""What accreditations after the decision write into the record."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.record.vocabulary import register

register("accreditation.began", _("Accreditation began"), "list", "organization", "interim")
register(
    "accreditation.carried_over",
    _("Earlier accreditation counts here"),
    *("organization", "from_process", "asked_at"),
)
for _verb, _words in {
    "accreditation.suspended": _("Accreditation suspended"),
    "accreditation.reinstated": _("Accreditation reinstated"),
    "accreditation.confirmed": _("Interim accreditation confirmed"),
    "accreditation.ended": _("Accreditation ended"),
    "accreditation.merged": _("Accreditation merged into that of the successor"),
}.items():
    register(_verb, _words, "from", "to", "reason_code", "into")
register("accreditation.renamed", _("New name followed"), "organization")
register(
    "accreditation.passed_on",
    _("Accreditation passed to the successor"),
    *("from_organization", "to_organization"),
)
register("roster_change.set_aside", _("Change in a roster set aside"), "change")
register("roster_change.told", _("Told that its status has changed"), "change")
