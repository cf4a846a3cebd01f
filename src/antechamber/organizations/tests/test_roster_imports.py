"""Importing rosters: what they change, that twice is once, and what dies half-way comes right."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import F
from hypothesis import HealthCheck, given, settings, strategies as st
from hypothesis.extra.django import TestCase

from antechamber.organizations import roster_reading
from antechamber.organizations.actions import make_findable, record_organization
from antechamber.organizations.models import Name, Organization, Status
from antechamber.organizations.queries import present_organization
from antechamber.organizations.roster_actions import approve_import, discard_import
from antechamber.organizations.roster_applying import apply_import
from antechamber.organizations.roster_loading import load_roster
from antechamber.organizations.roster_models import RosterImport, RosterRow
from antechamber.organizations.roster_queries import counts_by_effect, is_abandoned
from antechamber.organizations.roster_reading import read_import
from antechamber.organizations.roster_turns import LEASE
from antechamber.organizations.tests.rosters import (
    AT,
    DATA,
    SECRETARY,
    loaded,
    names,
    previewed,
    register,
    sheet,
    uploaded,
)
from antechamber.people.actors import OPERATOR, PUBLIC
from antechamber.record.models import Entry
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

State = RosterImport.State
SAMPLES = ["name_changes.xlsx", "status_granted.xlsx", "mergers.xlsx", "decisions.csv"]


def act(name, roster, **others):
    given = {"key": roster.key, "process_code": "gcm", "by": SECRETARY, "at": AT} | others
    return {"approve": approve_import, "discard": discard_import}[name](**given)


def applied(roster: RosterImport) -> RosterImport:
    act("approve", roster)
    assert apply_import(key=roster.key, by=SECRETARY, at=AT)
    roster.refresh_from_db()
    return roster


def verbs(roster: RosterImport) -> list[tuple[str, str, dict]]:
    entries = Entry.objects.filter(subject=roster.key).order_by("id")
    return [(each.verb, each.actor_key, each.facts) for each in entries]


# --- What an import changes -----------------------------------------------------------------------


def test_a_roster_becomes_organizations_names_statuses_and_entries():
    roster = applied(
        previewed(
            sheet(
                ("Name", "Date", "Decision", "Country"),
                ("• Harbour Watch (HAWA), Inc.", "2011-02-08", "granted", "Kenya"),
                ("Harbour Watch", "2014-06-14", "status withdrawn", "KE"),
                ("Lantern Trust", "2014-06-14", "deferred", "Nowhere"),
                ("=1+1", "2014-06-14", "deferred", ""),
            ),
            source="E/2014/32",
        )
    )

    first, second = "Harbour Watch, Inc.", "Lantern Trust"
    assert register() == {
        "organizations": {(first, "KE", None, 1), (second, "", None, 1)},
        "names": {
            (first, first, "harbor watch", "harbourwatch", "official", None, None),
            (first, "HAWA", "hawa", "hawa", "acronym", None, None),
            (second, second, "lantern trust", "lanterntrust", "official", None, None),
        },
        "statuses": {
            (first, "ecosoc_unstated", 2011, date(2011, 2, 8), date(2014, 6, 14), "E/2014/32")
        },
        "decisions": {
            (first, "granted", date(2011, 2, 8), "", 0),
            (first, "withdrawn", date(2014, 6, 14), "", 0),
            (second, "deferred", date(2014, 6, 14), "", 0),
        },
    }
    assert verbs(roster) == [
        ("roster.uploaded", "p_secretary", {"sha256": roster.sha256, "size": 203}),
        (
            "roster.read",
            "p_secretary",
            {"kind": "grants", "rows": 4, "effects": {"new": 2, "status": 1, "refused": 1}},
        ),
        ("roster.approved", "p_secretary", {"sha256": roster.sha256}),
        (
            "roster.applied",
            "p_secretary",
            {
                "sha256": roster.sha256,
                "rows": 4,
                "effects": {"new": 2, "status": 1, "refused": 1},
            },
        ),
    ]
    assert set(Entry.objects.values_list("process_code", flat=True)) == {"gcm"}


def test_a_row_keeps_how_it_came_and_what_was_mended():
    roster = previewed(
        sheet(("Name", "Country"), ("Harbour\u200b  Watch (HAWA) *", "Kenya"), ("Kites", "Narnia"))
    )

    mended, unknown = roster.rows.all()
    assert mended.raw == ["Harbour\u200b  Watch (HAWA) *", "Kenya"]
    assert [code for code, _before, _after in mended.fixes] == [
        "invisible_characters",
        "spaces",
        "stray_marks",
        "acronym",
        "country",
    ]
    assert mended.fixes[-1] == ["country", "Kenya", "KE"]
    assert (mended.cleaned["name"]["text"], mended.cleaned["country"]) == ("Harbour Watch", "KE")
    assert unknown.fixes == [["country", "Narnia", ""]]
    assert [row.is_mended for row in (mended, unknown)] == [True, True]


def test_a_new_name_leads_the_old_one_to_the_present_organization():
    loaded(names("Harbour Watch"))
    loaded(sheet(("Old name", "New name", "Date"), ("Harbour Watch", "Haven", "2014-06-14")))

    organization = Organization.objects.get()
    assert organization.display_name == "Haven"
    assert set(organization.names.values_list("text", "kind", "since", "until")) == {
        ("Harbour Watch", "former", None, date(2014, 6, 14)),
        ("Haven", "official", date(2014, 6, 14), None),
    }


def test_chains_of_mergers_lead_to_the_present_organization():
    loaded(names("Harbour", "Haven", "Lantern"))
    loaded(sheet(("Old name 1", "Old name 2", "New name"), ("Harbour", "Kites", "Haven")))
    loaded(sheet(("Old name", "New name"), ("Haven", "Lantern")))
    loaded(sheet(("Name", "Date"), ("Harbour", "2014-06-14")))

    harbour, lantern = (Organization.objects.get(display_name=n) for n in ("Harbour", "Lantern"))
    assert present_organization(harbour) == lantern
    assert list(lantern.statuses.values_list("kind", "since")) == [
        ("ecosoc_unstated", date(2014, 6, 14))
    ]
    assert Organization.objects.count() == 4


def test_a_status_noted_with_its_kind_refines_the_one_decided():
    loaded(sheet(("Name", "Date"), ("Harbour", "2011-07-25")))
    loaded(
        sheet(("Old name", "Status", "New name"), ("Harbour", "special, 2011", "Haven")),
        "renames.csv",
    )

    assert list(Status.objects.values_list("kind", "year", "since")) == [
        ("ecosoc_special", 2011, date(2011, 7, 25))
    ]


def test_an_ambiguous_name_changes_nothing_until_the_country_tells():
    both = sheet(("Name", "Country"), ("Harbour", "KE"), ("Harbour", "GH"))
    loaded(both)
    assert Organization.objects.count() == 1  # one name in one file is one organization
    make_findable(record_organization(name="Harbour", country="GH", by=PUBLIC, at=AT))

    unclear = loaded(sheet(("Name", "Date"), ("Harbour", "2014-06-14")))
    told = loaded(sheet(("Name", "Date", "Country"), ("Harbour", "2014-06-14", "Ghana")))

    assert counts_by_effect(unclear)["ambiguous"] == 1
    assert counts_by_effect(told)["status"] == 1
    assert [each.organization.country for each in Status.objects.all()] == ["GH"]


def test_a_draft_of_the_same_name_is_not_handed_the_status():
    draft = record_organization(name="Harbour Watch", country="KE", by=PUBLIC, at=AT)
    loaded(sheet(("Name", "Date"), ("Harbour Watch", "2014-06-14")))

    assert not draft.statuses.exists()
    assert Organization.objects.findable().get().statuses.count() == 1


def test_an_applicant_of_a_name_on_the_roster_is_the_same_organization():
    applicant = record_organization(name="Harbour Watch", country="KE", by=PUBLIC, at=AT)
    make_findable(applicant)
    loaded(sheet(("Name", "Date"), ("HARBOUR WATCH, Inc.", "2014-06-14")))

    assert Organization.objects.get() == applicant
    assert applicant.statuses.get().since == date(2014, 6, 14)


# --- Twice is once --------------------------------------------------------------------------------


@pytest.mark.parametrize("file_name", SAMPLES)
def test_a_real_roster_in_another_file_changes_nothing_the_second_time(file_name):
    content = (DATA / file_name).read_bytes()
    first = loaded(content, file_name)
    before = register()
    RosterImport.objects.update(sha256=F("key"))  # as though a byte of the file were another

    second = loaded(content, file_name)

    assert second.pk != first.pk
    assert register() == before
    counts = counts_by_effect(second)
    assert {k: counts[k] for k in ("new", "renamed", "merged", "status")} == dict.fromkeys(
        ("new", "renamed", "merged", "status"), 0
    )


def test_the_real_rosters_after_each_other_in_any_order_end_with_the_same_decisions():
    for file_name in SAMPLES:
        loaded((DATA / file_name).read_bytes(), file_name)

    assert Organization.objects.findable().count() == 305
    assert not Organization.objects.filter(names=None).exists()


def test_the_same_file_is_told_apart_from_a_new_one():
    content = names("Harbour")
    roster = uploaded(content)

    with pytest.raises(DomainError) as refusal:
        uploaded(content, file_name="another name.csv")

    assert (refusal.value.code, refusal.value.field) == ("roster_known", "file")
    assert RosterImport.objects.get() == roster


def test_a_discarded_file_can_be_uploaded_again():
    content = names("Harbour")
    first = act("discard", previewed(content))

    assert uploaded(content).pk != first.pk


def test_load_roster_goes_on_where_it_stopped():
    content = names("Harbour")
    stopped = uploaded(content, process_code="", by=OPERATOR)

    roster = loaded(content)

    assert (roster.pk, roster.state) == (stopped.pk, State.APPLIED)
    assert loaded(content) == roster
    assert Entry.objects.filter(verb="roster.applied").count() == 1


words = st.sampled_from(
    ["Harbour", "Haven", "Lantern", "Kites", "HARBOUR", "Haven (HVN)", "=1", ""]
)
renaming = st.tuples(words, words, st.sampled_from(["2011-02-08", "2014-06-14", ""]))
granting = st.tuples(
    words,
    st.sampled_from(["2011-02-08", "2014-06-14", ""]),
    st.sampled_from(["granted", "deferred", "withdrawn", "reinstated", ""]),
)


class AnyRosterTwice(TestCase):
    """Hypothesis needs a fresh database for each example: its Django test case gives one."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(renaming, max_size=6), st.lists(granting, max_size=6))
    def test_any_rows_imported_twice_change_nothing_the_second_time(self, renamings, grantings):
        files = (
            sheet(("Old name", "New name", "Date"), *renamings, ("Mast", "Sail", "")),
            sheet(("Name", "Date", "Decision"), *grantings, ("Anchor", "", "")),
        )
        for content in files:
            loaded(content)
            before = register()
            RosterImport.objects.update(sha256=F("key"))

            loaded(content)

            assert register() == before


# --- Killed in the middle, and two at once --------------------------------------------------------


class Killed(Exception):
    """Stands for the end of the process."""


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_dies_is_taken_up_when_its_lease_has_ended(monkeypatch):
    monkeypatch.setattr(roster_reading, "ROWS_AT_ONCE", 2)
    roster = uploaded(names(*"ABCDE", "Harbour"))

    def die(done, total):
        if done == 4:
            raise Killed

    with pytest.raises(Killed):
        read_import(key=roster.key, by=SECRETARY, at=AT, progress=die)
    roster.refresh_from_db()
    assert (roster.state, roster.rows_done, roster.rows_total) == (State.READING, 4, 6)
    assert not is_abandoned(roster, AT)
    assert not read_import(key=roster.key, by=SECRETARY, at=AT)

    later = AT + LEASE
    assert is_abandoned(roster, later)
    seen = []
    assert read_import(
        key=roster.key, by=SECRETARY, at=later, progress=lambda *step: seen.append(step)
    )
    roster.refresh_from_db()
    assert (roster.state, roster.rows.count(), seen) == (
        State.PREVIEWED,
        6,
        [(2, 6), (4, 6), (6, 6)],
    )


@pytest.mark.django_db(transaction=True)
def test_an_application_that_dies_leaves_nothing_and_is_taken_up(monkeypatch):
    from antechamber.organizations import roster_applying

    roster = previewed(names("Harbour", "Haven"))
    act("approve", roster)
    real = roster_applying.write_plan

    def write_and_die(*given, **named):
        real(*given, **named)
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr(roster_applying, "write_plan", write_and_die)
        with pytest.raises(Killed):
            apply_import(key=roster.key, by=SECRETARY, at=AT)
    assert not Organization.objects.exists()
    assert not apply_import(key=roster.key, by=SECRETARY, at=AT)

    assert apply_import(key=roster.key, by=SECRETARY, at=AT + LEASE)
    assert Organization.objects.count() == 2
    assert not apply_import(key=roster.key, by=SECRETARY, at=AT + 2 * LEASE)


def test_a_reading_that_was_overtaken_stops_without_a_trace():
    roster = uploaded(names("Harbour"))

    def overtake(done, total):
        RosterImport.objects.update(lease_until=AT + timedelta(hours=1))

    assert not read_import(key=roster.key, by=SECRETARY, at=AT, progress=overtake)
    roster.refresh_from_db()
    assert roster.state == State.READING


def test_a_roster_discarded_while_it_is_read_stays_discarded():
    roster = uploaded(names("Harbour"))

    def discard(done, total):
        act("discard", roster)

    assert not read_import(key=roster.key, by=SECRETARY, at=AT, progress=discard)
    roster.refresh_from_db()
    assert (roster.state, roster.rows.count()) == (State.DISCARDED, 0)


def test_a_roster_that_another_one_overtook_is_applied_to_what_is_there_then():
    first = previewed(names("Harbour", "Haven"))
    second = previewed(names("Harbour", "Lantern"))
    assert counts_by_effect(second)["new"] == 2

    applied(first)
    applied(second)

    assert Organization.objects.count() == 3
    counts = counts_by_effect(second)
    assert (counts["new"], counts["known"]) == (1, 1)
    assert Entry.objects.filter(verb="roster.applied").latest("id").facts["effects"] == {
        "known": 1,
        "new": 1,
    }


def test_a_roster_applied_between_a_plan_and_its_writing_is_seen(monkeypatch):
    from antechamber.organizations import roster_applying

    first, second = previewed(names("Harbour")), previewed(names("Harbour", "Haven"))
    act("approve", second)
    planned = roster_applying._planned

    def plan_and_be_overtaken(roster):
        plan = planned(roster)
        if roster == second and not Organization.objects.exists():
            applied(first)
        return plan

    monkeypatch.setattr(roster_applying, "_planned", plan_and_be_overtaken)
    assert apply_import(key=second.key, by=SECRETARY, at=AT)

    assert sorted(Name.objects.values_list("text", flat=True)) == ["Harbour", "Haven"]


# --- Who may, and when ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["approve", "discard"])
@pytest.mark.parametrize("by", [PUBLIC, OPERATOR.__class__(key="p_other", account_id=2)])
def test_only_who_may_import_decides(name, by):
    roster = previewed(names("Harbour"))

    with pytest.raises(DomainError) as refusal:
        act(name, roster, by=by)

    assert refusal.value.code in {"sign_in_needed", "capability_missing"}


def test_only_who_may_import_uploads():
    with pytest.raises(DomainError) as refusal:
        uploaded(names("Harbour"), by=PUBLIC)

    assert refusal.value.code == "sign_in_needed"


def test_a_roster_of_another_process_is_unknown():
    roster = previewed(names("Harbour"), process_code="", by=OPERATOR)

    with pytest.raises(DomainError) as refusal:
        act("approve", roster)

    assert refusal.value.code == "roster_unknown"


def in_state(state: str) -> RosterImport:
    roster = previewed(names("Harbour"))
    at = AT if state == State.APPLIED else None
    RosterImport.objects.update(state=state, applied_at=at)
    return roster


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize(
    ("name", "allowed"),
    [("approve", {State.PREVIEWED}), ("discard", {State.READING, State.PREVIEWED})],
)
def test_an_act_is_done_from_its_states_only(state, name, allowed):
    roster = in_state(state)

    try:
        act(name, roster)
    except DomainError as refusal:
        outcome = refusal.code
    else:
        outcome = "done"

    assert outcome == ("done" if state in allowed else "wrong_state")


@pytest.mark.django_db(transaction=True)
def test_discarding_forgets_the_rows_and_the_file():
    roster = previewed(names("Harbour"))
    stored = str(roster.file.name)
    assert default_storage.exists(stored)

    act("discard", roster)

    assert not default_storage.exists(stored)
    assert not RosterRow.objects.exists()


# --- Files that are none --------------------------------------------------------------------------


def test_a_file_that_breaks_further_down_fails_with_its_reason():
    content = names(*(f"Harbour {number}" for number in range(60))) + b'"' + b"x" * 200_000
    roster = uploaded(content)

    assert read_import(key=roster.key, by=SECRETARY, at=AT)
    roster.refresh_from_db()

    assert (roster.state, roster.failure["code"]) == (State.FAILED, "unreadable")
    assert verbs(roster)[-1] == ("roster.failed", "p_secretary", {"fault": "unreadable"})


def test_hostile_cells_are_kept_as_text_and_change_nothing_else():
    cells = [
        "<script>alert(1)</script> Watch",
        "منظمة الأمل",
        "\u202eHarbour\u202c Watch",
        "😀 Harbour 😀 Kites",
        "'; DROP TABLE organizations_name; --",
        "x" * 1_000,
    ]
    roster = loaded(sheet(("Name", "Note", "More"), *((cell, "", "") for cell in cells)))

    assert roster.state == State.APPLIED
    assert [row.raw[0][:600] for row in roster.rows.all()] == [cell[:600] for cell in cells]
    assert counts_by_effect(roster)["refused"] == 1
    assert Organization.objects.filter(display_name="منظمة الأمل").exists()


# --- Statements -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3, 40])
def test_an_import_takes_the_same_statements_for_any_rows(count, django_assert_num_queries):
    rows = [(f"Harbour {number}", "2014-06-14") for number in range(100, 100 + count)]
    content = sheet(("Name", "Date"), *rows)
    with django_assert_num_queries(7):
        roster = uploaded(content)
    with django_assert_num_queries(14):
        read_import(key=roster.key, by=SECRETARY, at=AT)
    with django_assert_num_queries(5):
        act("approve", roster)
    with django_assert_num_queries(18):
        apply_import(key=roster.key, by=SECRETARY, at=AT)
    assert Organization.objects.count() == count


def test_load_roster_refuses_who_may_not(django_assert_num_queries):
    with pytest.raises(DomainError):
        load_roster(content=names("Harbour"), file_name="a.csv", by=SECRETARY, at=AT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_locked", [True, False])
def test_two_rosters_applied_at_once_bring_each_name_once(monkeypatch, is_locked):
    """Both are planned before either is written; without the second look the race is there."""
    from antechamber.organizations import roster_applying, roster_queries

    both = [previewed(names("Harbour", "Haven")), previewed(names("Harbour", "Lantern"))]
    for roster in both:
        act("approve", roster)
    planned, meeting = roster_applying._planned, Barrier(2)
    plans: list[int] = []

    def plan_together(roster):
        plan = planned(roster)
        plans.append(roster.pk)
        if plans.count(roster.pk) == 1:
            meeting.wait(30)
        return plan

    monkeypatch.setattr(roster_applying, "_planned", plan_together)
    if not is_locked:
        monkeypatch.setattr(roster_queries, "applied_rosters", lambda: 0)

    def apply(roster):
        try:
            return apply_import(key=roster.key, by=SECRETARY, at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(apply, both)) == [True, True]

    texts = sorted(Name.objects.values_list("text", flat=True))
    once, twice = ["Harbour", "Haven", "Lantern"], ["Harbour", "Harbour", "Haven", "Lantern"]
    assert texts == (once if is_locked else twice)


def test_of_two_uploads_of_one_file_at_once_one_is_kept(monkeypatch):
    from antechamber.organizations import roster_queries

    roster = uploaded(names("Harbour"))
    monkeypatch.setattr(roster_queries, "same_roster", lambda *given: None)

    with pytest.raises(DomainError) as refusal:
        uploaded(names("Harbour"))

    assert refusal.value.code == "roster_known"
    assert RosterImport.objects.get() == roster
    assert default_storage.listdir("rosters")[1].count(roster.key) == 1


def test_a_later_roster_ends_a_status_and_keeps_the_source_of_its_grant():
    loaded(sheet(("Name", "Date"), ("Harbour", "2011-02-08")))
    status = Status.objects.get()

    load_roster(
        content=sheet(("Name", "Date", "Decision"), ("Harbour", "2014-06-14", "withdrawn")),
        file_name="later.csv",
        source="E/2",
        by=OPERATOR,
        at=AT,
    )

    status.refresh_from_db()
    assert (status.until, status.source) == (date(2014, 6, 14), "E/1")


def test_an_approved_roster_whose_lease_another_worker_takes_is_left_alone(monkeypatch):
    from antechamber.organizations import roster_applying

    roster = previewed(names("Harbour"))
    act("approve", roster)
    planned = roster_applying._planned

    def plan_and_lose_the_lease(given):
        RosterImport.objects.update(lease_until=AT + timedelta(hours=1))
        return planned(given)

    monkeypatch.setattr(roster_applying, "_planned", plan_and_lose_the_lease)

    assert not apply_import(key=roster.key, by=SECRETARY, at=AT)
    assert not Organization.objects.exists()
