"""Which of the organizations known here an earlier process speaks of. Pure.

Taken for the same without a person are only those that cannot be another: of one key and one name,
of one number in another register, or of one name beyond doubt. All others are brought in as new,
beside the near ones that an officer should look at: two entries can be merged later, an
accreditation given to the wrong organization cannot be taken back unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from antechamber.organizations.comparison import Verdict
from antechamber.organizations.history_reading import EarlierOrganization
from antechamber.organizations.matching import Match
from antechamber.organizations.names import parse

MOST_NEAR: Final = 3  # names told to an officer for each organization

Matcher = Callable[[str, str], Sequence[Match]]


@dataclass(frozen=True, slots=True)
class Register:
    """What is known here: identities by key, keys by number in other registers, and a search."""

    identities: Mapping[str, AbstractSet[str]]
    by_identifier: Mapping[tuple[str, str], str]
    match: Matcher


@dataclass(frozen=True, slots=True)
class Placed:
    """An earlier organization with the key of the one it is here, None where it is new."""

    earlier: EarlierOrganization
    known_as: str | None
    near: tuple[Match, ...] = ()


def placed(
    organizations: Iterable[EarlierOrganization],
    register: Register,
    told: Callable[[int], object] = lambda _count: None,
) -> list[Placed]:
    """Return what each organization is here; no two of them are one.

    `told` learns how many have been looked for.
    """
    taken: set[str] = set()
    found: list[Placed] = []
    for earlier in organizations:
        here = _placed(earlier, register, taken)
        if here.known_as is not None:
            taken.add(here.known_as)
        found.append(here)
        told(len(found))
    return found


def _placed(earlier: EarlierOrganization, register: Register, taken: set[str]) -> Placed:
    identities = _identities(earlier)
    if earlier.key not in taken and identities & register.identities.get(earlier.key, set()):
        return Placed(earlier, earlier.key)
    numbered = {register.by_identifier.get(each, "") for each in earlier.identifiers} - {"", *taken}
    if len(numbered) == 1:
        return Placed(earlier, numbered.pop())
    near = register.match(earlier.name, earlier.country)
    same = [each for each in near if each.verdict is Verdict.EXACT]
    if len(same) == 1 and same[0].organization not in taken:
        return Placed(earlier, str(same[0].organization))
    return Placed(earlier, None, tuple(near[:MOST_NEAR]))


def _identities(earlier: EarlierOrganization) -> set[str]:
    texts = {earlier.name, *(each.text for each in earlier.names)}
    return {identity for text in texts if (identity := parse(text).identity)}
