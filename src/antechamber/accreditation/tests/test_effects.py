"""What a changed rule would do: pure answers from plain facts, and the facts from real rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from antechamber.accreditation.actions import submitting
from antechamber.accreditation.effects import applying, facts, listing, objecting
from antechamber.accreditation.effects.applying import (
    Applicant,
    Arrived,
    Holder,
)
from antechamber.accreditation.effects.catalogue import EFFECTS, Change, effect_of
from antechamber.accreditation.effects.listing import Drawn, Due
from antechamber.accreditation.effects.objecting import Objected, Waiting
from antechamber.accreditation.effects.texts import Text, word_limits
from antechamber.accreditation.effects.values import Case, Effect, Finding
from antechamber.accreditation.models import Application
from antechamber.accreditation.standing import HeldStatus
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.factories import FALLS, NOW
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    FALLS_AT,
    RULES,
    a_procedure,
    circulated,
    with_rules,
)
from antechamber.organizations.models import Organization, Status
from antechamber.processes.modalities import RULE_KINDS, rule_set
from antechamber.processes.models import Process

ON = date(2017, 4, 5)
AMITY, BEACON = Case("Amity", "GCM-A-0001"), Case("Beacon", "GCM-A-0002")
ACCREDITED = (HeldStatus("accredited", "summit"),)
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def said(effect: Effect) -> list[str]:
    return [each.words for each in effect.findings]


def named(effect: Effect) -> list[str]:
    return [case.reference or case.name for each in effect.findings for case in each.cases]


def change(process: Process, kind: str, value: Any, **at: Any) -> Change:
    return Change(process, kind, rule_set({**RULES}), value, at.get("at", NOW))


def accredit(organization: Organization) -> None:
    Status.objects.create(
        organization=organization, kind="accredited", process_code="summit", source="list"
    )


# ------------------------------------------------------------------------------------------- pure


def test_every_kind_of_rule_has_its_effect() -> None:
    assert set(EFFECTS) == set(RULE_KINDS)


def test_carry_over_frees_those_who_hold_the_accreditation_and_binds_the_others() -> None:
    holders = [
        Holder("Amity", ACCREDITED, "GCM-A-0001", State.SUBMITTED),
        Holder("Beacon", ACCREDITED),
        Holder("Cedar", (*ACCREDITED, HeldStatus("ecosoc_special"))),
        Holder("Dune", (HeldStatus("accredited", "summit", until=ON),)),
    ]

    freed = applying.carry_over(set(), {"summit"}, holders, ON)
    bound = applying.carry_over({"summit"}, set(), holders, ON)

    assert [(each.words, [case.name for case in each.cases]) for each in freed.findings] == [
        ("1 application would not be needed any more.", ["Amity"]),
        ("1 more organization could take part without applying.", ["Beacon"]),
    ]
    assert said(bound) == ["1 organization that need not apply now would have to."]


def test_carry_over_names_who_was_told_otherwise() -> None:
    told = Holder("Amity", ACCREDITED, "GCM-A-0001", State.NOT_NEEDED)

    effect = applying.carry_over({"summit"}, set(), [told], ON)

    assert effect.findings == (
        Finding(
            "1 applicant was told that no application is needed, and would need one.",
            (Case("Amity", "GCM-A-0001"),),
        ),
    )


def test_ineligible_kinds_are_found_where_an_answer_tells_them() -> None:
    applicants = [
        Applicant(AMITY, State.SUBMITTED, legal_status="sponsored"),
        Applicant(BEACON, State.INELIGIBLE, reason_code="individual"),
    ]

    effect = applying.ineligible({"individual"}, {"fiscally_sponsored", "government"}, applicants)

    assert [(each.words, each.cases) for each in effect.findings] == [
        (
            "1 application was refused for a reason that would be none: individuals.",
            (BEACON,),
        ),
        (
            "1 open application says so of itself: projects that another organization sponsors.",
            (AMITY,),
        ),
        (
            (
                "No answer tells which applications are of: Governments and their agencies. "
                "Officers would find out."
            ),
            (),
        ),
    ]


@pytest.mark.parametrize(
    ("came", "before", "after", "saved", "lost"),
    [
        (FALLS + SECOND, 0, 60, 1, 0),
        (FALLS + timedelta(microseconds=999_999), 0, 60, 0, 0),
        (FALLS + 61 * SECOND, 0, 60, 0, 0),
        (FALLS + timedelta(seconds=60, microseconds=999_999), 0, 60, 1, 0),
        (FALLS + 30 * SECOND, 60, 0, 0, 1),
        (FALLS, 60, 0, 0, 0),
    ],
)
def test_grace_turns_on_the_second(
    came: Any, before: int, after: int, saved: int, lost: int
) -> None:
    effect = applying.grace(before, after, [Arrived(came, FALLS, AMITY)], {0})

    assert [len(each.cases) for each in effect.findings] == [saved, lost]
    assert "The call keeps the grace that it was opened with: 0 seconds." in effect.unchanged


def test_a_draft_that_came_late_is_counted_and_not_named() -> None:
    effect = applying.grace(0, 60, [Arrived(FALLS + SECOND, FALLS)], {0})

    assert effect.findings[0] == Finding("1 attempt to hand in came late and would be in time.", ())


def test_texts_over_a_new_limit_are_named_longest_first() -> None:
    texts = [
        Text("application_answer", 120, AMITY),
        Text("application_answer", 180, BEACON),
        Text("application_answer", 100, AMITY),
        Text("objection_reply", 500, AMITY),
    ]

    effect = word_limits({}, {"application_answer": 100}, texts)

    assert said(effect) == ["2 texts would be too long: an answer in an application."]
    assert [(case.name, case.words) for case in effect.findings[0].cases] == [
        ("Beacon", "180 words"),
        ("Amity", "120 words"),
    ]


def test_a_longer_limit_says_what_would_fit() -> None:
    before, after = {"objection_reply": 5}, {"objection_reply": 50}

    effect = word_limits(before, after, [Text("objection_reply", 20, AMITY)])

    assert said(effect) == [
        "0 texts would be too long: a reply to an objection.",
        "1 text was longer than allowed, and would not be: a reply to an objection.",
    ]


def test_persons_are_those_of_the_accredited() -> None:
    effect = applying.persons(2, 3, 10)

    assert said(effect) == [
        ("10 organizations are accredited. Together they could register 30 persons, and not 20.")
    ]


def test_silence_moves_the_lists_that_are_not_frozen() -> None:
    lists = [
        Drawn("GCM-L-01", 4, is_frozen=True, closes_at=FALLS_AT),
        Drawn("GCM-L-02", 2, is_frozen=False),
    ]

    effect = listing.silence((7, 10), lists, NOW, "America/New_York")

    assert said(effect) == [
        (
            "GCM-L-02, circulated today, would close on 15 April 2017, 23:59 New York time "
            "(UTC−4), and not on 12 April 2017, 23:59 New York time (UTC−4)."
        )
    ]
    assert effect.unchanged[0] == "List GCM-L-01 is frozen and holds its own rules to its end."
    assert effect.unchanged[1].startswith("Member States can object to list GCM-L-01 until 12")


def test_listed_facts_open_and_close_only_what_is_composed() -> None:
    lists = [Drawn("GCM-L-01", 4, is_frozen=True), Drawn("GCM-L-02", 2, is_frozen=False)]

    effect = listing.listed_facts(("name", "country"), ("name", "category"), lists)

    assert said(effect) == [
        "Of 2 entries being composed, Member States would also see its category.",
        "Of 2 entries being composed, Member States would not see its country.",
    ]


def test_due_day_names_who_has_time_beyond_it_and_the_meeting_that_comes_too_soon() -> None:
    due = Due(
        waiting=3,
        asked=[(AMITY, date(2017, 4, 28)), (BEACON, date(2017, 4, 20))],
        silence_days=7,
        next_meeting=("First session", date(2017, 5, 2)),
        today=ON,
    )

    effect = listing.due(date(2017, 4, 30), date(2017, 4, 26), due)

    assert said(effect) == [
        "The list would be due in 21 days, on 26 April 2017.",
        "3 applications wait for an officer until then.",
        "1 applicant has been given time to answer beyond that day.",
        (
            "Circulated on that day, the time to object would end after this meeting has begun: "
            "First session, 2 May 2017."
        ),
    ]
    assert named(effect) == ["GCM-A-0001"]


def test_due_day_in_the_past_says_so() -> None:
    effect = listing.due(ON, date(2017, 4, 4), Due(0, [], 7, None, ON))

    assert said(effect)[0] == "4 April 2017 has passed already."


def test_visibility_counts_and_keeps_confidence() -> None:
    before = rule_set(RULES)
    after = replace(before, objector_visibility=frozenset({"public"}))
    objections = [Objected(has_basis=True, is_confidential=False)] * 2
    objections.append(Objected(has_basis=True, is_confidential=True))

    effect = objecting.visibility(before, after, objections, [])

    assert said(effect) == [
        f"{viewer} would learn who objected: 2 objections like those that stand."
        for viewer in ("Other Member States", "The organization", "Officers", "The public")
    ]
    assert effect.unchanged == (
        "1 objection was made in confidence and stays so, whatever the rule says.",
    )


def test_a_basis_is_opened_only_where_there_is_one() -> None:
    before = rule_set(RULES)
    after = replace(before, basis_visibility=frozenset())
    objections = [Objected(has_basis=False, is_confidential=False)]

    effect = objecting.visibility(before, after, objections, [])

    assert said(effect) == ["No objection that stands would be told to others than now."]


def test_second_person_never_lets_one_sign_off_alone() -> None:
    before = {"list.circulate", "objection.record", "application.find_ineligible"}

    effect = objecting.second_person(before, {"export.persons"}, Waiting(2, (AMITY,)), [])

    assert said(effect) == [
        "A second person would be needed for: exporting data of persons.",
        "One person alone could do this: recording an objection that came by letter.",
        "One person alone could do this: finding an application ineligible.",
        "1 proposal to refuse an application waits for a second person.",
    ]
    assert effect.unchanged == (
        "Nobody signs off a list they worked on, whatever the rule says.",
        "2 objections that came by letter wait for a second person, and go on waiting.",
    )


# ------------------------------------------------------------------------------------ from the rows

pytest_of_rows = pytest.mark.django_db


@pytest_of_rows
def test_facts_of_carry_over_are_the_organizations_accredited_before() -> None:
    process = factories.a_process()
    applied = factories.submitted(process)
    other = factories.an_organization("Harbour Lantern Guild")
    accredit(applied.application.organization)
    accredit(other)

    effect = effect_of(change(process, "carry_over_from", ["summit"]))

    assert named(effect) == [applied.reference, "Harbour Lantern Guild"]
    assert facts.known_codes(process) == {"summit"}


@pytest_of_rows
def test_facts_of_grace_are_the_late_attempt_and_the_last_moment() -> None:
    process = factories.a_process()
    late = factories.a_draft(process)
    in_time = factories.submitted(process, at=FALLS)
    submitting.submit_application(
        process=process, key=late.application.key, by=late.by, at=FALLS + 30 * SECOND
    )

    effect = effect_of(change(process, "grace_seconds", 60))

    assert said(effect)[0] == "1 attempt to hand in came late and would be in time."
    assert [each.case for each in facts.arrived(process)] == [
        Case(in_time.application.organization.display_name, in_time.reference),
        None,
    ]
    assert in_time.reference not in named(effect)


@pytest_of_rows
def test_facts_of_texts_are_the_answers_that_were_handed_in() -> None:
    process = factories.a_process()
    long = factories.submitted(process, purpose="word " * 40)
    factories.submitted(process, purpose="Short.")

    effect = effect_of(change(process, "word_limits", {"application_answer": 39}))

    assert said(effect)[0] == "1 text would be too long: an answer in an application."
    assert named(effect) == [long.reference]


@pytest_of_rows
def test_facts_of_eligibility_are_answers_and_refusals() -> None:
    process = factories.a_process()
    sponsored = factories.submitted(process)
    version = sponsored.application.present_version
    assert version is not None
    version.answers = {**version.answers, "legal_status": "sponsored"}
    version.save()

    effect = effect_of(change(process, "ineligible_kinds", ["fiscally_sponsored"]))

    assert named(effect) == [sponsored.reference]


@pytest_of_rows
def test_facts_of_the_due_day_are_who_was_asked() -> None:
    process = factories.a_process()
    asked = factories.in_state(process, State.INFORMATION_REQUESTED)

    effect = effect_of(change(process, "list_due_on", "2017-04-11"))

    assert named(effect) == [asked.reference]


@pytest_of_rows
def test_outcome_names_who_would_be_left_off_and_the_frozen_list_keeps_its_rule() -> None:
    procedure = circulated(2, objection_outcome="comments_to_organization")
    procedure.object(0)

    effect = effect_of(change(procedure.process, "objection_outcome", "drop"))

    assert effect.findings == (
        Finding(
            "Under the rule, 1 name of list GCM-L-01 would not be on the final list today.",
            (
                Case(
                    procedure.applied[0].application.organization.display_name,
                    procedure.references[0],
                ),
            ),
        ),
    )
    assert effect.unchanged[0] == "List GCM-L-01 is frozen and holds its own rules to its end."


@pytest_of_rows
def test_outcome_that_keeps_more_names_says_so() -> None:
    procedure = circulated(1, objection_outcome="drop")
    procedure.object(0)

    effect = effect_of(change(procedure.process, "objection_outcome", "secretariat_endorsed"))

    assert said(effect) == [
        "Under the rule, 1 name more of list GCM-L-01 would be on the final list today."
    ]


@pytest_of_rows
def test_effects_about_objections_name_no_state() -> None:
    procedure = circulated(1)
    procedure.object(0, basis="Our reasons.")

    for kind, value in (
        ("objector_visibility", ["public"]),
        ("basis_visibility", []),
        ("basis_required", True),
        ("second_person_for", []),
    ):
        effect = effect_of(change(procedure.process, kind, value, at=CIRCULATED_AT))
        words = " ".join([*said(effect), *effect.unchanged])
        assert named(effect) == []
        assert "FRA" not in words
        assert "France" not in words
        assert "Our reasons" not in words


@pytest_of_rows
@pytest.mark.parametrize(
    ("kind", "value", "statements"),
    [
        ("carry_over_from", ["summit"], 3),
        ("ineligible_kinds", ["individual"], 2),
        ("grace_seconds", 60, 5),
        ("word_limits", {}, 3),
        ("list_due_on", "2017-04-20", 3),
        ("listed_facts", ["name"], 2),
        ("silence_days", 3, 2),
        ("basis_required", True, 3),
        ("basis_visibility", [], 3),
        ("objector_visibility", [], 3),
        ("persons_per_organization", 5, 1),
        ("second_person_for", [], 4),
        ("objection_outcome", "drop", 5),
    ],
)
def test_effects_take_the_same_statements_for_every_length(
    django_assert_num_queries: Any, kind: str, value: Any, statements: int
) -> None:
    procedure = a_procedure(2).compose().add().freeze()
    for _each in range(3):
        applied = factories.submitted(procedure.process)
        accredit(applied.application.organization)

    with django_assert_num_queries(statements):
        effect_of(change(procedure.process, kind, value))


@pytest_of_rows
def test_showing_an_effect_changes_nothing() -> None:
    process = with_rules(factories.a_process())
    factories.submitted(process)
    before = list(Application.objects.values())

    for kind in RULE_KINDS:
        effect_of(change(process, kind, RULES[kind]))

    assert list(Application.objects.values()) == before
