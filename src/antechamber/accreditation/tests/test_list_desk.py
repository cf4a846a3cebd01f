"""The pages of a list at the desk, in every state of the list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from antechamber import clock
from antechamber.accreditation.actions import listing
from antechamber.accreditation.lists.desk import tables
from antechamber.accreditation.lists.states import ListKind, ListState
from antechamber.accreditation.models import CandidateList, SilenceEnd
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import browser, words_of
from antechamber.accreditation.tests.factories import NOW
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    CLOSED_AT,
    CONSULTED_AT,
    FROZEN_AT,
    SIGNED_AT,
    Procedure,
    a_procedure,
    circulated,
)
from antechamber.processes.models import Rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    """Come to the pages after the silence, where a test says nothing else."""
    with clock.frozen_at(CONSULTED_AT):
        yield


LISTS = "/en/gcm/desk/lists/"


def address(number: int = 1, rest: str = "") -> str:
    return f"{LISTS}{number}/{rest}"


def typed(response: HttpResponse, **changes: str) -> dict[str, str]:
    """Return what the page's form would send, with what somebody typed into it."""
    page = response.content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    hidden.pop("csrfmiddlewaretoken", None)
    return {**hidden, **changes}


def do(client: Client, slug: str, *, number: int = 1, **changes: str) -> HttpResponse:
    """Open an act and send its form."""
    page = client.get(address(number, slug))
    return client.post(address(number, slug), typed(page, **changes))


DAY = {"falls_on_day": "14", "falls_on_month": "4", "falls_on_year": "2017", "hour": "18:00"}


# ------------------------------------------------------------------------------------ all lists


def test_overview_says_what_is_on_no_list_and_who_is_next():
    procedure = circulated(1)
    factories.in_state(procedure.process, State.RECOMMENDED)
    client = browser(procedure.president)

    with clock.frozen_at(CIRCULATED_AT):
        words = words_of(client.get(LISTS))

    assert "is recommended and on no list 1" in words
    assert (
        "GCM-L-01 Organizations Before Member States Objections can come in. Member States until "
        "12 April 2017, 12:00 New York time (UTC−4) 1 0 Proposed list"
    ) in words


@pytest.mark.parametrize("count", [1, 4])
def test_overview_takes_the_same_statements_for_every_list(count, django_assert_num_queries):
    procedure = circulated(count)
    for _each in range(count):
        procedure.compose(ListKind.SUPPLEMENTARY)
    client = browser(procedure.president)

    with django_assert_num_queries(9), clock.frozen_at(CIRCULATED_AT):
        client.get(LISTS)


def test_list_is_begun_once_however_often_the_button_is_pressed():
    procedure = circulated(1)
    client = browser(procedure.composer)
    with clock.frozen_at(CIRCULATED_AT):
        page = client.get(f"{LISTS}begin")
        sent = typed(page, kind="supplementary", title=" More  organizations ")

        answers = [client.post(f"{LISTS}begin", sent) for _press in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert {each["Location"] for each in answers} == {address(2)}
    assert CandidateList.objects.get(number=2).title == "More organizations"


def test_list_that_somebody_else_began_meanwhile_is_shown_before_another_is_begun():
    procedure = circulated(1)
    client = browser(procedure.composer)
    with clock.frozen_at(CIRCULATED_AT):
        sent = typed(client.get(f"{LISTS}begin"), kind="supplementary", title="More")
        procedure.compose(ListKind.SUPPLEMENTARY, CIRCULATED_AT)
        sent["title"] = "Other organizations"
        answer = client.post(f"{LISTS}begin", sent)

    assert answer.status_code == 422
    assert "Someone began a list in the meantime." in words_of(answer)
    assert 'value="Other organizations"' in answer.content.decode()
    assert CandidateList.objects.count() == 2


def test_second_proposed_list_is_refused_in_words_and_keeps_the_title():
    procedure = a_procedure(1).compose()
    client = browser(procedure.composer)

    overview = words_of(client.get(LISTS))
    answer = client.post(f"{LISTS}begin", {"kind": "proposed", "title": "Second"})

    assert "Begin a list" not in overview
    assert "There is a proposed list already." in overview
    assert answer.status_code == 422
    assert "There is a proposed list already." in words_of(answer)
    assert 'value="Second"' in answer.content.decode()


# -------------------------------------------------------------------------------------- drafting


def test_names_are_added_by_filter_and_taken_off():
    procedure = a_procedure(0)
    kenyan = factories.an_organization("Amity Bridge", country="KE")
    swiss = factories.an_organization("Quartz Choir", country="CH")
    applied = [
        factories.in_state(procedure.process, State.RECOMMENDED, organization=each)
        for each in (kenyan, swiss)
    ]
    procedure.applied += applied
    client = browser(procedure.compose().composer)

    page = client.get(address(1, "add"), {"country": "CH"})
    added = client.post(address(1, "add?country=CH"), typed(page, all="1"))
    listed = words_of(client.get(address()))
    taken_off = client.post(
        address(1, "remove"), {"revision": "1", "reference": applied[1].reference}
    )

    assert "Add the 1 shown" in words_of(page)
    assert "Amity Bridge" not in words_of(page)
    assert (added.status_code, added["Location"]) == (303, address())
    assert f"Quartz Choir {applied[1].reference} Switzerland" in listed
    assert "Worked on by Carla Composer. Another person must sign it off." in listed
    assert taken_off.status_code == 303
    assert not procedure.list.entries.exists()


def test_officer_is_offered_names_of_their_own_facilitator():
    procedure = a_procedure(1).compose()
    academic = factories.in_state(procedure.process, State.RECOMMENDED, category="academia")
    officer = factories.an_officer("gcm/unu")

    words = words_of(browser(officer).get(address(1, "add")))

    assert academic.reference in words
    assert procedure.references[0] not in words


def test_boxes_stay_ticked_where_somebody_acted_in_the_meantime():
    procedure = a_procedure(2).compose()
    client = browser(procedure.composer)
    page = client.get(address(1, "add"))
    procedure.add(procedure.references[0])

    answer = client.post(address(1, "add"), typed(page, reference=procedure.references[1]))

    assert answer.status_code == 409
    assert "Someone acted on this list while you had it open." in words_of(answer)
    assert f'id="n-{procedure.references[1]}" checked' in answer.content.decode()
    again = client.post(address(1, "add"), typed(answer, reference=procedure.references[1]))
    assert again.status_code == 303


@pytest.mark.parametrize("act", ["add", "remove"])
@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 422),
        ({"reference": "GCM-A-9999", "revision": "0"}, 422),
        ({"reference": "\x00", "revision": "0"}, 422),
        ({"reference": "GCM-A-9999", "revision": "9" * 400}, 409),
        ({"reference": "GCM-A-9999", "revision": "٣"}, 409),
    ],
)
def test_names_that_cannot_be_are_refused_in_words(act, sent, status):
    client = browser(a_procedure(1).compose().composer)

    answer = client.post(address(1, act), sent)

    assert answer.status_code == status
    assert "That was not possible" in words_of(answer)


def test_name_that_is_not_recommended_any_more_stands_out_and_stops_the_freezing():
    procedure = a_procedure(1).compose().add()
    factories.Application.objects.update(state=State.UNDER_REVIEW)
    client = browser(procedure.freezer)

    words = words_of(client.get(address()))

    assert "Not recommended any more" in words
    assert "Freeze the list: Some entries are not recommended any more." in words


def test_list_is_not_frozen_under_rules_that_are_not_complete():
    procedure = a_procedure(1).compose().add()
    Rule.objects.filter(kind="silence_days").delete()

    answer = do(browser(procedure.freezer), "freeze")

    assert answer.status_code == 422
    assert "The modalities do not state every rule yet." in words_of(answer)
    assert procedure.list.state == ListState.DRAFTING


# ------------------------------------------------------------------------- from frozen to published


def test_a_list_goes_through_the_pages_to_publication():
    procedure = a_procedure(2).compose().add()
    officer, president = browser(procedure.freezer), browser(procedure.president)
    steps = [
        (FROZEN_AT, officer, "freeze", {}, ListState.FROZEN),
        (SIGNED_AT, president, "sign-off", {}, ListState.SIGNED_OFF),
        (CIRCULATED_AT, president, "circulate", {**DAY, "confirmed": "1"}, ListState.CIRCULATED),
        (
            CIRCULATED_AT + timedelta(days=1),
            president,
            "extend",
            {**DAY, "falls_on_day": "15", "reason": "A holiday.", "confirmed": "1"},
            ListState.CIRCULATED,
        ),
        (CLOSED_AT + timedelta(days=3), president, "close", {}, ListState.CLOSED),
        (CLOSED_AT + timedelta(days=4), president, "issue", {}, ListState.FINAL_ISSUED),
        (CLOSED_AT + timedelta(days=5), president, "publish", {}, ListState.PUBLISHED),
    ]

    for at, client, slug, sent, state in steps:
        with clock.frozen_at(at):
            answer = do(client, slug, **sent)
            assert (answer.status_code, procedure.list.state) == (303, state)
            assert words_of(client.get(address())) != ""

    assert "2 of 2 names are on the final list." in words_of(president.get(address()))


def test_frozen_list_shows_fingerprint_counts_and_names():
    procedure = a_procedure(2).compose().add().freeze()

    words = words_of(browser(procedure.president).get(address()))

    assert procedure.list.content_digest in words
    assert "Sign off the list" in words
    assert "By category Non-governmental organization 2" in words
    assert "By regional group African Group 2" in words
    for applied in procedure.applied:
        assert applied.application.organization.display_name in words


def test_who_worked_on_the_list_reads_why_they_cannot_sign_it_off():
    procedure = a_procedure(1).compose().add()
    account = factories.Account.objects.get(pk=procedure.freezer.account_id)
    factories.grant(account, "president_office", "gcm")
    procedure.freeze()
    client = browser(procedure.freezer)
    reason = "You have worked on this list. Another person must sign it off."

    page = client.get(address(1, "sign-off"))
    answer = client.post(
        address(1, "sign-off"),
        {"revision": str(procedure.list.revision), "digest": procedure.list.content_digest},
    )

    assert f"Sign off the list: {reason}" in words_of(client.get(address()))
    assert reason in words_of(page)
    assert "<button" not in page.content.decode().partition("<main")[2].partition("</main>")[0]
    assert (answer.status_code, procedure.list.state) == (422, ListState.FROZEN)
    assert reason in words_of(answer)


def test_officer_is_not_offered_what_the_presidents_office_does():
    procedure = a_procedure(1).compose().add().freeze()
    client = browser(procedure.composer)

    words = words_of(client.get(address()))

    assert "Discard the list" in words
    assert address(1, "sign-off") not in client.get(address()).content.decode()
    assert client.get(address(1, "sign-off")).status_code == 403
    assert client.post(address(1, "sign-off"), {}).status_code == 403


def test_signature_counts_for_the_fingerprint_that_was_seen():
    procedure = a_procedure(1).compose().add().freeze()
    client = browser(procedure.president)
    page = client.get(address(1, "sign-off"))

    answer = client.post(address(1, "sign-off"), typed(page, digest="0" * 64))

    assert procedure.list.content_digest in words_of(page)
    assert (answer.status_code, procedure.list.state) == (422, ListState.FROZEN)
    assert "The list is not the one that was frozen." in words_of(answer)


def test_end_of_the_silence_is_proposed_and_shown_in_clocks_before_it_counts():
    procedure = a_procedure(1).compose().add().freeze().sign_off()
    client = browser(procedure.president)
    with clock.frozen_at(CIRCULATED_AT):
        page = client.get(address(1, "circulate"))
        shown = client.post(address(1, "circulate"), typed(page, **DAY))
        changed = client.post(address(1, "circulate"), typed(shown, change="1"))
        confirmed = client.post(address(1, "circulate"), typed(shown, confirmed="1"))

    html = page.content.decode()
    assert re.search(r'name="falls_on_day"[^>]*value="12"|value="12"[^>]*name="falls_on_day"', html)
    assert "14 April 2017, 22:00 UTC" in words_of(shown)
    assert 'value="18:00"' in changed.content.decode()
    assert confirmed.status_code == 303
    assert SilenceEnd.objects.get().falls_at.isoformat() == "2017-04-14T22:00:00+00:00"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"falls_on_day": "1"}, "Give a time in the future until which States may object."),
        ({"falls_on_day": "31"}, "Enter a date that exists, for example 9 4 2017."),
        ({"hour": "25:00"}, "Write the hour from 00:00 to 23:59."),
    ],
)
def test_impossible_end_is_refused_beside_its_field(changes, words):
    procedure = a_procedure(1).compose().add().freeze().sign_off()
    client = browser(procedure.president)
    with clock.frozen_at(CIRCULATED_AT):
        answer = do(client, "circulate", **{**DAY, **changes})

    assert answer.status_code == 422
    assert words in words_of(answer)
    for value in {**DAY, **changes}.values():
        assert f'value="{value}"' in answer.content.decode()


def test_extension_to_an_earlier_time_is_refused_and_keeps_the_reason():
    procedure = circulated(1)
    client = browser(procedure.president)
    with clock.frozen_at(CIRCULATED_AT):
        answer = do(client, "extend", **{**DAY, "falls_on_day": "11", "reason": "A holiday."})

    assert answer.status_code == 422
    assert "The time to object can only be made longer" in words_of(answer)
    assert "A holiday." in words_of(answer)


def test_two_persons_at_once_the_second_reads_what_the_first_did():
    procedure = a_procedure(1).compose().add().freeze()
    client = browser(procedure.composer)
    page = client.get(address(1, "discard"))
    procedure.sign_off()

    answer = client.post(address(1, "discard"), typed(page, reason="A name is wrong."))
    again = client.post(address(1, "discard"), typed(answer, reason="A name is wrong."))

    assert answer.status_code == 409
    assert "New since you opened the page List signed off" in words_of(answer)
    assert "Petra President" in words_of(answer)
    assert "A name is wrong." in words_of(answer)
    assert (again.status_code, procedure.list.state) == (303, ListState.DISCARDED)


def test_double_click_does_it_once():
    procedure = a_procedure(1).compose().add()
    client = browser(procedure.freezer)
    sent = typed(client.get(address(1, "freeze")))

    answers = [client.post(address(1, "freeze"), sent).status_code for _press in range(2)]

    assert answers == [303, 409]
    assert procedure.list.state == ListState.FROZEN


def test_act_that_is_over_leads_back_to_the_list():
    procedure = circulated(1)

    answer = browser(procedure.composer).get(address(1, "freeze"))

    assert (answer.status_code, answer["Location"]) == (303, address())


def test_discarded_list_says_so_and_offers_nothing():
    procedure = a_procedure(1).compose().add()
    client = browser(procedure.composer)

    empty = do(client, "discard", reason="  ")
    do(client, "discard", reason="Begun by mistake.")
    words = words_of(client.get(address()))

    assert empty.status_code == 422
    assert "Its names are free again." in words
    assert "Begun by mistake." in words
    assert 'class="button' not in client.get(address()).content.decode()


def test_circulated_list_shows_the_end_and_how_many_objections_there_are():
    procedure = circulated(2)
    procedure.object(0)
    procedure.object(0, "DEU")
    client = browser(procedure.composer)
    with clock.frozen_at(CIRCULATED_AT):
        words = words_of(client.get(address()))

    assert "Member States can object until Wednesday 12 April 2017 12:00" in words
    assert "7 days left" in words
    assert "missions told 0" in words
    assert "names with objections 1" in words
    assert "objections in all 2" in words
    assert "2 × Logged" in words
    assert "France" not in words


def test_list_with_open_objections_says_what_stands_in_the_way():
    procedure = circulated(2)
    procedure.object(0)
    procedure.close()
    client = browser(procedure.president)

    words = words_of(client.get(address()))
    answer = do(client, "issue")

    assert "Settle the objections to 1 name, then issue the final list." in words
    assert "Issue the final list: The objections to some entries are not settled yet." in words
    assert answer.status_code == 422
    assert procedure.list.state == ListState.CLOSED


def test_final_list_shows_what_differs_and_why():
    procedure = circulated(2)
    objection = procedure.object(0)
    procedure.close()
    procedure.maintain(objection)
    procedure.issue()
    name = procedure.applied[0].application.organization.display_name

    words = words_of(browser(procedure.president).get(address()))

    assert "1 of 2 names is on the final list." in words or "1 of 2 names are" in words
    assert f"{name} Not accredited A Member State kept its objection" in words


@pytest.mark.parametrize("count", [10, 60])
def test_page_of_a_list_takes_the_same_statements_for_every_length(
    count, django_assert_num_queries
):
    procedure = _frozen_by_the_row(count)
    client = browser(procedure.president)

    with django_assert_num_queries(14):
        answer = client.get(address())

    assert answer.content.count(b"/names/") == count


def test_names_beyond_a_page_stand_on_the_next(monkeypatch):
    monkeypatch.setattr(tables, "NAMES_ON_A_PAGE", 2)
    procedure = a_procedure(3).compose().add().freeze()
    client = browser(procedure.president)

    counts = [
        client.get(address(1, slug), {"page": page}).content.count(b"/names/")
        for slug in ("", "sign-off")
        for page in ("1", "2", "far")
    ]

    assert counts == [2, 1, 2, 2, 1, 2]


def _frozen_by_the_row(count: int) -> Procedure:
    """Return a frozen list of many names, made of copies of one organization's application."""
    procedure = a_procedure(1)
    one = procedure.applied[0].application
    factories.Application.objects.bulk_create(
        factories.Application(
            process=one.process,
            call=one.call,
            organization=factories.an_organization(f"Choir {number}"),
            category=one.category,
            facilitator=one.facilitator,
            questionnaire=one.questionnaire,
            present_version=one.present_version,
            state=State.RECOMMENDED,
            reference=f"GCM-A-{number + 5000}",
            started_by=one.started_by,
            started_at=NOW,
            submitted_at=NOW,
            saved_at=NOW,
        )
        for number in range(count - 1)
    )
    procedure.compose()
    references = factories.Application.objects.values_list("reference", flat=True)
    listing.add_entries(procedure.act(procedure.composer, NOW), references=list(references))
    return procedure.freeze()


def test_list_of_another_process_or_none_is_not_found():
    procedure = circulated(1)
    factories.a_process("imrf")
    client = browser(procedure.president)

    assert client.get(address(2)).status_code == 404
    assert client.get(address(1, "unheard-of")).status_code == 404
    assert client.get("/en/imrf/desk/lists/1/").status_code == 403
    other = browser(factories.an_actor("president_office", "imrf"))
    assert other.get("/en/imrf/desk/lists/1/").status_code == 404


@pytest.mark.parametrize(
    ("role", "scope", "status"),
    [
        ("officer", "gcm/ngls", 200),
        ("president_office", "gcm", 200),
        ("auditor", "gcm", 200),
        ("secretariat", "gcm", 403),
        ("mission", "gcm/mission/FRA", 403),
        ("administrator", "", 403),
    ],
)
def test_lists_are_for_those_who_work_with_them(role, scope, status):
    circulated(1)

    answer = browser(factories.an_actor(role, scope)).get(address())

    assert answer.status_code == status
