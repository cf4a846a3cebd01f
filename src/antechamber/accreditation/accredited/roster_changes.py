"""What a change in the rosters means for whom a process has decided about: proposals, never acts.

Pure: what is on record of an organization and of its accreditation goes in, the changes that a
person should look at come out. The act itself is that person's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from antechamber.accreditation.accredited.states import EARLIER_LOST, STATUS_LOST, AccreditedState
from antechamber.accreditation.standing import HeldStatus
from antechamber.organizations.statuses import CONSULTATIVE, StatusKind


class ChangeKind(StrEnum):
    """What has happened to an organization, as far as it bears on a decision."""

    RENAMED = "renamed"
    MERGED = "merged"
    STATUS_LOST = "status_lost"
    STATUS_BACK = "status_back"
    EARLIER_LOST = "earlier_lost"
    EARLIER_BACK = "earlier_back"
    GROUND_LOST = "ground_lost"  # of somebody who was told that no application is needed


# The act upon an accreditation that each change proposes, by the name of its page.
PROPOSED: Final = {
    ChangeKind.RENAMED: "rename",
    ChangeKind.MERGED: "pass-on",
    ChangeKind.STATUS_LOST: "suspend",
    ChangeKind.STATUS_BACK: "reinstate",
    ChangeKind.EARLIER_LOST: "suspend",
    ChangeKind.EARLIER_BACK: "reinstate",
}


@dataclass(frozen=True, slots=True)
class Known:
    """An accreditation as the rules look at it, with its organization as the rosters tell it."""

    state: str
    since: date
    name: str
    present_name: str
    statuses: tuple[HeldStatus, ...] = ()
    successor: str = ""
    reason_code: str = ""
    carried_from: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A change, and the code by which it is remembered once it is handled.

    `on` is the day it happened, where it is told; `source` is the roster's own.
    """

    kind: ChangeKind
    code: str
    on: date | None = None
    source: str = ""


def changes_of(known: Known, today: date) -> list[Change]:
    """Return what a person should look at about an accreditation that has not ended."""
    found = [_identity(known), _consultative(known, today), _earlier(known, today)]
    return [each for each in found if each is not None]


def _identity(known: Known) -> Change | None:
    """Tell of a merger, else of another name: the name of one that merged is a matter of both."""
    if known.successor:
        return Change(ChangeKind.MERGED, f"merged:{known.successor}")
    if known.name != known.present_name:
        digest = hashlib.sha256(known.present_name.encode()).hexdigest()
        return Change(ChangeKind.RENAMED, f"renamed:{digest[:24]}")
    return None


def _consultative(known: Known, today: date) -> Change | None:
    """Tell of a consultative status that ended after the accreditation began, or is back.

    One that had ended before was no secret when Member States had the list.
    """
    held = [each for each in known.statuses if each.kind in CONSULTATIVE]
    holds = any(each.holds_on(today) for each in held)
    if known.state == AccreditedState.SUSPENDED:
        back = holds and known.reason_code == STATUS_LOST
        return _back(ChangeKind.STATUS_BACK, held) if back else None
    lost = _last_ended(held, today)
    if holds or lost is None or lost.until is None or lost.until < known.since:
        return None
    return Change(ChangeKind.STATUS_LOST, f"status_lost:{lost.until}", lost.until, lost.source)


def _earlier(known: Known, today: date) -> Change | None:
    """Tell that the accreditation it was carried over from holds no longer, or again."""
    if not known.carried_from:
        return None
    held = [
        each
        for each in known.statuses
        if each.kind == StatusKind.ACCREDITED and each.process_code == known.carried_from
    ]
    holds = any(each.holds_on(today) for each in held)
    if known.state == AccreditedState.SUSPENDED:
        back = holds and known.reason_code == EARLIER_LOST
        return _back(ChangeKind.EARLIER_BACK, held) if back else None
    lost = _last_ended(held, today)
    if holds or lost is None:
        return None
    return Change(ChangeKind.EARLIER_LOST, f"earlier_lost:{lost.until}", lost.until, lost.source)


def ground_lost(
    statuses: Sequence[HeldStatus], carried_over: Iterable[str], today: date
) -> Change | None:
    """Tell that nothing holds any more on which "need not apply" rested, and something did."""
    codes = set(carried_over)
    grounds = [
        each
        for each in statuses
        if each.kind in CONSULTATIVE
        or (each.kind == StatusKind.ACCREDITED and each.process_code in codes)
    ]
    lost = _last_ended(grounds, today)
    if lost is None or any(each.holds_on(today) for each in grounds):
        return None
    return Change(ChangeKind.GROUND_LOST, f"ground_lost:{lost.until}", lost.until, lost.source)


def _last_ended(held: Iterable[HeldStatus], today: date) -> HeldStatus | None:
    ended = [each for each in held if each.until is not None and each.until <= today]
    return max(ended, key=lambda each: each.until or date.min, default=None)


def _back(kind: ChangeKind, held: Sequence[HeldStatus]) -> Change:
    latest = max(held, key=lambda each: each.since or date.min)
    return Change(kind, f"{kind}:{latest.since or latest.year or ''}", latest.since, latest.source)
