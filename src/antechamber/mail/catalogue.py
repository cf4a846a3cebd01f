"""Every message the product can send, as a registry: a template's name, subject, text and values.

A room registers its messages where it is made ready (`AppConfig.ready` imports its `messages`).
Queueing an unregistered message, or one with other values than it names, is an error of the
program and raises `MessageError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast

from django.template import Context, loader
from django.utils import translation
from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.template.backends.django import Template

# Long enough to answer "you never wrote to us", short enough that letters about people do not
# pile up: a quarter of a year.
KEPT: Final = timedelta(days=90)

# What every message ends with needs these: whose process it is, and how to reach a person.
COMMON_VALUES: Final = frozenset({"process_name", "contact"})

_KINDS: dict[str, MessageKind] = {}


class MessageError(Exception):
    """The program queued a message the catalogue does not know, or with the wrong values."""


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One kind of message. `subject` is lazy text with named placeholders: `%(number)s`."""

    name: str
    subject: str | Promise
    template: str
    values: frozenset[str]
    kept: timedelta
    urgent: bool


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message's words in one language."""

    subject: str
    body: str


def register(
    name: str,
    *,
    subject: str | Promise,
    template: str,
    values: Iterable[str],
    kept: timedelta = KEPT,
    urgent: bool = False,
) -> MessageKind:
    """Register a kind of message; the template extends `mail/base.txt`.

    `values` are the names that subject and template use, without `process_name` and `contact`,
    which every message takes. `urgent` is for what a person waits for in front of the screen.
    Registering a name twice with other facts raises `ValueError`.
    """
    kind = MessageKind(name, subject, template, frozenset(values) | COMMON_VALUES, kept, urgent)
    known = _KINDS.setdefault(name, kind)
    if (known.template, known.values) != (kind.template, kind.values):
        raise ValueError(f"{name} is registered twice with different facts")
    return known


def kind_of(name: str) -> MessageKind:
    """Return a registered kind; raise `MessageError` for any other."""
    try:
        return _KINDS[name]
    except KeyError:
        raise MessageError(f"{name} is not in the catalogue of messages") from None


def kinds() -> dict[str, MessageKind]:
    """Return all registered kinds by name (a copy)."""
    return dict(_KINDS)


def render(name: str, language: str, values: Mapping[str, object]) -> Rendered:
    """Write a message's subject and body in `language`; raise `MessageError` for wrong values.

    Text is not HTML: nothing is escaped. A subject is one line whatever the values hold.
    """
    kind = kind_of(name)
    _require_values(kind, values)
    template = cast("Template", loader.get_template(kind.template))
    with translation.override(language):
        subject = " ".join((str(kind.subject) % values).split())
        body = template.template.render(Context(dict(values), autoescape=False))
    return Rendered(subject=subject, body=body.strip() + "\n")


def _require_values(kind: MessageKind, values: Mapping[str, object]) -> None:
    if missing := kind.values - set(values):
        raise MessageError(f"{kind.name} lacks the values {sorted(missing)}")
    if unknown := set(values) - kind.values:
        raise MessageError(f"{kind.name} does not take the values {sorted(unknown)}")
