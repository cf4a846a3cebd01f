"""The desk's pure parts: selections, checks, traces of likeness, spans in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from hypothesis import given, strategies as st

from antechamber.accreditation.desk.catalogue import BY_SLUG, DESK_ACTS
from antechamber.accreditation.desk.words import READY_WORDS, span_in_words, state_tone, state_words
from antechamber.accreditation.evidence import Finding, Handed, checks
from antechamber.accreditation.likeness import site_of
from antechamber.accreditation.offers import ACTS, capability_for, offers
from antechamber.accreditation.rules import ApplicationFacts
from antechamber.accreditation.selection import GROUPS, ORDERS, Selection, read_selection
from antechamber.accreditation.states import State
from antechamber.accreditation.tests.factories import FALLS, NOW, OPENS, answers
from antechamber.people.actors import Actor, Held
from antechamber.processes.rules import Announcement, Window


def test_every_state_but_draft_stands_under_one_tab_and_under_all():
    tabs = {group: states for group, (_label, states) in GROUPS.items() if group != "all"}

    found = sorted(state for states in tabs.values() for state in states)

    assert found == sorted(set(State) - {State.DRAFT})
    assert GROUPS["all"][1] == set(State) - {State.DRAFT}


@pytest.mark.parametrize(
    ("address", "selection"),
    [
        ("", Selection()),
        ("group=decided", Selection(group="decided")),
        ("group=nonsense&sort=-nonsense&assigned=all", Selection()),
        ("country=ke&category=ngo", Selection(country="KE", category="ngo")),
        ("country=QQ", Selection()),
        ("text=%20Amity%00%09%20Bridge%20", Selection(text="Amity Bridge")),
        ("text=" + "a" * 5_000, Selection(text="a" * 100)),
        ("sort=-organization&assigned=me", Selection(sort="-organization", assigned="me")),
    ],
)
def test_selection_comes_of_any_address(address, selection):
    assert read_selection(QueryDict(address)) == selection


@given(
    st.builds(
        Selection,
        group=st.sampled_from(sorted(GROUPS)),
        category=st.from_regex(r"[a-z-]{0,40}", fullmatch=True),
        country=st.sampled_from(["", "KE", "LB"]),
        assigned=st.sampled_from(["", "me", "nobody"]),
        text=st.from_regex(r"[^\s\x00]{0,50}", fullmatch=True),
        sort=st.sampled_from([*ORDERS, *(f"-{order}" for order in ORDERS)]),
    )
)
def test_selection_survives_its_own_address(selection):
    assert read_selection(QueryDict(selection.query())) == selection


@given(
    st.dictionaries(st.sampled_from(["group", "text", "country", "sort", "category"]), st.text())
)
def test_selection_never_fails(query):
    assert read_selection(query).states


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.Amity.example.org/about", "amity.example.org"),
        ("http://amity.example.org:8080", "amity.example.org"),
        ("https://amity.example.org./", "amity.example.org"),
        ("https://www.facebook.com/amity?x=1", "facebook.com/amity"),
        ("https://facebook.com/pages/amity", "facebook.com/amity"),
        ("https://www.linkedin.com/company/amity/", "linkedin.com/amity"),
        ("https://facebook.com/", ""),
        ("https://[half", ""),
        ("not an address", ""),
        ("", ""),
    ],
)
def test_site_tells_organizations_apart(address, site):
    assert site_of(address) == site


@given(st.text())
def test_site_of_any_text_fits_its_column(text):
    assert len(site_of(text)) <= 200


def handed(home_page: str = "https://www.amity.example.org/", **changes) -> Handed:
    given = answers(**changes)
    asked = {"home_page", "legal_status", "established", "contact_email"}
    if given.get("legal_status") in {"registered", "by_law"}:
        asked.add("registration_document")
    return Handed(given, frozenset(asked), 2017, home_page)


def finding_of(code: str, facts: Handed) -> Finding:
    return next(check.finding for check in checks(facts) if check.code == code)


@pytest.mark.parametrize(
    ("code", "facts", "finding"),
    [
        ("home_page", handed(), Finding.YES),
        ("home_page", handed(home_page=""), Finding.NO),
        ("legal_status", handed(), Finding.YES),
        ("legal_status", handed(legal_status="by_law"), Finding.YES),
        ("legal_status", handed(legal_status="not_possible"), Finding.LOOK),
        ("legal_status", handed(legal_status="sponsored"), Finding.NO),
        ("legal_status", handed(legal_status=None), Finding.NO),
        ("legal_status", handed(legal_status="other"), Finding.LOOK),
        ("registration_document", handed(), Finding.YES),
        ("registration_document", handed(registration_document=None), Finding.NO),
        (
            "registration_document",
            handed(legal_status="not_possible", registration_document=None),
            Finding.LOOK,
        ),
        ("established", handed(), Finding.YES),
        ("established", handed(established=2015), Finding.YES),
        ("established", handed(established=2016), Finding.LOOK),
        ("established", handed(established=2018), Finding.NO),
        ("established", handed(established=None), Finding.LOOK),
        ("contact_email", handed(), Finding.YES),
        ("contact_email", handed(contact_email="a@mail.amity.example.org"), Finding.YES),
        ("contact_email", handed(contact_email="a@gmail.com"), Finding.LOOK),
        ("contact_email", handed(contact_email="a@notamity.example.org"), Finding.LOOK),
        ("contact_email", handed(home_page=""), Finding.LOOK),
        ("contact_email", handed(home_page="https://[half"), Finding.LOOK),
        ("contact_email", handed(contact_email=None), Finding.NO),
    ],
)
def test_check_finds(code, facts, finding):
    assert finding_of(code, facts) is finding


def test_questionnaire_that_does_not_ask_gets_no_check():
    assert checks(Handed(answers(), frozenset({"purpose"}), 2017)) == []
    assert [check.code for check in checks(Handed({}, frozenset({"established"}), 2017))] == [
        "established"
    ]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=3, hours=4, minutes=5), "3 days 4 hours"),
        (timedelta(days=1, minutes=5), "1 day 5 minutes"),
        (timedelta(hours=1, minutes=1), "1 hour 1 minute"),
        (timedelta(minutes=2), "2 minutes"),
        (timedelta(seconds=59), "less than a minute"),
    ],
)
def test_span_is_written_in_its_two_largest_units(span, words):
    assert span_in_words(span) == words


def test_every_state_has_words_and_a_shape_at_the_desk():
    assert all(state_words(state) and state_tone(state) for state in State)


def test_acts_have_addresses_keys_and_forms_of_their_own():
    assert tuple(DESK_ACTS) == ACTS
    assert len(BY_SLUG) == len(ACTS)
    keys = [act.access_key for act in DESK_ACTS.values()]
    assert sorted({*keys, "n", "p", "q"}) == sorted([*keys, "n", "p", "q"])


def test_ready_made_words_belong_to_acts_with_a_text():
    assert all(DESK_ACTS[name].form.words_field for name in READY_WORDS)


FACTS = ApplicationFacts(at=NOW, window=Window(OPENS, (Announcement(FALLS, OPENS),)))
EVERYTHING = Actor("p_o", 1, frozenset(Held(capability_for(act), "gcm/ngls") for act in ACTS))
DESK = {"note", "assign", "transfer"}
OPEN = {*DESK, "take", "recommend", "ask", "find_ineligible", "confirm_not_needed", "merge"}
BEFORE_STATES = DESK
BY_TWO_PERSONS = {"propose_ineligible", "confirm_ineligible", "decline_ineligible"}
BY_ONE_PERSON = tuple(name for name in ACTS if name not in BY_TWO_PERSONS)
OFFERED = {
    State.DRAFT: {"merge"},
    State.SUBMITTED: OPEN,
    State.UNDER_REVIEW: OPEN - {"take"},
    State.INFORMATION_REQUESTED: {*DESK, "merge", "lapse"},
    State.LAPSED: {"note", "reconsider"},
    State.NOT_NEEDED: {"note", "reconsider"},
    State.INELIGIBLE: {"note", "reconsider"},
    State.MERGED: {"note"},
    State.RECOMMENDED: {*DESK, "reconsider", "merge"},
    State.LISTED: BEFORE_STATES,
    State.CLEARED: BEFORE_STATES,
    State.OBJECTED: BEFORE_STATES,
    State.UNDER_CONSULTATION: BEFORE_STATES,
    State.REFERRED: BEFORE_STATES,
    State.ACCREDITED: {"note"},
    State.NOT_ACCREDITED: {"note"},
    State.WITHDRAWN: {"note"},
}


@pytest.mark.parametrize("state", State)
def test_offers_are_what_the_state_allows(state):
    overdue = ApplicationFacts(
        at=NOW, window=FACTS.window, answer_by=datetime(2017, 4, 4, tzinfo=UTC)
    )

    said = offers(state, "gcm/ngls", EVERYTHING, overdue)

    assert tuple(offer.name for offer in said) == BY_ONE_PERSON
    assert {offer.name for offer in said if offer.verdict} == OFFERED[state]
    assert all(offer.verdict.words for offer in said if not offer.verdict)


@pytest.mark.parametrize(
    ("needs_second", "proposed_by", "met", "verdicts"),
    [
        (False, "", {"find_ineligible"}, {}),
        (True, "", {"propose_ineligible"}, {}),
        (True, "p_x", {"confirm_ineligible", "decline_ineligible"}, {}),
        (True, "p_o", {"confirm_ineligible", "decline_ineligible"}, {"confirm_ineligible"}),
        # The modalities changed while a proposal waited: either way is open.
        (
            False,
            "p_x",
            {"find_ineligible", "confirm_ineligible", "decline_ineligible"},
            {},
        ),
    ],
)
def test_refusing_is_met_as_the_rules_ask(needs_second, proposed_by, met, verdicts):
    facts = replace(FACTS, needs_second=needs_second, proposed_by=proposed_by, actor="p_o")

    said = {each.name: each for each in offers("under_review", "gcm/ngls", EVERYTHING, facts)}

    assert {"find_ineligible", *BY_TWO_PERSONS} & set(said) == met
    assert {name for name in met if not said[name].verdict} == set(verdicts)
    if verdicts:
        assert said["confirm_ineligible"].verdict.code == "same_person"


def test_act_that_is_open_on_the_page_keeps_its_place():
    facts = replace(FACTS, needs_second=True)

    said = offers("under_review", "gcm/ngls", EVERYTHING, facts, "find_ineligible")

    assert "find_ineligible" in {offer.name for offer in said}


def test_closing_is_not_offered_while_the_applicant_can_answer():
    asked = ApplicationFacts(at=NOW, window=FACTS.window, answer_by=NOW)

    said = {
        each.name: each for each in offers("information_requested", "gcm/ngls", EVERYTHING, asked)
    }

    assert said["lapse"].verdict.code == "answer_still_possible"


def test_missing_capability_is_the_reason_before_the_state():
    said = offers(State.DRAFT, "gcm/unu", EVERYTHING, FACTS)

    assert {offer.verdict.code for offer in said} == {"capability_missing"}
