"""Moving an application to another facilitator, and merging one into another."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation import messages, queries
from antechamber.accreditation.actions.reviewing import Act, facts_of, opened
from antechamber.accreditation.advance import advance, refuse_stale, require_officer
from antechamber.accreditation.models import Application
from antechamber.accreditation.states import DECIDED, TRANSFERABLE, State
from antechamber.organizations.queries import focal_points
from antechamber.processes.models import Category, Process
from antechamber.record.actions import action, write
from antechamber.record.locking import lock_all
from antechamber.workflow import DomainError


@action
def transfer_application(act: Act, *, category: Category, reason: str) -> Application:
    """Move an application to another category, and so to the facilitator who looks after it.

    Number and time stay; the door it came through stays on the record; nobody keeps it assigned.
    """
    application = opened(act, "application.transfer")
    if application.state not in TRANSFERABLE:
        raise DomainError("wrong_state", _("Only an application under way can be moved."))
    if category.process_id != application.process_id or category.pk == application.category_id:
        raise DomainError("same_category", _("Choose another category."), "category")
    if not reason.strip():
        raise DomainError("reason_missing", _("Write the reason."), "reason")
    before_category, before_facilitator = application.category, application.facilitator
    application.category, application.facilitator = category, category.facilitator
    application.assigned_to = None
    application.revision += 1
    application.save(update_fields=["category", "facilitator", "assigned_to", "revision"])
    write(
        process_code=application.process.code,
        verb="application.transferred",
        subject=str(application),
        actor_key=act.by.key,
        at=act.at,
        facts={
            "from_facilitator": before_facilitator.code,
            "to_facilitator": category.facilitator.code,
            "from_category": before_category.code,
            "to_category": category.code,
        },
        words=reason,
    )
    messages.tell_focal_points(
        application,
        "application.transferred",
        focal_points(application.organization),
        act.at,
        {"facilitator": str(category.facilitator.name)},
    )
    return application


@action
def merge_applications(act: Act, *, into_reference: str, reason: str) -> Application:
    """Merge a duplicate into another application of the process; both numbers keep working.

    The one merged away keeps its versions and leads to the other. Both rows are locked in the
    order of their ids, so that two officers merging crosswise wait instead of blocking each other.
    """
    if into_reference == act.reference:
        raise DomainError("merge_into_itself", _("Choose another application."), "into")
    locked = _locked_pair(act.process, act.reference, into_reference)
    application, into = locked[act.reference], locked[into_reference]
    require_officer(application, "application.merge", act.by)
    if not act.by.may("application.merge", into.facilitator.scope):
        raise _unknown_number()  # that another facilitator has this number is not for them
    refuse_stale(application, act.seen_revision)
    if into.state in DECIDED or into.state == State.DRAFT:
        raise DomainError(
            "merge_target_ended",
            _("The other application has ended. Choose one under way."),
            "into",
        )
    application.merged_into = into
    application.decided_at = act.at
    advance(
        application,
        "merge",
        facts_of(application, act, reason),
        by=act.by,
        tell=focal_points(application.organization),
        recorded={"into": str(into)},
        message_values={"reason": reason, "into": str(into)},
        changed=["merged_into", "decided_at"],
    )
    return application


def _locked_pair(process: Process, *references: str) -> dict[str, Application]:
    lock_all(Application.objects.filter(process=process, reference__in=references))
    pair = queries.applications(process).filter(reference__in=references)
    found = {str(application): application for application in pair}
    if len(found) != len(references):
        raise _unknown_number()
    return found


def _unknown_number() -> DomainError:
    return DomainError("application_unknown", _("There is no application of this number."), "into")
