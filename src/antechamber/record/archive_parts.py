"""What goes into the open archive: each room registers its tables, its files and its checks.

So this room can write and check a whole archive without knowing what there is. An archive of the
same state has the same bytes: rows come in an order of their own, and nothing tells the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from antechamber.record.models import Entry

if TYPE_CHECKING:
    from antechamber.record.archive_reading import Archive

Rows = Callable[[str], Iterable[Sequence[object]]]
NamedFiles = Callable[[str], Iterable[tuple[str, bytes]]]
Check = Callable[["Archive"], Sequence[str]]
Withheld = Callable[[str], Callable[[Entry], bool]]
Accounts = Callable[[str], Iterable[str]]
Prepare = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the archive: `name` is that of its two files, `words` say what a row is.

    `columns` maps each column to what it holds. `rows` takes a process's code and gives values in
    the order of the columns, without keeping them all in memory. A table `of_persons` is left out
    unless it was asked for.
    """

    name: str
    words: str
    columns: Mapping[str, str]
    rows: Rows
    of_persons: bool = False


@dataclass(frozen=True, slots=True)
class Files:
    """Files that stand as they are: `pattern` and `words` describe them to a reader."""

    pattern: str
    words: str
    files: NamedFiles


_TABLES: dict[str, Table] = {}
_FILES: dict[str, Files] = {}
_CHECKS: dict[str, Check] = {}
_WITHHELD: dict[str, Withheld] = {}
_ACCOUNTS: dict[str, Accounts] = {}
_PREPARE: dict[str, Prepare] = {}


def register(
    name: str,
    *,
    tables: Sequence[Table] = (),
    files: Sequence[Files] = (),
    check: Check | None = None,
    withheld: Withheld | None = None,
    accounts: Accounts | None = None,
    prepare: Prepare | None = None,
) -> None:
    """Register what a room, `name`, puts into the archive, once where it is made ready.

    `check` looks at an archive whose files are those of its manifest, returns sentences on what
    holds, and raises `UntrueArchive`. `withheld` takes a process's code and returns a test of
    ledger entries: those it finds are given by their hash alone, since what they say would lead to
    somebody whom the archive does not name. `accounts` takes a process's code and returns the keys
    of the accounts whose data an archive with persons holds. `prepare` says whether the slow files
    are made, and has those that are not made in the background. A second table of one name raises
    `ValueError`.
    """
    for table in tables:
        if _TABLES.setdefault(table.name, table) is not table:
            raise ValueError(f"{table.name} is registered twice")
    _FILES.update({each.pattern: each for each in files})
    if check is not None:
        _CHECKS[name] = check
    if withheld is not None:
        _WITHHELD[name] = withheld
    if accounts is not None:
        _ACCOUNTS[name] = accounts
    if prepare is not None:
        _PREPARE[name] = prepare


def tables(*, with_persons: bool) -> list[Table]:
    """Return the tables in the order of their names."""
    chosen = (each for each in _TABLES.values() if with_persons or not each.of_persons)
    return sorted(chosen, key=lambda each: each.name)


def files() -> list[Files]:
    """Return what stands as files, in the order of their patterns."""
    return [_FILES[pattern] for pattern in sorted(_FILES)]


def checks() -> list[Check]:
    """Return the rooms' checks in the order of the rooms' names."""
    return [_CHECKS[name] for name in sorted(_CHECKS)]


def withheld_in(process_code: str) -> Callable[[Entry], bool]:
    """Return the test that tells which entries of a process are given by their hash alone."""
    tests = [make(process_code) for make in _WITHHELD.values()]
    return lambda entry: any(test(entry) for test in tests)


def accounts_in(process_code: str) -> list[str]:
    """Return the keys of the accounts whose data an archive with persons holds."""
    return sorted({key for keys in _ACCOUNTS.values() for key in keys(process_code)})


def is_prepared(process_code: str) -> bool:
    """Say whether every slow file is made; those that are not are made in the background now."""
    ready = [prepare(process_code) for prepare in _PREPARE.values()]
    return all(ready)
