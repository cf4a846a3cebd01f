"""Accreditations as dated statuses of organizations: begun, interrupted, ended, passed on.

Parts of their callers' actions and transactions: the caller's ledger entry stands for them. A day
is that of the process's own zone. A status holds from its first day to the day before its last, so
a suspension is a hole between two rows, and one that lasted no whole day leaves none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from antechamber.organizations.models import Organization, Status
from antechamber.organizations.statuses import StatusKind

ACCREDITED = StatusKind.ACCREDITED


def begin_accreditations(
    organization_ids: Iterable[int], process_code: str, day: date, *, source: str
) -> None:
    """Record that organizations are accredited to a process from a day on.

    One that begins again on the very day it ended goes on without a hole; one that is accredited
    already stays so. 2 statements for 1 to 500 organizations, 1 more where some go on.
    """
    ids = list(organization_ids)
    held = _of(ids, process_code).filter(Q(until=None) | Q(until__gte=day))
    present = dict(held.values_list("organization_id", "until"))
    goes_on = [each for each, until in present.items() if until is not None]
    if goes_on:
        _of(goes_on, process_code).filter(until__gte=day).update(until=None)
    Status.objects.bulk_create(
        Status(
            organization_id=each,
            kind=ACCREDITED,
            process_code=process_code,
            since=day,
            source=source,
        )
        for each in ids
        if each not in present
    )


def end_accreditation(organization: Organization, process_code: str, day: date) -> None:
    """Record that an organization's accreditation to a process holds no longer (1 statement)."""
    present = _of([organization.pk], process_code).filter(until=None)
    present.filter(Q(since=None) | Q(since__lte=day)).update(until=day)


def _of(organization_ids: Collection[int], process_code: str) -> QuerySet[Status]:
    return Status.objects.filter(
        organization__in=organization_ids, kind=ACCREDITED, process_code=process_code
    )
