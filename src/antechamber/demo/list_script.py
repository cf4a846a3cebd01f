"""What becomes of the list in the demonstration: composed, circulated, objected to, issued.

The days follow the process of 2017: the list was due in April, the first session began on 8 May.
Who objects, to whom and why is made up; no Member State did anything told here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from antechamber.accreditation.actions import (
    circulating,
    concluding,
    consulting,
    listing,
    objecting,
)
from antechamber.accreditation.actions.objecting import Statement
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.acts import ListAct
from antechamber.accreditation.lists.states import ListKind, ListState, Standing
from antechamber.accreditation.models import CandidateList, ListEntry, Objection
from antechamber.people.actors import Actor, actor_of
from antechamber.people.models import Account
from antechamber.processes.models import Process
from antechamber.workflow import DomainError

STATE: Final = "ISL"  # of the demonstration's mission: any State's name stands for any
TITLE: Final = "Organizations without consultative status, first list"
PLACES: Final = (2, 5, 8)  # on the list: whom the three objections are about

COMPOSED_AT: Final = datetime(2017, 4, 27, 15, 0, tzinfo=UTC)
SIGNED_AT: Final = datetime(2017, 4, 28, 14, 0, tzinfo=UTC)
CIRCULATED_AT: Final = datetime(2017, 4, 28, 19, 0, tzinfo=UTC)  # Friday, 15:00 in New York
CLOSES_AT: Final = datetime(2017, 5, 6, 3, 59, 59, tzinfo=UTC)  # end of 5 May in New York
ISSUED_AT: Final = datetime(2017, 5, 6, 15, 0, tzinfo=UTC)
PUBLISHED_AT: Final = datetime(2017, 5, 6, 17, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Scene:
    """The process, everybody who plays by their code, and the instant."""

    process: Process
    cast: Mapping[str, Account]
    at: datetime

    def by(self, code: str) -> Actor:
        """Return one of the cast as an actor."""
        return actor_of(self.cast[code], self.at)

    def present(self) -> CandidateList:
        """Return the proposed list, whoever made it. Raises `ListNotFound`."""
        lists = list_queries.lists(self.process).exclude(state=ListState.DISCARDED)
        found = lists.filter(kind=ListKind.PROPOSED).first()
        if found is None:
            raise list_queries.ListNotFound
        return found

    def act(self, code: str) -> ListAct:
        """Return an act of one of the cast on the list as it is now."""
        present = self.present()
        return ListAct(self.process, present.number, present.revision, self.by(code), self.at)

    def entry(self, place: int) -> ListEntry:
        """Return the entry at one of `PLACES`. Raises `ListNotFound`."""
        found = list_queries.entries_of(self.present()).filter(position=PLACES[place]).first()
        if found is None:
            raise list_queries.ListNotFound
        return found

    def objection(self, place: int, *standings: Standing) -> Objection:
        """Return the objection to an entry. Raises `ListNotFound`."""
        about = Objection.objects.filter(entry=self.entry(place), standing__in=standings)
        found = about.first()
        if found is None:
            raise list_queries.ListNotFound
        return found


def _compose(scene: Scene) -> None:
    composer = scene.by("officer-second")
    listing.compose_list(
        process=scene.process, kind=ListKind.PROPOSED, title=TITLE, by=composer, at=scene.at
    )
    recommended = [str(each) for each in list_queries.listable(scene.process)]
    listing.add_entries(scene.act("officer-second"), references=recommended)
    listing.freeze_list(scene.act("officer-second"))


def _sign_off(scene: Scene) -> None:
    digest = scene.present().content_digest
    circulating.sign_off_list(scene.act("president-office"), seen_digest=digest)


def _circulate(scene: Scene) -> None:
    circulating.circulate_list(scene.act("president-office"), closes_at=CLOSES_AT)


def _object(place: int, basis: str) -> Callable[[Scene], None]:
    def deed(scene: Scene) -> None:
        objecting.object_to_entry(
            process=scene.process,
            number=scene.present().number,
            reference=str(scene.entry(place).application),
            statement=Statement(STATE, basis),
            by=scene.by("mission"),
            at=scene.at,
        )

    return deed


def _reply(scene: Scene) -> None:
    application = scene.entry(0).application
    objecting.reply_to_objections(
        process=scene.process,
        key=application.key,
        text="Our accounts are audited each year and stand on our home page. We are at your "
        "disposal for any question.",
        by=actor_of(application.started_by, scene.at),
        at=scene.at,
    )


def _withdraw(scene: Scene) -> None:
    objection = scene.objection(1, Standing.LOGGED, Standing.UNDER_CONSULTATION)
    objecting.withdraw_objection(
        process=scene.process, key=objection.key, by=scene.by("mission"), at=scene.at
    )


def _letter(scene: Scene) -> None:
    objecting.record_letter(
        process=scene.process,
        number=scene.present().number,
        reference=str(scene.entry(2).application),
        statement=Statement(STATE, is_confidential=True),
        received_at=scene.at - timedelta(hours=2),
        by=scene.by("president-office"),
        at=scene.at,
    )


def _confirm(scene: Scene) -> None:
    objection = scene.objection(2, Standing.RECEIVED)
    consulting.confirm_objection(
        process=scene.process, key=objection.key, by=scene.by("president-second"), at=scene.at
    )


def _close(scene: Scene) -> None:
    circulating.close_list(scene.act("president-office"))


def _issue(scene: Scene) -> None:
    concluding.issue_final_list(scene.act("president-office"))


def _publish(scene: Scene) -> None:
    concluding.publish_lists(scene.act("president-office"))


@dataclass(frozen=True, slots=True)
class ListEvent:
    """Something that happens to the list at an instant."""

    at: datetime
    deed: Callable[[Scene], None]


LIST_EVENTS: Final = (
    ListEvent(COMPOSED_AT, _compose),
    ListEvent(SIGNED_AT, _sign_off),
    ListEvent(CIRCULATED_AT, _circulate),
    ListEvent(
        datetime(2017, 5, 2, 14, 10, tzinfo=UTC), _object(0, "Its sources of funds are not known.")
    ),
    ListEvent(datetime(2017, 5, 3, 8, 25, tzinfo=UTC), _reply),
    ListEvent(datetime(2017, 5, 3, 15, 40, tzinfo=UTC), _object(1, "")),
    ListEvent(datetime(2017, 5, 4, 13, 5, tzinfo=UTC), _withdraw),
    ListEvent(datetime(2017, 5, 5, 14, 0, tzinfo=UTC), _letter),
    ListEvent(datetime(2017, 5, 5, 16, 30, tzinfo=UTC), _confirm),
    ListEvent(datetime(2017, 5, 6, 13, 0, tzinfo=UTC), _close),
    ListEvent(ISSUED_AT, _issue),
    ListEvent(PUBLISHED_AT, _publish),
)


def play_list(process: Process, event: ListEvent, cast: Mapping[str, Account]) -> None:
    """Do what an event says, by the real actions, at its own instant.

    What whoever plays with the demonstration did before, or forbade, stays as they made it.
    """
    with suppress(DomainError, list_queries.ListNotFound):
        event.deed(Scene(process, cast, event.at))
