"""The desk of accreditations, page by page: what it shows, does, refuses and costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from antechamber import clock
from antechamber.accreditation.accredited.roster_change_queries import waiting_changes
from antechamber.accreditation.accredited.states import AccreditedState
from antechamber.accreditation.actions.starting import keep_arrival
from antechamber.accreditation.calls import accreditation_call
from antechamber.accreditation.desk_queries import reach_of
from antechamber.accreditation.models import Accreditation, HandledChange
from antechamber.accreditation.standing import Outcome
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.accredited_factories import LATER, Accredited, accredited
from antechamber.accreditation.tests.browsers import browser, words_of
from antechamber.accreditation.tests.list_factories import a_procedure
from antechamber.mail.models import OutboxMessage
from antechamber.organizations.models import Organization, Status
from antechamber.organizations.roster_loading import load_roster
from antechamber.people.actors import OPERATOR
from antechamber.processes.models import Process

pytestmark = pytest.mark.django_db

S = AccreditedState


@pytest.fixture(autouse=True)
def _a_month_later() -> Iterator[None]:
    with clock.frozen_at(LATER):
        yield


def address(name: str, *parts: str, code: str = "gcm") -> str:
    return reverse(f"accredited:{name}", args=[code, *parts])


def presidents(done: Accredited) -> Client:
    return browser(done.president)


def officers(done: Accredited) -> Client:
    return browser(done.officer)


def renamed(done: Accredited, place: int = 0, name: str = "Amity International") -> str:
    """Let a roster have told of a new name; return the earlier one."""
    before = done.of(place).name
    Organization.objects.filter(pk=done.organization(place).pk).update(display_name=name)
    return before


def lost_status(done: Accredited, place: int = 0) -> None:
    """Let a roster have told that a consultative status was held, and has ended since."""
    Status.objects.create(
        organization=done.organization(place),
        kind="ecosoc_special",
        year=2011,
        until=date(2017, 5, 2),
        source="E/2017/L.9",
    )


# --- The list -------------------------------------------------------------------------------------


def test_list_shows_who_takes_part_in_tabs():
    done = accredited(3)
    done.suspend(0)
    done.end(1)

    page = words_of(presidents(done).get(address("list")))
    suspended = words_of(presidents(done).get(address("list"), {"group": "suspended"}))

    assert "In force 1 Interim 0 Suspended 1 Ended 1 All 3" in page
    assert done.of(2).number in page
    assert done.of(0).number not in page
    assert done.of(0).number in suspended


def test_list_shows_the_known_name_with_the_present_one_and_finds_it_by_any():
    done = accredited(2)
    before = renamed(done)

    found = words_of(officers(done).get(address("list"), {"text": before}))
    nothing = words_of(officers(done).get(address("list"), {"text": "no such name"}))

    assert f"{before} (now: Amity International)" in found
    assert done.of(1).number not in found
    assert "Nothing fits the filters." in nothing


def test_successor_is_found_by_the_name_of_one_that_merged():
    done = accredited(1)
    before, heir = done.of().name, factories.an_organization("Kites and Lanterns")
    done.merge(0, heir)
    done.pass_on()

    found = words_of(officers(done).get(address("list"), {"text": before}))

    assert "Kites and Lanterns" in found


FOUND = {
    "country=KE": True,
    "country=FR": False,
    "country=nonsense": True,
    "category=ngo": True,
    "category=academia": False,
    "group=interim": False,
    "group=no-such-tab": True,
    "text=%00": True,
    "text=" + "W" * 5_000: False,
    "page=-1": True,
}


def test_list_is_narrowed_whatever_the_address_holds():
    done = accredited(1)
    client, number = officers(done), done.of().number

    found = {asked: number in words_of(client.get(f"{address('list')}?{asked}")) for asked in FOUND}

    assert found == FOUND


def test_application_is_linked_for_those_whose_it_is_to_read():
    done = accredited(1)
    path = address("accreditation", done.of().number)
    others = browser(factories.an_officer("gcm/unu"))

    assert "Its application" in words_of(officers(done).get(path))
    assert "Its application" not in words_of(others.get(path))


@pytest.mark.parametrize("count", [1, 4])
def test_list_takes_the_same_statements_for_every_length(count, django_assert_num_queries):
    done = accredited(count)
    for place in range(count):
        renamed(done, place, f"Another name {place}")
    client = officers(done)

    with django_assert_num_queries(STATEMENTS["list"]):
        client.get(address("list"))
    with django_assert_num_queries(STATEMENTS["changes"]):
        client.get(address("changes"))
    with django_assert_num_queries(STATEMENTS["accreditation"]):
        client.get(address("accreditation", done.of().number))


STATEMENTS = {"list": 17, "changes": 13, "accreditation": 11}


# --- One accreditation, and the acts --------------------------------------------------------------


def test_page_shows_what_it_rests_on_and_its_history():
    done = accredited(1)
    done.suspend()

    page = words_of(presidents(done).get(address("accreditation", done.of().number)))

    for words in (
        "Suspended since",
        "For reasons of security.",
        f"Application {done.of().number}",
        "On the list GCM-L-01",
        f"Circulated as {done.of().name}",
        "15 April 2017 – 15 May 2017",
        "Accreditation suspended",
        "A grave matter.",
    ):
        assert words in page


def test_officer_reads_why_the_acts_of_the_office_are_not_theirs():
    done = accredited(1)
    number = done.of().number

    page = words_of(officers(done).get(address("accreditation", number)))
    refused = officers(done).post(
        address("act", number, "suspend"),
        {"revision": 0, "reason": "x", "reason_code": "security"},
    )

    assert "Your role does not include this: Suspend, reinstate and end accreditations." in page
    assert refused.status_code == 403
    assert done.of().state == S.ACTIVE


@pytest.mark.parametrize(
    ("slug", "start", "typed", "state"),
    [
        ("suspend", "", {"reason_code": "security"}, S.SUSPENDED),
        ("reinstate", "suspend", {}, S.ACTIVE),
        ("end", "suspend", {"reason_code": "dissolved"}, S.ENDED),
    ],
)
def test_act_is_done_once_and_told(slug, start, typed, state):
    done = accredited(1)
    if start:
        getattr(done, start)()
    url, client = address("act", done.of().number, slug), presidents(done)
    sent = {"revision": done.of().revision, "reason": "As decided.", **typed}
    messages = OutboxMessage.objects.count()

    first = client.post(url, sent, follow=True)
    second = client.post(url, sent)

    assert done.of().state == state
    assert "Those who act for the organization are told." in words_of(first)
    assert second.status_code == 409
    assert OutboxMessage.objects.count() == messages + 1


def test_what_is_missing_stands_beside_its_field_and_nothing_typed_is_lost():
    done = accredited(1)
    url = address("act", done.of().number, "suspend")

    page = presidents(done).post(url, {"revision": 0, "reason": "Half of the story"})

    assert page.status_code == 422
    assert "Choose the reason." in words_of(page)
    assert "Half of the story" in words_of(page)


def test_the_later_of_two_officers_reads_what_the_earlier_did_and_keeps_the_words():
    done = accredited(1)
    url = address("act", done.of().number, "end")
    seen = done.of().revision
    done.suspend(at=LATER)

    late = presidents(done).post(
        url, {"revision": seen, "reason": "My long words", "reason_code": "other"}
    )

    assert late.status_code == 409
    words = words_of(late)
    assert "Someone acted on this accreditation while you had it open." in words
    assert "Accreditation suspended" in words
    assert "My long words" in words
    again = presidents(done).post(
        url, {"revision": done.of().revision, "reason": "My long words", "reason_code": "other"}
    )
    assert again.status_code == 303
    assert done.of().state == S.ENDED


def test_act_that_is_not_possible_says_why():
    done = accredited(1)

    page = words_of(presidents(done).get(address("act", done.of().number, "pass-on")))

    assert "This organization has not merged into another." in page


@pytest.mark.parametrize(
    ("number", "slug"), [("GCM-A-9999", "suspend"), ("", "nonsense"), ("", "merge")]
)
def test_unknown_address_is_not_found(number, slug):
    done = accredited(1)
    url = address("act", number or done.of().number, slug)

    assert presidents(done).get(url).status_code == 404


# --- Changes in the rosters -----------------------------------------------------------------------


def test_change_brings_its_reason_to_the_act_it_proposes():
    done = accredited(1)
    lost_status(done)
    client = presidents(done)
    page = client.get(address("changes"))
    assert "Its consultative status has ended." in words_of(page)
    assert "Source: E/2017/L.9" in words_of(page)

    url = f"{address('act', done.of().number, 'suspend')}?change=status_lost%3A2017-05-02"
    act = client.get(url).content.decode()

    assert f'href="{url}"' in page.content.decode()
    assert "2 May 2017: its consultative status has ended." in act
    assert 'value="status_lost" checked' in act


def test_officer_sees_a_change_that_the_presidents_office_answers():
    done = accredited(1)
    lost_status(done)

    page = officers(done).get(address("changes"))

    assert "Your role does not include this" in words_of(page)
    assert "It has no bearing here" not in words_of(page)


def test_change_is_set_aside_with_a_reason_once():
    done = accredited(1)
    renamed(done)
    client = officers(done)
    asked = {"subject": done.of().number, "change": _code(done)}
    url = f"{address('answer', 'set-aside')}?{_query(asked)}"

    silent = client.post(url, {"reason": " "})
    first = client.post(url, {"reason": "A slip of the roster."}, follow=True)
    second = client.post(url, {"reason": "A slip of the roster."})

    assert (silent.status_code, second.status_code) == (422, 404)
    assert "Write the reason." in words_of(silent)
    assert "No change waits" in words_of(first)
    assert HandledChange.objects.count() == 1
    assert done.of().name != "Amity International"


def _code(done: Accredited) -> str:
    return waiting_changes(reach_of(done.process, done.officer), LATER)[0].change.code


def _query(values: dict[str, str]) -> str:
    return "&".join(f"{name}={value}" for name, value in values.items())


def test_who_came_is_told_and_nobody_is_named_on_the_page():
    done = accredited(1)
    came = factories.an_organization("Worldwide Union of Harbour Pilots")
    arrival = keep_arrival(
        call=accreditation_call(done.process),
        organization=came,
        outcome=Outcome.IN_STATUS,
        by=factories.an_actor(name="Pia Pilot"),
        at=LATER - timedelta(days=9),
    )
    Status.objects.create(organization=came, kind="ecosoc_special", until=date(2017, 5, 2))
    client = officers(done)
    page = client.get(address("changes"))
    url = f"{address('answer', 'tell')}?subject={arrival.key}&change=ground_lost:2017-05-02"

    done_page = client.post(url, {"reason": "You can apply until June."}, follow=True)

    assert "Tell the person who came" in words_of(page)
    assert "Pia Pilot" not in page.content.decode()
    assert "The person is told." in words_of(done_page)
    letter = OutboxMessage.objects.get(template="arrival.status_changed")
    assert "You can apply until June." in letter.body


def test_tell_is_for_those_who_came_only():
    done = accredited(1)
    renamed(done)
    url = f"{address('answer', 'tell')}?subject={done.of().number}&change={_code(done)}"

    assert officers(done).get(url).status_code == 404


# --- Carried over ---------------------------------------------------------------------------------


def the_next() -> Process:
    return a_procedure(0, "imrf", carry_over_from=["gcm"]).process


def test_earlier_accreditation_is_seen_and_carried_over():
    done, nxt = accredited(1), the_next()
    organization = done.organization()
    keep_arrival(
        call=accreditation_call(nxt),
        organization=organization,
        outcome=Outcome.CARRIED_OVER,
        by=factories.an_actor(),
        at=LATER - timedelta(days=2),
    )
    client = browser(factories.an_officer("imrf/ngls"))
    front = words_of(client.get(address("list", code="imrf")))
    listed = words_of(client.get(address("waiting", code="imrf")))
    url = address("carry_over", organization.key, code="imrf")
    seen = words_of(client.get(url))

    given = client.post(url, follow=True)
    again = client.post(url)

    assert "1 organization comes with an earlier accreditation" in front
    assert f"{organization.display_name} Kenya GCM 13 May 2017 GCM-L-01" in listed
    assert "Accredited to GCM" in seen
    number = Accreditation.objects.get(process=nxt).number
    assert f"{number} is given." in words_of(given)
    assert "Accreditation to GCM" in words_of(given)
    assert again.status_code == 409
    assert "It is accredited to this process already." in words_of(again)


def test_who_has_no_earlier_accreditation_is_not_found():
    accredited(1)
    nxt = the_next()
    client = browser(factories.an_officer("imrf"))

    for organization in Organization.objects.all():
        Status.objects.all().delete()
        url = address("carry_over", organization.key, code=nxt.code)
        assert client.get(url).status_code == 404


def test_applied_roster_leads_to_what_it_changes():
    accredited(1)
    roster = load_roster(
        content=b"Name\nHarbour Watch\n", file_name="a.csv", source="", by=OPERATOR, at=LATER
    )
    client = browser(factories.an_actor("secretariat", "gcm"))

    page = client.get(reverse("organizations:roster", args=["gcm", roster.key]))

    assert f'href="{address("changes")}"' in page.content.decode()
