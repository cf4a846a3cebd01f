"""Reading accreditations. Every query starts from a process."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from antechamber.accreditation.accredited.states import LIVE
from antechamber.accreditation.models import Accreditation
from antechamber.organizations import names
from antechamber.organizations.models import Name
from antechamber.organizations.queries import organizations_of
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.record.locking import lock_first


class AccreditationNotFound(LookupError):
    """There is no such accreditation in the process."""


def accreditations(process: Process) -> QuerySet[Accreditation]:
    """Return a process's accreditations with what their pages show (1 statement when used)."""
    return Accreditation.objects.filter(process=process).select_related(
        "process",
        "organization__successor",
        "application__category",
        "application__facilitator",
        "merged_into",
    )


def live(process: Process) -> QuerySet[Accreditation]:
    """Return those in force or suspended (1 statement when used)."""
    return accreditations(process).filter(state__in=sorted(LIVE))


def by_number(process: Process, number: str, *, lock: bool = False) -> Accreditation:
    """Return the accreditation of a public number (1 statement); raise where there is none."""
    found = accreditations(process).filter(number=number)
    accreditation = lock_first(found) if lock else found.first()
    if accreditation is None:
        raise AccreditationNotFound
    return accreditation


def holders_among(process: Process, organization_ids: Iterable[int]) -> set[int]:
    """Return which of some organizations hold a live accreditation already (1 statement)."""
    held = Accreditation.objects.filter(
        process=process, organization__in=organization_ids, state__in=sorted(LIVE)
    )
    return set(held.values_list("organization_id", flat=True))


def mine(process: Process, by: Actor) -> list[Accreditation]:
    """Return the accreditations of all organizations the actor acts for (1 statement)."""
    acting = organizations_of(by.account_id or 0)
    return list(accreditations(process).filter(organization__in=acting).order_by("name", "id"))


def is_called(text: str) -> Q:
    """Match a number, or a name the organization or one that merged into it has or had."""
    asked = Q(number__icontains=text) | Q(name__icontains=text)
    words = names.parse(text).tokens
    if not words:
        return asked
    bearer = OuterRef("organization")
    own = Name.objects.filter(organization=bearer)
    of_parts = Name.objects.filter(organization__successor=bearer)
    for word in words:
        own, of_parts = own.filter(key__contains=word), of_parts.filter(key__contains=word)
    return asked | Q(Exists(own)) | Q(Exists(of_parts))
