"""The one door of an application's state, for many at once: `advance` without a statement each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import F

from antechamber.accreditation import messages
from antechamber.accreditation.models import Application
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.accreditation.states import DECIDED
from antechamber.accreditation.workflow import APPLICATION
from antechamber.mail.actions import queue_messages
from antechamber.organizations.queries import focal_points_of_all
from antechamber.people.actors import Actor
from antechamber.record.actions import Line, write_many

ROWS_AT_ONCE: Final = 500  # ids in one statement: within what every SQLite allows


def advance_many(
    applications: Sequence[Application],
    name: str,
    facts: ApplicationFacts,
    *,
    by: Actor,
    recorded: Mapping[str, Any],
    changed: Mapping[str, Any] | None = None,
) -> None:
    """Move locked applications by the transition `name` and leave all its traces but messages.

    `changed` are columns that all of them get beside. What `tell_many` sends is a matter of its
    own, since a list often moves an application twice in one act. Refuses as `advance` does, and
    then moves none. Few statements for each 500.
    """
    if not applications:
        return
    sources = {application.pk: application.state for application in applications}
    for application in applications:
        APPLICATION.move(application, name, facts)
        application.revision += 1
    transition = APPLICATION[name]
    changes: dict[str, Any] = {"state": transition.target, "revision": F("revision") + 1}
    if transition.target in DECIDED:
        changes["decided_at"] = facts.at
    changes |= changed or {}
    for some in _batches(applications):
        Application.objects.filter(pk__in=[each.pk for each in some]).update(**changes)
    write_many(
        Line(
            process_code=application.process.code,
            verb=transition.record,
            subject=application.reference or application.key,
            actor_key=by.key,
            at=facts.at,
            facts={"from": sources[application.pk], "to": application.state, **recorded},
            words=facts.reason,
        )
        for application in applications
    )


def tell_many(
    applications: Sequence[Application],
    template: str,
    facts: ApplicationFacts,
    values: Mapping[str, object] | None = None,
    *,
    not_before: datetime | None = None,
) -> None:
    """Queue `template` to the focal points of many organizations (few statements for each 500).

    It goes out at once, or from `not_before` on.
    """
    for some in _batches(applications):
        tell = focal_points_of_all([each.organization_id for each in some])
        drafts = [
            draft
            for each in some
            for draft in messages.drafts_to(
                each, template, tell[each.organization_id], values or {}
            )
        ]
        queue_messages(drafts, at=facts.at, not_before=not_before)


def _batches(applications: Sequence[Application]) -> Iterator[Sequence[Application]]:
    for start in range(0, len(applications), ROWS_AT_ONCE):
        yield applications[start : start + ROWS_AT_ONCE]
