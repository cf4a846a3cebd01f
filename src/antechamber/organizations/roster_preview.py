"""What a row of a roster becomes, in sentences for a page; names stand in isolation marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from antechamber.organizations.models import Organization
from antechamber.organizations.roster_cleaning import Decision
from antechamber.organizations.roster_models import RosterRow
from antechamber.organizations.roster_plan import EffectKind
from antechamber.organizations.roster_words import (
    DECISION_WORDS,
    fix_words,
    note_words,
    refusal_words,
)
from antechamber.web import times
from antechamber.web.components import Tone

TONES: Final[dict[str, Tone]] = {
    RosterRow.Effect.REFUSED: "refused",
    RosterRow.Effect.AMBIGUOUS: "attention",
    RosterRow.Effect.MERGED: "active",
    RosterRow.Effect.NEW: "done",
    RosterRow.Effect.RENAMED: "active",
    RosterRow.Effect.STATUS: "active",
    RosterRow.Effect.KNOWN: "neutral",
}
INVISIBLE: Final = frozenset({"Cc", "Cf", "Co", "Cs"})  # Unicode categories without a shape

Organizations = Mapping[int, Organization]


@dataclass(frozen=True, slots=True)
class ShownFix:
    """One change to a row's cells: why, and the part that changed before and after."""

    why: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a roster as the preview shows it; `tag` is its effect in a word."""

    number: int
    raw: tuple[str, ...]
    tag: str
    tone: Tone
    becomes: tuple[SafeString, ...]
    refused: str
    fixes: tuple[ShownFix, ...]


def shown_row(row: RosterRow, organizations: Organizations) -> ShownRow:
    """Return a row as a page shows it. No statement: the organizations are read before."""
    return ShownRow(
        number=row.number,
        raw=tuple(visible(str(cell)) for cell in row.raw if cell not in {None, ""}),
        tag=str(RosterRow.Effect(row.effect).label),
        tone=TONES[row.effect],
        becomes=tuple(_sentence(each, row.effects, organizations) for each in row.effects),
        refused=visible(refusal_words(row.refusal)) if row.refusal else "",
        fixes=tuple(_fix(*each) for each in row.fixes),
    )


# --- What was cleaned -----------------------------------------------------------------------------


def _fix(code: str, before: str, after: str) -> ShownFix:
    was, became = changed_part(before, after)
    return ShownFix(fix_words(code, after), visible(was), visible(became))


def changed_part(before: str, after: str) -> tuple[str, str]:
    """Return the words in which two texts differ, those around them left out. Pure."""
    first, second = before.split(" "), after.split(" ")
    start = _same_words(first, second)
    end = _same_words(first[start:][::-1], second[start:][::-1])
    return (
        " ".join(first[start : len(first) - end]),
        " ".join(second[start : len(second) - end]),
    )


def _same_words(first: Sequence[str], second: Sequence[str]) -> int:
    pairs = enumerate(zip(first, second, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(first), len(second)))


def visible(text: str) -> str:
    """Write characters that nobody can see by their numbers: "U+200B". Pure."""
    if text.isprintable():
        return text
    return "".join(
        f"[U+{ord(character):04X}]" if unicodedata.category(character) in INVISIBLE else character
        for character in text
    )


# --- What a row becomes ---------------------------------------------------------------------------


def _sentence(
    effect: Mapping[str, Any], all_effects: Sequence[Mapping[str, Any]], known: Organizations
) -> SafeString:
    words = {
        "name": _isolated(effect.get("name", "")),
        "organization": _named(effect.get("organization"), all_effects, known),
        "into": _named(effect.get("into"), all_effects, known),
        "fact": _fact(effect),
        "candidates": _candidates(effect, known),
    }
    kind = EffectKind(effect["kind"])
    if kind is EffectKind.STATUS and len(all_effects) == 1:
        return format_html(_("Status of {organization}: {fact}."), **words)
    return format_html(_SENTENCES[kind](), **words)


# Functions, so that each sentence is translated when a page asks for it.
_SENTENCES: Final = {
    EffectKind.NEW_ORGANIZATION: lambda: _("New organization: {name}."),
    EffectKind.NEW_NAME: lambda: _("{organization} bears the name {name} from now on."),
    EffectKind.FORMER_NAME: lambda: _("{name} is kept as a former name of {organization}."),
    EffectKind.MERGED_INTO: lambda: _("{name} is part of {into} from now on."),
    EffectKind.STATUS: lambda: _("Its status: {fact}."),
    EffectKind.KNOWN: lambda: _("Nothing changes: {organization} is known."),
    EffectKind.AMBIGUOUS: lambda: _(
        "Several organizations bear this name: {candidates}. The row is left out; "
        "with a column for the country it can be told whose it is."
    ),
}


def _isolated(name: str) -> SafeString:
    return format_html("<bdi>“{}”</bdi>", visible(name))


def _named(
    key: object, all_effects: Sequence[Mapping[str, Any]], known: Organizations
) -> SafeString:
    """Return the name of an organization in an effect; one that a row brings in has no id yet."""
    if isinstance(key, int):
        return _isolated(known[key].display_name) if key in known else _isolated("")
    if not isinstance(key, list):
        return SafeString()
    for effect in all_effects:
        if effect["kind"] == EffectKind.NEW_ORGANIZATION and effect["organization"] == key:
            return _isolated(effect["name"])
    return format_html(_("the organization of row {row}"), row=key[0])


def _fact(effect: Mapping[str, Any]) -> str:
    if note := effect.get("note"):
        return note_words(*note)
    if not effect.get("decision"):
        return ""
    words = str(DECISION_WORDS[Decision(effect["decision"])])
    if not effect.get("decided_on"):
        return words
    day = times.short_day(date.fromisoformat(effect["decided_on"]))
    return _("%(decision)s, %(day)s") % {"decision": words, "day": day}


def _candidates(effect: Mapping[str, Any], known: Organizations) -> SafeString:
    found = [known[key] for key in effect.get("candidates", []) if key in known]
    pairs = ((_isolated(each.display_name), each.country or "–") for each in found)
    return format_html_join(", ", "{} ({})", pairs)
