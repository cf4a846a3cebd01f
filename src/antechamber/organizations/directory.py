"""The names that a search may show, in this worker's memory, and kept up with the tables.

Two indexes answer together. The main one holds all names at the time it was read, in a thread of
its own; the recent one holds what came since, and is small enough to be read within a request. So
no search waits for a roster of a hundred thousand names. Until the main one is read for the first
time, names are looked up in the table: the same letters and the same words at once, near spellings
some seconds later.

Drafts are in neither: an organization is found once it is on a roster or has applied. The names of
merged organizations lead to the present one. 120,000 names take 30 MB in each worker, and
twice that while they are read again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from threading import Lock, Thread
from time import monotonic
from typing import Final

from django.db import DatabaseError, connection
from django.db.models import Count, Max, Q, QuerySet

from antechamber.organizations import names
from antechamber.organizations.matching import (
    MAX_MATCHES,
    Match,
    NameEntry,
    NameIndex,
    NameKind,
    strongest,
)
from antechamber.organizations.models import Name, Organization

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS: Final = 5  # between two looks at whether the tables have changed
MOST_RECENT: Final = 1_000  # names read within a request: 50 ms at the most
ROWS_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far the tables had come: what was added after it can be asked for."""

    last_name: int = 0
    last_place: int = 0


@dataclass(frozen=True, slots=True)
class _Look:
    """The tables at a glance: where they are, and what an addition does not show.

    `settled` counts the organizations that a mark covers: a transaction that took its place early
    and ended late makes it grow. `merged` counts those with a successor.
    """

    mark: _Mark
    settled: int
    merged: int


@dataclass(frozen=True, slots=True)
class _Index:
    """Names as they were at a mark."""

    names: NameIndex = field(default_factory=lambda: NameIndex([]))
    mark: _Mark = field(default_factory=_Mark)
    settled: int = 0


@dataclass(frozen=True, slots=True)
class _Known:
    """What a search asks. Replaced as a whole, so that a search under way keeps what it began with.

    `heirs` leads from each organization that merged to the present one.
    """

    main: _Index = field(default_factory=_Index)
    recent: NameIndex = field(default_factory=lambda: NameIndex([]))
    heirs: dict[str, str] = field(default_factory=dict)
    is_ready: bool = False

    def match(self, name: str, country: str) -> list[Match]:
        """Ask both indexes. No statement."""
        asked = (self.main.names, self.recent)
        found = [match for index in asked for match in index.match(name, country or None)]
        return strongest(map(self._led_to_heir, found))[:MAX_MATCHES]

    def _led_to_heir(self, found: Match) -> Match:
        """Let a name of an organization that merged stand for the present one, as a former name."""
        heir = self.heirs.get(str(found.organization))
        return replace(found, organization=heir, kind=NameKind.FORMER) if heir else found


@dataclass(slots=True)
class _Directory:
    """What this worker knows, and when it last looked whether that is still so."""

    known: _Known = field(default_factory=_Known)
    look: _Look | None = None
    looked_at: float = 0
    looking: Lock = field(default_factory=Lock)
    reading: Lock = field(default_factory=Lock)


_directory = _Directory()


def match(name: str, country: str = "") -> list[Match]:
    """Return the organizations that `name` may belong to, the surest first, by their keys.

    No statement within `LOOK_AGAIN_SECONDS` of the last look, else 2, and at most 3 more where
    something has changed; 2 for each search until the names are read for the first time.
    """
    _keep_up()
    known = _directory.known
    return known.match(name, country) if known.is_ready else _looked_up(name, country)


def warm_up() -> None:
    """Begin to read the names before anybody asks; returns at once. For a server that starts."""
    _read_in_background()


def forget() -> None:
    """Forget what was read: the next search looks at the tables (between tests, after imports)."""
    with _directory.looking:
        _directory.known, _directory.look = _Known(), None


# --- Keeping up -----------------------------------------------------------------------------------


def _keep_up() -> None:
    """Look at the tables now and then; one thread does, others are answered from what is known."""
    is_first = _directory.look is None
    if not is_first and monotonic() - _directory.looked_at < LOOK_AGAIN_SECONDS:
        return
    if not _directory.looking.acquire(blocking=is_first):
        return
    try:
        look = _look_at_tables(_directory.known.main.mark)
        if look != _directory.look:
            _follow(look)
        _directory.look, _directory.looked_at = look, monotonic()
    finally:
        _directory.looking.release()


def _follow(look: _Look) -> None:
    """Read what is recent; where that is much, or the main index went wrong, read all anew."""
    main = _directory.known.main
    recent = list(_entries(_since(main.mark), most=MOST_RECENT + 1))
    if len(recent) <= MOST_RECENT:
        _directory.known = _Known(main, NameIndex(recent), _heirs(), is_ready=True)
    if len(recent) > MOST_RECENT or (len(main.names) and _is_outdated(main, look)):
        _read_in_background()


def _look_at_tables(since: _Mark) -> _Look:
    """Return where the tables are (2 statements)."""
    organizations = Organization.objects.findable().aggregate(
        last=Max("findable_order"),
        settled=Count("pk", filter=Q(findable_order__lte=since.last_place)),
        merged=Count("successor"),
    )
    last_name = Name.objects.aggregate(last=Max("pk"))["last"]
    mark = _Mark(last_name or 0, organizations["last"] or 0)
    return _Look(mark, organizations["settled"], organizations["merged"])


def _since(mark: _Mark) -> QuerySet[Name]:
    """Return the names that were added after a mark, or whose organization was found after it."""
    is_new = Q(pk__gt=mark.last_name) | Q(organization__findable_order__gt=mark.last_place)
    return Name.objects.filter(is_new, organization__findable_order__isnull=False)


def _is_outdated(main: _Index, look: _Look) -> bool:
    """Say whether the main index lacks an organization or has a name's kind wrong (1 statement).

    A name that is added to an organization makes another one of it a former name, mostly.
    """
    renamed = Name.objects.filter(
        pk__gt=main.mark.last_name, organization__findable_order__lte=main.mark.last_place
    )
    return look.settled != main.settled or renamed.exists()


def _entries(found: QuerySet[Name], most: int | None = None) -> Iterator[NameEntry]:
    rows = found.order_by("pk").values_list(
        "organization__key", "text", "kind", "organization__country"
    )[:most]
    for key, text, kind, country in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield NameEntry(key, text, NameKind(kind), country or None)


def _heirs() -> dict[str, str]:
    """Return the present organization of each that merged, chains followed to their end."""
    merged = Organization.objects.exclude(successor=None)
    heirs = dict(merged.values_list("key", "successor__key"))
    return {key: _end_of_chain(key, heirs) for key in heirs}


def _end_of_chain(key: str, heirs: dict[str, str]) -> str:
    seen = {key}
    while (heir := heirs.get(key)) and heir not in seen:
        seen.add(heir)
        key = heir
    return key


# --- Reading everything ---------------------------------------------------------------------------


def _read_in_background() -> None:
    """Read all names in a thread of its own, unless one is at it."""
    if _directory.reading.acquire(blocking=False):
        Thread(target=_read_and_let_go, name="directory", daemon=True).start()


def _read_and_let_go() -> None:
    try:
        read_all()
    except DatabaseError:
        log.warning("directory_not_read", exc_info=True)  # the next look tries again
    finally:
        connection.close()
        _directory.reading.release()


def read_all() -> None:
    """Read all names into a new main index (5 statements): seconds for a hundred thousand.

    What is added while it reads is recent by then: its mark is taken before.
    """
    mark = _look_at_tables(_Mark()).mark
    settled = _look_at_tables(mark).settled
    everything = Name.objects.filter(organization__findable_order__lte=mark.last_place)
    index = NameIndex(_entries(everything.filter(pk__lte=mark.last_name)))
    with _directory.looking:
        _directory.known = _Known(
            _Index(index, mark, settled), NameIndex([]), _heirs(), is_ready=True
        )
        _directory.look = None


def _looked_up(name: str, country: str) -> list[Match]:
    """Return the organizations of the same letters or the same words (2 statements)."""
    asked = names.parse(name)
    same = Q(key=asked.key) | Q(identity=asked.identity)
    found = Name.objects.filter(same, organization__findable_order__isnull=False)
    same_names = NameIndex(_entries(found, most=MOST_RECENT))
    return _Known(recent=same_names, heirs=_heirs()).match(name, country)
