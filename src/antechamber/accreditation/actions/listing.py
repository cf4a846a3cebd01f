"""Making a list: begin, add, take off, freeze, discard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.advance_many import ROWS_AT_ONCE, advance_many
from antechamber.accreditation.lists import content as list_content, queries as list_queries
from antechamber.accreditation.lists.acts import (
    ListAct,
    application_facts,
    moved,
    opened,
    saved,
)
from antechamber.accreditation.lists.content import EntryFacts
from antechamber.accreditation.lists.rules import ListFacts, may_compose
from antechamber.accreditation.lists.states import ListKind, ListState
from antechamber.accreditation.lists.workflow import LIST
from antechamber.accreditation.models import Application, CandidateList, ListEntry
from antechamber.accreditation.states import State
from antechamber.people.actors import Actor
from antechamber.processes.modalities import RuleSet, UnusableRule
from antechamber.processes.models import Process
from antechamber.processes.queries import present_modalities
from antechamber.record.actions import action, write
from antechamber.record.locking import lock_all
from antechamber.workflow import DomainError


@action
def compose_list(
    *,
    process: Process,
    kind: ListKind,
    title: str,
    by: Actor,
    at: datetime,
    seen_last: int | None = None,
) -> CandidateList:
    """Begin a list. A process has one proposed list; what comes later is supplementary.

    `seen_last` is the number of the last list on the actor's page, 0 for none. Raises `DomainError`
    "changed_meanwhile" where there is another by now: somebody began one, or a button was pressed
    twice.
    """
    by.may_within("list.compose", process.code).require()
    if not title.strip():
        raise DomainError("title_missing", _("Give the list a title."), "title")
    Process.objects.select_for_update().get(pk=process.pk)  # numbers are given one after another
    known = list_queries.lists(process).exclude(state=ListState.DISCARDED)
    may_compose(
        kind,
        proposed=known.filter(kind=ListKind.PROPOSED).exists(),
        circulated=known.filter(circulated_at__isnull=False).exists(),
    ).require("kind")
    numbers = CandidateList.objects.filter(process=process).aggregate(last=Max("number"))
    last = numbers["last"] or 0
    if seen_last is not None and seen_last != last:
        raise DomainError(
            "changed_meanwhile",
            _("Someone began a list in the meantime. Look at it first, then begin another."),
        )
    candidate_list = CandidateList.objects.create(
        process=process,
        number=last + 1,
        kind=kind,
        title=title.strip(),
        changed_at=at,
        composed_by=by.key,
        composed_at=at,
    )
    _write_entry("list.composed", candidate_list, by, at, {"kind": str(kind)})
    return candidate_list


@action
def add_entries(act: ListAct, *, references: Sequence[str]) -> CandidateList:
    """Put recommended applications on a list that is being composed.

    An officer adds those of their own facilitator. Raises `DomainError` where one of them is
    unknown, not recommended, or on a live list already; then none is added.
    """
    candidate_list = _open_draft(act)
    named = Application.objects.filter(process=act.process, reference__in=references)
    lock_all(named)
    found = list(
        named.select_related("facilitator")
        .only("key", "reference", "state", "facilitator__code")
        .order_by("id")
    )
    if not found or len(found) != len(set(references)):
        raise DomainError("application_unknown", _("There is no application of this number."))
    for code in {each.facilitator.code for each in found}:
        act.by.may("list.compose", f"{act.process.code}/{code}").require()
    for application in found:
        if application.state != State.RECOMMENDED:
            raise DomainError("not_recommended", _("Only recommended applications can be listed."))
    _add(candidate_list, found, act.by)
    saved(candidate_list, act.at)
    _write_entry(
        "list.entries_added",
        candidate_list,
        act.by,
        act.at,
        {"references": [str(each) for each in found]},
    )
    return candidate_list


def _add(candidate_list: CandidateList, found: Sequence[Application], by: Actor) -> None:
    entries = [
        ListEntry(candidate_list=candidate_list, application=each, added_by=by.key)
        for each in found
    ]
    try:
        with transaction.atomic():
            ListEntry.objects.bulk_create(entries, batch_size=ROWS_AT_ONCE)
    except IntegrityError:
        raise DomainError(
            "on_a_list_already", _("One of these organizations is on a list already.")
        ) from None


@action
def remove_entries(act: ListAct, *, references: Sequence[str]) -> CandidateList:
    """Take applications off a list that is being composed; they stay recommended."""
    candidate_list = _open_draft(act)
    entries = ListEntry.objects.filter(
        candidate_list=candidate_list, application__reference__in=references
    )
    found = list(entries.values_list("application__reference", flat=True))
    if not found or len(found) != len(set(references)):
        raise DomainError("not_on_list", _("There is no such name on this list."))
    entries.delete()
    saved(candidate_list, act.at)
    _write_entry("list.entries_removed", candidate_list, act.by, act.at, {"references": found})
    return candidate_list


@action
def freeze_list(act: ListAct) -> CandidateList:
    """Fix a list's content, order and rules, and compute its digest; it never changes again.

    The facts are those of the organizations at this instant, with the home page they handed in.
    All its applications become "listed". Raises `DomainError` where one is not recommended any
    more. Some thirty statements for 400 entries on SQLite, where a statement takes fewer rows.
    """
    candidate_list = opened(act, "list.compose")
    drafted = list_queries.locked_entries(candidate_list)
    candidate_list.modalities = present_modalities(act.process, act.at)
    facts = ListFacts(
        at=act.at,
        entries=len(drafted),
        not_recommended=tuple(
            str(each.application) for each in drafted if each.application.state != State.RECOMMENDED
        ),
    )
    LIST.verdict("freeze", candidate_list.state, facts).require()
    rules = _usable_rules(candidate_list)
    entries = _frozen_entries(candidate_list, drafted)
    known = [list_queries.facts_of(each) for each in entries]
    content = list_queries.content_of(candidate_list, entries, rules)
    candidate_list.frozen_by, candidate_list.frozen_at = act.by.key, act.at
    candidate_list.content_digest = content.digest()
    candidate_list.counts = list_content.counts_of(known)
    advance_many(
        [each.application for each in entries],
        "list",
        application_facts(act.at),
        by=act.by,
        recorded=_recorded(candidate_list),
    )
    _write_anew(candidate_list, entries)
    moved(
        candidate_list,
        "freeze",
        facts,
        by=act.by,
        recorded={
            "digest": candidate_list.content_digest,
            "entries": len(entries),
            "counts": candidate_list.counts,
            "modalities": candidate_list.modalities.version,
        },
        changed=["frozen_by", "frozen_at", "content_digest", "counts", "modalities"],
    )
    return candidate_list


def _usable_rules(candidate_list: CandidateList) -> RuleSet:
    """Return the rules a list is frozen under (1); a draft of the modalities may lack some."""
    try:
        return list_queries.rules_for(candidate_list)
    except UnusableRule:
        raise DomainError(
            "rules_incomplete", _("The modalities do not state every rule yet. Complete them.")
        ) from None


def _frozen_entries(candidate_list: CandidateList, drafted: Sequence[ListEntry]) -> list[ListEntry]:
    """Return the entries to be, in the list's order, with the facts of this instant."""
    by_reference = {str(each.application): each for each in drafted}
    ordered = list_content.in_order(_present_facts(each.application) for each in drafted)
    return [
        ListEntry(
            candidate_list=candidate_list,
            application=by_reference[facts.reference].application,
            added_by=by_reference[facts.reference].added_by,
            position=position,
            name=facts.name,
            country=facts.country,
            home_page=facts.home_page,
            category_code=facts.category,
        )
        for position, facts in enumerate(ordered, start=1)
    ]


def _present_facts(application: Application) -> EntryFacts:
    organization, version = application.organization, application.present_version
    handed_in = version.organization_facts if version else {}
    return EntryFacts(
        reference=str(application),
        name=organization.display_name,
        country=organization.country,
        home_page=handed_in.get("home_page", "") or organization.home_page,
        category=application.category.code,
    )


def _write_anew(candidate_list: CandidateList, entries: Sequence[ListEntry]) -> None:
    """Replace the drafted entries: two statements, where changing each would take one a row."""
    ListEntry.objects.filter(candidate_list=candidate_list).delete()
    ListEntry.objects.bulk_create(entries, batch_size=ROWS_AT_ONCE)


@action
def discard_list(act: ListAct, *, reason: str) -> CandidateList:
    """Give a list up before anyone outside has seen it; its applications can be listed anew."""
    candidate_list = opened(act, "list.compose")
    entries = list_queries.locked_entries(candidate_list)
    was_frozen = candidate_list.state != ListState.DRAFTING
    moved(
        candidate_list,
        "discard",
        ListFacts(at=act.at, reason=reason),
        by=act.by,
        recorded={"entries": len(entries)},
    )
    if was_frozen:
        advance_many(
            [each.application for each in entries if each.application.state == State.LISTED],
            "unlist",
            application_facts(act.at, reason),
            by=act.by,
            recorded=_recorded(candidate_list),
        )
    ListEntry.objects.filter(candidate_list=candidate_list).update(is_live=False)
    return candidate_list


def _recorded(candidate_list: CandidateList) -> dict[str, object]:
    version = candidate_list.modalities.version if candidate_list.modalities else 0
    return {"list": str(candidate_list), "modalities": version}


def _open_draft(act: ListAct) -> CandidateList:
    candidate_list = opened(act, "list.compose")
    if candidate_list.state != ListState.DRAFTING:
        raise DomainError(
            "list_frozen",
            _("This list is frozen. Discard it and compose it anew, or add a supplementary list."),
        )
    return candidate_list


def _write_entry(
    verb: str, candidate_list: CandidateList, by: Actor, at: datetime, facts: dict[str, object]
) -> None:
    write(
        process_code=candidate_list.process.code,
        verb=verb,
        subject=str(candidate_list),
        actor_key=by.key,
        at=at,
        facts=facts,
    )
