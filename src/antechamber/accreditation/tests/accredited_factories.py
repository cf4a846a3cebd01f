"""Made-up accreditations for tests, given by a real final list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from antechamber.accreditation.accredited.acts import AccreditationAct
from antechamber.accreditation.actions import succeeding, suspending
from antechamber.accreditation.models import Accreditation
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.list_factories import ISSUED_AT, Procedure, circulated
from antechamber.organizations.models import Organization
from antechamber.people.actors import Actor
from antechamber.processes.models import Process

LATER = ISSUED_AT + timedelta(days=30)


@dataclass
class Accredited:
    """A process whose final list is issued, and the people who look after it from then on."""

    procedure: Procedure
    president: Actor
    officer: Actor = field(default_factory=factories.an_officer)

    @property
    def process(self) -> Process:
        return self.procedure.process

    def of(self, place: int = 0) -> Accreditation:
        return Accreditation.objects.select_related("organization", "process").get(
            application__reference=self.procedure.references[place]
        )

    def organization(self, place: int = 0) -> Organization:
        return Organization.objects.get(applications__reference=self.procedure.references[place])

    def act(
        self,
        place: int = 0,
        *,
        at: datetime = LATER,
        by: Actor | None = None,
        seen: int | None = None,
    ) -> AccreditationAct:
        found = self.of(place)
        revision = found.revision if seen is None else seen
        return AccreditationAct(self.process, found.number, revision, by or self.president, at)

    def suspend(self, place: int = 0, *, reason_code: str = "security", **facts: Any) -> None:
        suspending.suspend_accreditation(
            self.act(place, **facts), reason_code=reason_code, reason="A grave matter."
        )

    def reinstate(self, place: int = 0, **facts: Any) -> None:
        suspending.reinstate_accreditation(self.act(place, **facts), reason="Settled.")

    def end(self, place: int = 0, *, reason_code: str = "own_request", **facts: Any) -> None:
        suspending.end_accreditation_for_good(
            self.act(place, **facts), reason_code=reason_code, reason="They asked for it."
        )

    def confirm(self, place: int = 0, **facts: Any) -> None:
        suspending.confirm_accreditation(self.act(place, **facts), reason="By vote.")

    def pass_on(self, place: int = 0, *, by: Actor | None = None, **facts: Any) -> None:
        act = self.act(place, by=by or self.officer, **facts)
        succeeding.pass_on(act, reason="The roster tells of the merger.")

    def rename(self, place: int = 0, *, by: Actor | None = None, **facts: Any) -> None:
        act = self.act(place, by=by or self.officer, **facts)
        succeeding.follow_renaming(act, reason="The roster tells of the new name.")

    def merge(self, place: int, successor: Organization) -> None:
        """Let a roster have told that an organization merged into another."""
        Organization.objects.filter(pk=self.organization(place).pk).update(successor=successor)


def accredited(count: int = 2, **rules: Any) -> Accredited:
    """Bring a list to its end without any objection."""
    procedure = circulated(count, **rules).close().issue()
    return Accredited(procedure, procedure.president)
