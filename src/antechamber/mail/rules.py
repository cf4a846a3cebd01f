"""Pure decisions about a message's fate: when to try again, when to stop, what a reply means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

# Greylisting servers let a second attempt pass after one to five minutes; an outage lasts hours;
# after a day and a half a person should know. So seven attempts over about 33 hours.
WAITS: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)

# A server may take ten minutes over the end of a message (RFC 5321, 4.5.3.2.6). A message that
# has been "being sent" for longer belongs to a deliverer that was killed.
ABANDONED_AFTER: Final = timedelta(minutes=15)

MAY_HAVE_BEEN_SENT: Final = "may have been sent"
CONNECTION_LOST: Final = "connection lost"
UNSENDABLE: Final = "unsendable"
RECIPIENT_FORGOTTEN: Final = "recipient forgotten"
TAKEN_BACK: Final = "taken back"

PERMANENT: Final = 500  # RFC 5321, 4.2.1: replies from 500 on will not change by themselves
_ENHANCED_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")  # RFC 3463

Ending = Literal["deliver", "defer", "bounce", "give_up"]


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one attempt: a transition of the workflow, and why where it failed."""

    transition: Ending
    failure: str = ""


SENT: Final = Fate("deliver")


def fate_of_reply(code: int, text: str) -> Fate:
    """Return the fate of a message that the recipient's side answered with `code`."""
    failure = _failure_of_reply(code, text)
    return Fate("bounce" if code >= PERMANENT else "defer", failure)


def fate_of_sender_refused(code: int, text: str) -> Fate:
    """Return the fate of a message whose sender was refused: our set-up, not the recipient."""
    return Fate("defer", _failure_of_reply(code, text))


def _failure_of_reply(code: int, text: str) -> str:
    """Keep the numbers only: the words of a reply may hold the recipient's address."""
    status = _ENHANCED_STATUS.match(text)
    return f"smtp {code} {status[1]}" if status else f"smtp {code}"


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts, or None where no further one is made."""
    return WAITS[attempts - 1] if 1 <= attempts <= len(WAITS) else None


def masked(address: str) -> str:
    """Return an address by which its owner is known to those who know it: "m…@example.org"."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}…{at}{domain}" if at else ""
