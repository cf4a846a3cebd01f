"""An officer's own views: kept under a name, found again with their numbers, nobody else's."""

from __future__ import annotations

import pytest

from antechamber.accreditation.actions.saving_views import MOST_VIEWS, delete_view, save_view
from antechamber.accreditation.models import SavedView
from antechamber.accreditation.selection import Selection
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.browsers import DESK, QUEUE, browser, numbers_on, words_of
from antechamber.accreditation.tests.factories import NOW, in_state, submitted
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db
NEW = f"{QUEUE}/views/new"
NARROW = {"country": "LB", "sort": "-submitted"}


@pytest.fixture
def process():
    return factories.a_process()


@pytest.fixture
def officer():
    return factories.an_officer()


def kept(process, officer, name: str = "Lebanon", **facts: str) -> SavedView:
    selection = Selection(**{**NARROW, **facts})
    return save_view(process=process, name=name, selection=selection, by=officer, at=NOW)


def test_selection_is_kept_and_found_again_on_queue_and_front_page(process, officer):
    there = submitted(process, organization=factories.an_organization(country="LB"))
    submitted(process)
    client = browser(officer)

    sent = client.post(f"{NEW}?country=LB&sort=-submitted", {"name": " Lebanon\u202e "})

    view = SavedView.objects.get()
    assert (sent.status_code, sent["Location"]) == (303, f"{QUEUE}?country=LB&sort=-submitted")
    assert (view.name, view.query) == ("Lebanon", "country=LB&sort=-submitted")
    assert numbers_on(client.get(f"{QUEUE}?{view.query}")) == [there.reference]
    for address in (QUEUE, DESK, f"{QUEUE}/views"):
        response = client.get(address)
        assert "Lebanon 1" in words_of(response)
        assert f'href="{QUEUE}?country=LB&amp;sort=-submitted"' in response.content.decode()


def test_view_that_is_open_is_marked_and_not_offered_to_be_kept_again(process, officer):
    kept(process, officer)
    client = browser(officer)

    assert 'aria-current="page"><bdi>Lebanon' in client.get(QUEUE, NARROW).content.decode()
    assert "Keep this selection" not in words_of(client.get(QUEUE, NARROW))
    assert "Keep this selection" in words_of(client.get(QUEUE))


def test_number_counts_tab_and_filters(process, officer):
    submitted(process)
    in_state(process, State.RECOMMENDED)
    in_state(process, State.RECOMMENDED, category="academia")
    kept(process, officer, "Recommended", country="", group="recommended")
    kept(process, officer, "Named", country="", group="all", text="gcm-a")

    words = words_of(browser(officer).get(f"{QUEUE}/views"))

    assert "Named 2" in words
    assert "Recommended 1" in words


@pytest.mark.parametrize("views", [1, 5])
def test_queue_takes_nine_statements_with_views(process, officer, views, django_assert_num_queries):
    submitted(process)
    for number in range(views):
        kept(process, officer, f"View {number}", text="a")
    client = browser(officer)

    with django_assert_num_queries(9):
        client.get(QUEUE)


@pytest.mark.parametrize("name", ["", " \u200b ", "Lebanon", "a" * 61])
def test_unusable_name_is_refused_beside_its_field(process, officer, name):
    kept(process, officer)

    response = browser(officer).post(f"{NEW}?country=KE", {"name": name})

    assert response.status_code == 422
    assert response.content.decode().count("field-error") == 1
    assert SavedView.objects.count() == 1
    if name.startswith("a"):
        assert name in response.content.decode()


def test_same_name_is_free_for_another_officer_and_another_process(process, officer):
    kept(process, officer)
    everywhere = factories.an_officer("")

    kept(process, everywhere)
    kept(factories.a_process("imrf"), everywhere)

    assert SavedView.objects.filter(name="Lebanon").count() == 3


def test_there_are_twenty_at_the_most(process, officer):
    for number in range(MOST_VIEWS):
        kept(process, officer, f"View {number}")

    with pytest.raises(DomainError) as refusal:
        kept(process, officer, "One more")

    assert (refusal.value.code, refusal.value.field) == ("too_many_views", "name")


def test_who_screens_nothing_keeps_nothing(process):
    with pytest.raises(DomainError) as refusal:
        kept(process, factories.an_actor("auditor", "gcm"))

    assert refusal.value.code == "capability_missing"


def test_view_is_renamed(process, officer):
    view, _other = kept(process, officer), kept(process, officer, "Kenya")
    client = browser(officer)

    taken = client.post(f"{QUEUE}/views/{view.pk}", {"name": "Kenya"})
    same = client.post(f"{QUEUE}/views/{view.pk}", {"name": "Lebanon"})
    done = client.post(f"{QUEUE}/views/{view.pk}", {"name": "Beirut"})

    assert (taken.status_code, same.status_code, done.status_code) == (422, 303, 303)
    assert "You have a view of this name already. Choose another." in words_of(taken)
    assert list(SavedView.objects.values_list("name", flat=True)) == ["Beirut", "Kenya"]


def test_view_is_deleted_and_twice_is_once(process, officer):
    view = kept(process, officer)
    client = browser(officer)

    answers = [client.post(f"{QUEUE}/views/{view.pk}/delete").status_code for _each in range(2)]

    assert (answers, SavedView.objects.count()) == ([303, 303], 0)
    assert "No view yet" in words_of(client.get(f"{QUEUE}/views"))


def test_others_views_are_neither_shown_nor_changed(process, officer):
    view = kept(process, officer, "Secret view")
    other = factories.an_officer(name="Oscar Other")
    client = browser(other)

    delete_view(process=process, number=view.pk, by=other)

    assert "Secret view" not in words_of(client.get(QUEUE))
    assert client.get(f"{QUEUE}/views/{view.pk}").status_code == 404
    assert client.post(f"{QUEUE}/views/{view.pk}", {"name": "Mine"}).status_code == 404
    assert SavedView.objects.get().name == "Secret view"


def test_view_of_what_is_known_no_more_selects_what_is_left(process, officer):
    submitted(process)
    SavedView.objects.create(
        process=process,
        account_id=officer.account_id,
        name="Old",
        query="group=gone&country=XX&sort=nothing",
        saved_at=NOW,
    )

    assert "Old 1" in words_of(browser(officer).get(QUEUE))
