"""What those who act for an organization are told about its accreditation after the decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.models import Accreditation, Arrival
from antechamber.mail.actions import Draft, queue_messages
from antechamber.mail.catalogue import register
from antechamber.people.models import Account
from antechamber.processes.models import Process

_VALUES: Final = frozenset({"number", "organization", "link", "reason"})
_MESSAGES: Final[dict[str, str | Promise]] = {
    "accreditation.suspended": _("The accreditation %(number)s is suspended"),
    "accreditation.reinstated": _("The accreditation %(number)s is in force again"),
    "accreditation.confirmed": _("The accreditation %(number)s is confirmed"),
    "accreditation.ended": _("The accreditation %(number)s has ended"),
    "accreditation.merged": _("The accreditation %(number)s went into another"),
    "accreditation.renamed": _("The accreditation %(number)s bears your new name"),
    "accreditation.passed_on": _("The accreditation %(number)s passed to your successor"),
    "accreditation.carried_over": _("Your earlier accreditation counts here (%(number)s)"),
}
for _name, _subject in _MESSAGES.items():
    register(_name, subject=_subject, template=f"accreditation/mail/{_name}.txt", values=_VALUES)
register(
    "arrival.status_changed",
    subject=_("The status of %(organization)s has changed"),
    template="accreditation/mail/arrival.status_changed.txt",
    values={"organization", "link", "reason"},
)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A message as it is the same for everyone who gets it; `page` is where its link leads."""

    template: str
    values: dict[str, object]
    page: tuple[str, ...]
    subject: str
    once: str


def tell_about(
    accreditation: Accreditation,
    template: str,
    accounts: Iterable[Account],
    at: datetime,
    *,
    reason: str,
) -> None:
    """Queue `template` to some accounts, each once for this revision (1 statement)."""
    letter = _Letter(
        template=template,
        values={
            "number": str(accreditation),
            "organization": accreditation.organization.display_name,
            "reason": reason,
        },
        page=("portal:organization", accreditation.organization.key),
        subject=str(accreditation),
        once=f"{template}:{accreditation}:{accreditation.revision}",
    )
    once_each = {account.pk: account for account in accounts}.values()
    queue_messages([_draft(accreditation.process, letter, each) for each in once_each], at=at)


def tell_arrived(arrival: Arrival, change: str, at: datetime, *, reason: str) -> None:
    """Tell who was told that no application is needed that this has changed (1 statement)."""
    letter = _Letter(
        template="arrival.status_changed",
        values={"organization": arrival.organization.display_name, "reason": reason},
        page=("accreditation:start",),
        subject=arrival.key,
        once=f"arrival.status_changed:{arrival.key}:{change}",
    )
    queue_messages([_draft(arrival.call.process, letter, arrival.account)], at=at)


def _draft(process: Process, letter: _Letter, account: Account) -> Draft:
    name, *parts = letter.page
    with translation.override(account.language):
        path = reverse(name, args=[process.code, *parts])
        return Draft(
            template=letter.template,
            to=account.email,
            language=account.language,
            values={
                **letter.values,
                "link": f"{settings.BASE_URL}{path}",
                "process_name": str(process.short_name),
                "contact": process.contact_email,
            },
            process_code=process.code,
            subject_ref=letter.subject,
            once=f"{letter.once}:{account.pk}",
        )
