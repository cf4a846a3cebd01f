"""Reading for decisions upon many: the set as it would be decided, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from antechamber.accreditation.bulk_rules import MOST, Subject, left_out
from antechamber.accreditation.desk_queries import (
    Reach,
    covered,
    proposals_on_outer,
    selected,
    within,
)
from antechamber.accreditation.models import Application, BulkDecision, BulkPart
from antechamber.accreditation.selection import Selection
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.record.locking import lock_all


@dataclass(frozen=True, slots=True)
class Resolved:
    """The applications that an act would decide, and those it would leave out with the code why."""

    decided: tuple[Application, ...]
    left_out: tuple[tuple[Application, str], ...]


def chosen(reach: Reach, references: Sequence[str]) -> dict[str, int]:
    """Return the revisions of chosen applications, by number (1 statement)."""
    found = within(reach).filter(reference__in=references[:MOST])
    return _revisions(found.order_by("submitted_at", "id"))


def chosen_all(reach: Reach, selection: Selection) -> dict[str, int]:
    """Return the revisions of a whole selection, the first `MOST` in its order (1 statement)."""
    return _revisions(selected(reach, selection)[:MOST])


def _revisions(found: QuerySet[Application]) -> dict[str, int]:
    return {str(each): number for each, number in found.values_list("reference", "revision")}


def resolved(
    process: Process, seen: Mapping[str, int], name: str, by: Actor, *, lock: bool = False
) -> Resolved:
    """Return what an act would do to applications seen at these revisions.

    1 statement, 2 where it locks them.

    Those that the actor may not even read are in neither part: that there are any is not for them.
    """
    among = Application.objects.filter(process=process, reference__in=seen)
    if lock:
        lock_all(among)
    found = (
        among.select_related("process", "call", "organization", "category", "facilitator__process")
        .annotate(is_proposed=Exists(proposals_on_outer()))
        .defer("answers")
    )
    decided, others = [], []
    for each in found.order_by("id"):
        scope = each.facilitator.scope
        if not by.may("application.screen", scope):
            continue
        proposed = vars(each)["is_proposed"]
        subject = Subject(each.state, scope, each.revision, seen[str(each)], proposed)
        if code := left_out(name, subject, by):
            others.append((each, code))
        else:
            decided.append(each)
    return Resolved(
        tuple(sorted(decided, key=str)), tuple(sorted(others, key=lambda one: str(one[0])))
    )


def decision(reach: Reach, key: str) -> BulkDecision | None:
    """Return a decision upon many that touched something within reach (1 statement)."""
    return _within(reach).filter(key=key).first()


def decisions(reach: Reach, limit: int) -> list[BulkDecision]:
    """Return the latest decisions upon many within reach, the newest first (1 statement).

    `size` is set on each: how many applications it was done to.
    """
    sized = _within(reach).annotate(size=Count("parts", filter=Q(parts__left_out="")))
    return list(sized.order_by("-id")[:limit])


def _within(reach: Reach) -> QuerySet[BulkDecision]:
    touched = BulkPart.objects.filter(bulk=OuterRef("pk"), application__in=covered(reach))
    return BulkDecision.objects.filter(Exists(touched), process=reach.process)


def parts_of(reach: Reach, bulk: BulkDecision) -> list[BulkPart]:
    """Return the parts of a decision within reach, with their applications (1 statement)."""
    return list(
        BulkPart.objects.filter(bulk=bulk, application__in=covered(reach))
        .select_related(
            "application__organization",
            "application__category",
            "application__facilitator__process",
        )
        .defer("application__answers")
    )
