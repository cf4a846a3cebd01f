"""A process of its own with recommended applications, and those who bring a list to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from typing import Final

from antechamber.accreditation.lists.acts import ListAct
from antechamber.accreditation.loading import packaged_form
from antechamber.accreditation.models import Application, CandidateList
from antechamber.accreditation.states import State
from antechamber.people.actors import OPERATOR, SYSTEM, Actor, actor_of
from antechamber.people.roles import give_role, install_roles
from antechamber.processes.loading import load_process
from antechamber.processes.models import Process
from antechamber.processes.process_file import read_process_file
from antechamber.questionnaires.actions import publish_questionnaire
from bench.made_up import add_applications

FILE: Final = "gcm"  # the process that it is a copy of
CODE: Final = "lists"  # of its own: other sections count their applications by state
PREPARED_AT: Final = datetime(2017, 3, 13, 13, 0, tzinfo=UTC)
BEGUN_AT: Final = datetime(2017, 4, 20, 13, 0, tzinfo=UTC)
MISSIONS: Final = ("FRA", "KEN", "BRA", "IND", "ISL", "JPN", "MEX", "NGA", "THA", "ZAF")


@dataclass
class ListStage:
    """Who acts on which list; every act is a minute after the one before."""

    process: Process
    composer: Actor
    freezer: Actor
    president: Actor
    missions: dict[str, Actor]
    references: list[str]
    at: datetime = BEGUN_AT
    number: int = 1

    @property
    def list(self) -> CandidateList:
        """Return the list as it is now."""
        return CandidateList.objects.select_related("process", "modalities").get(
            process=self.process, number=self.number
        )

    def act(self, by: Actor) -> ListAct:
        """Return an act of somebody who has the list's present revision before their eyes."""
        self.at += timedelta(minutes=1)
        return ListAct(self.process, self.number, self.list.revision, by, self.at)


def set_list_stage(entries: int, code: str = CODE) -> ListStage:
    """Load a process beside the others, with as many recommended applications as entries."""
    file = resources.files("antechamber.processes") / "data" / f"{FILE}.toml"
    text = file.read_text(encoding="utf-8").replace(f'code = "{FILE}"', f'code = "{code}"', 1)
    process = load_process(read=read_process_file(text), by=SYSTEM, at=PREPARED_AT).process
    publish_questionnaire(
        process_code=code, document=packaged_form(FILE), by=OPERATOR, at=PREPARED_AT
    )
    install_roles(at=PREPARED_AT, by=OPERATOR)
    add_applications(process, entries, at=BEGUN_AT)
    found = Application.objects.filter(process=process)
    found.update(state=State.RECOMMENDED, answer_by=None)
    return ListStage(
        process=process,
        composer=_somebody("composer", "officer", code),
        freezer=_somebody("freezer", "officer", code),
        president=_somebody("president", "president_office", code),
        missions={each: _somebody(each, "mission", f"{code}/mission/{each}") for each in MISSIONS},
        references=[str(each) for each in found.values_list("reference", flat=True)],
    )


def _somebody(name: str, role: str, scope: str) -> Actor:
    grant = give_role(
        email=f"{name.lower()}@{scope.partition('/')[0]}.example.org",
        role_code=role,
        scope=scope,
        by=OPERATOR,
        at=PREPARED_AT,
    )
    return actor_of(grant.account, BEGUN_AT)
