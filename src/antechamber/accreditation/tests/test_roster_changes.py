"""What changes in the rosters propose, and that nothing follows from them by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from antechamber import organizations
from antechamber.accreditation.accredited.roster_change_queries import (
    WaitingChange,
    waiting_changes,
)
from antechamber.accreditation.accredited.roster_changes import (
    ChangeKind,
    Known,
    changes_of,
    ground_lost,
)
from antechamber.accreditation.accredited.states import AccreditedState
from antechamber.accreditation.actions import handling
from antechamber.accreditation.actions.starting import keep_arrival
from antechamber.accreditation.calls import accreditation_call
from antechamber.accreditation.desk_queries import reach_of
from antechamber.accreditation.models import Accreditation, HandledChange
from antechamber.accreditation.standing import HeldStatus, Outcome
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.accredited_factories import Accredited, accredited
from antechamber.accreditation.tests.factories import NOW
from antechamber.accreditation.tests.list_factories import a_procedure, with_rules
from antechamber.mail.models import OutboxMessage
from antechamber.organizations.actions import make_findable
from antechamber.organizations.models import FocalPoint, Name, Organization, Status
from antechamber.organizations.queries import focal_points
from antechamber.organizations.roster_loading import load_roster
from antechamber.people.actors import OPERATOR
from antechamber.record.models import Entry
from antechamber.record.queries import history
from antechamber.workflow import DomainError

pytestmark = pytest.mark.django_db

K = ChangeKind
S = AccreditedState
TODAY = date(2024, 12, 31)
AT = datetime(2024, 12, 31, 15, 0, tzinfo=UTC)
SPECIAL = HeldStatus("ecosoc_special", since=date(2016, 4, 14))
SUSPENDED = replace(SPECIAL, until=date(2019, 6, 6), source="E/2019/L.20")
EARLIER = HeldStatus("accredited", "gcm", since=date(2017, 4, 15))
ACTIVE = Known(S.ACTIVE, date(2017, 4, 15), "Amity", "Amity")


# --- The rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "kinds"),
    [
        (ACTIVE, []),
        (replace(ACTIVE, present_name="Amity International"), [K.RENAMED]),
        (replace(ACTIVE, successor="o_1"), [K.MERGED]),
        (replace(ACTIVE, successor="o_1", present_name="Another"), [K.MERGED]),
        (replace(ACTIVE, statuses=(SPECIAL,)), []),
        (replace(ACTIVE, statuses=(SUSPENDED,)), [K.STATUS_LOST]),
        (replace(ACTIVE, statuses=(SUSPENDED, replace(SPECIAL, since=TODAY))), []),
        (replace(ACTIVE, statuses=(replace(SPECIAL, until=date(2017, 4, 14)),)), []),
        (replace(ACTIVE, state=S.SUSPENDED, statuses=(SUSPENDED,)), []),
        (
            replace(ACTIVE, state=S.SUSPENDED, reason_code="status_lost", statuses=(SPECIAL,)),
            [K.STATUS_BACK],
        ),
        (replace(ACTIVE, state=S.SUSPENDED, reason_code="security", statuses=(SPECIAL,)), []),
        (replace(ACTIVE, carried_from="gcm", statuses=(EARLIER,)), []),
        (
            replace(ACTIVE, carried_from="gcm", statuses=(replace(EARLIER, until=TODAY),)),
            [K.EARLIER_LOST],
        ),
        (
            replace(
                ACTIVE,
                carried_from="gcm",
                state=S.SUSPENDED,
                reason_code="earlier_lost",
                statuses=(EARLIER,),
            ),
            [K.EARLIER_BACK],
        ),
    ],
)
def test_what_each_change_is_taken_for(known, kinds):
    assert [each.kind for each in changes_of(known, TODAY)] == kinds


def test_change_carries_its_day_and_source_and_a_later_one_is_another():
    once = changes_of(replace(ACTIVE, statuses=(SUSPENDED,)), TODAY)[0]
    again = replace(SUSPENDED, until=date(2022, 1, 1))
    twice = changes_of(replace(ACTIVE, statuses=(SUSPENDED, again)), TODAY)[0]

    assert (once.on, once.source) == (date(2019, 6, 6), "E/2019/L.20")
    assert once.code != twice.code


@pytest.mark.parametrize(
    ("statuses", "is_lost"),
    [
        ([], False),
        ([SPECIAL], False),
        ([SUSPENDED], True),
        ([SUSPENDED, EARLIER], False),
        ([replace(EARLIER, until=TODAY)], True),
        ([replace(EARLIER, process_code="other", until=TODAY)], False),
    ],
)
def test_ground_of_who_need_not_apply(statuses, is_lost):
    assert (ground_lost(statuses, {"gcm"}, TODAY) is not None) is is_lost


# --- Real rosters ---------------------------------------------------------------------------------
# The files are copied from a collection of real decisions: see organizations/tests/data/README.md.

DATA = Path(organizations.__file__).parent / "tests" / "data"
ODI = "Overseas Development Institute"
CHAMBER = "International Chamber of Commerce"
BREAD, RELIEF = "Stiftung Brot für Alle", "Hilfswerk der Evangelischen Kirchen Schweiz"
HEIR = "Hilfswerk der Evangelisch-reformierten Kirche Schweiz"


def load(name: str, content: bytes = b"") -> None:
    content = content or (DATA / name).read_bytes()
    load_roster(content=content, file_name=name, source=f"E/{name}", by=OPERATOR, at=AT)


def accredited_as(*names: str) -> Accredited:
    """Bring organizations of some names onto a final list."""
    procedure = a_procedure(0)
    officer = factories.an_officer("gcm")
    for name in names:
        organization = factories.an_organization(name)
        procedure.applied.append(
            factories.in_state(
                procedure.process, State.RECOMMENDED, officer, organization=organization
            )
        )
    procedure.compose().add().freeze().sign_off().circulate().close().issue()
    return Accredited(procedure, procedure.president)


def waiting(done: Accredited) -> list[WaitingChange]:
    return waiting_changes(reach_of(done.process, factories.an_officer("gcm")), AT)


def kinds(done: Accredited) -> list[tuple[str, str]]:
    return [(each.subject_code, each.change.kind) for each in waiting(done)]


def test_a_roster_changes_no_accreditation_by_itself():
    done = accredited_as(ODI, CHAMBER, BREAD, RELIEF)
    before = list(Accreditation.objects.order_by("id").values())

    load("status.csv", f"Name\n{CHAMBER} (general)\n".encode())
    load("decisions.csv")
    load("mergers.xlsx")
    load("name_changes.xlsx")

    assert list(Accreditation.objects.order_by("id").values()) == before
    assert sorted(kinds(done)) == [
        (done.of(0).number, K.RENAMED),
        (done.of(1).number, K.STATUS_LOST),
        (done.of(2).number, K.MERGED),
        (done.of(3).number, K.MERGED),
    ]


def test_a_renaming_is_followed_and_the_list_keeps_what_was_circulated():
    done = accredited_as(ODI)
    load("name_changes.xlsx")

    done.rename(at=AT)

    assert (done.of().name, done.of().state) == ("ODI", S.ACTIVE)
    assert done.procedure.list.entries.get().name == ODI
    kept = Name.objects.get(organization=done.organization(), text=ODI)
    assert (kept.kind, kept.until) == (Name.Kind.FORMER, date(2024, 2, 9))
    assert history("gcm", done.of().number)[-1].verb == "accreditation.renamed"
    assert OutboxMessage.objects.filter(template="accreditation.renamed").count() == 1
    assert kinds(done) == []
    with pytest.raises(DomainError) as refusal:
        done.rename(at=AT)
    assert refusal.value.code == "name_known"


def test_a_merger_passes_the_accreditation_to_the_successor():
    done = accredited_as(BREAD)
    load("mergers.xlsx")
    heir = Organization.objects.get(display_name=HEIR)

    done.pass_on(at=AT)

    given = done.of()
    assert (given.organization, given.name, given.state) == (heir, HEIR, S.ACTIVE)
    assert done.procedure.list.entries.get().name == BREAD
    held = Status.objects.filter(kind="accredited").order_by("since")
    assert [(each.organization.display_name, each.since, each.until) for each in held] == [
        (BREAD, date(2017, 4, 15), date(2024, 12, 31)),
        (HEIR, date(2024, 12, 31), None),
    ]
    acting = done.procedure.applied[0].by.account_id
    assert [each.account_id for each in focal_points(heir)] == [acting]
    appointed = Entry.objects.filter(verb="organization.focal_point_appointed", subject=heir.key)
    assert appointed.count() == 1
    assert kinds(done) == []


def test_where_both_were_accredited_one_remains_and_both_act_for_it():
    done = accredited_as(BREAD, RELIEF)
    load("mergers.xlsx")
    heir = Organization.objects.get(display_name=HEIR)

    done.pass_on(0, at=AT)
    done.pass_on(1, at=AT)

    left, right = done.of(0), done.of(1)
    assert (left.organization, left.state) == (heir, S.ACTIVE)
    assert (right.state, right.reason_code, right.merged_into) == (S.ENDED, "merged", left)
    live = Accreditation.objects.filter(state=S.ACTIVE)
    assert list(live) == [left]
    assert {each.account_id for each in focal_points(heir)} == {
        each.by.account_id for each in done.procedure.applied
    }
    told = OutboxMessage.objects.filter(template__startswith="accreditation.").order_by("id")
    assert [each.template for each in told] == ["accreditation.passed_on", "accreditation.merged"]
    assert history("gcm", right.number)[-1].facts["into"] == left.number


def test_a_suspended_accreditation_passes_on_suspended():
    done = accredited_as(BREAD)
    load("mergers.xlsx")
    done.suspend()

    done.pass_on(at=AT)

    assert done.of().state == S.SUSPENDED
    assert not Status.objects.filter(organization__display_name=HEIR, kind="accredited").exists()


def test_what_has_not_merged_is_not_passed_on():
    done = accredited(1)

    with pytest.raises(DomainError) as refusal:
        done.pass_on()

    assert refusal.value.code == "no_successor"
    assert FocalPoint.objects.count() == 1


def test_a_lost_status_is_proposed_again_once_it_is_back():
    done = accredited_as(CHAMBER)
    load("status.csv", f"Name\n{CHAMBER} (general)\n".encode())
    load("decisions.csv")
    found = waiting(done)[0]
    assert found.change.on == date(2017, 6, 23)
    assert found.decision is not None
    assert (found.decision.decision, found.decision.source) == (
        "status_withdrawn_own_request",
        "E/decisions.csv",
    )

    done.suspend(at=AT, reason_code="status_lost")
    assert kinds(done) == []
    content = f"name,decision,session_report_date\n{CHAMBER},reinstated,2019-06-06\n"
    load("more.csv", content.encode())

    assert kinds(done) == [(done.of().number, K.STATUS_BACK)]


# --- Who was told that no application is needed ---------------------------------------------------


def test_who_need_not_apply_is_proposed_once_the_status_has_gone():
    process = with_rules(factories.a_process())
    applied = factories.in_state(process, State.NOT_NEEDED)
    came = factories.an_organization()
    make_findable(came)
    arrival = keep_arrival(
        call=accreditation_call(process),
        organization=came,
        outcome=Outcome.IN_STATUS,
        by=factories.an_actor(name="Pia Pilot"),
        at=NOW,
    )
    officer, stranger = factories.an_officer("gcm/ngls"), factories.an_officer("gcm/unu")
    for organization in (applied.application.organization, came):
        Status.objects.create(
            organization=organization, kind="ecosoc_special", year=2011, until=date(2020, 1, 1)
        )

    found = waiting_changes(reach_of(process, officer), AT)
    others = waiting_changes(reach_of(process, stranger), AT)

    assert [each.subject_code for each in found] == [applied.reference, arrival.key]
    assert [each.subject_code for each in others] == [arrival.key]

    handling.tell_status_changed(
        process=process, waiting=found[1], reason="It was withdrawn.", by=officer, at=AT
    )
    told = OutboxMessage.objects.get(template="arrival.status_changed")
    assert "It was withdrawn." in told.body
    with pytest.raises(DomainError) as refusal:
        handling.tell_status_changed(
            process=process, waiting=found[1], reason="Again.", by=officer, at=AT
        )
    assert refusal.value.code == "handled_meanwhile"
    assert [each.subject_code for each in waiting_changes(reach_of(process, officer), AT)] == [
        applied.reference
    ]
    arrival.refresh_from_db()
    assert arrival.at == NOW


def test_setting_aside_needs_what_the_act_would_need_and_lasts_until_the_next_change():
    done = accredited_as(CHAMBER)
    load("status.csv", f"Name\n{CHAMBER} (general)\n".encode())
    load("decisions.csv")
    change = waiting(done)[0]
    asked = {"process": done.process, "waiting": change, "at": AT}

    with pytest.raises(DomainError) as refusal:
        handling.set_aside(**asked, reason="No.", by=done.officer)
    with pytest.raises(DomainError) as silent:
        handling.set_aside(**asked, reason=" ", by=done.president)
    handling.set_aside(**asked, reason="Another chamber.", by=done.president)

    assert (refusal.value.code, silent.value.code) == ("capability_missing", "reason_missing")
    assert kinds(done) == []
    assert HandledChange.objects.get().change == "status_lost:2017-06-23"
    line = history("gcm", done.of().number)[-1]
    assert (line.verb, line.words) == ("roster_change.set_aside", "Another chamber.")


@pytest.mark.parametrize("count", [1, 6])
def test_changes_take_the_same_statements_for_every_number(count, django_assert_num_queries):
    done = accredited(count)
    for place in range(count):
        Organization.objects.filter(pk=done.organization(place).pk).update(
            display_name=f"New name {place}"
        )
    reach = reach_of(done.process, factories.an_officer("gcm"))

    with django_assert_num_queries(9):
        found = waiting_changes(reach, AT)

    assert len(found) == count
