"""Following what rosters tell of accredited organizations: a new name, a successor.

A roster changes organizations; it never changes who is accredited. A person confirms each.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.accredited.acts import (
    AccreditationAct,
    actors_for,
    facts_of,
    moved,
    opened,
    saved,
)
from antechamber.accreditation.accredited.messages import tell_about
from antechamber.accreditation.accredited.rules import (
    needs_merger,
    needs_new_name,
    needs_reason,
)
from antechamber.accreditation.accredited.states import LIVE, MERGED, AccreditedState
from antechamber.accreditation.accredited.workflow import FOLLOW
from antechamber.accreditation.models import Accreditation
from antechamber.organizations.accreditations import begin_accreditations, end_accreditation
from antechamber.organizations.models import Organization
from antechamber.organizations.queries import present_organization
from antechamber.organizations.succession import take_over_focal_points
from antechamber.people.models import Account
from antechamber.record.actions import action, write
from antechamber.workflow import DomainError


@action
def follow_renaming(act: AccreditationAct, *, reason: str) -> Accreditation:
    """Know an accredited organization by its present name; lists keep what was circulated."""
    accreditation = opened(act, FOLLOW)
    _require_live(accreditation)
    needs_reason(facts_of(accreditation, act, reason=reason)).require()
    present = accreditation.organization.display_name
    needs_new_name(accreditation.name, present).require()
    accreditation.name = present
    saved(accreditation, act.at, changed=["name"])
    write(
        process_code=act.process.code,
        verb="accreditation.renamed",
        subject=str(accreditation),
        actor_key=act.by.key,
        at=act.at,
        facts={"organization": accreditation.organization.key},
        words=reason,
    )
    told = actors_for(accreditation)
    tell_about(accreditation, "accreditation.renamed", told, act.at, reason=reason)
    return accreditation


@action
def pass_on(act: AccreditationAct, *, reason: str) -> Accreditation:
    """Let the accreditation of an organization that merged pass to the present one.

    Where that one is accredited itself, its own remains and this one ends in it. Who acted for
    either acts for the present one from now on. Raises `DomainError` "no_successor" where the
    organization has not merged.
    """
    accreditation = opened(act, FOLLOW)
    _require_live(accreditation)
    facts = facts_of(accreditation, act, reason=reason)
    needs_reason(facts).require()
    earlier = accreditation.organization
    heir = present_organization(earlier)
    needs_merger(has_merged=heir.pk != earlier.pk).require()
    end_accreditation(earlier, act.process.code, act.day)
    take_over_focal_points(earlier, heir, by=act.by, at=act.at)
    own = _own_of(accreditation, heir)
    if own is None:
        _give_to(heir, accreditation, act, reason)
    else:
        _merge_into(own, accreditation, act, reason)
    return accreditation


def _require_live(accreditation: Accreditation) -> None:
    if accreditation.state not in LIVE:
        raise DomainError("accreditation_ended", _("This accreditation has ended."))


def _own_of(accreditation: Accreditation, heir: Organization) -> Accreditation | None:
    """Lock and return the accreditation that the successor holds itself, if it does."""
    held = Accreditation.objects.filter(
        process=accreditation.process, organization=heir, state__in=sorted(LIVE)
    )
    return held.select_for_update().first()


def _give_to(
    heir: Organization, accreditation: Accreditation, act: AccreditationAct, reason: str
) -> None:
    earlier = accreditation.organization
    accreditation.organization, accreditation.name = heir, heir.display_name
    saved(accreditation, act.at, changed=["organization", "name"])
    if accreditation.state == AccreditedState.ACTIVE:
        begin_accreditations([heir.pk], act.process.code, act.day, source=str(accreditation))
    write(
        process_code=act.process.code,
        verb="accreditation.passed_on",
        subject=str(accreditation),
        actor_key=act.by.key,
        at=act.at,
        facts={"from_organization": earlier.key, "to_organization": heir.key},
        words=reason,
    )
    told = actors_for(accreditation)
    tell_about(accreditation, "accreditation.passed_on", told, act.at, reason=reason)


def _merge_into(
    own: Accreditation, accreditation: Accreditation, act: AccreditationAct, reason: str
) -> None:
    told: list[Account] = actors_for(accreditation)
    accreditation.suspended_at, accreditation.until = None, act.at
    accreditation.reason_code, accreditation.merged_into = MERGED, own
    moved(
        accreditation,
        "merge",
        facts_of(accreditation, act, reason=reason, reason_code=MERGED, heir_is_accredited=True),
        by=act.by,
        changed=["suspended_at", "until", "reason_code", "merged_into"],
        recorded={"into": str(own)},
        tell=told,
    )
