"""The lists that were before Member States, each with its time to object, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.states import FINAL, ListState
from antechamber.accreditation.models import CandidateList
from antechamber.places.zones import zone_name
from antechamber.processes.blocks import time_left
from antechamber.processes.models import Process
from antechamber.processes.rules import Announcement, Phase, Window
from antechamber.web.components import Deadline, Tone


@dataclass(frozen=True, slots=True)
class Circulated:
    """A list that Member States have seen, with the ends of its silence."""

    list: CandidateList
    silence: Window

    @property
    def entries(self) -> int:
        """Return how many names it has: counted when it was frozen, so without a statement."""
        return sum(self.list.counts.get("by_category", {}).values())

    @property
    def is_final(self) -> bool:
        """Say whether its final list was issued."""
        return self.list.state in FINAL

    @property
    def is_public(self) -> bool:
        """Say whether everyone may read its names."""
        return self.list.state == ListState.PUBLISHED

    def is_silent_at(self, at: datetime) -> bool:
        """Say whether Member States can object in time at an instant."""
        return self.list.state == ListState.CIRCULATED and self.silence.phase_at(at) is Phase.OPEN

    def state_at(self, at: datetime) -> tuple[str, Tone]:
        """Return where it stands, as word and shape. Time may be over before anyone closed it."""
        if self.is_silent_at(at):
            return _("Member States can object"), "active"
        if self.is_public:
            return _("Published"), "done"
        if self.is_final:
            return _("Final list issued"), "done"
        return _("Time to object has ended"), "waiting"

    def deadline_at(self, at: datetime) -> Deadline | None:
        """Return the end of the silence as a page shows it; the earlier ends stay visible."""
        falls_at = self.silence.deadline_at(at)
        if falls_at is None:
            return None
        zone = self.list.process.zone
        is_open = self.is_silent_at(at)
        return Deadline(
            falls_at,
            zone,
            zone_name(zone),
            label=_("Member States can object until")
            if is_open
            else _("The time to object ended on"),
            is_past=not is_open,
            former=self.silence.earlier_deadlines(at),
            note=time_left(falls_at, zone, at) if is_open else "",
        )


def circulated(process: Process) -> list[Circulated]:
    """Return the lists that Member States have seen, the latest first (2 statements)."""
    found = list_queries.circulated_lists(process).order_by("-number")
    return with_silence(found.prefetch_related("silence_ends"))


def circulated_list(process: Process, number: int) -> Circulated:
    """Return one of them (2 statements); raise `ListNotFound`."""
    found = list_queries.circulated_lists(process).filter(number=number)
    shown = with_silence(found.prefetch_related("silence_ends"))
    if not shown:
        raise list_queries.ListNotFound
    return shown[0]


def with_silence(found: Iterable[CandidateList]) -> list[Circulated]:
    """Return lists with their silence, whose ends were read with them (no statement)."""
    return [
        Circulated(
            each,
            Window(
                opens_at=each.circulated_at,
                announcements=tuple(
                    Announcement(end.falls_at, end.announced_at) for end in each.silence_ends.all()
                ),
            ),
        )
        for each in found
        if each.circulated_at is not None
    ]
