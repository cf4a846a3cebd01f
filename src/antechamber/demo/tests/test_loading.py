"""The demonstration loads into an empty database, once, and into no other."""

from __future__ import annotations

import io

import pytest
from django.core import checks
from django.core.management import call_command

from antechamber.demo.checks import check_database
from antechamber.demo.loading import PREPARED_AT
from antechamber.demo.models import DemoClock
from antechamber.demo.persons import PERSONS, person
from antechamber.people.models import Account, Grant
from antechamber.processes.models import Facilitator, Process
from antechamber.record.audit import audit
from antechamber.record.models import Entry


def said_by_loading() -> str:
    out = io.StringIO()
    call_command("demo_load", stdout=out)
    return out.getvalue()


def test_empty_database_is_loaded_and_a_loaded_one_left_alone(db, machine, forgetful):
    first = said_by_loading()
    entries = Entry.objects.count()
    second = said_by_loading()

    assert first.endswith("The demonstration is loaded.\n")
    assert second == "The demonstration is loaded already: nothing was changed.\n"
    assert Entry.objects.count() == entries


def test_every_person_can_work_when_the_call_opens(demonstration):
    grants = Grant.objects.select_related("account", "role")

    assert {
        (grant.account.email, grant.account.name, grant.role.code, grant.scope, grant.since)
        for grant in grants
    } == {(each.email, each.name, each.role, each.scope, PREPARED_AT) for each in PERSONS}


def test_every_facilitator_has_an_officer(demonstration):
    scopes = {f"gcm/{code}" for code in Facilitator.objects.values_list("code", flat=True)}

    officers = {each.scope for each in PERSONS if each.role == "officer"}
    assert officers == {*scopes, "gcm"}  # and one for them all, who confirms what they propose


def test_addresses_of_made_up_people_belong_to_nobody(demonstration):
    assert all(
        address.endswith(".example.org")
        for address in Account.objects.values_list("email", flat=True)
    )


def test_code_names_one_person():
    assert person("auditor") is PERSONS[-1]
    assert person("nobody") is None
    assert len({each.code for each in PERSONS}) == len(PERSONS)


@pytest.mark.parametrize("process_code", ["gcm", "installation"])
def test_what_loading_recorded_holds(demonstration, process_code):
    assert audit(process_code).holds


def test_own_database_passes_the_check(demonstration):
    assert check_database(None, databases=["default"]) == []


def test_empty_database_passes_the_check(db):
    assert check_database(None, databases=["default"]) == []


def test_database_with_a_real_process_is_refused(demonstration):
    DemoClock.objects.all().delete()

    (refusal,) = check_database(None, databases=["default"])

    assert isinstance(refusal, checks.Error)
    assert (refusal.id, refusal.msg) == (
        "antechamber.E101",
        "This database holds a real process, and the demonstration lets anybody in.",
    )
    assert Process.objects.exists()


def test_check_asks_no_database_that_it_was_not_given():
    assert check_database(None) == []
