"""The made-up spring goes on to a published list, and gives way to whoever plays with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from antechamber.accreditation.actions import circulating, listing
from antechamber.accreditation.lists.acts import ListAct
from antechamber.accreditation.lists.published_files import recompute
from antechamber.accreditation.lists.queries import files_of
from antechamber.accreditation.lists.states import ListKind, ListState, Outcome, Standing
from antechamber.accreditation.models import CandidateList, Objection
from antechamber.demo import script, stage
from antechamber.demo.applicants import applicants
from antechamber.demo.list_script import (
    CIRCULATED_AT,
    CLOSES_AT,
    COMPOSED_AT,
    PLACES,
    PUBLISHED_AT,
)
from antechamber.demo.moments import AFTER
from antechamber.demo.playing import play_until
from antechamber.people.actors import actor_of
from antechamber.people.models import Account
from antechamber.processes.models import Process
from antechamber.record.audit import audit

FEW = 30


@pytest.fixture
def short(awake, monkeypatch):
    """The script with a tenth of its applicants."""
    monkeypatch.setattr(script, "applicants", lambda: applicants(FEW))


def test_events_are_in_the_order_of_time():
    found = [each.at for each in script.events()]

    assert found == sorted(found)
    assert found[-1] == PUBLISHED_AT


def test_spring_ends_with_two_lists_and_three_objections(short):
    play_until(PUBLISHED_AT)

    (found,) = CandidateList.objects.select_related("process", "modalities")
    entries = {each.position: each.outcome for each in found.entries.all()}
    told = dict(Objection.objects.values_list("entry__position", "standing"))
    assert found.state == ListState.PUBLISHED
    assert len(entries) >= max(PLACES)
    assert told == dict(
        zip(PLACES, (Standing.LOGGED, Standing.WITHDRAWN, Standing.LOGGED), strict=True)
    )
    out = {place for place, outcome in entries.items() if outcome == Outcome.NOT_ACCREDITED}
    assert out == {PLACES[0], PLACES[2]}
    assert len(recompute(files_of(found)).lines) == len(entries)
    assert audit("gcm").holds


def test_list_of_whoever_plays_the_officer_is_not_replaced(short):
    play_until(COMPOSED_AT - timedelta(hours=1))
    process = Process.objects.get(code="gcm")
    at = COMPOSED_AT - timedelta(minutes=30)
    officer = actor_of(Account.objects.get(email="officer-second@gcm.example.org"), at)
    own = listing.compose_list(
        process=process, kind=ListKind.PROPOSED, title="Mine", by=officer, at=at
    )
    listing.discard_list(ListAct(process, own.number, own.revision, officer, at), reason="No.")
    again = listing.compose_list(
        process=process, kind=ListKind.PROPOSED, title="Mine again", by=officer, at=at
    )

    play_until(PUBLISHED_AT)

    found = CandidateList.objects.get(number=again.number)
    assert found.title == "Mine again"
    assert CandidateList.objects.count() == 2


def test_what_a_player_forbade_stays_forbidden(short):
    play_until(CIRCULATED_AT - timedelta(hours=1))
    process = Process.objects.get(code="gcm")
    at = CIRCULATED_AT - timedelta(minutes=30)
    president = actor_of(Account.objects.get(email="president-office@gcm.example.org"), at)
    found = CandidateList.objects.get()
    act = ListAct(process, found.number, found.revision, president, at)
    circulating.circulate_list(act, closes_at=PUBLISHED_AT + timedelta(days=9))

    play_until(PUBLISHED_AT)

    assert CandidateList.objects.get().state == ListState.CIRCULATED


def test_banner_tells_the_end_that_was_announced_not_the_one_of_the_script(short):
    play_until(CIRCULATED_AT)
    process = Process.objects.get(code="gcm")
    at = CIRCULATED_AT + timedelta(hours=1)
    president = actor_of(Account.objects.get(email="president-office@gcm.example.org"), at)
    found = CandidateList.objects.get()
    later = CLOSES_AT + timedelta(days=3)
    act = ListAct(process, found.number, found.revision, president, at)
    circulating.extend_silence(act, closes_at=later, reason="A holiday.")

    shown = stage.read_stage(at)

    assert shown is not None
    assert later + AFTER in [each.at for each in shown.moments]
    assert CLOSES_AT + AFTER not in [each.at for each in shown.moments]
