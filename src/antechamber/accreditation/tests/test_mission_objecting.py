"""Objecting and withdrawing through the pages: the hour, what is told, what is refused."""

from __future__ import annotations

import inspect
import re
from datetime import timedelta

import pytest
from django.http import HttpResponse

from antechamber.accreditation.actions import following_up, objecting
from antechamber.accreditation.lists import outcomes
from antechamber.accreditation.lists.outcome_words import OUTCOME_TONES, REASONS, STANDING_TONES
from antechamber.accreditation.lists.states import Standing
from antechamber.accreditation.models import Objection
from antechamber.accreditation.tests.browsers import words_of
from antechamber.accreditation.tests.list_factories import (
    CLOSED_AT,
    FALLS_AT,
    ISSUED_AT,
    LAST_MOMENT,
    TOO_LATE,
    circulated,
)
from antechamber.accreditation.tests.test_mission_pages import (
    LIST,
    LOOKED_AT,
    confirm,
    entry_of,
    get,
    of_mission,
    post,
)

pytestmark = pytest.mark.django_db

BASIS = "Its work is no part\nof the mandate."


def hidden(response: HttpResponse) -> dict[str, str]:
    """Return what a page that asks once more would send."""
    form = response.content.decode().partition("Object to this name</button>")[0]
    return dict(re.findall(r'type="hidden" name="(basis|is_\w+|told_late)" value="([^"]*)"', form))


# ------------------------------------------------------------------------------------- the page


@pytest.mark.parametrize("others", [0, 3])
def test_name_takes_ten_statements(others, django_assert_num_queries):
    procedure = circulated(1)
    for state in ("DEU", "KEN", "CHL")[:others]:
        procedure.object(0, state, LOOKED_AT)
    mission = of_mission()

    with django_assert_num_queries(10):
        words = words_of(get(mission, entry_of(procedure)))

    assert procedure.references[0] in words


def test_name_that_is_not_on_the_list_is_not_found():
    procedure = circulated(1)
    mission = of_mission()

    for reference in ("GCM-A-9999", "x", procedure.references[0].lower()):
        assert get(mission, f"{LIST}/{reference}").status_code == 404
        assert confirm(mission, f"{LIST}/{reference}").status_code == 404


def test_page_says_who_will_learn_what_before_anything_is_sent():
    procedure = circulated(1, objector_visibility=[], basis_visibility=["public"])

    words = words_of(get(of_mission(), entry_of(procedure)))

    assert "Nobody outside the President’s office learns which Member State objected." in words
    assert "Where a basis is stated, it is told to the public." in words
    assert "The President consults the Member State that objects." in words
    assert "nobody is told which State objected or why" in words


# ------------------------------------------------------------------------------------- objecting


def test_objection_is_looked_at_once_more_and_then_received():
    procedure = circulated(1)
    mission, path = of_mission(), entry_of(procedure)

    check = post(mission, path, basis=BASIS, is_confidential="on")

    assert Objection.objects.count() == 0
    assert "Is this your objection?" in words_of(check)
    assert hidden(check) == {"basis": BASIS, "is_confidential": "on"}

    changed = post(mission, path, change="1", **hidden(check))
    assert BASIS in changed.content.decode()
    assert changed.status_code == 200

    done = confirm(mission, path, **hidden(check))
    assert (done.status_code, done["Location"]) == (302, path)
    objection = Objection.objects.get()
    assert (objection.state_code, objection.basis) == ("FRA", BASIS)
    assert objection.is_confidential
    words = words_of(get(mission, path))
    assert "Your objection was received." in words
    assert "France Logged Received Wednesday 5 April 2017, 13:00:00, New York time" in words
    assert "Object to this name" not in words


def test_basis_that_the_rules_ask_for_is_missed_beside_its_field():
    procedure = circulated(1, basis_required=True)

    page = post(of_mission(), entry_of(procedure), basis="  ", is_confidential="on")

    assert page.status_code == 422
    assert words_of(page).count("State the basis of your objection.") == 2
    assert re.search(r'type="checkbox" checked[^>]* name="is_confidential"', page.content.decode())


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        (FALLS_AT - timedelta(seconds=1), Standing.LOGGED),
        (FALLS_AT, Standing.LOGGED),
        (LAST_MOMENT, Standing.LOGGED),
        (TOO_LATE, Standing.LATE),
        (CLOSED_AT, Standing.LATE),
    ],
)
def test_last_second_counts_and_the_next_is_late(at, standing):
    procedure = circulated(1)
    mission, path = of_mission(), entry_of(procedure)
    page = words_of(get(mission, path, at))
    check = post(mission, path, at)

    confirm(mission, path, at, **hidden(check))

    is_late = standing == Standing.LATE
    assert Objection.objects.get().standing == standing
    assert ("The time to object has ended" in page) == is_late
    assert ("recorded as late" in words_of(check)) == is_late
    told = words_of(get(mission, path, at))
    assert ("received after the time to object" in told) == is_late


def test_nobody_is_late_without_having_read_so():
    procedure = circulated(1)
    mission, path = of_mission(), entry_of(procedure)
    check = post(mission, path, LAST_MOMENT, basis=BASIS)

    again = confirm(mission, path, TOO_LATE, **hidden(check))

    assert Objection.objects.count() == 0
    assert "Your objection is then recorded as late" in words_of(again)
    assert hidden(again) == {"basis": BASIS, "told_late": "on"}
    confirm(mission, path, TOO_LATE, **hidden(again))
    assert Objection.objects.get().standing == Standing.LATE


def test_second_of_two_clicks_changes_nothing():
    procedure = circulated(1)
    mission, path = of_mission(), entry_of(procedure)
    confirm(mission, path, basis=BASIS)

    again = confirm(mission, path, basis=BASIS)

    assert (again.status_code, again["Location"]) == (302, path)
    assert Objection.objects.count() == 1


def test_other_objection_of_the_same_state_is_refused_and_the_first_is_shown():
    procedure = circulated(1)
    path = entry_of(procedure)
    confirm(of_mission(), path, basis=BASIS)

    refused = confirm(of_mission(), path, basis="Something else.")

    assert refused.status_code == 409
    words = words_of(refused)
    assert "This Member State has objected to this name already." in words
    assert "of the mandate." in words
    assert Objection.objects.get().basis == BASIS


def test_objection_after_the_final_list_is_refused_in_words():
    procedure = circulated(1).close().issue()

    refused = confirm(of_mission(), entry_of(procedure), ISSUED_AT, told_late="on")

    assert refused.status_code == 409
    assert "The final list has been issued." in words_of(refused)
    assert Objection.objects.count() == 0


def test_organization_that_withdrew_is_marked_and_not_objected_to():
    procedure = circulated(1)
    applied = procedure.applied[0]
    following_up.withdraw_application(
        process=procedure.process,
        key=applied.application.key,
        reason="",
        by=applied.by,
        at=LOOKED_AT,
    )
    mission, path = of_mission(), entry_of(procedure)

    words = words_of(get(mission, path))

    assert "The organization has withdrawn" in words
    assert "Object to this name" not in words
    assert "Withdrawn by the organization" in words_of(get(mission, LIST))
    refused = confirm(mission, path)
    assert refused.status_code == 409
    assert "This organization has withdrawn." in words_of(refused)


# ------------------------------------------------------------------------------------ withdrawing


def test_objection_is_withdrawn_after_asking_once_and_only_once():
    procedure = circulated(1)
    mission, path = of_mission(), entry_of(procedure, act="withdraw")
    objection = procedure.object(0, at=LOOKED_AT, basis=BASIS)

    asked = get(mission, path)
    assert "Withdraw the objection?" in words_of(asked)
    assert Objection.objects.get().standing == Standing.LOGGED

    done, again = post(mission, path), post(mission, path)

    assert done["Location"] == again["Location"] == entry_of(procedure)
    assert Objection.objects.get(pk=objection.pk).standing == Standing.WITHDRAWN
    words = words_of(get(mission, entry_of(procedure)))
    assert "Your objection is withdrawn." in words
    assert "Your objection was withdrawn already." in words
    assert "Object to this name" in words  # it may object again


def test_objection_is_not_withdrawn_after_the_final_list():
    procedure = circulated(1)
    procedure.maintain(procedure.object(0, at=LOOKED_AT))
    procedure.close().issue()

    refused = post(of_mission(), entry_of(procedure, act="withdraw"), ISSUED_AT)

    assert refused.status_code == 409
    assert "The final list has been issued." in words_of(refused)
    assert Objection.objects.get().standing == Standing.MAINTAINED


def test_there_is_nothing_to_withdraw_where_the_state_did_not_object():
    procedure = circulated(1)

    assert get(of_mission(), entry_of(procedure, act="withdraw")).status_code == 404


# ---------------------------------------------------------------------------- what others learn

OTHERS = [
    ([], [], False, {"never"}),
    (["states_on_request"], ["states_on_request"], False, {"ask"}),
    (["states_on_request"], ["states_on_request"], True, {"never"}),
    (["all_states"], [], False, {"state"}),
    (["all_states"], ["all_states"], False, {"state", "basis"}),
    (["all_states"], ["all_states"], True, {"never"}),
    ([], ["public"], False, {"basis"}),
    (["organization"], ["organization"], False, {"never"}),
]


@pytest.mark.parametrize(("objector", "basis", "is_confidential", "learnt"), OTHERS)
def test_other_states_learn_what_the_rules_open(objector, basis, is_confidential, learnt):
    procedure = circulated(1, objector_visibility=objector, basis_visibility=basis)
    procedure.object(0, "DEU", LOOKED_AT, basis="Grounds of ours.", is_confidential=is_confidential)

    words = words_of(get(of_mission("FRA"), entry_of(procedure)))

    signs = {
        "state": "Germany Logged",
        "basis": "Grounds of ours.",
        "ask": "Ask who objected",
        "never": "Who objects and why is not told",
    }
    assert {name for name, sign in signs.items() if sign in words} == learnt
    assert "There is 1 objection of another Member State." in words


def test_reply_of_the_organization_travels_with_the_name():
    procedure = circulated(1)
    procedure.object(0, "DEU", LOOKED_AT)
    applied = procedure.applied[0]
    objecting.reply_to_objections(
        process=procedure.process,
        key=applied.application.key,
        text="We teach languages, <b>no more.",
        by=applied.by,
        at=LOOKED_AT,
    )
    mission = of_mission("FRA")

    page = get(mission, entry_of(procedure))

    assert "What the organization replied" in words_of(page)
    assert "We teach languages, &lt;b&gt;no more." in page.content.decode()
    assert "The organization replied" in words_of(get(mission, LIST))
    assert str(applied.by.key) not in page.content.decode()


def test_pages_of_a_mission_hold_nothing_of_the_persons_and_answers_behind_a_name():
    procedure = circulated(1)
    mission = of_mission()

    told = "".join(
        get(mission, path).content.decode()
        for path in (LIST, entry_of(procedure), f"{LIST}/proposed.csv")
    )

    for secret in ("Amina", "amina@", "Wanjiru", "Language courses", "work permits", "f_1"):
        assert secret not in told
    assert procedure.applied[0].application.key not in told


# ------------------------------------------------------------------------------------- the words


def test_every_outcome_standing_and_reason_has_its_words():
    codes = set(re.findall(r'Outcome\.\w+, "(\w+)"', inspect.getsource(outcomes))) | {
        "objections_withdrawn",
        "objection_late",
        "no_objection",
    }

    assert set(REASONS) == codes
    assert set(OUTCOME_TONES) == set(outcomes.Outcome)
    assert set(STANDING_TONES) == set(Standing)
