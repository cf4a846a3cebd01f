"""A list from its first name to both published lists."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from antechamber.accreditation.actions import circulating, following_up, listing
from antechamber.accreditation.lists import guards as list_guards, queries as list_queries
from antechamber.accreditation.lists.published_files import MANIFEST, PROPOSED, recompute
from antechamber.accreditation.lists.states import ListKind, ListState, Outcome
from antechamber.accreditation.models import CandidateList, ListEntry, SilenceEnd
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.factories import NOW
from antechamber.accreditation.tests.list_factories import (
    CIRCULATED_AT,
    CLOSED_AT,
    FALLS_AT,
    FROZEN_AT,
    SIGNED_AT,
    TOO_LATE,
    a_mission,
    a_procedure,
    circulated,
)
from antechamber.mail.models import OutboxMessage
from antechamber.organizations.models import Organization
from antechamber.record.audit import audit
from antechamber.record.queries import history
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db


def verbs(subject: str) -> list[str]:
    return [line.verb for line in history("gcm", subject)]


def told(template: str) -> int:
    return OutboxMessage.objects.filter(template=template).count()


def refusal(function, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as error, transaction.atomic():
        function(*args, **kwargs)
    return error.value.code


def test_a_list_goes_from_its_first_name_to_both_published_lists():
    a_mission("FRA")
    a_mission("DEU")
    done = circulated(2).close().issue().publish()

    assert done.list.state == ListState.PUBLISHED
    assert verbs("GCM-L-01") == [
        "list.composed",
        "list.entries_added",
        "list.frozen",
        "list.signed_off",
        "list.circulated",
        "list.closed",
        "list.final_issued",
        "list.published",
    ]
    assert [done.state_of(place) for place in (0, 1)] == [State.ACCREDITED, State.ACCREDITED]
    assert verbs(done.references[0])[-4:] == [
        "application.listed",
        "application.cleared",
        "application.accredited",
        "accreditation.began",
    ]
    assert [told(name) for name in ("list.circulated", "application.listed")] == [2, 2]
    assert told("application.accredited") == 2
    assert audit("gcm").holds
    assert outbox.outbox == []  # sent after the commit, by the deliverer


def test_published_files_are_what_was_signed_and_give_the_final_list():
    done = circulated(2).close().issue().publish()

    files = list_queries.files_of(done.list)

    assert hashlib.sha256(files[PROPOSED]).hexdigest() == done.list.content_digest
    assert hashlib.sha256(files[MANIFEST]).hexdigest() == done.list.manifest_digest
    assert set(recompute(files).names) == set(done.references)


def test_frozen_list_has_names_in_order_facts_and_counts():
    procedure = a_procedure(0)
    for name, country in (("Zebra House", "KE"), ("Émile Foundation", "FR"), ("amity", "DE")):
        organization = factories.an_organization(name, country=country)
        procedure.applied.append(
            factories.in_state(procedure.process, State.RECOMMENDED, organization=organization)
        )
    procedure.compose().add().freeze()

    entries = list(list_queries.entries_of(procedure.list))

    assert [(each.position, each.name, each.country) for each in entries] == [
        (1, "amity", "DE"),
        (2, "Émile Foundation", "FR"),
        (3, "Zebra House", "KE"),
    ]
    assert all(each.home_page.startswith("https://organization") for each in entries)
    assert procedure.list.counts == {
        "by_category": {"ngo": 3},
        "by_region": {"africa": 1, "weog": 2},
    }


def test_facts_stay_as_circulated_when_the_organization_changes_its_name():
    done = circulated(1)
    before = list_queries.entries_of(done.list).get().name

    Organization.objects.update(display_name="Renamed Since")

    assert list_queries.entries_of(done.list).get().name == before
    assert done.close().issue().publish().list.state == ListState.PUBLISHED


def test_officer_who_worked_on_the_list_cannot_sign_it_off():
    procedure = a_procedure().compose().add().freeze()
    digest = procedure.list.content_digest
    for worker in (procedure.composer, procedure.freezer):
        account = worker.account_id
        factories.grant(factories.Account.objects.get(pk=account), "president_office", "gcm")
        both = factories.actor_of(factories.Account.objects.get(pk=account), NOW)

        code = refusal(
            circulating.sign_off_list, procedure.act(both, SIGNED_AT), seen_digest=digest
        )

        assert code == "second_person_needed"
    assert procedure.list.state == ListState.FROZEN


def test_database_itself_refuses_a_signature_of_the_composer():
    procedure = a_procedure().compose().add().freeze()

    with pytest.raises(DatabaseError), transaction.atomic():
        CandidateList.objects.update(signed_off_by=procedure.composer.key)


CHANGES = {
    "a fact": lambda: ListEntry.objects.update(home_page="https://other.example.org/"),
    "an order": lambda: ListEntry.objects.filter(position=1).update(position=9),
    "a name dropped": lambda: ListEntry.objects.filter(position=1).delete(),
    "a title": lambda: CandidateList.objects.update(title="Another"),
    "a digest": lambda: CandidateList.objects.update(content_digest="0" * 64),
    "thawed": lambda: CandidateList.objects.update(frozen_at=None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_database_refuses_to_change_a_frozen_list(change):
    a_procedure().compose().add().freeze()

    with pytest.raises(DatabaseError), transaction.atomic():
        CHANGES[change]()


def test_database_refuses_to_add_to_a_frozen_list():
    procedure = a_procedure(2).compose()
    procedure.add(procedure.references[0]).freeze()

    with pytest.raises(DatabaseError), transaction.atomic():
        ListEntry.objects.create(
            candidate_list=procedure.list,
            application=procedure.applied[1].application,
            added_by="p_intruder",
            position=2,
        )


def test_list_changed_behind_the_guard_is_not_signed_off():
    procedure = a_procedure().compose().add().freeze()
    with connection.cursor() as cursor:
        for statement in list_guards.removal_sql(connection.vendor):
            cursor.execute(statement)
    ListEntry.objects.filter(position=1).update(home_page="https://other.example.org/")
    with connection.cursor() as cursor:
        for statement in list_guards.guard_sql(connection.vendor):
            cursor.execute(statement)

    code = refusal(
        circulating.sign_off_list,
        procedure.act(procedure.president, SIGNED_AT),
        seen_digest=procedure.list.content_digest,
    )

    assert code == "list_changed"


def test_signer_signs_what_they_saw():
    procedure = a_procedure().compose().add().freeze()

    code = refusal(
        circulating.sign_off_list,
        procedure.act(procedure.president, SIGNED_AT),
        seen_digest="0" * 64,
    )

    assert code == "list_changed"


def test_list_with_a_name_not_recommended_any_more_is_not_frozen():
    procedure = a_procedure().compose().add()
    factories.reviewing.reconsider_application(
        factories.act(procedure.applied[0].application, factories.an_officer("gcm")),
        reason="Looked at again.",
    )

    code = refusal(listing.freeze_list, procedure.act(procedure.freezer, FROZEN_AT))

    assert (code, procedure.list.state) == ("not_recommended_any_more", ListState.DRAFTING)
    assert procedure.state_of(1) == State.RECOMMENDED


def test_empty_list_is_not_frozen():
    procedure = a_procedure(0).compose()

    assert refusal(listing.freeze_list, procedure.act(procedure.freezer, FROZEN_AT)) == "list_empty"


def test_process_has_one_proposed_list_and_supplements_only_what_was_circulated():
    procedure = a_procedure(1).compose()

    assert refusal(procedure.compose) == "proposed_list_exists"
    assert refusal(procedure.compose, ListKind.SUPPLEMENTARY) == "nothing_to_supplement"


def test_supplementary_list_has_its_own_number_and_silence():
    procedure = circulated(1)
    late = factories.in_state(procedure.process, State.RECOMMENDED)
    day = timedelta(days=1)

    procedure.compose(ListKind.SUPPLEMENTARY, at=CIRCULATED_AT + day)
    procedure.add(late.reference, at=CIRCULATED_AT + day).freeze(CIRCULATED_AT + day)
    procedure.sign_off(CIRCULATED_AT + day)
    procedure.circulate(CIRCULATED_AT + day, FALLS_AT + day)

    assert str(procedure.list) == "GCM-L-02"
    assert [each.falls_at for each in SilenceEnd.objects.order_by("candidate_list__number")] == [
        FALLS_AT,
        FALLS_AT + day,
    ]


def test_one_name_stands_on_one_supplementary_list():
    procedure = circulated(1)
    late = factories.in_state(procedure.process, State.RECOMMENDED)
    procedure.compose(ListKind.SUPPLEMENTARY, at=CIRCULATED_AT)
    procedure.add(late.reference, at=CIRCULATED_AT)
    procedure.compose(ListKind.SUPPLEMENTARY, at=CIRCULATED_AT)

    assert refusal(procedure.add, late.reference, at=CIRCULATED_AT) == "on_a_list_already"


def test_discarded_list_gives_its_names_free():
    procedure = a_procedure(2).compose().add().freeze()

    listing.discard_list(procedure.act(procedure.freezer, SIGNED_AT), reason="A name is wrong.")

    assert procedure.list.state == ListState.DISCARDED
    assert procedure.state_of() == State.RECOMMENDED
    assert verbs(procedure.references[0])[-1] == "application.unlisted"
    again = procedure.compose(at=SIGNED_AT).add(at=SIGNED_AT).freeze(SIGNED_AT)
    assert (again.number, again.state_of()) == (2, State.LISTED)


def test_circulated_list_is_not_discarded():
    procedure = circulated(1)

    code = refusal(
        listing.discard_list, procedure.act(procedure.composer, CLOSED_AT), reason="Too late."
    )

    assert code == "wrong_state"


def test_name_is_taken_off_before_freezing_and_not_after():
    procedure = a_procedure(2).compose().add()
    first, second = procedure.references
    listing.remove_entries(procedure.act(procedure.composer, NOW), references=[first])
    procedure.freeze()

    code = refusal(
        listing.remove_entries, procedure.act(procedure.composer, FROZEN_AT), references=[second]
    )

    assert code == "list_frozen"
    assert [str(each.application) for each in list_queries.entries_of(procedure.list)] == [second]


def test_officer_adds_names_of_their_own_facilitator():
    procedure = a_procedure(1).compose()
    procedure.composer = factories.an_officer("gcm/unu")

    assert refusal(procedure.add) == "capability_missing"


@pytest.mark.parametrize("state", sorted(set(State) - {State.RECOMMENDED, State.DRAFT}))
def test_only_recommended_names_are_listed(state):
    procedure = a_procedure(0)
    procedure.applied = [factories.in_state(procedure.process, state)]
    procedure.compose()

    assert refusal(procedure.add) == "not_recommended"


def test_stale_page_is_refused():
    procedure = a_procedure(1).compose()
    seen = procedure.list.revision
    procedure.add()

    code = refusal(listing.freeze_list, procedure.act(procedure.freezer, FROZEN_AT, seen))

    assert code == "changed_meanwhile"


def test_silence_without_a_given_end_lasts_the_days_of_the_modalities():
    procedure = a_procedure(1).compose().add().freeze().sign_off().circulate(closes_at=None)

    (end,) = SilenceEnd.objects.all()

    assert end.falls_at.isoformat() == "2017-04-13T03:59:59+00:00"  # 12 April in New York
    assert procedure.list.state == ListState.CIRCULATED


def test_extension_keeps_the_earlier_end_and_tells_missions():
    a_mission("FRA")
    procedure = circulated(1)
    longer = FALLS_AT + timedelta(days=3)

    circulating.extend_silence(
        procedure.act(procedure.president, FALLS_AT), closes_at=longer, reason="Asked by States."
    )

    assert [each.falls_at for each in SilenceEnd.objects.all()] == [FALLS_AT, longer]
    assert told("list.extended") == 1
    assert refusal(procedure.close, CLOSED_AT) == "silence_lasts"


@pytest.mark.parametrize(
    ("closes_at", "reason", "at", "code"),
    [
        (FALLS_AT, "Asked.", CIRCULATED_AT, "silence_not_later"),
        (FALLS_AT - timedelta(seconds=1), "Asked.", CIRCULATED_AT, "silence_not_later"),
        (FALLS_AT + timedelta(days=1), " ", CIRCULATED_AT, "reason_missing"),
        (FALLS_AT + timedelta(days=1), "Asked.", TOO_LATE, "silence_ended"),
        (FALLS_AT + timedelta(days=1), "Asked.", SIGNED_AT, "clock_went_back"),
    ],
)
def test_wrong_extension_is_refused(closes_at, reason, at, code):
    procedure = circulated(1)

    assert code == refusal(
        circulating.extend_silence,
        procedure.act(procedure.president, at),
        closes_at=closes_at,
        reason=reason,
    )


@pytest.mark.parametrize("closes_at", [CIRCULATED_AT, CIRCULATED_AT - timedelta(days=1)])
def test_silence_that_has_ended_before_it_begins_is_refused(closes_at):
    procedure = a_procedure(1).compose().add().freeze().sign_off()

    assert refusal(procedure.circulate, closes_at=closes_at) == "silence_in_past"
    assert told("list.circulated") == 0


def test_clock_set_back_is_refused():
    procedure = a_procedure(1).compose().add().freeze()

    assert refusal(procedure.sign_off, FROZEN_AT - timedelta(seconds=1)) == "clock_went_back"


def test_list_does_not_close_before_its_silence_is_over():
    procedure = circulated(1)

    assert refusal(procedure.close, FALLS_AT) == "silence_lasts"
    assert procedure.close(TOO_LATE).list.state == ListState.CLOSED


def test_organization_that_withdrew_is_left_off_and_told_nothing_more():
    procedure = circulated(2)
    gone = procedure.applied[0]
    following_up.withdraw_application(
        process=procedure.process,
        key=gone.application.key,
        reason="",
        by=gone.by,
        at=CIRCULATED_AT,
    )
    procedure.close().issue().publish()

    outcomes = {
        str(each.application): each.outcome for each in list_queries.entries_of(procedure.list)
    }

    assert outcomes == {
        procedure.references[0]: Outcome.WITHDRAWN,
        procedure.references[1]: Outcome.CLEARED,
    }
    assert procedure.state_of(0) == State.WITHDRAWN
    assert told("application.accredited") == 1


ROLES = {
    "officer": "gcm",
    "president_office": "gcm",
    "mission": "gcm/mission/FRA",
    "secretariat": "gcm",
    "auditor": "gcm",
    "administrator": "",
}
LIST_ACTS = {
    "compose": ("officer", lambda p: p.compose()),
    "add": ("officer", lambda p: p.add()),
    "freeze": ("officer", lambda p: p.freeze()),
    "sign_off": ("president_office", lambda p: p.sign_off()),
    "circulate": ("president_office", lambda p: p.circulate()),
    "close": ("president_office", lambda p: p.close()),
    "issue": ("president_office", lambda p: p.issue()),
    "publish": ("president_office", lambda p: p.publish()),
}


@pytest.mark.parametrize("role", ROLES)
def test_each_act_on_a_list_is_for_its_role_alone(role):
    procedure = a_procedure(1)
    stranger = factories.an_actor(role, ROLES[role])
    asked, allowed = [], []
    for name, (owner, run) in LIST_ACTS.items():
        if role != owner:
            kept = procedure.composer, procedure.freezer, procedure.president
            procedure.composer = procedure.freezer = procedure.president = stranger
            asked.append(refusal(run, procedure))
            procedure.composer, procedure.freezer, procedure.president = kept
        else:
            allowed.append(name)
        run(procedure)

    assert set(asked) <= {"capability_missing"}
    assert len(asked) + len(allowed) == len(LIST_ACTS)


# Two of each begin and end a transaction.
STATEMENTS = {
    "compose": 8,
    "add": 10,
    "freeze": 20,
    "sign_off": 7,
    "circulate": 13,
    "close": 7,
    "issue": 24,
    "publish": 11,
}
OWN_LOOKS = {"compose": 0, "sign_off": 2}  # of the factory at the list, before the act; else 1


@pytest.mark.parametrize("count", [2, 12])
def test_acts_on_a_list_take_the_same_statements_for_every_length(count):
    procedure = a_procedure(count)
    taken = {}
    for name, (_role, run) in LIST_ACTS.items():
        with CaptureQueriesContext(connection) as captured:
            run(procedure)
        taken[name] = len(captured) - OWN_LOOKS.get(name, 1)

    assert taken == STATEMENTS
