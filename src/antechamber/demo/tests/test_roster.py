"""The demonstration's roster: what it holds, what it leaves out, and that twice is once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from antechamber.demo.roster import load_roster_of_the_demonstration
from antechamber.organizations import directory
from antechamber.organizations.comparison import Verdict
from antechamber.organizations.matching import NameKind
from antechamber.organizations.models import Name, Organization, Status, StatusDecision
from antechamber.organizations.roster_models import RosterImport
from antechamber.organizations.roster_queries import counts_by_effect
from antechamber.people.actors import OPERATOR
from antechamber.record.models import Entry

AT = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_roster_is_what_was_known_on_the_first_day_and_is_loaded_once():
    renames, decisions = load_roster_of_the_demonstration(by=OPERATOR, at=AT)
    directory.forget()
    directory.read_all()

    assert [roster.state for roster in (renames, decisions)] == [RosterImport.State.APPLIED] * 2
    assert counts_by_effect(renames) == {
        "refused": 0,
        "ambiguous": 0,
        "merged": 0,
        "new": 108,
        "renamed": 4,
        "status": 1,
        "known": 2,
        "cleaned": 5,
    }
    assert counts_by_effect(decisions) == {
        "refused": 1,
        "ambiguous": 0,
        "merged": 0,
        "new": 4176,
        "renamed": 0,
        "status": 4647,
        "known": 0,
        "cleaned": 213,
    }
    assert Organization.objects.findable().count() == 4284
    assert max(
        StatusDecision.objects.values_list("decided_on", flat=True).exclude(decided_on=None)
    ) == date(2017, 2, 28)
    assert Counter(Status.objects.values_list("kind", flat=True)) == {
        "ecosoc_unstated": 3349,
        "ecosoc_special": 72,
        "ecosoc_roster": 13,
        "ecosoc_general": 4,
    }
    found = directory.match("Mouvement Mondial des Meres International")[0]
    assert (found.verdict, found.kind) == (Verdict.EXACT, NameKind.FORMER)
    assert Organization.objects.get(key=found.organization).display_name == "Make Mothers Matter"

    before = (Name.objects.count(), Entry.objects.count())
    again = load_roster_of_the_demonstration(by=OPERATOR, at=AT)

    assert again == (renames, decisions)
    assert (Name.objects.count(), Entry.objects.count()) == before
    directory.forget()
