"""The process of 2017 as the product carries it, and instants that matter in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources

from antechamber.people.actors import SYSTEM, Actor, Held
from antechamber.processes.loading import load_process
from antechamber.processes.models import Process
from antechamber.processes.process_file import ProcessFile, read_process_file

NOW = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)  # 09:00 in New York, four days before the deadline
OPENS_AT = datetime(2017, 3, 14, 4, 0, tzinfo=UTC)
ADOPTED_AT = datetime(2017, 4, 6, 14, 0, tzinfo=UTC)
EXTENDED_AT = datetime(2017, 4, 9, 22, 0, tzinfo=UTC)
FIRST_DEADLINE = datetime(2017, 4, 10, 3, 59, 59, tzinfo=UTC)
LAST_DEADLINE = datetime(2017, 4, 18, 3, 59, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)

SECRETARIAT = Actor(
    key="p_secretariat",
    account_id=1,
    held=frozenset({Held("process.edit", "gcm"), Held("modalities.propose", "gcm")}),
)
PRESIDENT = Actor(
    key="p_president", account_id=2, held=frozenset({Held("modalities.adopt", "gcm")})
)
OFFICER = Actor(key="p_officer", account_id=3, held=frozenset({Held("application.screen", "gcm")}))


def gcm_text() -> str:
    return (resources.files("antechamber.processes") / "data" / "gcm.toml").read_text("utf-8")


@cache
def gcm_file() -> ProcessFile:
    return read_process_file(gcm_text())


def load_gcm() -> Process:
    return load_process(read=gcm_file(), by=SYSTEM, at=OPENS_AT).process
