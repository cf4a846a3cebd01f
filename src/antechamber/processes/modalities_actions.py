"""Changing the rules: a draft is begun, written rule by rule, discarded, or adopted by another.

A draft acts on nothing until its day of force. What was decided under an earlier version keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

from antechamber.people.actors import Actor
from antechamber.processes import queries
from antechamber.processes.modalities import RULE_KINDS, UnusableRule
from antechamber.processes.modalities_rules import Draft, may_adopt, may_write
from antechamber.processes.models import Modalities, Process, Rule, Standing
from antechamber.processes.revision import bump_revision
from antechamber.processes.rules import reason_verdict
from antechamber.record.actions import action, write
from antechamber.record.canonical import instant_text
from antechamber.workflow import DomainError

COPIED: Final = ("kind", "value", "paragraph", "source_url", "standing", "note")


@dataclass(frozen=True, slots=True)
class DraftAct:
    """Who acts on which draft, when, and the revision they had before their eyes."""

    process: Process
    version: int
    seen_revision: int
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class NewRule:
    """What a rule is to say, and where that comes from. `value` is as the table holds it."""

    kind: str
    value: Any
    paragraph: str
    standing: Standing = Standing.STATED
    source_url: str = ""
    note: Mapping[str, str] | None = None


@action
def begin_draft(*, process: Process, by: Actor, at: datetime) -> Modalities:
    """Begin a draft as a copy of the newest rules. A process has one draft at a time.

    Raises `DomainError` "draft_begun" where there is one, "no_modalities" where there are no rules.
    """
    by.may("modalities.propose", process.code).require()
    Process.objects.select_for_update().get(pk=process.pk)  # versions are given one after another
    if queries.open_draft(process) is not None:
        raise DomainError("draft_begun", _("A draft has been begun already. Go on with it."))
    base = queries.newest_modalities(process, at)
    last = Modalities.objects.filter(process=process).aggregate(last=Max("version"))["last"]
    draft = Modalities.objects.create(
        process=process,
        version=last + 1,
        title=base.title,
        drafted_at=at,
        based_on=base,
        written_by=f"{by.key} ",
    )
    Rule.objects.bulk_create(
        Rule(modalities=draft, **{name: getattr(rule, name) for name in COPIED})
        for rule in base.rules.all()
    )
    _write("modalities.drafted", draft, {"based_on": base.version}, by=by, at=at)
    return draft


@action
def change_rule(act: DraftAct, *, rule: NewRule) -> Rule:
    """Write one rule of a draft anew, with the paragraph it comes from (7 statements).

    Raises `DomainError` "not_a_draft", "changed_meanwhile", "rule_unusable", "paragraph_missing".
    """
    draft = _opened(act, "modalities.propose")
    value = _read(rule)
    if not rule.paragraph.strip():
        raise DomainError(
            "paragraph_missing", _("Write the paragraph that the rule comes from."), "paragraph"
        )
    known = Rule.objects.get(modalities=draft, kind=rule.kind)
    before, known.value = known.value, value
    known.paragraph, known.source_url = rule.paragraph.strip(), rule.source_url
    known.standing, known.note = rule.standing, LazyI18nString(dict(rule.note or {}))
    known.save()
    if act.by.key not in draft.writers:
        draft.written_by += f"{act.by.key} "
    _saved(draft, "written_by")
    facts = {"rule": rule.kind, "from": before, "to": value}
    _write("modalities.rule_changed", draft, facts, by=act.by, at=act.at, words=known.paragraph)
    return known


def _read(rule: NewRule) -> Any:
    """Return the value where it has the shape of its kind."""
    if rule.kind not in RULE_KINDS:
        raise DomainError("rule_unknown", _("There is no such rule."))
    try:
        RULE_KINDS[rule.kind].read(rule.value)
    except UnusableRule:
        raise DomainError("rule_unusable", _("This rule cannot say that."), "value") from None
    return rule.value


@action
def discard_draft(act: DraftAct, *, reason: str) -> Modalities:
    """Give a draft up. It stays in the list of versions, and another one can be begun."""
    draft = _opened(act, "modalities.propose")
    reason_verdict(reason).require("reason")
    draft.discarded_at = act.at
    _saved(draft, "discarded_at")
    _write("modalities.draft_discarded", draft, {}, by=act.by, at=act.at, words=reason)
    return draft


@action
def adopt_modalities(act: DraftAct, *, symbol: str, in_force_at: datetime) -> Modalities:
    """Adopt a draft under its document's symbol; from its day of force it supersedes all others.

    Whoever wrote in it cannot adopt it. Raises `DomainError` "not_a_draft", "changed_meanwhile",
    "modalities_changed", "second_person_needed", "symbol_missing", "force_in_past".
    """
    draft = _opened(act, "modalities.adopt")
    earlier = _replaced(draft, act.at, in_force_at)
    newest = queries.newest_modalities(act.process, act.at)
    may_adopt(
        Draft(
            adopter=act.by.key,
            writers=draft.writers,
            is_on_newest=draft.based_on_id in {None, newest.pk},
            symbol=symbol,
            at=act.at,
            in_force_at=in_force_at,
            newest_in_force_at=max(
                (each.adopted_at for each in earlier if each.adopted_at), default=None
            ),
        )
    )
    for each in earlier:
        each.superseded_at = in_force_at
        each.save(update_fields=["superseded_at"])
    draft.symbol, draft.adopted_at, draft.adopted_by = symbol.strip(), in_force_at, act.by.key
    _saved(draft, "symbol", "adopted_at", "adopted_by")
    bump_revision(act.process)
    facts = {
        "symbol": draft.symbol,
        "superseded_version": max((each.version for each in earlier), default=None),
        "in_force_at": instant_text(in_force_at),
    }
    _write("modalities.adopted", draft, facts, by=act.by, at=act.at)
    return draft


def _replaced(draft: Modalities, at: datetime, in_force_at: datetime) -> list[Modalities]:
    """Return the versions that would hold beside the draft from its day of force (1 statement)."""
    holding = Q(adopted_at__isnull=False) | Q(based_on=None)
    others = Modalities.objects.filter(holding, process=draft.process_id, drafted_at__lte=at)
    return list(
        others.exclude(pk=draft.pk).exclude(superseded_at__lte=in_force_at).order_by("version")
    )


def _opened(act: DraftAct, capability: str) -> Modalities:
    """Lock a draft and check permission, standing and freshness (2 statements).

    Acts on the versions of one process follow one another: the process's row is locked first.
    """
    act.by.may(capability, act.process.code).require()
    Process.objects.select_for_update().get(pk=act.process.pk)
    draft = (
        Modalities.objects.filter(process=act.process, version=act.version)
        .select_related("process", "based_on")
        .first()
    )
    if draft is None:
        raise DomainError("not_a_draft", _("There is no such draft."))
    may_write(draft.adopted_at, draft.superseded_at, draft.discarded_at).require()
    if draft.revision != act.seen_revision:
        raise DomainError(
            "changed_meanwhile",
            _("Someone changed this draft while you had it open. Read what is new, then decide."),
        )
    return draft


def _saved(draft: Modalities, *changed: str) -> None:
    draft.revision += 1
    draft.save(update_fields=["revision", *changed])


def _write(
    verb: str,
    draft: Modalities,
    facts: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    words: str = "",
) -> None:
    write(
        process_code=draft.process.code,
        verb=verb,
        subject=f"modalities:{draft.version}",
        actor_key=by.key,
        at=at,
        facts={"version": draft.version, **facts},
        words=words,
    )
