"""The ledger's entries about a list, an entry and its objections, for those who work with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from antechamber.accreditation.desk.history import actor_words
from antechamber.accreditation.lists.commitments import MISSION_KEY
from antechamber.accreditation.lists.states import Ruling
from antechamber.places.zones import zone_name
from antechamber.processes.models import Process
from antechamber.record.queries import HistoryLine
from antechamber.web import times
from antechamber.web.components import Event

# Facts of an entry that say something to a reader, with the sentence that says it.
_SAID: Final[dict[str, str | Promise]] = {
    "references": gettext_lazy("Names: %(value)s."),
    "missions": gettext_lazy("Missions that were told: %(value)s."),
    "closes_at": gettext_lazy("Until %(value)s."),
    "earlier": gettext_lazy("Before: %(value)s."),
    "entries": gettext_lazy("Names on the list: %(value)s."),
    "objections": gettext_lazy("Objections: %(value)s."),
    "received_at": gettext_lazy("It came on %(value)s."),
    "ruling": gettext_lazy("Decision: %(value)s."),
    "digest": gettext_lazy("Fingerprint: %(value)s…"),
    "manifest": gettext_lazy("Fingerprint of all files: %(value)s…"),
}
_INSTANTS: Final = frozenset({"closes_at", "earlier", "received_at"})
_SHOWN_OF_A_DIGEST: Final = 12  # characters: enough to compare at a glance
_NAMED: Final = 6  # numbers in a sentence; of more, how many there are


def list_events(
    process: Process, lines: Sequence[HistoryLine], names: Mapping[str, str]
) -> list[Event]:
    """Return entries as a timeline, the newest first. No SQL."""
    return [
        Event(
            at=line.at,
            zone=process.zone,
            zone_name=zone_name(process.zone),
            title=str(line.label),
            text=_text(process, line),
            actor=_actor(line, names),
        )
        for line in reversed(lines)
    ]


def _actor(line: HistoryLine, names: Mapping[str, str]) -> str:
    if line.actor_key == MISSION_KEY:
        return _("A mission")
    if line.verb == "entry.replied":
        return _("The applicant")
    return actor_words(line, names)


def _text(process: Process, line: HistoryLine) -> str:
    words = _("The words of this entry were erased.") if line.words is None else line.words
    said = [
        str(sentence) % {"value": _value(process, name, line.facts[name])}
        for name, sentence in _SAID.items()
        if line.facts.get(name)
    ]
    return " ".join(part for part in (words, *said) if part)


def _value(process: Process, name: str, value: Any) -> str:
    if name in _INSTANTS:
        at = datetime.fromisoformat(str(value))
        return times.in_zone_words(at, process.zone, zone_name(process.zone))
    if name == "references":
        return _references(value)
    if name == "ruling":
        return str(Ruling(value).label)
    if name in {"digest", "manifest"}:
        return str(value)[:_SHOWN_OF_A_DIGEST]
    return str(value)


def _references(references: Sequence[str]) -> str:
    if len(references) <= _NAMED:
        return ", ".join(references)
    return str(len(references))
