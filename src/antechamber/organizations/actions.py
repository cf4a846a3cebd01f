"""Recording an organization, and who may act for it."""

from __future__ import annotations

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from antechamber.mail.actions import queue_message
from antechamber.organizations import names, queries
from antechamber.organizations.models import FocalPoint, JoiningRequest, Name, Organization
from antechamber.people.actors import Actor
from antechamber.record.actions import action, write
from antechamber.record.locking import lock_first
from antechamber.workflow import DomainError

INSTALLATION = "installation"  # an organization is one identity across processes


@action
def record_organization(
    *, name: str, country: str, home_page: str = "", by: Actor, at: datetime
) -> Organization:
    """Record an organization under a name that nobody has imported or used yet.

    It cannot be found by others until `make_findable`: a draft gives nothing away.
    """
    organization = Organization.objects.create(
        display_name=name, country=country, home_page=home_page, recorded_at=at
    )
    parsed = names.parse(name)
    Name.objects.create(
        organization=organization,
        text=name,
        key=parsed.key,
        identity=parsed.identity,
        kind=Name.Kind.OFFICIAL,
        source="applicant",
    )
    write(
        process_code=INSTALLATION,
        verb="organization.recorded",
        subject=organization.key,
        actor_key=by.key,
        at=at,
        facts={"country": country},
    )
    return organization


def make_findable(organization: Organization) -> None:
    """Let searches by name show the organization: it is on a roster or has applied.

    Part of the caller's action and transaction (1 statement at the most). The instance itself does
    not learn its place in the order: read it again where that matters.
    """
    if not organization.is_findable:
        Organization.objects.filter(pk=organization.pk, findable_order=None).update(
            findable_order=queries.next_findable_order()
        )


@action
def appoint_focal_point(*, organization: Organization, by: Actor, at: datetime) -> FocalPoint:
    """Let the actor act for an organization that has nobody yet.

    Raises `DomainError("has_focal_point")` where somebody else acts for it already.
    """
    present = queries.focal_points(organization)
    for focal_point in present:
        if focal_point.account_id == by.person_id:
            return _recorded(focal_point, by, at)
    if present:
        raise DomainError(
            "has_focal_point",
            _("Someone already acts for this organization. Ask to join."),
        )
    focal_point = FocalPoint.objects.create(
        organization=organization, account_id=by.person_id, since=at
    )
    return _recorded(focal_point, by, at)


def _recorded(focal_point: FocalPoint, by: Actor, at: datetime) -> FocalPoint:
    write(
        process_code=INSTALLATION,
        verb="organization.focal_point_appointed",
        subject=focal_point.organization.key,
        actor_key=by.key,
        at=at,
        facts={"account": by.key},
    )
    return focal_point


@action
def ask_to_join(*, organization: Organization, by: Actor, at: datetime) -> JoiningRequest:
    """Ask the organization's focal point for the right to act for it; asking twice is once."""
    try:
        with transaction.atomic():
            request = JoiningRequest.objects.create(
                organization=organization, account_id=by.person_id, asked_at=at
            )
    except IntegrityError:
        raise DomainError(
            "joining_asked_before", _("You have asked already. The focal point was told.")
        ) from None
    write(
        process_code=INSTALLATION,
        verb="organization.joining_asked",
        subject=organization.key,
        actor_key=by.key,
        at=at,
        facts={"account": by.key},
    )
    for focal_point in queries.focal_points(organization):
        queue_message(
            template="organization.joining_asked",
            to=focal_point.account.email,
            language=focal_point.account.language,
            values=_message_values(organization),
            process_code=INSTALLATION,
            subject_ref=organization.key,
            once=f"joining-asked:{request.pk}:{focal_point.account_id}",
            at=at,
        )
    return request


@action
def answer_joining(*, request_id: int, accepted: bool, by: Actor, at: datetime) -> JoiningRequest:
    """Accept or decline someone who asked to join; only a focal point of the organization may."""
    request = lock_first(
        JoiningRequest.objects.select_related("organization", "account").filter(
            pk=request_id, organization__in=queries.organizations_of(by.person_id)
        )
    )
    if request is None or request.answered_at is not None:
        raise DomainError("joining_unknown", _("This request was answered already."))
    request.answered_at, request.accepted = at, accepted
    request.save(update_fields=["answered_at", "accepted"])
    if accepted:
        FocalPoint.objects.create(
            organization=request.organization, account=request.account, role="joined", since=at
        )
    write(
        process_code=INSTALLATION,
        verb="organization.joining_answered",
        subject=request.organization.key,
        actor_key=by.key,
        at=at,
        facts={"account": request.account.key, "accepted": accepted},
    )
    queue_message(
        template="organization.joining_accepted" if accepted else "organization.joining_declined",
        to=request.account.email,
        language=request.account.language,
        values=_message_values(request.organization),
        process_code=INSTALLATION,
        subject_ref=request.organization.key,
        once=f"joining-answered:{request.pk}",
        at=at,
    )
    return request


def _message_values(organization: Organization) -> dict[str, object]:
    return {
        "organization": organization.display_name,
        "process_name": "Antechamber",
        "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }
