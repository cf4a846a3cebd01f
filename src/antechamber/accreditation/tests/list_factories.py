"""Made-up lists for tests, each brought where a test needs it by the real actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from antechamber.accreditation.actions import (
    circulating,
    concluding,
    consulting,
    listing,
    objecting,
)
from antechamber.accreditation.actions.objecting import Statement
from antechamber.accreditation.lists.acts import ListAct
from antechamber.accreditation.lists.content import ORDER_LANGUAGE
from antechamber.accreditation.lists.states import Channel, ListKind, Ruling
from antechamber.accreditation.models import Application, CandidateList, Objection
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.factories import NOW, Applied
from antechamber.people.actors import Actor
from antechamber.places import countries
from antechamber.processes.models import Modalities, Process, Rule

FROZEN_AT = NOW + timedelta(hours=1)
SIGNED_AT = NOW + timedelta(hours=2)
CIRCULATED_AT = NOW + timedelta(hours=3)
FALLS_AT = CIRCULATED_AT + timedelta(days=7)  # its own last second still counts
LAST_MOMENT = FALLS_AT + timedelta(microseconds=999_999)
TOO_LATE = FALLS_AT + timedelta(seconds=1)
CLOSED_AT = FALLS_AT + timedelta(days=1)
CONSULTED_AT = CLOSED_AT + timedelta(days=1)
ISSUED_AT = CLOSED_AT + timedelta(days=2)

RULES: dict[str, Any] = {
    "carry_over_from": [],
    "list_due_on": "2017-04-30",
    "silence_days": 7,
    "objection_outcome": "chair_consults",
    "objector_visibility": ["states_on_request"],
    "basis_required": False,
    "basis_visibility": ["states_on_request", "organization"],
    "listed_facts": ["name", "country", "home_page"],
    "ineligible_kinds": [],
    "persons_per_organization": 2,
    "word_limits": {"objection_reply": 5},
    "grace_seconds": 0,
    "second_person_for": ["list.circulate", "objection.record"],
}


def with_rules(process: Process, **changes: Any) -> Process:
    """State every rule in the present modalities of a process."""
    modalities = Modalities.objects.get(process=process)
    for kind, value in {**RULES, **changes}.items():
        Rule.objects.create(modalities=modalities, kind=kind, value=value, paragraph="1")
    return process


@dataclass
class Procedure:
    """A process with the people who bring its list to an end, and the organizations on it."""

    process: Process
    composer: Actor
    freezer: Actor
    president: Actor
    applied: list[Applied] = field(default_factory=list)
    number: int = 1

    @property
    def list(self) -> CandidateList:
        return CandidateList.objects.select_related("process", "modalities").get(
            process=self.process, number=self.number
        )

    @property
    def references(self) -> list[str]:
        return [each.reference for each in self.applied]

    def state_of(self, place: int = 0) -> str:
        return Application.objects.get(pk=self.applied[place].application.pk).state

    def act(self, by: Actor, at: datetime, seen: int | None = None) -> ListAct:
        revision = self.list.revision if seen is None else seen
        return ListAct(self.process, self.number, revision, by, at)

    def entry_act(self, place: int = 0, at: datetime = CONSULTED_AT) -> consulting.EntryAct:
        reference = self.references[place]
        return consulting.EntryAct(self.process, self.number, reference, self.president, at)

    def compose(self, kind: ListKind = ListKind.PROPOSED, at: datetime = NOW) -> Procedure:
        made = listing.compose_list(
            process=self.process, kind=kind, title="Organizations", by=self.composer, at=at
        )
        self.number = made.number
        return self

    def add(self, *references: str, at: datetime = NOW) -> Procedure:
        listing.add_entries(self.act(self.composer, at), references=references or self.references)
        return self

    def freeze(self, at: datetime = FROZEN_AT) -> Procedure:
        listing.freeze_list(self.act(self.freezer, at))
        return self

    def sign_off(self, at: datetime = SIGNED_AT) -> Procedure:
        circulating.sign_off_list(
            self.act(self.president, at), seen_digest=self.list.content_digest
        )
        return self

    def circulate(
        self, at: datetime = CIRCULATED_AT, closes_at: datetime | None = FALLS_AT
    ) -> Procedure:
        circulating.circulate_list(self.act(self.president, at), closes_at=closes_at)
        return self

    def close(self, at: datetime = CLOSED_AT) -> Procedure:
        circulating.close_list(self.act(self.president, at))
        return self

    def issue(self, at: datetime = ISSUED_AT) -> Procedure:
        concluding.issue_final_list(self.act(self.president, at))
        return self

    def publish(self, at: datetime = ISSUED_AT) -> Procedure:
        concluding.publish_lists(self.act(self.president, at))
        return self

    def object(
        self,
        place: int = 0,
        state: str = "FRA",
        at: datetime = CIRCULATED_AT,
        *,
        basis: str = "",
        is_confidential: bool = False,
        by: Actor | None = None,
    ) -> Objection:
        return objecting.object_to_entry(
            process=self.process,
            number=self.number,
            reference=self.references[place],
            statement=Statement(state, basis, is_confidential),
            by=by or a_mission(state, self.process),
            at=at,
        )

    def letter(
        self, place: int = 0, state: str = "FRA", *, received_at: datetime, at: datetime
    ) -> Objection:
        return objecting.record_letter(
            process=self.process,
            number=self.number,
            reference=self.references[place],
            statement=Statement(state),
            received_at=received_at,
            by=self.president,
            at=at,
        )

    def maintain(self, objection: Objection, at: datetime = CONSULTED_AT) -> Objection:
        return consulting.maintain_objection(
            process=self.process, key=objection.key, by=self.president, at=at
        )

    def withdraw(self, objection: Objection, at: datetime = CONSULTED_AT) -> Objection:
        by = a_mission(objection.state_code, self.process)
        return objecting.withdraw_objection(process=self.process, key=objection.key, by=by, at=at)

    def decide(self, place: int, ruling: Ruling, at: datetime = CONSULTED_AT) -> None:
        consulting.refer_entry(self.entry_act(place, at))
        consulting.decide_entry(self.entry_act(place, at), ruling=ruling, reason="By vote.")


def a_mission(state: str = "FRA", process: Process | None = None) -> Actor:
    """Return somebody of a State's mission."""
    code = process.code if process else "gcm"
    return factories.an_actor("mission", f"{code}/mission/{state}", name=f"Mission {state}")


def a_procedure(count: int = 2, code: str = "gcm", **rules: Any) -> Procedure:
    """Make a process with rules and recommended applications, ready for a list."""
    process = with_rules(factories.a_process(code), **rules)
    officer = factories.an_officer(code)
    made = [factories.in_state(process, State.RECOMMENDED, officer) for _each in range(count)]
    return Procedure(
        process=process,
        composer=factories.an_officer(code, name="Carla Composer"),
        freezer=factories.an_officer(code, name="Fred Freezer"),
        president=factories.an_actor("president_office", code, name="Petra President"),
        applied=sorted(made, key=_by_name),
    )


def _by_name(applied: Applied) -> tuple[object, str]:
    """Order as a list does, so that the first to have applied has its first position."""
    name = applied.application.organization.display_name
    return countries.sort_key(name, ORDER_LANGUAGE), applied.reference


def circulated(count: int = 2, **rules: Any) -> Procedure:
    """Bring a list before Member States."""
    return a_procedure(count, **rules).compose().add().freeze().sign_off().circulate()


def supplement(procedure: Procedure, at: datetime = CIRCULATED_AT) -> Procedure:
    """Bring another name before Member States, on a supplementary list of its own."""
    officer = factories.an_officer(procedure.process.code)
    procedure.applied.append(factories.in_state(procedure.process, State.RECOMMENDED, officer))
    procedure.compose(ListKind.SUPPLEMENTARY, at).add(procedure.references[-1], at=at)
    return procedure.freeze(at).sign_off(at).circulate(at)


__all__ = [
    "Channel",
    "Procedure",
    "a_mission",
    "a_procedure",
    "circulated",
    "supplement",
    "with_rules",
]
