"""What the banner on every page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from antechamber import clock
from antechamber.demo import stage
from antechamber.demo.moments import Moment, upcoming
from antechamber.demo.persons import PERSONS, Person
from antechamber.places.zones import zone_name
from antechamber.web import times

OFFERED = 4  # moments: what comes next, not the whole calendar


@dataclass(frozen=True, slots=True)
class MomentButton:
    """A button that moves the clock: what happens there, when in words, when for the machine."""

    label: str
    when: str
    value: str


@dataclass(frozen=True, slots=True)
class Banner:
    """The demonstration's banner."""

    stands_at: str
    buttons: Sequence[MomentButton]
    persons: Sequence[Person]


def banner(request: HttpRequest | None) -> dict[str, object]:
    """Return the banner; costs no SQL and opens no session. Nothing before the data are loaded."""
    present = stage.present()
    if present is None:
        return {}
    now = clock.now()
    return {
        "demo_banner": Banner(
            stands_at=times.in_zone_words(now, present.zone, zone_name(present.zone)),
            buttons=[
                _button(each, present.zone) for each in upcoming(present.moments, now, OFFERED)
            ],
            persons=PERSONS,
        )
    }


def _button(moment: Moment, zone: str) -> MomentButton:
    return MomentButton(
        label=str(moment.label),
        when=times.in_zone_words(moment.at, zone, zone_name(zone)),
        value=times.machine_readable(moment.at),
    )
