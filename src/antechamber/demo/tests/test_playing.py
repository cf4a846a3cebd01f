"""The made-up people act once each, in order, by the real actions."""

from __future__ import annotations

import pytest

from antechamber.accreditation.models import Application
from antechamber.accreditation.states import State
from antechamber.demo import script
from antechamber.demo.applicants import COUNT, COUNTRIES, LAST_DEADLINE, applicants
from antechamber.demo.loading import BEGINS_AT
from antechamber.demo.models import DemoClock
from antechamber.demo.playing import play_until
from antechamber.organizations.models import Organization
from antechamber.places.countries import COUNTRIES as KNOWN


def test_applicants_are_the_same_each_time_and_each_has_a_name_of_its_own():
    first, second = applicants(), applicants()

    assert first == second
    assert len({each.name for each in first}) == COUNT
    assert len({each.email for each in first}) == COUNT


def test_applicants_live_in_countries_that_exist():
    assert set(COUNTRIES) <= set(KNOWN)


def test_nobody_submits_before_they_begin():
    assert all(
        each.begins_at < each.submits_at for each in applicants() if each.submits_at is not None
    )


def test_most_come_in_the_last_days():
    submitted = sorted(each.submits_at for each in applicants() if each.submits_at is not None)

    assert sum(at > BEGINS_AT for at in submitted) > len(submitted) / 2
    assert submitted[-1] <= LAST_DEADLINE


def test_each_event_is_played_once(awake):
    until = script.events()[11].at

    first = play_until(until)
    again = play_until(until)
    rest = play_until(script.events()[15].at)

    assert (first, again, rest) == (12, 0, 4)
    assert DemoClock.objects.get().played == 16


def test_two_players_at_once_share_one_script(awake):
    """The second finds the first event taken and leaves the stage."""
    until = script.events()[3].at
    seen: list[int] = []

    def another_comes(done: int, total: int) -> None:
        if done == 1:
            seen.append(play_until(until))

    first = play_until(until, another_comes)

    assert (first, seen, DemoClock.objects.get().played) == (1, [3], 4)


@pytest.mark.parametrize("kind", ["submit", "recommended"])
def test_what_a_made_up_person_does_is_done_by_the_real_actions(awake, kind):
    event = next(each for each in script.events() if each.kind == kind)

    play_until(event.at)

    application = Application.objects.get(organization__display_name=event.applicant.name)
    state = {"submit": State.SUBMITTED, "recommended": State.RECOMMENDED}[kind]
    assert application.state == state
    assert Organization.objects.get(applications=application).is_findable
