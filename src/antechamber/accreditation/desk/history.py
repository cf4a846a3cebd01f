"""The ledger's entries about one application, for an officer: who, what, why, and what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from antechamber.accreditation.applicant.status_page import APPLICANTS_ACTS
from antechamber.accreditation.models import Note, Proposal
from antechamber.accreditation.rules import INELIGIBLE_REASONS
from antechamber.people.actors import SYSTEM
from antechamber.people.models import Account, Grant
from antechamber.places.zones import zone_name
from antechamber.processes.models import Process
from antechamber.record.queries import HistoryLine
from antechamber.web import times
from antechamber.web.components import Event

# Facts of an entry that say something to a reader, with the sentence that says it.
_SAID: Final[dict[str, str | Promise]] = {
    "version": gettext_lazy("Version %(value)s."),
    "answer_by": gettext_lazy("To be answered by %(value)s."),
    "appeal_until": gettext_lazy("Another look can be asked for until %(value)s."),
    "into": gettext_lazy("Into %(value)s."),
    "to_key": gettext_lazy("To %(value)s."),
    "proposed_by": gettext_lazy("Proposed by %(value)s."),
    "bulk": gettext_lazy("Done together with others."),
    "to_facilitator": gettext_lazy("To %(value)s."),
    "to_category": gettext_lazy("New category: %(value)s."),
}
_KEYS: Final = frozenset({"to_key", "proposed_by"})
_INSTANTS: Final = frozenset({"answer_by", "appeal_until"})
RECEIPT_ISSUED: Final = "paper.issued"


def names_of_officers(lines: Iterable[HistoryLine]) -> dict[str, str]:
    """Return the names of those who acted for the secretariat, by key (1 statement).

    They are the accounts that hold or held a role; an applicant is not asked for by name.
    """
    officers = [line for line in lines if line.verb not in APPLICANTS_ACTS]
    acted = {line.actor_key for line in officers}
    acted |= {str(line.facts[fact]) for line in officers for fact in _KEYS if fact in line.facts}
    staff = Account.objects.filter(Exists(Grant.objects.filter(account=OuterRef("pk"))))
    return {each.key: str(each) for each in staff.filter(key__in=acted).only("key", "name")}


def events(process: Process, lines: Sequence[HistoryLine], names: Mapping[str, str]) -> list[Event]:
    """Return entries as a timeline, the newest first. No SQL.

    That a receipt was issued goes without saying: its submission stands beside it.
    """
    return [
        Event(
            at=line.at,
            zone=process.zone,
            zone_name=zone_name(process.zone),
            title=str(line.label),
            text=_text(process, line, names),
            actor=actor_words(line, names),
        )
        for line in reversed(lines)
        if line.verb != RECEIPT_ISSUED
    ]


def since(lines: Sequence[HistoryLine], seen: int | None) -> list[HistoryLine]:
    """Return the entries after the last one that was on the screen; all where none is known."""
    return [line for line in lines if line.id > (seen or 0)]


def actor_words(line: HistoryLine, names: Mapping[str, str]) -> str:
    """Say who acted: an officer by name, the applicant and the system by what they are."""
    if line.verb in APPLICANTS_ACTS:
        return _("The applicant")
    if line.actor_key == SYSTEM.key:
        return _("The system, when the date had passed")
    return _officer(line.actor_key, names)


def notes(process: Process, written: Iterable[Note], names: Mapping[str, str]) -> list[Event]:
    """Return colleagues' notes as a timeline, the oldest first. No SQL."""
    return [
        Event(
            at=note.written_at,
            zone=process.zone,
            zone_name=zone_name(process.zone),
            title=_officer(note.written_by, names),
            text=note.text or _("The words of this note were erased on their date."),
        )
        for note in written
    ]


def proposed(process: Process, proposal: Proposal, names: Mapping[str, str]) -> Event:
    """Return the proposal that waits for a second person, as an entry. No SQL."""
    sentence = INELIGIBLE_REASONS[proposal.reason_code]
    return Event(
        at=proposal.proposed_at,
        zone=process.zone,
        zone_name=zone_name(process.zone),
        title=_("Proposed: not eligible"),
        text=f"{sentence} {proposal.reason}",
        actor=_officer(proposal.proposed_by, names),
    )


def _officer(key: str, names: Mapping[str, str]) -> str:
    return names.get(key) or _("An officer whose account is closed")


def _text(process: Process, line: HistoryLine, names: Mapping[str, str]) -> str:
    reason = INELIGIBLE_REASONS.get(str(line.facts.get("reason_code", "")), "")
    facts = [
        str(words) % {"value": _value(process, name, line.facts[name], names)}
        for name, words in _SAID.items()
        if line.facts.get(name)
    ]
    words = _("The words of this entry were erased.") if line.words is None else line.words
    return " ".join(part for part in (str(reason), words, *facts) if part)


def _value(process: Process, name: str, value: Any, names: Mapping[str, str]) -> str:
    if name in _KEYS:
        return _officer(str(value), names)
    if name not in _INSTANTS:
        return str(value)
    at = datetime.fromisoformat(str(value))
    return times.in_zone_words(at, process.zone, zone_name(process.zone))
