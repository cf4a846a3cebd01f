"""The organizations as they stand while a roster is planned: found by any name, changed in memory.

Nothing here writes to the database: it is the sheet of paper on which `roster_plan` tries a file.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from antechamber.organizations.matching import NameKind
from antechamber.organizations.names import StatusKind, parse
from antechamber.organizations.roster_cleaning import Decision


@dataclass(frozen=True, slots=True)
class NewOrganization:
    """Stands for an organization that a row would bring in: the row, and which name of the row."""

    row: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that an organization bears or bore; `since` is the day it took it, where known.

    `identity` is `ParsedName.identity`; it is worked out where it is not given.
    """

    text: str
    kind: NameKind = NameKind.OFFICIAL
    since: date | None = None
    identity: str = ""


@dataclass(frozen=True, slots=True)
class StatusFact:
    """A decision on an organization's status, and its day.

    Where only "special, 2011" is told, the day is missing, and kind and year are given.
    """

    decision: Decision
    decided_on: date | None = None
    kind: StatusKind | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class KnownOrganization:
    """What is known of an organization before a roster is planned, or after."""

    key: Hashable
    names: tuple[KnownName, ...]
    country: str = ""
    successor: Hashable | None = None
    statuses: frozenset[StatusFact] = frozenset()


@dataclass(slots=True)
class _Entry:
    """One organization on the sheet."""

    organization: KnownOrganization
    identities: dict[str, int] = field(default_factory=dict)  # identity → position in names


class Register:
    """All organizations, by key and by the identity of each of their names."""

    def __init__(self, organizations: Iterable[KnownOrganization]) -> None:
        self._entries: dict[Hashable, _Entry] = {}
        self._owners: dict[str, list[Hashable]] = {}
        for organization in organizations:
            self._take_in(organization)

    def organizations(self) -> tuple[KnownOrganization, ...]:
        """Give all organizations as they stand now."""
        return tuple(entry.organization for entry in self._entries.values())

    def find(self, identity: str, country: str = "") -> list[Hashable]:
        """Give the present organizations that bear or bore the name, successors followed.

        Where there are several and the country singles one out, that one alone.
        """
        found = list(dict.fromkeys(self.chain(key)[-1] for key in self._owners.get(identity, ())))
        if len(found) > 1 and country:
            there = [key for key in found if self[key].country == country]
            return there or found
        return found

    def chain(self, key: Hashable) -> list[Hashable]:
        """Give the organization, what it merged into, and so on to the present one."""
        chain = [key]
        while (successor := self[chain[-1]].successor) is not None and successor not in chain:
            chain.append(successor)
        return chain

    def __getitem__(self, key: Hashable) -> KnownOrganization:
        return self._entries[key].organization

    def bears(self, key: Hashable, identity: str) -> KnownName | None:
        """Give the name of that identity which the organization itself bears or bore."""
        entry = self._entries[key]
        position = entry.identities.get(identity)
        return None if position is None else entry.organization.names[position]

    def has_status(self, identity: str, present: Hashable, fact: StatusFact) -> bool:
        """Say whether the fact is recorded, with the name's bearer or one it merged into since."""
        keys = [
            link
            for owner in self._owners.get(identity, ())
            if (chain := self.chain(owner))[-1] == present
            for link in chain
        ]
        return any(fact in self[key].statuses for key in keys)

    # --- Changes ----------------------------------------------------------------------------------

    def add_organization(self, key: Hashable, name: KnownName, country: str) -> None:
        """Bring in an organization by its present name."""
        self._take_in(KnownOrganization(key, (name,), country))

    def add_former(self, key: Hashable, name: KnownName) -> None:
        """Record a name that the organization bore."""
        self._add_name(key, replace(name, kind=NameKind.FORMER))

    def rename(self, key: Hashable, name: KnownName) -> None:
        """Make a name the present one; the present one becomes a former one."""
        entry = self._entries[key]
        names = tuple(
            replace(known, kind=NameKind.FORMER) if known.kind is NameKind.OFFICIAL else known
            for known in entry.organization.names
        )
        entry.organization = replace(entry.organization, names=names)
        self._add_name(key, replace(name, kind=NameKind.OFFICIAL))

    def merge(self, key: Hashable, successor: Hashable) -> None:
        """Let the organization be part of another from now on."""
        entry = self._entries[key]
        entry.organization = replace(entry.organization, successor=successor)

    def add_status(self, key: Hashable, fact: StatusFact) -> None:
        """Record a decision on the organization's status."""
        entry = self._entries[key]
        statuses = entry.organization.statuses | {fact}
        entry.organization = replace(entry.organization, statuses=statuses)

    def _take_in(self, organization: KnownOrganization) -> None:
        if organization.key in self._entries:
            raise ValueError(f"{organization.key} stands for two organizations")
        names = tuple(map(_with_identity, organization.names))
        entry = self._entries[organization.key] = _Entry(replace(organization, names=names))
        for position, name in enumerate(names):
            self._index(entry, name.identity, position)

    def _add_name(self, key: Hashable, name: KnownName) -> None:
        """Add a name, in the place of one of the same identity if there is one."""
        entry = self._entries[key]
        name = _with_identity(name)
        names = list(entry.organization.names)
        position = entry.identities.get(name.identity)
        if position is None:
            self._index(entry, name.identity, len(names))
            names.append(name)
        else:
            names[position] = name
        entry.organization = replace(entry.organization, names=tuple(names))

    def _index(self, entry: _Entry, identity: str, position: int) -> None:
        entry.identities[identity] = position
        owners = self._owners.setdefault(identity, [])
        if entry.organization.key not in owners:
            owners.append(entry.organization.key)


def _with_identity(name: KnownName) -> KnownName:
    return name if name.identity else replace(name, identity=parse(name.text).identity)
