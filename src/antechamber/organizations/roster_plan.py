"""What a roster would change, row by row, before anything is changed.

Pure: the organizations known and the rows cleaned go in; effects and the organizations as they
would then stand come out. Planning the same file on its own result finds every row known.

Names are taken for one only where they are one beyond doubt (`ParsedName.identity`). Near names are
the work of `matching` and of a person.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from antechamber.organizations.matching import NameKind
from antechamber.organizations.names import StatusKind, StatusNote
from antechamber.organizations.roster_cleaning import CleanedRoster, CleanedRow, Decision
from antechamber.organizations.roster_register import (
    KnownName,
    KnownOrganization,
    NewOrganization,
    Register,
    StatusFact,
)
from antechamber.organizations.roster_text import CleanName


class EffectKind(StrEnum):
    """What a row does to an organization."""

    NEW_ORGANIZATION = "new_organization"
    NEW_NAME = "new_name"
    FORMER_NAME = "former_name"
    MERGED_INTO = "merged_into"
    STATUS = "status"
    KNOWN = "known"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Effect:
    """One change to one organization.

    `name` is the name it is about; `into` the organization that a merger leads to; `note` the kind
    and year of a status told without its day; `candidates` those between which a person has to
    choose.
    """

    kind: EffectKind
    organization: Hashable | None
    name: str = ""
    into: Hashable | None = None
    decision: Decision | None = None
    decided_on: date | None = None
    note: StatusNote | None = None
    candidates: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row and all that it does; never nothing, but perhaps that it is known."""

    row: CleanedRow
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """The effects in the order of the file, and the organizations as they would then stand."""

    rows: tuple[PlannedRow, ...]
    result: tuple[KnownOrganization, ...]


def plan_roster(known: Iterable[KnownOrganization], roster: CleanedRoster) -> RosterPlan:
    """Plan a roster, oldest decision first, so that chains of names end at the present one.

    Organizations that rows bring in are keyed by `NewOrganization`; give them keys of their own
    before the result is used to plan another file.
    """
    register = Register(known)
    planned = {
        row.number: PlannedRow(row, tuple(_plan(register, row)))
        for row in sorted(roster.rows, key=_age)
    }
    in_order = tuple(planned[row.number] for row in roster.rows)
    return RosterPlan(in_order, register.organizations())


def _age(row: CleanedRow) -> tuple[date, int]:
    return row.decided_on or date.min, row.number


class _Ambiguous(Exception):
    """A name belongs to several organizations and nothing tells which is meant."""

    def __init__(self, name: str, candidates: list[Hashable]) -> None:
        super().__init__(name)
        self.effect = Effect(EffectKind.AMBIGUOUS, None, name, candidates=tuple(candidates))


def _plan(register: Register, row: CleanedRow) -> list[Effect]:
    try:
        if not row.former:
            effects = _plan_name(register, row)
        elif len(row.former) == 1:
            effects = _plan_renaming(register, row)
        else:
            effects = _plan_merger(register, row)
    except _Ambiguous as ambiguous:
        return [ambiguous.effect]
    if effects:
        return effects
    known = _find(register, row.name, row)
    return [Effect(EffectKind.KNOWN, known, row.name.text)]


def _find(register: Register, name: CleanName, row: CleanedRow) -> Hashable | None:
    """Give the one present organization of the name, if there is one; raise if there are more."""
    found = register.find(name.identity, row.country)
    if len(found) > 1:
        raise _Ambiguous(name.text, found)
    return found[0] if found else None


def _plan_name(register: Register, row: CleanedRow) -> list[Effect]:
    effects: list[Effect] = []
    key = _find(register, row.name, row)
    if key is None:
        key = _bring_in(register, row, row.name, 0, effects)
    _tell_status(register, row, key, effects)
    return effects


def _plan_renaming(register: Register, row: CleanedRow) -> list[Effect]:
    old, new = row.former[0], row.name
    old_key, new_key = _find(register, old, row), _find(register, new, row)
    effects: list[Effect] = []
    if old_key is not None and new_key is None:
        _take_new_name(register, row, old_key, effects)
    elif old_key is None:
        if new_key is None:
            new_key = _bring_in(register, row, new, 0, effects)
        _add_former(register, row, new_key, old, effects)
    elif old_key == new_key:
        _take_name_again(register, row, old_key, effects)
    else:
        _merge(register, old_key, new_key, old, effects)
    key = _find(register, new, row)
    if key is not None:
        _tell_status(register, row, key, effects)
    return effects


def _plan_merger(register: Register, row: CleanedRow) -> list[Effect]:
    effects: list[Effect] = []
    into = _find(register, row.name, row)
    parts = [(_find(register, old, row), old) for old in row.former]
    if into is None:
        into = _bring_in(register, row, row.name, 0, effects)
    for part, (key, old) in enumerate(parts, start=1):
        if key is None and old.identity != row.name.identity:
            key = _bring_in(register, row, old, part, effects)  # noqa: PLW2901
        if key not in {None, into}:
            _merge(register, key, into, old, effects)
    return effects


# --- Single changes -------------------------------------------------------------------------------


def _bring_in(
    register: Register, row: CleanedRow, name: CleanName, part: int, effects: list[Effect]
) -> Hashable:
    key = NewOrganization(row.number, part)
    since = row.decided_on if row.former and part == 0 else None
    register.add_organization(key, _known_name(name, since), row.country)
    effects.append(Effect(EffectKind.NEW_ORGANIZATION, key, name.text))
    return key


def _tell_status(register: Register, row: CleanedRow, key: Hashable, effects: list[Effect]) -> None:
    """Record what the row tells of the organization's status, but for what is recorded."""
    for fact in _facts(row):
        if register.has_status(row.name.identity, key, fact):
            continue
        register.add_status(key, fact)
        effects.append(
            Effect(
                EffectKind.STATUS,
                key,
                row.name.text,
                decision=fact.decision,
                decided_on=fact.decided_on,
                note=StatusNote(fact.kind, fact.year) if fact.kind else None,
            )
        )


def _facts(row: CleanedRow) -> list[StatusFact]:
    """Give the decision of a row, and the statuses noted in it or beside its names."""
    facts = [StatusFact(row.decision, row.decided_on)] if row.decision else []
    in_names = (note for name in (row.name, *row.former) for note in name.notes)
    notes = dict.fromkeys([*row.statuses, *in_names])
    return facts + [
        StatusFact(Decision.GRANTED, kind=note.kind, year=note.year)
        for note in notes
        if note.kind is not StatusKind.NONE
    ]


def _take_new_name(
    register: Register, row: CleanedRow, key: Hashable, effects: list[Effect]
) -> None:
    """Give an organization its new name, or record it as passed if the present one is younger."""
    name = _known_name(row.name, row.decided_on)
    present = _present_name(register, key)
    if present.since and row.decided_on and present.since > row.decided_on:
        register.add_former(key, name)
        effects.append(Effect(EffectKind.FORMER_NAME, key, row.name.text))
    else:
        register.rename(key, name)
        effects.append(Effect(EffectKind.NEW_NAME, key, row.name.text))


def _take_name_again(
    register: Register, row: CleanedRow, key: Hashable, effects: list[Effect]
) -> None:
    """Let an organization return, from its present name, to one that it bore before."""
    known = register.bears(key, row.name.identity)
    present = _present_name(register, key)
    is_return = (
        known is not None
        and known.kind is NameKind.FORMER
        and present.identity == row.former[0].identity
    )
    since = present.since
    if is_return and since and row.decided_on and row.decided_on > since:
        register.rename(key, _known_name(row.name, row.decided_on))
        effects.append(Effect(EffectKind.NEW_NAME, key, row.name.text))


def _add_former(
    register: Register, row: CleanedRow, key: Hashable, old: CleanName, effects: list[Effect]
) -> None:
    if old.identity != row.name.identity:
        register.add_former(key, _known_name(old, None))
        effects.append(Effect(EffectKind.FORMER_NAME, key, old.text))


def _merge(
    register: Register, key: Hashable, into: Hashable, old: CleanName, effects: list[Effect]
) -> None:
    register.merge(key, into)
    effects.append(Effect(EffectKind.MERGED_INTO, key, old.text, into=into))


def _present_name(register: Register, key: Hashable) -> KnownName:
    names = register[key].names
    return next((name for name in names if name.kind is NameKind.OFFICIAL), names[0])


def _known_name(name: CleanName, since: date | None) -> KnownName:
    return KnownName(name.text, since=since, identity=name.identity)
