"""Writing the ledger: `action` wraps a use-case, `write` adds its entry, `write_many` many."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from antechamber.record import canonical
from antechamber.record.models import Entry, Words
from antechamber.record.vocabulary import UnregisteredRecord, verb as registered_verb

P = ParamSpec("P")
R = TypeVar("R")

ENTRIES_AT_ONCE = 1000  # a statement stays within a few hundred kilobytes

_entries_written: ContextVar[int] = ContextVar("entries_written", default=0)
_within_action: ContextVar[bool] = ContextVar("within_action", default=False)


class SilentAction(Exception):
    """An action changed something and left no ledger entry: an error of the program."""


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Run a use-case in one transaction and refuse one that leaves no ledger entry.

    Every function that changes state wears this. The order inside is: permission → guard →
    change → `write` → messages queued. An exception undoes all of it. An action that another one
    calls is a part of it and opens no savepoint: what it raises must end the whole.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        before = _entries_written.get()
        with nullcontext() if _within_action.get() else _one_transaction():
            result = function(*args, **kwargs)
            if _entries_written.get() == before:
                raise SilentAction(f"{function.__qualname__} left no ledger entry")
            return result

    return run


@contextmanager
def _one_transaction() -> Iterator[None]:
    with transaction.atomic():
        token = _within_action.set(True)
        try:
            yield
        finally:  # before the commit: what runs on commit is no part of this action
            _within_action.reset(token)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry to be: what `write` takes, as a value."""

    process_code: str
    verb: str
    subject: str
    actor_key: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    words: str = ""


def write(
    *,
    process_code: str,
    verb: str,
    subject: str,
    actor_key: str,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    words: str = "",
) -> Entry:
    """Add one entry to the ledger inside the caller's transaction (1 statement, 2 with words).

    `facts` are codes, counts, hashes and instants, never personal data: a name the verb did not
    register, or a fraction, raises `UnregisteredRecord`. `words` is free text and is kept apart.
    """
    line = Line(process_code, verb, subject, actor_key, at, facts or {}, words)
    kept = _kept_words(line)
    if kept is not None:
        kept.save(force_insert=True)
    entry = _entry(line, kept)
    entry.save(force_insert=True)
    _entries_written.set(_entries_written.get() + 1)
    return entry


def write_many(lines: Iterable[Line]) -> list[Entry]:
    """Add many entries inside the caller's transaction, in their order.

    Refuses what `write` refuses, and then adds none. 1 statement for a thousand entries on
    PostgreSQL and for about a hundred on SQLite, and as many again for those with words.
    """
    words: list[Words] = []
    entries: list[Entry] = []
    for line in lines:
        kept = _kept_words(line)
        words += [kept] if kept is not None else []
        entries.append(_entry(line, kept))
    Words.objects.bulk_create(words, batch_size=ENTRIES_AT_ONCE)
    Entry.objects.bulk_create(entries, batch_size=ENTRIES_AT_ONCE)
    _entries_written.set(_entries_written.get() + len(entries))
    return entries


def _entry(line: Line, kept: Words | None) -> Entry:
    _refuse_unregistered(line.verb, line.facts)
    digest_of_words = kept.digest if kept is not None else ""
    data = canonical.entry_bytes(
        process_code=line.process_code,
        verb=line.verb,
        subject=line.subject,
        actor_key=line.actor_key,
        at=line.at,
        facts=line.facts,
        words_digest=digest_of_words,
    )
    return Entry(
        process_code=line.process_code,
        verb=line.verb,
        subject=line.subject,
        actor_key=line.actor_key,
        at=line.at,
        facts=dict(line.facts),
        words_digest=digest_of_words,
        digest=canonical.leaf_digest(data),
    )


def _refuse_unregistered(name: str, facts: Mapping[str, Any]) -> None:
    if unknown := set(facts) - registered_verb(name).facts:
        raise UnregisteredRecord(f"{name} may not carry {sorted(unknown)}")
    if _has_fraction(facts):
        raise UnregisteredRecord(f"{name} may not carry fractions: write them as text")


def _has_fraction(value: object) -> bool:
    """Find a float anywhere in `value`: PostgreSQL gives 1e16 back as a whole number."""
    if isinstance(value, Mapping):
        return any(_has_fraction(each) for each in value.values())
    if isinstance(value, (list, tuple)):
        return any(_has_fraction(each) for each in value)
    return isinstance(value, float)


def _kept_words(line: Line) -> Words | None:
    if not line.words:
        return None
    salt = secrets.token_hex(32)
    return Words(digest=canonical.words_digest(salt, line.words), salt=salt, text=line.words)
