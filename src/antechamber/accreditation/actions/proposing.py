"""Finding an application not eligible by two persons: one proposes, another confirms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.actions.reviewing import Act, opened, refuse
from antechamber.accreditation.models import Application, Proposal
from antechamber.accreditation.rules import ApplicationFacts, may_decline, may_propose
from antechamber.accreditation.second_person import needs_second_person, overtake, proposal_on
from antechamber.accreditation.workflow import APPLICATION
from antechamber.processes.queries import window_of
from antechamber.record.actions import action, write
from antechamber.workflow import OVERTAKEN, DomainError

DECIDES = "application.recommend"


@action
def propose_ineligible(act: Act, *, reason_code: str, reason: str) -> Application:
    """Propose to find an application not eligible; the applicant is told nothing yet.

    Raises `DomainError` where one person suffices or something is proposed already.
    """
    application = opened(act, DECIDES)
    if application.state not in APPLICATION["find_ineligible"].sources:
        raise DomainError("wrong_state", OVERTAKEN)
    standing = proposal_on(application)
    facts = ApplicationFacts(
        at=act.at,
        window=window_of(application.call),
        reason=reason,
        reason_code=reason_code,
        needs_second=needs_second_person(application.process, act.at),
        proposed_by=standing.proposed_by if standing else "",
    )
    may_propose(facts).require()
    overtake(application, act.by, act.at)  # one that no longer stands still takes the place
    Proposal.objects.create(
        application=application,
        version_id=application.present_version_id or 0,
        reason_code=reason_code,
        reason=reason,
        proposed_by=act.by.key,
        proposed_at=act.at,
    )
    _note(application, act, "application.refusal_proposed", {"reason_code": reason_code}, reason)
    return application


@action
def confirm_ineligible(act: Act) -> Application:
    """Confirm what a colleague proposed: the application is found not eligible, for their reason.

    Raises `DomainError` "same_person" for the one who proposed it.
    """
    application = opened(act, DECIDES)
    proposal = _standing(application)
    refuse(
        application,
        act,
        reason_code=proposal.reason_code,
        reason=proposal.reason,
        proposed_by=proposal.proposed_by,
    )
    _settle(proposal, Proposal.Outcome.CONFIRMED, act)
    return application


@action
def decline_proposal(act: Act, *, reason: str) -> Application:
    """Decline what was proposed, or take one's own proposal back; the review goes on."""
    application = opened(act, DECIDES)
    proposal = _standing(application)
    facts = ApplicationFacts(
        at=act.at,
        window=window_of(application.call),
        reason=reason,
        proposed_by=proposal.proposed_by,
    )
    may_decline(facts).require()
    _settle(proposal, Proposal.Outcome.DECLINED, act)
    facts_kept = {"proposed_by": proposal.proposed_by}
    _note(application, act, "application.refusal_declined", facts_kept, reason)
    return application


def _standing(application: Application) -> Proposal:
    proposal = proposal_on(application)
    if proposal is None:
        raise DomainError("no_proposal", _("Nothing is proposed any more. Read what is new."))
    return proposal


def _settle(proposal: Proposal, outcome: Proposal.Outcome, act: Act) -> None:
    proposal.outcome, proposal.settled_by, proposal.settled_at = outcome, act.by.key, act.at
    proposal.save(update_fields=["outcome", "settled_by", "settled_at"])


def _note(application: Application, act: Act, verb: str, facts: dict[str, str], words: str) -> None:
    """Let the revision grow, so that a colleague's page is stale, and write the entry."""
    application.revision += 1
    application.save(update_fields=["revision"])
    write(
        process_code=application.process.code,
        verb=verb,
        subject=str(application),
        actor_key=act.by.key,
        at=act.at,
        facts=facts,
        words=words,
    )
