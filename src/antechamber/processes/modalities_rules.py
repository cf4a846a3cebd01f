"""What may be done with a draft of the modalities: pure answers from plain facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from antechamber.workflow import YES, DomainError, Verdict, no


@dataclass(frozen=True, slots=True)
class Draft:
    """All that the guard of an adoption looks at.

    `is_on_newest` says whether the draft was begun from the rules that it is to follow;
    `newest_in_force_at` is their day of force, which may lie ahead.
    """

    adopter: str
    writers: frozenset[str]
    is_on_newest: bool
    symbol: str
    at: datetime
    in_force_at: datetime
    newest_in_force_at: datetime | None = None


def may_write(
    adopted_at: datetime | None, superseded_at: datetime | None, discarded_at: datetime | None
) -> Verdict:
    """Allow acts on a draft alone."""
    if adopted_at is not None or superseded_at is not None or discarded_at is not None:
        return no("not_a_draft", _("This version is no draft any more: nobody changes it."))
    return YES


def is_another_person(adopter: str, writers: frozenset[str]) -> Verdict:
    """Let only somebody adopt who has not written in the draft."""
    if adopter in writers:
        return no(
            "second_person_needed",
            _("You have written in this draft. Another person must adopt it."),
        )
    return YES


def may_adopt(draft: Draft) -> None:
    """Raise the refusal, beside its field, of an adoption that may not be."""
    is_another_person(draft.adopter, draft.writers).require()
    if not draft.is_on_newest:
        raise DomainError(
            "modalities_changed",
            _("Other rules were adopted since this draft was begun. Discard it and begin anew."),
        )
    if not draft.symbol.strip():
        raise DomainError("symbol_missing", _("Write the symbol of the document."), "symbol")
    in_force(draft.in_force_at, draft.at, draft.newest_in_force_at).require("in_force_on")


def in_force(in_force_at: datetime, at: datetime, newest: datetime | None) -> Verdict:
    """Let rules come into force now or later, never before those that they replace."""
    if in_force_at < at:
        return no(
            "force_in_past",
            _("Rules cannot come into force in the past: decisions were taken under others."),
        )
    if newest is not None and in_force_at < newest:
        return no(
            "force_before_the_earlier",
            _("The rules that these replace begin later. Choose their day or a later one."),
        )
    return YES
