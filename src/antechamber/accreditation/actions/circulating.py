"""Bringing a list before Member States: sign off, circulate, give more time, close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from antechamber.accreditation.advance_many import tell_many
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.acts import ListAct, application_facts, moved, opened
from antechamber.accreditation.lists.messages import tell_missions
from antechamber.accreditation.lists.rules import ListFacts, default_end, in_order
from antechamber.accreditation.lists.workflow import LIST
from antechamber.accreditation.models import CandidateList, ListEntry, Objection, SilenceEnd
from antechamber.accreditation.states import State
from antechamber.people.actors import SYSTEM, Actor
from antechamber.processes.models import Process
from antechamber.record.actions import action
from antechamber.record.canonical import instant_text


@action
def sign_off_list(act: ListAct, *, seen_digest: str) -> CandidateList:
    """Sign a frozen list off, as another person than any who made it (5 statements).

    `seen_digest` is what the signer was shown. Raises `DomainError` "second_person_needed", or
    "list_changed" where the entries do not give the digest of the freezing any more.
    """
    candidate_list = opened(act, "list.sign_off")
    entries = list(list_queries.lines_of(candidate_list))
    facts = ListFacts(
        at=act.at,
        actor=act.by.key,
        composers=frozenset(
            {
                candidate_list.composed_by,
                candidate_list.frozen_by,
                *(each.added_by for each in entries),
            }
        ),
        content_digest=candidate_list.content_digest,
        found_digest=_found_digest(candidate_list, entries),
        seen_digest=seen_digest,
    )
    candidate_list.signed_off_by, candidate_list.signed_off_at = act.by.key, act.at
    moved(
        candidate_list,
        "sign_off",
        facts,
        by=act.by,
        recorded={"digest": candidate_list.content_digest},
        changed=["signed_off_by", "signed_off_at"],
    )
    return candidate_list


def _found_digest(candidate_list: CandidateList, entries: Sequence[ListEntry]) -> str:
    """Compute the digest of the entries as they are now; empty before freezing (1 statement)."""
    if candidate_list.modalities is None:
        return ""
    rules = list_queries.rules_for(candidate_list)
    return list_queries.content_of(candidate_list, entries, rules).digest()


@action
def circulate_list(act: ListAct, *, closes_at: datetime | None = None) -> CandidateList:
    """Bring a signed list before Member States and tell missions and organizations.

    Without `closes_at` the silence lasts the days that the modalities say, to the end of the last
    one in the process's zone. A dozen statements and few more for each 500 entries.
    """
    candidate_list = opened(act, "list.sign_off")
    entries = list_queries.moving_entries(candidate_list)
    if closes_at is None and candidate_list.modalities is not None:
        days = list_queries.rules_for(candidate_list).silence_days
        closes_at = default_end(act.at, days, act.process.zone)
    facts = ListFacts(
        at=act.at,
        closes_at=closes_at,
        content_digest=candidate_list.content_digest,
        found_digest=_found_digest(candidate_list, entries),
    )
    LIST.verdict("circulate", candidate_list.state, facts).require()
    candidate_list.circulated_at = act.at
    told = {
        "closes_at": closes_at,
        "entries": len(entries),
        "digest": candidate_list.content_digest,
    }
    missions = tell_missions(candidate_list, "list.circulated", act.at, told)
    moved(
        candidate_list,
        "circulate",
        facts,
        by=act.by,
        recorded={
            "digest": candidate_list.content_digest,
            "closes_at": instant_text(closes_at) if closes_at else "",
            "missions": missions,
        },
        changed=["circulated_at"],
    )
    if closes_at is not None:
        _announce(candidate_list, closes_at, act)
    listed = [each.application for each in entries if each.application.state == State.LISTED]
    tell_many(listed, "application.listed", application_facts(act.at))
    return candidate_list


@action
def extend_silence(act: ListAct, *, closes_at: datetime, reason: str) -> CandidateList:
    """Give Member States more time and tell them; the earlier end stays in the history."""
    candidate_list = opened(act, "list.sign_off")
    silence = list_queries.silence_of(candidate_list)
    facts = ListFacts(at=act.at, silence=silence, closes_at=closes_at, reason=reason)
    earlier = silence.deadline_at(act.at) if silence else None
    moved(
        candidate_list,
        "extend",
        facts,
        by=act.by,
        recorded={
            "closes_at": instant_text(closes_at),
            "earlier": instant_text(earlier) if earlier else "",
        },
    )
    _announce(candidate_list, closes_at, act, reason=reason)
    entries = candidate_list.entries.count()
    told = {"closes_at": closes_at, "earlier": earlier, "entries": entries}
    tell_missions(candidate_list, "list.extended", act.at, told)
    return candidate_list


def _announce(
    candidate_list: CandidateList, closes_at: datetime, act: ListAct, *, reason: str = ""
) -> None:
    SilenceEnd.objects.create(
        candidate_list=candidate_list,
        falls_at=closes_at,
        announced_at=act.at,
        announced_by=act.by.key,
        reason=reason,
    )


@action
def close_list(act: ListAct) -> CandidateList:
    """Close a list whose silence is over (4 statements).

    Whether an objection is in time never depends on this: it is asked of the silence itself.
    """
    return _close(opened(act, "list.consult"), act.by, act.at)


@action
def close_ended_list(*, process: Process, number: int, at: datetime) -> CandidateList:
    """Let the system close one list whose silence is over (see `lists.keeping`; 4 statements).

    Raises `DomainError` where somebody closed it first, or the clock was set back.
    """
    candidate_list = list_queries.list_of(process, number, lock=True)
    in_order(candidate_list.changed_at, at).require()
    return _close(candidate_list, SYSTEM, at)


def _close(candidate_list: CandidateList, by: Actor, at: datetime) -> CandidateList:
    facts = ListFacts(at=at, silence=list_queries.silence_of(candidate_list))
    candidate_list.closed_at = at
    objections = Objection.objects.filter(entry__candidate_list=candidate_list).count()
    moved(
        candidate_list,
        "close",
        facts,
        by=by,
        recorded={"objections": objections},
        changed=["closed_at"],
    )
    return candidate_list
