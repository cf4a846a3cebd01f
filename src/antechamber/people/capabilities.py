"""What can be permitted, as a closed list: a capability's name and the sentence that explains it.

Roles are data and may combine these as they like; a name outside the list is refused.
"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CAPABILITIES: Final[dict[str, str | Promise]] = {
    "application.apply": _("Apply on behalf of an organization."),
    "application.screen": _("Read applications, ask for information, note and assign."),
    "application.recommend": _("Recommend an application or refuse it."),
    "application.transfer": _("Move an application to another facilitator."),
    "application.merge": _("Merge duplicate applications."),
    "list.compose": _("Compose and freeze a proposed list."),
    "list.sign_off": _("Sign off a list and circulate it."),
    "list.consult": _("See objections and consult on them."),
    "list.object": _("See the list under silence and object as a Member State."),
    "accreditation.follow": _("See accreditations and follow renamings, mergers and carry-over."),
    "accreditation.suspend": _("Suspend, reinstate and end accreditations."),
    "roster.import": _("Import a roster of organizations."),
    "process.edit": _("Change calls, meetings, news and documents."),
    "modalities.propose": _("Write a draft of the modalities."),
    "modalities.adopt": _("Adopt a draft of the modalities."),
    "record.read": _("Read the whole record."),
    "export.persons": _("Export a process with the data of persons."),
    "mail.read": _("See which messages were sent."),
    "mail.retry": _("Send a failed message again."),
    "account.manage": _("Give and end roles."),
}

ROLES: Final[dict[str, tuple[str | Promise, frozenset[str]]]] = {
    "officer": (
        _("Officer of a facilitating entity"),
        frozenset(
            {
                "application.screen",
                "application.recommend",
                "application.transfer",
                "application.merge",
                "list.compose",
                "accreditation.follow",
            }
        ),
    ),
    "president_office": (
        _("Office of the President"),
        frozenset(
            {
                "list.sign_off",
                "list.consult",
                "accreditation.follow",
                "accreditation.suspend",
                "modalities.adopt",
                "record.read",
            }
        ),
    ),
    "mission": (_("Permanent mission of a Member State"), frozenset({"list.object"})),
    "secretariat": (
        _("Secretariat"),
        frozenset(
            {
                "application.screen",
                "application.transfer",
                "application.merge",
                "accreditation.follow",
                "roster.import",
                "process.edit",
                "modalities.propose",
                "account.manage",
                "mail.read",
                "mail.retry",
                "export.persons",
            }
        ),
    ),
    "auditor": (_("Auditor"), frozenset({"record.read"})),
    "administrator": (
        _("Administrator of the installation"),
        frozenset({"account.manage", "mail.read", "mail.retry"}),
    ),
}
