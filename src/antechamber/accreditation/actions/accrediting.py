"""How accreditations begin: from a final list, or by an accreditation to an earlier process."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from antechamber.accreditation import calls
from antechamber.accreditation.accredited import carrying_over, queries as accredited_queries
from antechamber.accreditation.accredited.messages import tell_about
from antechamber.accreditation.accredited.workflow import FOLLOW
from antechamber.accreditation.advance_many import ROWS_AT_ONCE
from antechamber.accreditation.lists.states import Outcome
from antechamber.accreditation.models import Accreditation, CandidateList, ListEntry, Reference
from antechamber.accreditation.states import State
from antechamber.organizations.accreditations import begin_accreditations
from antechamber.organizations.models import Organization
from antechamber.organizations.queries import focal_points
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.processes.revision import bump_revision
from antechamber.record.actions import Line, action, write, write_many
from antechamber.record.canonical import instant_text
from antechamber.workflow import DomainError

CARRIED = "C"  # the letter in the number of what rests on no application


def accredit_listed(
    candidate_list: CandidateList,
    entries: Sequence[ListEntry],
    outcome: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Give each accredited organization on a final list its accreditation from this instant on.

    Part of the action that issues the list. An organization that holds one already (it was carried
    over meanwhile) keeps that one; one that stands on the list twice gets one. 5 statements for
    each 500 entries, none for each entry.
    """
    accredited = [each for each in entries if each.application.state == State.ACCREDITED]
    for start in range(0, len(accredited), ROWS_AT_ONCE):
        _accredit(candidate_list, accredited[start : start + ROWS_AT_ONCE], outcome, by, at)


def _accredit(
    candidate_list: CandidateList,
    entries: Sequence[ListEntry],
    outcome: str,
    by: Actor,
    at: datetime,
) -> None:
    process = candidate_list.process
    first = {each.application.organization_id: each for each in reversed(entries)}
    held = accredited_queries.holders_among(process, first)
    new = [each for owner, each in first.items() if owner not in held]
    is_interim = outcome == Outcome.INTERIM
    Accreditation.objects.bulk_create(
        Accreditation(
            number=str(each.application),
            process=process,
            organization_id=each.application.organization_id,
            application=each.application,
            asked_at=each.application.submitted_at or at,
            name=each.name,
            is_interim=is_interim,
            since=at,
            changed_at=at,
        )
        for each in new
    )
    begin_accreditations(
        [each.application.organization_id for each in new],
        process.code,
        calls.day_of(process, at),
        source=str(candidate_list),
    )
    write_many(
        Line(
            process_code=process.code,
            verb="accreditation.began",
            subject=str(each.application),
            actor_key=by.key,
            at=at,
            facts={
                "list": str(candidate_list),
                "organization": each.application.organization.key,
                "interim": is_interim,
            },
        )
        for each in new
    )


@action
def carry_over(
    *, process: Process, organization: Organization, by: Actor, at: datetime
) -> Accreditation:
    """Let an organization take part by its accreditation to an earlier process.

    Whatever was decided, objected or suspended elsewhere stays there: only what holds on the day is
    carried over. Its time is that at which it came or applied here, if it did. Raises `DomainError`
    "not_carried_over" where no earlier accreditation counts, "accredited_already" where it holds
    one here.
    """
    by.may_within(FOLLOW, process.code).require()
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    if accredited_queries.holders_among(process, [organization.pk]):
        raise DomainError("accredited_already", _("It is accredited to this process already."))
    ground = carrying_over.ground_for(process, organization, at)
    if ground is None:
        raise DomainError(
            "not_carried_over",
            _("No earlier accreditation of it counts here today. It was suspended, or has ended."),
        )
    number = Reference.objects.create(process=process, kind=CARRIED)
    accreditation = Accreditation.objects.create(
        number=str(number),
        process=process,
        organization=organization,
        carried_from=ground.process_code,
        asked_at=ground.asked_at or at,
        name=organization.display_name,
        since=at,
        changed_at=at,
    )
    begin_accreditations(
        [organization.pk], process.code, calls.day_of(process, at), source=ground.source
    )
    write(
        process_code=process.code,
        verb="accreditation.carried_over",
        subject=str(accreditation),
        actor_key=by.key,
        at=at,
        facts={
            "organization": organization.key,
            "from_process": ground.process_code,
            "asked_at": instant_text(accreditation.asked_at),
        },
    )
    told = [each.account for each in focal_points(organization)] + list(ground.accounts)
    tell_about(accreditation, "accreditation.carried_over", told, at, reason="")
    bump_revision(process)
    return accreditation
