"""What the President's office does with an accreditation: suspend, reinstate, confirm, end.

Each act has its reason, tells those who act for the organization, and dates the organization's
standing: on the day of the act it holds no longer, or holds again.
"""

from __future__ import annotations

from antechamber.accreditation.accredited.acts import AccreditationAct, facts_of, moved, opened
from antechamber.accreditation.accredited.workflow import SUSPEND
from antechamber.accreditation.models import Accreditation
from antechamber.organizations.accreditations import begin_accreditations, end_accreditation
from antechamber.record.actions import action


@action
def suspend_accreditation(act: AccreditationAct, *, reason_code: str, reason: str) -> Accreditation:
    """Suspend an accreditation from today on, for one of the published reasons (10 statements)."""
    accreditation = opened(act, SUSPEND)
    accreditation.suspended_at, accreditation.reason_code = act.at, reason_code
    moved(
        accreditation,
        "suspend",
        facts_of(accreditation, act, reason=reason, reason_code=reason_code),
        by=act.by,
        changed=["suspended_at", "reason_code"],
    )
    end_accreditation(accreditation.organization, act.process.code, act.day)
    return accreditation


@action
def reinstate_accreditation(act: AccreditationAct, *, reason: str) -> Accreditation:
    """Let a suspended accreditation be in force again from today on (11 statements)."""
    accreditation = opened(act, SUSPEND)
    accreditation.suspended_at, accreditation.reason_code = None, ""
    moved(
        accreditation,
        "reinstate",
        facts_of(accreditation, act, reason=reason),
        by=act.by,
        changed=["suspended_at", "reason_code"],
    )
    begin_accreditations(
        [accreditation.organization_id], act.process.code, act.day, source=str(accreditation)
    )
    return accreditation


@action
def confirm_accreditation(act: AccreditationAct, *, reason: str) -> Accreditation:
    """Write down that the body has decided for an interim accreditation (9 statements)."""
    accreditation = opened(act, SUSPEND)
    facts = facts_of(accreditation, act, reason=reason)
    accreditation.confirmed_at = act.at
    moved(accreditation, "confirm", facts, by=act.by, changed=["confirmed_at"])
    return accreditation


@action
def end_accreditation_for_good(
    act: AccreditationAct, *, reason_code: str, reason: str
) -> Accreditation:
    """End an accreditation today; it stays on record and nothing leads back (10 statements)."""
    accreditation = opened(act, SUSPEND)
    accreditation.suspended_at, accreditation.until = None, act.at
    accreditation.reason_code = reason_code
    moved(
        accreditation,
        "end",
        facts_of(accreditation, act, reason=reason, reason_code=reason_code),
        by=act.by,
        changed=["suspended_at", "until", "reason_code"],
    )
    end_accreditation(accreditation.organization, act.process.code, act.day)
    return accreditation
