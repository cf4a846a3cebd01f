"""What a Member State that asks who objected may be told, and what it was told until now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, OuterRef, Q, Subquery

from antechamber.accreditation.lists.visibility import Seen, Sight, Viewer, may_see
from antechamber.accreditation.models import Inquiry, ListEntry, Objection
from antechamber.processes.modalities import RuleSet

ANSWERED = Q(answered_at__isnull=False)


def sight_of(
    objection: Objection, rules: RuleSet, state_code: str, told_at: datetime | None
) -> Sight:
    """Return what a State may learn of an objection, its own or another's. Pure.

    `told_at` is when the President's office last answered it about the name: that opens what had
    been recorded by then.
    """
    is_own = objection.state_code == state_code
    return may_see(
        Viewer.OBJECTING_STATE if is_own else Viewer.OTHER_STATE,
        rules,
        is_confidential=objection.is_confidential,
        was_told=told_at is not None and objection.recorded_at <= told_at,
    )


def answerable(
    objections: Iterable[Objection], rules: RuleSet, state_code: str, told_at: datetime | None
) -> list[Objection]:
    """Return the objections of which a State would learn more if it were answered now. Pure."""
    return [
        each
        for each in objections
        if Seen.ON_REQUEST in _both(sight_of(each, rules, state_code, told_at))
    ]


def _both(sight: Sight) -> tuple[Seen, Seen]:
    return sight.objector, sight.basis


def told_until(entry: ListEntry, state_code: str) -> datetime | None:
    """Return when a State was last answered about a name, None if never (1 statement)."""
    answered = entry.inquiries.filter(ANSWERED, state_code=state_code)
    told_at: datetime | None = answered.aggregate(last=Max("answered_at"))["last"]
    return told_at


def told_at_of_outer(state_code: str) -> Subquery:
    """Return, for a query of entries, when the State was last answered about each."""
    answered = Inquiry.objects.filter(ANSWERED, entry=OuterRef("pk"), state_code=state_code)
    return Subquery(answered.order_by("-answered_at").values("answered_at")[:1])


def asked_at_of_outer(state_code: str) -> Subquery:
    """Return, for a query of entries, when the State asked what is not answered yet."""
    waiting = Inquiry.objects.filter(entry=OuterRef("pk"), state_code=state_code, answered_at=None)
    return Subquery(waiting.values("asked_at")[:1])
