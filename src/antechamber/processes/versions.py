"""Versions of the modalities as the desk shows them: where each stands, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from antechamber.people.actors import Actor
from antechamber.processes import modalities, queries
from antechamber.processes.modalities_rules import may_write
from antechamber.processes.models import Modalities, Process
from antechamber.processes.public import ShownRule
from antechamber.web.components import ComparedRow, Comparison, Tone

# Who may read what is not adopted yet: those who write, adopt, apply or audit the rules.
READ_DRAFTS = ("modalities.propose", "modalities.adopt", "application.screen", "record.read")


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version with its rules, and where it stands at an instant."""

    modalities: Modalities
    word: str
    tone: Tone
    rules: list[ShownRule]

    @property
    def is_draft(self) -> bool:
        """Say whether it is the draft that is being written at the desk."""
        return self.modalities.based_on_id is not None and self.is_pending

    @property
    def is_pending(self) -> bool:
        """Say whether it can still be adopted."""
        return is_pending(self.modalities)

    @property
    def name(self) -> str:
        """Return the symbol of its document, or its number where it has none yet."""
        return self.modalities.symbol or _("Version %(number)s") % {
            "number": self.modalities.version
        }


def is_pending(version: Modalities) -> bool:
    """Say whether a version was neither adopted nor given up nor overtaken."""
    return bool(may_write(version.adopted_at, version.superseded_at, version.discarded_at))


def show_version(version: Modalities, at: datetime) -> ShownVersion:
    """Return a version as a page shows it (1 statement, none where its rules are loaded)."""
    rules = [ShownRule(rule) for rule in queries.rules_of(version)]
    return ShownVersion(version, *_standing(version, at), rules)


def _standing(version: Modalities, at: datetime) -> tuple[str, Tone]:
    if version.discarded_at is not None:
        return _("Discarded"), "ended"
    if version.superseded_at is not None and version.superseded_at <= at:
        return _("Superseded"), "ended"
    if version.adopted_at is not None:
        return (_("In force"), "done") if version.adopted_at <= at else (_("Adopted"), "active")
    if version.based_on_id is None:
        return _("Draft, holds until the adoption"), "waiting"
    return _("Draft"), "waiting"


def readable(versions: Sequence[Modalities], by: Actor, process: Process) -> list[Modalities]:
    """Return the versions that the actor may read: drafts of the desk are not for everybody."""
    if any(by.may_within(each, process.code) for each in READ_DRAFTS):
        return list(versions)
    return [each for each in versions if each.based_on_id is None or each.adopted_at is not None]


def changed_kinds(before: Modalities, after: Modalities) -> list[str]:
    """Return the kinds of rules whose value or paragraph differs, in the order of the pages."""
    known = {rule.kind: (rule.value, rule.paragraph) for rule in before.rules.all()}
    return [
        rule.kind
        for rule in queries.rules_of(after)
        if known.get(rule.kind) != (rule.value, rule.paragraph)
    ]


def compared(before: ShownVersion, after: ShownVersion) -> Comparison:
    """Return two versions beside one another, every rule as a sentence with its paragraph."""
    sides = [
        {each.rule.kind: f"{each.sentence} ({each.rule.paragraph})" for each in side.rules}
        for side in (before, after)
    ]
    return Comparison(
        _("The rules of both versions"),
        before.name,
        after.name,
        [
            ComparedRow(str(kind.label), sides[0].get(code, ""), sides[1].get(code, ""))
            for code, kind in modalities.RULE_KINDS.items()
        ],
    )


def differences(before: ShownVersion, after: ShownVersion) -> Comparison:
    """Return the rules that two versions say differently, beside one another."""
    whole = compared(before, after)
    return replace(whole, rows=[row for row in whole.rows if row.is_changed])
