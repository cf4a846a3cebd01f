"""What an organization does first: come, begin a draft, choose its category, discard it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation import queries
from antechamber.accreditation.models import Application, Arrival
from antechamber.accreditation.states import ENDED_WITHOUT_PLACE, State
from antechamber.organizations.actions import (
    appoint_focal_point,
    record_organization,
)
from antechamber.organizations.models import Organization
from antechamber.people.actors import Actor
from antechamber.people.models import Account
from antechamber.processes.models import Call, Category, Process
from antechamber.questionnaires.models import Questionnaire
from antechamber.record.actions import action, write
from antechamber.workflow import DomainError


@action
def start_application(
    *,
    call: Call,
    organization: Organization,
    category: Category,
    questionnaire: Questionnaire,
    by: Actor,
    at: datetime,
) -> Application:
    """Open a draft for an organization and let the actor act for it.

    A draft may be opened whether or not the call is open: what is typed is never lost. Raises
    `DomainError` "already_applied" or "has_focal_point" where the organization is at it already.
    """
    appoint_focal_point(organization=organization, by=by, at=at)
    try:
        with transaction.atomic():
            application = Application.objects.create(
                process=call.process,
                call=call,
                organization=organization,
                category=category,
                facilitator=category.facilitator,
                door=category.facilitator.code,
                questionnaire=questionnaire,
                started_by_id=by.person_id,
                started_at=at,
                saved_at=at,
            )
    except IntegrityError:
        raise DomainError(
            "already_applied", _("This organization has an application already.")
        ) from None
    write(
        process_code=call.process.code,
        verb="application.started",
        subject=application.key,
        actor_key=by.key,
        at=at,
        facts={"organization": organization.key, "category": category.code},
    )
    return application


def begin_application(
    *,
    call: Call,
    organization: Organization | None,
    name: str,
    country: str,
    category: Category,
    questionnaire: Questionnaire,
    by: Actor,
    at: datetime,
) -> Application:
    """Open a draft for a known organization, or for a new one of this `name` and `country`.

    Pressing twice opens one draft: the account's row is locked, and a draft that it has begun for
    the same name is given back. Raises as `start_application` does.
    """
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=by.person_id)
        if organization is None:
            if begun := _begun_before(call, name, country, by):
                return begun
            organization = record_organization(name=name, country=country, by=by, at=at)
        return start_application(
            call=call,
            organization=organization,
            category=category,
            questionnaire=questionnaire,
            by=by,
            at=at,
        )


def _begun_before(call: Call, name: str, country: str, by: Actor) -> Application | None:
    return (
        Application.objects.filter(
            call=call,
            started_by_id=by.person_id,
            organization__display_name=name,
            organization__country=country,
        )
        .exclude(state__in=ENDED_WITHOUT_PLACE)
        .first()
    )


@action
def change_category(
    *, process: Process, key: str, category: Category, by: Actor, at: datetime
) -> Application:
    """Let the applicant correct its category, and with it the facilitator, before review ends."""
    application = queries.of_focal_point(process, key, by, lock=True)
    if application.state != State.DRAFT:
        raise DomainError(
            "category_is_fixed",
            _("After submission the secretariat changes the category. Write to it."),
        )
    before = application.category
    application.category, application.facilitator = category, category.facilitator
    application.door = category.facilitator.code
    application.save(update_fields=["category", "facilitator", "door"])
    write(
        process_code=process.code,
        verb="application.transferred",
        subject=application.key,
        actor_key=by.key,
        at=at,
        facts={"from_category": before.code, "to_category": category.code},
    )
    return application


@action
def discard_draft(*, process: Process, key: str, by: Actor, at: datetime) -> None:
    """Remove a draft that was never submitted, with its answers."""
    application = queries.of_focal_point(process, key, by, lock=True)
    if application.state != State.DRAFT or application.reference is not None:
        raise DomainError("not_a_draft", _("Only a draft can be discarded. Withdraw it instead."))
    write(
        process_code=process.code,
        verb="application.discarded",
        subject=application.key,
        actor_key=by.key,
        at=at,
    )
    application.files.all().delete()
    application.delete()


@action
def keep_arrival(
    *, call: Call, organization: Organization, outcome: str, by: Actor, at: datetime
) -> Arrival:
    """Keep the time at which an organization came and was told that it need not apply.

    Should its status turn out not to hold, it came in time. Asking again keeps the first time.
    """
    arrival, _created = Arrival.objects.get_or_create(
        call=call,
        organization=organization,
        account_id=by.person_id,
        defaults={"outcome": outcome, "at": at},
    )
    write(
        process_code=call.process.code,
        verb="arrival.kept",
        subject=arrival.key,
        actor_key=by.key,
        at=at,
        facts={"outcome": outcome, "organization": organization.key},
    )
    return arrival
