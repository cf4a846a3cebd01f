"""The end of a list: the final list is computed, issued and published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from antechamber.accreditation.actions.accrediting import accredit_listed
from antechamber.accreditation.advance_many import ROWS_AT_ONCE, advance_many, tell_many
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.acts import ListAct, application_facts, moved, opened
from antechamber.accreditation.lists.content import digest_of
from antechamber.accreditation.lists.outcomes import FinalLine, FinalList
from antechamber.accreditation.lists.published_files import (
    MANIFEST,
    PROPOSED,
    UntrueFiles,
    final_values,
    recompute,
)
from antechamber.accreditation.lists.rules import ListFacts
from antechamber.accreditation.lists.states import ON_FINAL_LIST, Outcome
from antechamber.accreditation.lists.workflow import LIST
from antechamber.accreditation.models import Application, CandidateList, ListEntry
from antechamber.accreditation.workflow import APPLICATION
from antechamber.processes.revision import bump_revision
from antechamber.record.actions import action

Judged = tuple[ListEntry, FinalLine]


@action
def issue_final_list(act: ListAct) -> FinalList:
    """Compute the final list, write each outcome down and give every organization its answer.

    Raises `DomainError` "entries_unsettled" while an objection still waits for somebody. Some
    statements for each outcome and each 500 entries, none for each entry.
    """
    candidate_list = opened(act, "list.sign_off")
    LIST.verdict("issue_final", candidate_list.state, ListFacts(at=act.at)).require()
    rules = list_queries.rules_for(candidate_list)
    entries = list_queries.locked_entries(candidate_list)
    final = list_queries.course_of(candidate_list, entries, rules).final()
    candidate_list.final_digest = digest_of(final_values(final))
    candidate_list.issued_at = act.at
    moved(
        candidate_list,
        "issue_final",
        ListFacts(at=act.at, unsettled=len(final.unsettled)),
        by=act.by,
        recorded={
            "digest": candidate_list.final_digest,
            "counts": final.counts,
            "modalities": candidate_list.modalities.version if candidate_list.modalities else 0,
        },
        changed=["final_digest", "issued_at"],
    )
    lines = {each.reference: each for each in final.lines}
    judged = [(entry, lines[str(entry.application)]) for entry in entries]
    for some in _by_reason(judged):
        _conclude(candidate_list, some, act)
    return final


def _by_reason(judged: Iterable[Judged]) -> list[list[Judged]]:
    groups: dict[tuple[str, str], list[Judged]] = {}
    for entry, line in judged:
        groups.setdefault((line.outcome, line.reason), []).append((entry, line))
    return list(groups.values())


def _conclude(candidate_list: CandidateList, judged: Sequence[Judged], act: ListAct) -> None:
    """Write one outcome with one reason down for all entries that have it."""
    line = judged[0][1]
    for start in range(0, len(judged), ROWS_AT_ONCE):
        some = [entry.pk for entry, _line in judged[start : start + ROWS_AT_ONCE]]
        ListEntry.objects.filter(pk__in=some).update(
            outcome=line.outcome,
            outcome_reason=line.reason,
            is_live=line.outcome != Outcome.WITHDRAWN,
        )
    applications = [entry.application for entry, _line in judged]
    if line.outcome in ON_FINAL_LIST:
        _move(applications, "clear", candidate_list, line, act)
        _move(applications, "accredit", candidate_list, line, act)
        entries = [entry for entry, _line in judged]
        accredit_listed(candidate_list, entries, line.outcome, by=act.by, at=act.at)
    elif line.outcome == Outcome.NOT_ACCREDITED:
        _move(applications, "refuse", candidate_list, line, act)


def _move(
    applications: Sequence[Application],
    name: str,
    candidate_list: CandidateList,
    line: FinalLine,
    act: ListAct,
) -> None:
    """Move those from whose state the transition starts, and tell them what it says."""
    transition = APPLICATION[name]
    moving = [each for each in applications if each.state in transition.sources]
    version = candidate_list.modalities.version if candidate_list.modalities else 0
    facts = application_facts(act.at)
    advance_many(
        moving,
        name,
        facts,
        by=act.by,
        recorded={
            "list": str(candidate_list),
            "reason_code": line.reason,
            "modalities": version,
        },
    )
    if transition.message:
        tell_many(moving, transition.message, facts)


@action
def publish_lists(act: ListAct) -> CandidateList:
    """Publish the proposed and the final list, after computing the one from the other again.

    Raises `DomainError` "final_list_differs" where the files do not give what was signed off and
    issued (9 statements).
    """
    candidate_list = opened(act, "list.sign_off")
    LIST.verdict("publish", candidate_list.state, ListFacts(at=act.at)).require()
    files = list_queries.files_of(candidate_list)
    facts = ListFacts(at=act.at, agrees=_agree(candidate_list, files))
    manifest = hashlib.sha256(files[MANIFEST]).hexdigest()
    candidate_list.manifest_digest, candidate_list.published_at = manifest, act.at
    moved(
        candidate_list,
        "publish",
        facts,
        by=act.by,
        recorded={"manifest": manifest},
        changed=["manifest_digest", "published_at"],
    )
    bump_revision(act.process)
    return candidate_list


def _agree(candidate_list: CandidateList, files: dict[str, bytes]) -> bool:
    try:
        final = recompute(files)
    except UntrueFiles:
        return False
    return (
        digest_of(final_values(final)) == candidate_list.final_digest
        and hashlib.sha256(files[PROPOSED]).hexdigest() == candidate_list.content_digest
    )
