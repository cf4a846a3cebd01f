"""The stage of spring 2017: the process from its own file, and the people who act in it.

The file tells the extension of the deadline as history. Here the secretariat announces it, on the
morning after the deadline, so that some come too late first: no source says when it was announced.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core import mail
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation.loading import publish_packaged_form
from antechamber.accreditation.models import Application
from antechamber.mail.actions import deliver_due
from antechamber.mail.models import OutboxMessage
from antechamber.people.actors import OPERATOR, SYSTEM
from antechamber.people.models import Account
from antechamber.people.roles import give_role, install_roles
from antechamber.people.tests.factories import browser_of
from antechamber.processes.loading import load_process
from antechamber.processes.models import Process
from antechamber.processes.tests.factories import gcm_file
from antechamber.record.queries import HistoryLine, history
from tests.pages import Page
from tests.visitors import Visitor

NEW_YORK = ZoneInfo("America/New_York")
OFFICES = ("ngls", "unu", "global-compact", "desa")


def new_york(month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """Return an instant of 2017 in New York's clock."""
    return datetime(2017, month, day, hour, minute, second, tzinfo=NEW_YORK)


@dataclass
class Applicant:
    """A made-up organization and the browser of the person who applies for it."""

    name: str
    email: str
    country: str
    category: str
    visitor: Visitor = field(default_factory=Visitor)

    @property
    def application(self) -> Application:
        """Return its application as it stands."""
        return Application.objects.select_related("facilitator", "present_version__modalities").get(
            organization__display_name=self.name
        )

    @property
    def reference(self) -> str:
        """Return its public number."""
        return str(self.application)

    def open(self, page: str = "application") -> Page:
        """Open one of the pages of its application by the name of the address."""
        return self.visitor.open(
            reverse(f"accreditation:{page}", args=["gcm", self.application.key])
        )

    def told(self) -> list[str]:
        """Return the messages about its application, in the order in which they were queued."""
        application = self.application
        found = OutboxMessage.objects.filter(subject_ref__in=[application.key, str(application)])
        return list(found.order_by("id").values_list("template", flat=True))

    def history(self) -> list[HistoryLine]:
        """Return what the record tells of its application, as draft and under its number."""
        application = self.application
        return [*history("gcm", application.key), *history("gcm", str(application))]


@dataclass
class Spring:
    """The process with its officers' browsers by office, and the applicants by name."""

    process: Process
    officers: dict[str, Visitor]
    applicants: dict[str, Applicant] = field(default_factory=dict)

    def deliver(self) -> None:
        """Send what is due by the clock."""
        deliver_due(at=clock.now(), limit=1_000)

    def got(self, words: str) -> list[str]:
        """Return who got a letter with these words in its subject, in the order of sending."""
        return [each.to[0] for each in mail.outbox if words in str(each.subject)]


def set_the_stage() -> Spring:
    """Load the process without its extension, publish its form, bring in those who decide."""
    prepared_at = new_york(3, 13)
    read = gcm_file()
    first = [each for each in read.deadlines if each["announced_at"] < new_york(4, 1)]
    process = load_process(read=replace(read, deadlines=first), by=SYSTEM, at=prepared_at).process
    publish_packaged_form(process_code="gcm", by=OPERATOR, at=prepared_at)
    install_roles(at=prepared_at)
    officers = {office: _brought_in("officer", f"gcm/{office}") for office in OFFICES}
    officers["second"] = _brought_in("officer", "gcm")
    officers["secretariat"] = _brought_in("secretariat", "gcm")
    return Spring(process, officers)


def _brought_in(role: str, scope: str) -> Visitor:
    email = f"{role}@{scope.replace('/', '.')}.example.org"
    give_role(email=email, role_code=role, scope=scope, by=OPERATOR, at=new_york(3, 13))
    client = browser_of(Account.objects.get(email=email))
    client.handler.enforce_csrf_checks = True
    return Visitor(client)


@contextmanager
def on(month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0) -> Iterator[datetime]:
    """Hold the clock at an instant of 2017 in New York."""
    instant = new_york(month, day, hour, minute, second)
    with clock.frozen_at(instant):
        yield instant


def do(officer: Visitor, act: str, applicant: Applicant, **typed: str) -> Page:
    """Do an act of the desk on an application, from the application's own page."""
    officer.open(reverse("desk:application", args=["gcm", applicant.reference]))
    if act in {"transfer", "merge"}:
        officer.open(reverse("desk:act", args=["gcm", applicant.reference, act]))
    return officer.send(typed, form=f"/{act}")
