"""Objections to the second, by the right State, once; told to nobody who may not know."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection, transaction

from antechamber.accreditation.actions import circulating, consulting, following_up, objecting
from antechamber.accreditation.lists import queries as list_queries
from antechamber.accreditation.lists.commitments import objection_commitment
from antechamber.accreditation.lists.queries import ListNotFound
from antechamber.accreditation.lists.states import ListKind, Ruling, Standing
from antechamber.accreditation.models import EntryDecision, Objection, Reply
from antechamber.accreditation.queries import ApplicationNotFound
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    CLOSED_AT,
    CONSULTED_AT,
    FALLS_AT,
    ISSUED_AT,
    LAST_MOMENT,
    TOO_LATE,
    a_mission,
    a_procedure,
    circulated,
)
from antechamber.accreditation.tests.test_lists import refusal, told, verbs
from antechamber.record.models import Entry, Words
from antechamber.record.queries import history

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def fresh(objection: Objection) -> Objection:
    return Objection.objects.get(pk=objection.pk)


def test_objection_is_kept_told_to_the_organization_and_written():
    procedure = circulated(2)

    objection = procedure.object(0, "FRA", basis="Not known to us.")

    assert objection.standing == Standing.LOGGED
    assert [procedure.state_of(place) for place in (0, 1)] == [State.OBJECTED, State.LISTED]
    assert told("application.objected") == 1
    assert verbs(objection.key) == ["objection.logged"]


@pytest.mark.parametrize(
    ("at", "standing", "state"),
    [
        (CIRCULATED_AT, Standing.LOGGED, State.OBJECTED),
        (FALLS_AT - SECOND, Standing.LOGGED, State.OBJECTED),
        (FALLS_AT, Standing.LOGGED, State.OBJECTED),
        (LAST_MOMENT, Standing.LOGGED, State.OBJECTED),
        (TOO_LATE, Standing.LATE, State.LISTED),
    ],
)
def test_objection_turns_on_the_second(at, standing, state):
    procedure = circulated(1)

    objection = procedure.object(at=at)

    assert (objection.standing, procedure.state_of()) == (standing, state)


def test_objection_after_closing_is_late_and_after_the_final_list_refused():
    procedure = circulated(1).close()

    assert procedure.object(at=CLOSED_AT).standing == Standing.LATE
    procedure.issue()
    assert refusal(procedure.object, 0, "DEU", ISSUED_AT) == "list_is_final"


def test_extension_lets_a_state_object_in_the_time_gained():
    procedure = circulated(1)
    circulating.extend_silence(
        procedure.act(procedure.president, FALLS_AT),
        closes_at=FALLS_AT + timedelta(days=1),
        reason="Asked by States.",
    )

    assert procedure.object(at=TOO_LATE).standing == Standing.LOGGED


def test_clock_set_back_does_not_make_a_late_objection_timely():
    procedure = circulated(1).close()

    assert refusal(procedure.object, 0, "FRA", FALLS_AT) == "clock_went_back"


def test_late_objection_counts_only_when_admitted_with_a_reason():
    procedure = circulated(1)
    objection = procedure.object(at=TOO_LATE)
    admit = {"process": procedure.process, "key": objection.key, "by": procedure.president}

    assert refusal(consulting.admit_objection, **admit, reason=" ", at=CLOSED_AT) == (
        "reason_missing"
    )
    consulting.admit_objection(**admit, reason="The post was late.", at=CLOSED_AT)

    assert (fresh(objection).standing, procedure.state_of()) == (Standing.LOGGED, State.OBJECTED)


def test_late_objection_leaves_the_name_on_the_list():
    procedure = circulated(1)
    procedure.object(at=TOO_LATE)

    assert procedure.close().issue().state_of() == State.ACCREDITED


def test_state_objects_to_a_name_once():
    procedure = circulated(2)
    procedure.object(0, "FRA")

    assert refusal(procedure.object, 0, "FRA") == "objected_already"
    assert procedure.object(0, "DEU").standing == Standing.LOGGED
    assert procedure.object(1, "FRA").standing == Standing.LOGGED
    assert told("application.objected") == 2


def test_state_may_object_again_after_withdrawing():
    procedure = circulated(1)
    procedure.withdraw(procedure.object(), CIRCULATED_AT)

    assert procedure.object().standing == Standing.LOGGED


@pytest.mark.parametrize(
    ("state", "mission", "code"),
    [
        ("FRA", "DEU", "capability_missing"),
        ("FR", "FRA", "not_a_member_state"),
        ("VAT", "VAT", "not_a_member_state"),
        ("", "FRA", "not_a_member_state"),
    ],
)
def test_only_a_mission_objects_and_only_for_its_own_member_state(state, mission, code):
    procedure = circulated(1)

    assert refusal(procedure.object, 0, state, by=a_mission(mission)) == code
    assert not Objection.objects.exists()


def test_mission_of_another_process_cannot_object():
    procedure = circulated(1)
    other = factories.an_actor("mission", "imrf/mission/FRA")

    assert refusal(procedure.object, by=other) == "capability_missing"


def test_name_not_on_the_list_cannot_be_objected_to():
    procedure = circulated(1)
    procedure.applied.append(factories.in_state(procedure.process, State.RECOMMENDED))

    assert refusal(procedure.object, 1) == "not_on_list"


def test_name_on_another_list_is_objected_to_there():
    procedure = circulated(1)
    late = factories.in_state(procedure.process, State.RECOMMENDED)
    procedure.applied.append(late)
    procedure.compose(ListKind.SUPPLEMENTARY, CIRCULATED_AT).add(late.reference, at=CIRCULATED_AT)
    procedure.freeze(CIRCULATED_AT).sign_off(CIRCULATED_AT).circulate(CIRCULATED_AT)

    assert refusal(procedure.object, 0) == "not_on_list"
    assert procedure.object(1).standing == Standing.LOGGED


def test_nobody_learns_of_a_list_before_it_is_circulated():
    procedure = a_procedure(1).compose().add().freeze().sign_off()

    with pytest.raises(ListNotFound), transaction.atomic():
        procedure.object()


def test_name_of_an_organization_that_withdrew_is_not_objected_to():
    procedure = circulated(1)
    applied = procedure.applied[0]
    following_up.withdraw_application(
        process=procedure.process,
        key=applied.application.key,
        reason="",
        by=applied.by,
        at=CIRCULATED_AT,
    )

    assert refusal(procedure.object) == "entry_withdrawn"


def test_basis_is_asked_for_where_the_modalities_do():
    procedure = circulated(1, basis_required=True)

    assert refusal(procedure.object) == "basis_missing"
    assert procedure.object(basis="Not a non-governmental organization.").basis


def test_withdrawing_twice_is_refused():
    procedure = circulated(1)
    objection = procedure.object()
    procedure.withdraw(objection, CIRCULATED_AT)

    assert refusal(procedure.withdraw, objection, CIRCULATED_AT) == "wrong_state"
    assert verbs(objection.key) == ["objection.logged", "objection.withdrawn"]


def test_another_mission_learns_nothing_of_an_objection_it_would_withdraw():
    procedure = circulated(1)
    objection = procedure.object(0, "FRA")

    for key in (objection.key, "b_unknown"):
        with pytest.raises(ListNotFound), transaction.atomic():
            objecting.withdraw_objection(
                process=procedure.process, key=key, by=a_mission("DEU"), at=CIRCULATED_AT
            )


def test_withdrawn_objection_clears_the_name():
    procedure = circulated(1)
    objection = procedure.object()
    consulting.consult_on_entry(procedure.entry_act(at=CIRCULATED_AT))
    assert procedure.state_of() == State.UNDER_CONSULTATION
    procedure.close().withdraw(objection)

    procedure.issue()

    assert procedure.state_of() == State.ACCREDITED
    entry = list_queries.entries_of(procedure.list).get()
    assert (entry.outcome, entry.outcome_reason) == ("cleared", "objections_withdrawn")


def test_name_whose_last_objection_is_withdrawn_is_back_on_the_list_and_its_organization_told():
    procedure = circulated(1)
    first, second = procedure.object(0, "FRA"), procedure.object(0, "DEU")

    procedure.withdraw(first, CIRCULATED_AT)
    assert (procedure.state_of(), told("application.relisted")) == (State.OBJECTED, 0)
    procedure.withdraw(second, CIRCULATED_AT)
    assert (procedure.state_of(), told("application.relisted")) == (State.LISTED, 1)
    procedure.object(0, "FRA")
    assert (procedure.state_of(), told("application.objected")) == (State.OBJECTED, 2)


def test_late_objection_that_is_withdrawn_changes_nothing_for_the_organization():
    procedure = circulated(1)
    procedure.object(0, "FRA")
    late = procedure.object(0, "DEU", TOO_LATE)

    procedure.withdraw(late)

    assert (procedure.state_of(), told("application.relisted")) == (State.OBJECTED, 0)


def test_withdrawal_by_letter_needs_a_reason_and_stops_at_the_final_list():
    procedure = circulated(2)
    first, second = procedure.object(0), procedure.object(1)
    by_letter = {"process": procedure.process, "by": procedure.president, "at": CONSULTED_AT}
    procedure.close()

    assert refusal(objecting.withdraw_objection, key=first.key, **by_letter) == "reason_missing"
    objecting.withdraw_objection(key=first.key, reason="Note verbale of 14 April.", **by_letter)
    procedure.maintain(second)
    procedure.issue()

    assert refusal(procedure.withdraw, second, ISSUED_AT) == "list_is_final"
    assert [procedure.state_of(place) for place in (0, 1)] == [
        State.ACCREDITED,
        State.NOT_ACCREDITED,
    ]


def test_letter_counts_by_the_hour_it_came_once_a_second_person_confirms_it():
    procedure = circulated(1).close()
    objection = procedure.letter(received_at=LAST_MOMENT, at=CLOSED_AT)
    confirm = {"process": procedure.process, "key": objection.key, "at": CLOSED_AT}

    assert (objection.standing, procedure.state_of()) == (Standing.RECEIVED, State.LISTED)
    assert refusal(procedure.issue) == "entries_unsettled"
    code = refusal(consulting.confirm_objection, by=procedure.president, **confirm)
    assert code == "second_person_needed"
    second = factories.an_actor("president_office", "gcm")
    consulting.confirm_objection(by=second, **confirm)

    assert (fresh(objection).standing, procedure.state_of()) == (Standing.LOGGED, State.OBJECTED)
    assert verbs(objection.key) == ["objection.received", "objection.logged"]


def test_letter_is_logged_at_once_where_no_second_person_is_asked_for():
    procedure = circulated(1, second_person_for=[])

    objection = procedure.letter(received_at=CIRCULATED_AT, at=CIRCULATED_AT)

    assert (objection.standing, procedure.state_of()) == (Standing.LOGGED, State.OBJECTED)


@pytest.mark.parametrize(
    ("received_at", "code"),
    [
        (CIRCULATED_AT - SECOND, "received_too_early"),
        (CIRCULATED_AT + SECOND, "received_in_future"),
    ],
)
def test_letter_of_an_impossible_hour_is_refused(received_at, code):
    procedure = circulated(1)

    assert refusal(procedure.letter, received_at=received_at, at=CIRCULATED_AT) == code


def test_letter_that_came_late_is_late():
    procedure = circulated(1).close()

    assert procedure.letter(received_at=TOO_LATE, at=CLOSED_AT).standing == Standing.LATE


def test_two_states_object_and_one_withdraws():
    procedure = circulated(1)
    kept, taken_back = procedure.object(0, "FRA"), procedure.object(0, "DEU")
    procedure.close().withdraw(taken_back)

    assert refusal(procedure.issue) == "entries_unsettled"
    procedure.maintain(kept)
    procedure.issue()

    assert procedure.state_of() == State.NOT_ACCREDITED


def test_ledger_tells_neither_state_nor_basis_nor_who_acted():
    procedure = circulated(1)
    france = a_mission("FRA")
    objection = procedure.object(0, "FRA", basis="Not known to us.", by=france)
    procedure.withdraw(objection, CIRCULATED_AT)

    about = Entry.objects.filter(verb__in=["application.objected"]) | Entry.objects.filter(
        verb__startswith="objection."
    )
    written = json.dumps([[each.subject, each.actor_key, each.facts] for each in about])
    words = " ".join(Words.objects.values_list("text", flat=True))

    assert {each.actor_key for each in about} == {"mission"}
    assert len(about) == 3
    for secret in ("FRA", "France", france.key, "Not known to us."):
        assert secret not in written + words


def test_commitment_in_the_ledger_is_of_this_objection_and_no_other():
    procedure = circulated(1)
    france = a_mission("FRA")
    objection = procedure.object(0, "FRA", basis="Not known to us.", by=france)
    kept = history("gcm", objection.key)[0].facts["commitment"]
    stated = {
        "salt": objection.salt,
        "state_code": "FRA",
        "basis": "Not known to us.",
        "is_confidential": False,
        "recorded_by": france.key,
    }

    assert objection_commitment(**stated) == kept
    for change in ({"state_code": "DEU"}, {"basis": ""}, {"salt": "0" * 64}):
        assert objection_commitment(**{**stated, **change}) != kept


def test_basis_is_encrypted_in_the_database():
    procedure = circulated(1)
    procedure.object(basis="Not known to us.")

    with connection.cursor() as cursor:
        cursor.execute("SELECT basis FROM accreditation_objection")
        (stored,) = cursor.fetchone()
    assert "known" not in stored


def test_published_files_name_no_state_and_no_basis():
    procedure = circulated(1)
    procedure.maintain(procedure.object(basis="Not known to us."), CIRCULATED_AT)
    procedure.close().issue().publish()

    files = list_queries.files_of(procedure.list)

    text = b" ".join(files.values()).decode()
    assert "FRA" not in text
    assert "Not known to us." not in text
    assert json.loads(files["course.json"])["objections"] == {
        procedure.references[0]: {"maintained": 1}
    }


def test_earlier_objection_is_not_copied_to_a_new_list():
    earlier = circulated(1)
    earlier.maintain(earlier.object(), CIRCULATED_AT)
    earlier.close().issue()
    applied = earlier.applied[0]
    organization = applied.application.organization
    later = a_procedure(0, code="imrf")
    later.applied.append(
        factories.in_state(
            later.process, State.RECOMMENDED, organization=organization, by=applied.by
        )
    )

    later.compose().add().freeze().sign_off().circulate()

    assert not Objection.objects.filter(entry__candidate_list=later.list).exists()
    assert later.close().issue().state_of() == State.ACCREDITED


def test_organization_replies_and_the_reply_travels_with_the_entry():
    procedure = circulated(1)
    applied = procedure.applied[0]
    reply = {
        "process": procedure.process,
        "key": applied.application.key,
        "by": applied.by,
        "at": CIRCULATED_AT,
    }

    assert refusal(objecting.reply_to_objections, text="Hello.", **reply) == "nothing_to_reply_to"
    procedure.object()
    assert refusal(objecting.reply_to_objections, text=" ", **reply) == "reply_empty"
    too_long = "one two three four five six"
    assert refusal(objecting.reply_to_objections, text=too_long, **reply) == "reply_too_long"
    objecting.reply_to_objections(text="We exist since 1998.", **reply)

    assert Reply.objects.get().text == "We exist since 1998."
    (line,) = [each for each in history("gcm", applied.reference) if each.verb == "entry.replied"]
    assert set(line.facts) == {"list", "commitment"}
    assert line.words == ""


def test_stranger_cannot_reply():
    procedure = circulated(1)
    procedure.object()

    with pytest.raises(ApplicationNotFound), transaction.atomic():
        objecting.reply_to_objections(
            process=procedure.process,
            key=procedure.applied[0].application.key,
            text="Hello.",
            by=factories.an_actor(),
            at=CIRCULATED_AT,
        )


@pytest.mark.parametrize(
    ("ruling", "standing", "state"),
    [
        (Ruling.ADMIT, Standing.OVERRULED, State.ACCREDITED),
        (Ruling.REFUSE, Standing.UPHELD, State.NOT_ACCREDITED),
    ],
)
def test_plenary_decides_about_what_was_referred(ruling, standing, state):
    procedure = circulated(1, objection_outcome="plenary_decides")
    objection = procedure.object()
    procedure.close()
    assert refusal(procedure.issue) == "entries_unsettled"

    procedure.decide(0, ruling)
    procedure.issue().publish()

    decision = EntryDecision.objects.get()
    assert (decision.ruling, decision.policy) == (ruling, "plenary_decides")
    assert Words.objects.get(digest=decision.words_digest).text == "By vote."
    assert (fresh(objection).standing, procedure.state_of()) == (standing, state)


def test_nobody_decides_where_an_objection_drops_the_name():
    procedure = circulated(1, objection_outcome="drop")
    procedure.object()
    procedure.close()

    assert refusal(procedure.decide, 0, Ruling.ADMIT) == "no_body_decides"
    assert procedure.issue().state_of() == State.NOT_ACCREDITED


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda p: consulting.consult_on_entry(p.entry_act()), "nothing_to_consult"),
        (lambda p: consulting.refer_entry(p.entry_act()), "nothing_to_refer"),
        (
            lambda p: consulting.decide_entry(p.entry_act(), ruling=Ruling.ADMIT, reason="Vote."),
            "not_referred",
        ),
    ],
)
def test_acts_on_a_name_without_objections_are_refused(act, code):
    procedure = circulated(1).close()

    assert refusal(act, procedure) == code


def test_decision_before_the_silence_is_over_is_refused():
    procedure = circulated(1)
    procedure.object()

    assert refusal(procedure.decide, 0, Ruling.ADMIT, CIRCULATED_AT) == "wrong_state"


OFFICE_ACTS = {
    "letter": lambda p, o: p.letter(1, received_at=CIRCULATED_AT, at=CONSULTED_AT),
    "confirm": lambda p, o: consulting.confirm_objection(
        process=p.process, key=o.key, by=p.president, at=CONSULTED_AT
    ),
    "admit": lambda p, o: consulting.admit_objection(
        process=p.process, key=o.key, by=p.president, at=CONSULTED_AT, reason="Late post."
    ),
    "maintain": lambda p, o: p.maintain(o),
    "consult": lambda p, o: consulting.consult_on_entry(p.entry_act()),
    "refer": lambda p, o: consulting.refer_entry(p.entry_act()),
    "decide": lambda p, o: consulting.decide_entry(
        p.entry_act(), ruling=Ruling.ADMIT, reason="By vote."
    ),
}


@pytest.mark.parametrize("name", OFFICE_ACTS)
def test_only_the_presidents_office_handles_objections(name):
    procedure = circulated(2)
    objection = procedure.object()
    procedure.close()
    scopes = {
        "officer": "gcm",
        "mission": "gcm/mission/FRA",
        "auditor": "gcm",
        "secretariat": "gcm",
    }

    codes = set()
    for role, scope in scopes.items():
        procedure.president = factories.an_actor(role, scope)
        codes.add(refusal(OFFICE_ACTS[name], procedure, objection))

    assert codes == {"capability_missing"}


@pytest.mark.parametrize("count", [1, 3])
def test_objecting_takes_fifteen_statements_for_every_length(count, django_assert_num_queries):
    procedure = circulated(count)
    mission = a_mission("FRA")

    with django_assert_num_queries(15):  # four of them begin and end a transaction
        procedure.object(by=mission)
