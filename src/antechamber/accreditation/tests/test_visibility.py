"""Who learns who objected and why: the whole table, and the one in the documentation."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from antechamber.accreditation.lists.visibility import INSIDERS, Seen, Sight, Viewer, may_see
from antechamber.processes.modalities import RuleSet
from antechamber.processes.rule_words import Audience, ObjectionOutcome

V, A = Viewer, Audience
RULES = RuleSet(
    carry_over_from=frozenset(),
    list_due_on=date(2017, 4, 30),
    silence_days=7,
    objection_outcome=ObjectionOutcome.CHAIR_CONSULTS,
    objector_visibility=frozenset(),
    basis_required=False,
    basis_visibility=frozenset(),
    listed_facts=("name",),
    ineligible_kinds=frozenset(),
    persons_per_organization=2,
    word_limits={},
    grace_seconds=0,
    second_person_for=frozenset(),
)
TABLE = {
    V.PUBLIC: {A.PUBLIC: Seen.YES},
    V.ORGANIZATION: {A.PUBLIC: Seen.YES, A.ORGANIZATION: Seen.YES},
    V.OFFICER: {A.PUBLIC: Seen.YES, A.ORGANIZATION: Seen.YES},
    V.OTHER_STATE: {
        A.PUBLIC: Seen.YES,
        A.ALL_STATES: Seen.YES,
        A.STATES_ON_REQUEST: Seen.ON_REQUEST,
    },
    V.OBJECTING_STATE: dict.fromkeys(Audience, Seen.YES),
    V.PRESIDENT_OFFICE: dict.fromkeys(Audience, Seen.YES),
    V.AUDITOR: dict.fromkeys(Audience, Seen.YES),
}


def sight(viewer: Viewer, *audiences: Audience, is_confidential: bool = False) -> Sight:
    rules = replace(RULES, objector_visibility=frozenset(audiences))
    return may_see(viewer, rules, is_confidential=is_confidential)


@pytest.mark.parametrize(("viewer", "audience"), list(product(Viewer, Audience)))
def test_each_viewer_learns_what_its_audience_may(viewer, audience):
    assert sight(viewer, audience).objector == TABLE[viewer].get(audience, Seen.NO)


@pytest.mark.parametrize("viewer", Viewer)
def test_without_an_audience_insiders_alone_learn(viewer):
    expected = Seen.YES if viewer in INSIDERS else Seen.NO

    assert sight(viewer) == Sight(objector=expected, basis=expected)


@pytest.mark.parametrize("viewer", Viewer)
def test_confidence_asked_for_is_kept_whatever_the_modalities_say(viewer):
    expected = Seen.YES if viewer in INSIDERS else Seen.NO

    assert sight(viewer, *Audience, is_confidential=True).objector == expected


@pytest.mark.parametrize("viewer", Viewer)
def test_objector_and_basis_are_matters_of_their_own(viewer):
    rules = replace(RULES, basis_visibility=frozenset({A.PUBLIC}))
    found = may_see(viewer, rules, is_confidential=False)

    expected = Seen.YES if viewer in INSIDERS else Seen.NO
    assert (found.objector, found.basis) == (expected, Seen.YES)


def test_documentation_tells_the_same_table():
    root = Path(__file__).resolve().parents[4]
    text = (root / "docs" / "security.md").read_text(encoding="utf-8")
    section = text.split("## Who can see an objection")[1].split("\n## ")[0]
    rows = [
        [cell.strip(" `") for cell in line.strip("| ").split("|")]
        for line in section.splitlines()
        if re.match(r"\| `", line)
    ]

    told = {
        row[0]: dict(zip(["nobody", *Audience, "confidential"], row[1:], strict=True))
        for row in rows
    }

    assert told == {
        str(viewer): {
            "nobody": words(sight(viewer)),
            **{str(each): words(sight(viewer, each)) for each in Audience},
            "confidential": words(sight(viewer, *Audience, is_confidential=True)),
        }
        for viewer in Viewer
    }


def words(found: Sight) -> str:
    return str(found.objector).replace("_", " ")
