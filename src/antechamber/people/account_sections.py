"""What other rooms show on a person's own page: their organizations, their applications.

A room registers a section where it is made ready; the page draws them in the order of registration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from antechamber.people.actors import Actor

_SECTIONS: list[Section] = []


@dataclass(frozen=True, slots=True)
class Section:
    """A template and the query that fills it: `context(actor=…, at=…)`."""

    template: str
    context: Callable[[Actor, datetime], Mapping[str, Any]]


def register(template: str, context: Callable[[Actor, datetime], Mapping[str, Any]]) -> None:
    """Show `template` on the person's own page; it is given what `context` returns as `section`."""
    section = Section(template, context)
    if section not in _SECTIONS:
        _SECTIONS.append(section)


def sections_for(actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return the sections of a person's page, filled (the statements are the rooms' own)."""
    return [
        {"template": section.template, "section": section.context(actor, at)}
        for section in _SECTIONS
    ]
