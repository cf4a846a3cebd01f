"""The directory: what a search finds when, at what cost, and while everything is read anew."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from antechamber.organizations import directory
from antechamber.organizations.actions import make_findable, record_organization
from antechamber.organizations.comparison import Reason, Verdict
from antechamber.organizations.matching import NameKind
from antechamber.organizations.models import Organization
from antechamber.organizations.tests.rosters import AT, loaded, names, sheet
from antechamber.people.actors import PUBLIC

pytestmark = pytest.mark.django_db

FIVE = names("Harbour Watch", "Lantern Trust", "Paper Kites", "Haven Mission", "Mast and Sail")


@pytest.fixture(autouse=True)
def _forgetful() -> Iterator[None]:
    directory.forget()
    yield
    wait_for_the_reading()
    directory.forget()


def wait_for_the_reading() -> None:
    with directory._directory.reading:
        pass


def look_again() -> None:
    directory._directory.looked_at = 0


def found(name: str, country: str = "") -> list[tuple[str, Verdict, NameKind]]:
    by_key = dict(Organization.objects.values_list("key", "display_name"))
    return [
        (by_key[str(match.organization)], match.verdict, match.kind)
        for match in directory.match(name, country)
    ]


def applied(name: str) -> Organization:
    organization = record_organization(name=name, country="KE", by=PUBLIC, at=AT)
    make_findable(organization)
    return organization


def test_a_search_finds_what_is_findable_and_no_draft():
    record_organization(name="Harbour Watch", country="KE", by=PUBLIC, at=AT)
    applied("Lantern Trust")

    assert found("Harbour Watch") == []
    assert found("Lantern Trust") == [("Lantern Trust", Verdict.EXACT, NameKind.OFFICIAL)]


def test_what_becomes_findable_is_found_at_the_next_look():
    directory.match("Harbour Watch")
    applied("Harbour Watch")

    before = found("Harbour Watch")
    look_again()

    assert before == []
    assert found("Harbour Watch") == [("Harbour Watch", Verdict.EXACT, NameKind.OFFICIAL)]


def test_a_search_takes_no_statement_between_two_looks(django_assert_num_queries):
    loaded(FIVE)
    with django_assert_num_queries(4):
        directory.match("Harbour Watch")
    with django_assert_num_queries(0):
        directory.match("Lantern Trust")
    look_again()
    with django_assert_num_queries(2):
        directory.match("Lantern Trust")
    applied("Another")
    look_again()
    with django_assert_num_queries(4):
        directory.match("Another")


def test_a_search_beside_a_read_index_reads_only_what_is_recent(django_assert_num_queries):
    loaded(FIVE)
    with django_assert_num_queries(6):
        directory.read_all()
    with django_assert_num_queries(5):
        directory.match("Harbour Watch")
    applied("Another Harbour")
    look_again()

    with django_assert_num_queries(5):
        matches = found_without_statements("Another Harbour")

    assert matches == 1
    assert len(directory._directory.known.main.names) == 5
    assert len(directory._directory.known.recent) == 1


def found_without_statements(name: str) -> int:
    return sum(match.verdict is Verdict.EXACT for match in directory.match(name))


def test_results_of_both_indexes_come_in_one_order():
    loaded(names("Harbour Watch Kenya"))
    directory.read_all()
    applied("Harbour Watch")

    assert found("Harbour Watch")[0] == ("Harbour Watch", Verdict.EXACT, NameKind.OFFICIAL)
    assert found("Harbour Watch Kenya")[0][0] == "Harbour Watch Kenya"


@pytest.mark.parametrize("is_read", [True, False])
def test_names_of_merged_organizations_lead_to_the_present_one(is_read):
    loaded(names("Harbour Watch", "Haven Mission", "Lantern Trust"))
    if is_read:
        directory.read_all()
    loaded(sheet(("Old name", "New name"), ("Harbour Watch", "Haven Mission")))
    loaded(sheet(("Old name", "New name"), ("Haven Mission", "Lantern Trust")))

    assert found("Harbor Watch")[0][::2] == ("Lantern Trust", NameKind.FORMER)
    assert found("Haven Mission")[0][::2] == ("Lantern Trust", NameKind.FORMER)


def test_a_former_name_is_one_from_the_next_look_on():
    loaded(names("Harbour Watch"))
    directory.match("Harbour Watch")
    loaded(sheet(("Old name", "New name"), ("Harbour Watch", "Lantern Trust")))
    look_again()

    assert [match.reason for match in directory.match("Harbour Watch")] == [Reason.FORMER_NAME]


# --- Large registers: nothing is read within a request --------------------------------------------


@pytest.fixture
def large(monkeypatch, transactional_db) -> None:
    """Let three names be more than a request may read."""
    monkeypatch.setattr(directory, "MOST_RECENT", 3)


class Gate:
    """Holds the reading of everything until it is opened."""

    def __init__(self, monkeypatch) -> None:
        self.reached, self.opened = Event(), Event()
        read = directory.read_all

        def read_when_opened() -> None:
            self.reached.set()
            assert self.opened.wait(30)
            read()

        monkeypatch.setattr(directory, "read_all", read_when_opened)

    def open(self) -> None:
        self.opened.set()
        wait_for_the_reading()


def test_before_all_is_read_the_same_words_are_found_at_once(large, monkeypatch):
    loaded(FIVE)
    gate = Gate(monkeypatch)

    exact, near = found("HARBOUR WATCH, Inc."), found("Harbour Watsch")
    gate.open()

    assert exact == [("Harbour Watch", Verdict.EXACT, NameKind.OFFICIAL)]
    assert near == []
    assert found("Harbour Watsch")[0][0] == "Harbour Watch"


def test_a_search_during_an_import_is_answered_from_what_was_known(large, monkeypatch):
    loaded(FIVE)
    directory.read_all()
    gate = Gate(monkeypatch)
    loaded(names("Amber", "Beryl", "Coral", "Diamond"))
    look_again()

    meanwhile = found("Harbour Watch"), found("Beryl")
    assert gate.reached.wait(30)
    gate.open()

    assert meanwhile == ([("Harbour Watch", Verdict.EXACT, NameKind.OFFICIAL)], [])
    assert found("Beryl")[0] == ("Beryl", Verdict.EXACT, NameKind.OFFICIAL)


def test_what_is_added_while_all_is_read_is_not_lost(large, monkeypatch):
    loaded(FIVE)
    gate = Gate(monkeypatch)
    directory.warm_up()
    assert gate.reached.wait(30)
    applied("Latecomer")
    gate.open()
    applied("Straggler")

    assert found("Latecomer")[0][0] == "Latecomer"
    look_again()
    assert found("Straggler")[0][0] == "Straggler"


def test_who_took_a_place_early_and_was_committed_late_is_found(large):
    late = record_organization(name="Late", country="KE", by=PUBLIC, at=AT)
    loaded(FIVE)
    directory.read_all()
    directory.match("anything")
    Organization.objects.filter(pk=late.pk).update(findable_order=1)
    look_again()

    directory.match("anything")  # this look finds it out, and has all read anew
    wait_for_the_reading()

    assert found("Late")[0][0] == "Late"


def test_a_database_that_does_not_answer_leaves_what_is_known(large, monkeypatch, caplog):
    loaded(FIVE)
    directory.read_all()

    def fail() -> None:
        raise directory.DatabaseError

    monkeypatch.setattr(directory, "read_all", fail)
    directory.warm_up()
    wait_for_the_reading()

    assert found("Harbour Watch")[0][0] == "Harbour Watch"
    assert [record.getMessage() for record in caplog.records if "directory" in record.name] == [
        "directory_not_read"
    ]
