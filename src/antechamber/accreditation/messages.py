"""The messages that applicants wait for: what each needs, and to whom it goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.models import Application
from antechamber.mail.actions import Draft, queue_messages
from antechamber.mail.catalogue import register
from antechamber.organizations.models import FocalPoint
from antechamber.places.zones import zone_name
from antechamber.processes.models import Process
from antechamber.web import times

COMMON: Final = frozenset({"reference", "organization", "link", "answer_days"})

_MESSAGES: Final = {
    "application.received": (
        _("We have received your application %(reference)s"),
        {"at", "receipt"},
    ),
    "application.changed": (_("We have received your changes to %(reference)s"), {"at", "receipt"}),
    "application.withdrawn": (_("Your application %(reference)s is withdrawn"), set()),
    "application.asked": (
        _("A question about your application %(reference)s"),
        {"question", "answer_by"},
    ),
    "application.answered": (_("We have received your answer on %(reference)s"), set()),
    "application.lapsed": (_("Your application %(reference)s is closed without prejudice"), set()),
    "application.not_needed": (_("You do not need an application (%(reference)s)"), {"reason"}),
    "application.ineligible": (
        _("Your application %(reference)s is not eligible"),
        {"reason", "appeal_until"},
    ),
    "application.appealed": (_("We will look at your application %(reference)s again"), set()),
    "application.reconsidered": (_("We look at your application %(reference)s again"), {"reason"}),
    "application.merged": (
        _("Your application %(reference)s was merged into another"),
        {"reason", "into"},
    ),
    "application.recommended": (_("Your application %(reference)s is recommended"), {"reason"}),
    "application.transferred": (
        _("Another office looks after your application %(reference)s"),
        {"facilitator"},
    ),
    "application.listed": (_("Your application %(reference)s is on the list"), set()),
    "application.objected": (_("There is an objection to %(reference)s"), set()),
    "application.relisted": (_("No objection to %(reference)s stands any more"), set()),
    "application.consulted": (_("Consultations about %(reference)s have begun"), set()),
    "application.referred": (_("Your application %(reference)s goes to the plenary"), set()),
    "application.accredited": (_("You are accredited (%(reference)s)"), set()),
    "application.not_accredited": (_("You are not accredited (%(reference)s)"), set()),
    "call.extended": (_("The deadline was extended"), {"deadline", "earlier"}),
    "call.closes_soon": (_("Your application is not submitted yet"), {"deadline"}),
}

for _name, (_subject, _values) in _MESSAGES.items():
    register(
        _name,
        subject=_subject,
        template=f"accreditation/mail/{_name}.txt",
        values=frozenset(COMMON | _values),
    )

for _name, _subject in {
    "organization.joining_asked": _("Someone asks to act for %(organization)s"),
    "organization.joining_accepted": _("You can now act for %(organization)s"),
    "organization.joining_declined": _("Your request to act for %(organization)s"),
}.items():
    register(
        _name,
        subject=_subject,
        template=f"accreditation/mail/{_name}.txt",
        values=frozenset({"organization"}),
    )


def tell_focal_points(
    application: Application,
    template: str,
    tell: Iterable[FocalPoint],
    at: datetime,
    values: Mapping[str, object],
    *,
    once: str = "",
) -> None:
    """Queue `template` to each focal point in their language (1 statement).

    Instants among `values` are written in the process's clock. `once` names the occasion; by
    default it is the application's revision, so that one act tells each person once.
    """
    queue_messages(drafts_to(application, template, tell, values, once=once), at=at)


def drafts_to(
    application: Application,
    template: str,
    tell: Iterable[FocalPoint],
    values: Mapping[str, object],
    *,
    once: str = "",
) -> list[Draft]:
    """Return what `tell_focal_points` queues, for acts upon many applications at once."""
    occasion = once or f"{template}:{application.key}:{application.revision}"
    drafts = []
    for focal_point in tell:
        account = focal_point.account
        with translation.override(account.language):
            drafts.append(
                Draft(
                    template=template,
                    to=account.email,
                    language=account.language,
                    values={**_common(application), **in_words(application.process, values)},
                    process_code=application.process.code,
                    subject_ref=str(application),
                    once=f"{occasion}:{focal_point.account_id}",
                )
            )
    return drafts


def _common(application: Application) -> dict[str, object]:
    process = application.process
    page = reverse("accreditation:application", args=[process.code, application.key])
    return {
        "reference": str(application),
        "organization": application.organization.display_name,
        "process_name": str(process.short_name),
        "link": f"{settings.BASE_URL}{page}",
        "answer_days": process.answer_days,
        "contact": application.facilitator.contact_email,
    }


def in_words(process: Process, values: Mapping[str, object]) -> dict[str, object]:
    """Return `values` with its instants written in the process's clock and present language."""
    zone = process.zone
    return {
        name: times.in_words(value, zone, zone_name(zone)) if isinstance(value, datetime) else value
        for name, value in values.items()
    }
