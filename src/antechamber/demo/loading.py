"""Loading the demonstration into an empty database: the process of 2017 and its people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Final

from django.db import transaction

from antechamber.accreditation.loading import publish_packaged_form
from antechamber.demo.actions import begin
from antechamber.demo.models import DemoClock
from antechamber.demo.persons import PERSONS, PROCESS, Person
from antechamber.people.actions import change_profile
from antechamber.people.actors import OPERATOR, SYSTEM, actor_of
from antechamber.people.roles import give_role, install_roles
from antechamber.processes.loading import load_process
from antechamber.processes.process_file import read_process_file

# The message of the four facilitating entities is dated 5 April 2017.
BEGINS_AT: Final = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)  # 9:00 in New York
# The people work before the call opens on 14 March, so that they can act from its first hour.
PREPARED_AT: Final = datetime(2017, 3, 13, 13, 0, tzinfo=UTC)


def is_loaded() -> bool:
    """Say whether the database holds the demonstration already (1 statement)."""
    return DemoClock.objects.exists()


@transaction.atomic
def load_demonstration(*, machine_at: datetime) -> None:
    """Load everything in one transaction; the clock is set last, so a broken load leaves nothing.

    Raises `DomainError` or a database error where the database is not empty.
    """
    process_file = resources.files("antechamber.processes") / "data" / f"{PROCESS}.toml"
    read = read_process_file(process_file.read_text(encoding="utf-8"))
    load_process(read=read, by=SYSTEM, at=PREPARED_AT)
    publish_packaged_form(process_code=PROCESS, by=OPERATOR, at=PREPARED_AT)
    install_roles(at=PREPARED_AT, by=OPERATOR)
    for each in PERSONS:
        _bring_in(each)
    begin(begins_at=BEGINS_AT, by=SYSTEM, machine_at=machine_at)


def _bring_in(person: Person) -> None:
    grant = give_role(
        email=person.email,
        role_code=person.role,
        scope=person.scope,
        by=OPERATOR,
        at=PREPARED_AT,
    )
    account = grant.account
    change_profile(
        account=account,
        name=person.name,
        language="en",
        by=actor_of(account, PREPARED_AT),
        at=PREPARED_AT + timedelta(seconds=1),
    )
