from datetime import date
from pathlib import Path

import pytest

from antechamber.organizations.matching import NameKind
from antechamber.organizations.roster_cleaning import CleanedRoster, Decision, clean_roster
from antechamber.organizations.roster_files import Cell, FileRefusal, RawRow, read_rows
from antechamber.organizations.roster_plan import Effect, EffectKind, RosterPlan, plan_roster
from antechamber.organizations.roster_register import (
    KnownName,
    KnownOrganization,
    NewOrganization,
    Register,
    StatusFact,
)

DATA = Path(__file__).parent / "data"
AT = date(2024, 12, 31)
JUNE = date(2024, 6, 14)

WHEELCHAIR_SPORTS = (
    "International Stoke Mandeville Wheelchair Sports FederationInternational Sports "
    "Organization for the Disabled"
)
HEALTH_AND_POPULATION = (
    "Center for Health and Population and Social Welfare, Future Institute for Sustainable "
    "Development"
)


def roster(*rows: tuple[Cell, ...]) -> CleanedRoster:
    cleaned = clean_roster([RawRow(number, row) for number, row in enumerate(rows, 1)], at=AT)
    assert isinstance(cleaned, CleanedRoster)
    return cleaned


def grants(*rows: tuple[Cell, ...]) -> CleanedRoster:
    return roster(("Name", "Date", "Decision", "Country"), *rows)


def renames(*rows: tuple[Cell, ...]) -> CleanedRoster:
    return roster(("Old name", "New name", "Date"), *rows)


def mergers(*rows: tuple[Cell, ...]) -> CleanedRoster:
    return roster(("Old name 1", "Old name 2", "New name", "Date"), *rows)


def known(key: str, *names: str, country: str = "") -> KnownOrganization:
    first, *former = names
    return KnownOrganization(
        key,
        (KnownName(first), *(KnownName(name, NameKind.FORMER) for name in former)),
        country,
    )


def effects(plan: RosterPlan) -> list[tuple[Effect, ...]]:
    return [row.effects for row in plan.rows]


def kinds(plan: RosterPlan) -> set[EffectKind]:
    return {effect.kind for row in plan.rows for effect in row.effects}


def names_of(plan: RosterPlan, key: object) -> dict[str, NameKind]:
    organization = next(each for each in plan.result if each.key == key)
    return {name.text: name.kind for name in organization.names}


def test_a_new_name_becomes_an_organization_with_its_status() -> None:
    plan = plan_roster([], grants(("Harbour", JUNE, "granted")))

    new = NewOrganization(2)
    assert effects(plan) == [
        (
            Effect(EffectKind.NEW_ORGANIZATION, new, "Harbour"),
            Effect(
                EffectKind.STATUS,
                new,
                "Harbour",
                decision=Decision.GRANTED,
                decided_on=JUNE,
            ),
        )
    ]


def test_a_known_name_brings_its_status_alone() -> None:
    plan = plan_roster([known("h", "Harbour, Inc.")], grants(("HARBOUR", JUNE, "declined")))

    assert effects(plan) == [
        (
            Effect(
                EffectKind.STATUS,
                "h",
                "HARBOUR",
                decision=Decision.DECLINED,
                decided_on=JUNE,
            ),
        )
    ]
    assert plan.result[0].statuses == {StatusFact(Decision.DECLINED, JUNE)}


def test_a_known_name_without_a_decision_changes_nothing() -> None:
    plan = plan_roster([known("h", "Harbour", "Haven")], roster(("Name",), ("Haven",)))

    assert effects(plan) == [(Effect(EffectKind.KNOWN, "h", "Haven"),)]


def test_a_name_of_two_organizations_is_ambiguous_unless_the_country_tells() -> None:
    both = [known("ke", "Harbour", country="KE"), known("gh", "Harbour", country="GH")]

    open_plan = plan_roster(both, roster(("Name", "Country"), ("Harbour", None)))
    told_plan = plan_roster(both, roster(("Name", "Country"), ("Harbour", "GH")))

    assert effects(open_plan) == [
        (Effect(EffectKind.AMBIGUOUS, None, "Harbour", candidates=("ke", "gh")),)
    ]
    assert effects(told_plan) == [(Effect(EffectKind.KNOWN, "gh", "Harbour"),)]


def test_a_renaming_gives_the_known_organization_its_new_name() -> None:
    plan = plan_roster([known("h", "Harbour")], renames(("Harbour", "Haven", JUNE)))

    assert effects(plan) == [(Effect(EffectKind.NEW_NAME, "h", "Haven"),)]
    assert names_of(plan, "h") == {"Harbour": NameKind.FORMER, "Haven": NameKind.OFFICIAL}


def test_a_renaming_to_a_known_name_records_the_former_one() -> None:
    plan = plan_roster([known("h", "Haven")], renames(("Harbour", "Haven", JUNE)))

    assert effects(plan) == [(Effect(EffectKind.FORMER_NAME, "h", "Harbour"),)]
    assert names_of(plan, "h") == {"Haven": NameKind.OFFICIAL, "Harbour": NameKind.FORMER}


def test_a_renaming_of_an_unknown_organization_brings_it_in_under_its_new_name() -> None:
    plan = plan_roster([], renames(("Harbour", "Haven", JUNE)))

    new = NewOrganization(2)
    assert effects(plan) == [
        (
            Effect(EffectKind.NEW_ORGANIZATION, new, "Haven"),
            Effect(EffectKind.FORMER_NAME, new, "Harbour"),
        )
    ]


def test_a_renaming_between_two_known_organizations_merges_them() -> None:
    plan = plan_roster(
        [known("a", "Harbour"), known("b", "Haven")], renames(("Harbour", "Haven", JUNE))
    )

    assert effects(plan) == [(Effect(EffectKind.MERGED_INTO, "a", "Harbour", into="b"),)]
    assert [each.successor for each in plan.result] == ["b", None]


def test_chains_of_names_end_at_the_present_one_in_whatever_order_they_stand() -> None:
    rows = [
        ("Haven", "Lantern", date(2015, 6, 17)),
        ("Harbour", "Haven", date(2012, 6, 8)),
    ]
    expected = {
        "Harbour": NameKind.FORMER,
        "Haven": NameKind.FORMER,
        "Lantern": NameKind.OFFICIAL,
    }

    for order in (rows, rows[::-1]):
        assert names_of(plan_roster([known("h", "Harbour")], renames(*order)), "h") == expected


def test_an_older_renaming_does_not_undo_a_younger_one() -> None:
    start = plan_roster([known("h", "Harbour")], renames(("Harbour", "Lantern", JUNE)))
    plan = plan_roster(start.result, renames(("Harbour", "Haven", date(2012, 6, 8))))

    assert effects(plan) == [(Effect(EffectKind.FORMER_NAME, "h", "Haven"),)]
    assert names_of(plan, "h")["Lantern"] is NameKind.OFFICIAL


def test_an_organization_can_return_to_a_former_name() -> None:
    rows = renames(("Harbour", "Haven", date(2012, 6, 8)), ("Haven", "Harbour", JUNE))
    plan = plan_roster([known("h", "Harbour")], rows)

    assert names_of(plan, "h") == {"Harbour": NameKind.OFFICIAL, "Haven": NameKind.FORMER}
    assert kinds(plan_roster(plan.result, rows)) == {EffectKind.KNOWN}


def test_a_merger_leads_all_its_parts_into_one() -> None:
    plan = plan_roster([known("a", "Harbour")], mergers(("Harbour", "Haven", "Lantern", JUNE)))

    assert effects(plan) == [
        (
            Effect(EffectKind.NEW_ORGANIZATION, NewOrganization(2), "Lantern"),
            Effect(EffectKind.MERGED_INTO, "a", "Harbour", into=NewOrganization(2)),
            Effect(EffectKind.NEW_ORGANIZATION, NewOrganization(2, 2), "Haven"),
            Effect(
                EffectKind.MERGED_INTO,
                NewOrganization(2, 2),
                "Haven",
                into=NewOrganization(2),
            ),
        )
    ]


def test_a_merger_into_one_of_its_parts_leaves_that_one_standing() -> None:
    plan = plan_roster(
        [known("a", "Harbour"), known("b", "Haven")],
        mergers(("Harbour", "Haven", "Haven", JUNE)),
    )

    assert effects(plan) == [(Effect(EffectKind.MERGED_INTO, "a", "Harbour", into="b"),)]


def test_a_merged_organization_is_known_by_the_present_one() -> None:
    merged = [
        KnownOrganization("a", (KnownName("Harbour"),), successor="b"),
        KnownOrganization("b", (KnownName("Haven"),), successor="c"),
        KnownOrganization("c", (KnownName("Lantern"),)),
    ]

    plan = plan_roster(merged, roster(("Name",), ("Harbour",)))

    assert effects(plan) == [(Effect(EffectKind.KNOWN, "c", "Harbour"),)]


def test_a_circle_of_successors_does_not_hang() -> None:
    circle = [
        KnownOrganization("a", (KnownName("Harbour"),), successor="b"),
        KnownOrganization("b", (KnownName("Haven"),), successor="a"),
    ]

    assert Register(circle).chain("a") == ["a", "b"]


def test_a_status_recorded_before_a_merger_is_still_known() -> None:
    rows = grants(("Harbour", JUNE, "granted"))
    first = plan_roster([known("a", "Harbour"), known("b", "Haven")], rows)
    merged = plan_roster(first.result, renames(("Harbour", "Haven", JUNE)))

    assert kinds(plan_roster(merged.result, rows)) == {EffectKind.KNOWN}


def test_one_key_for_two_organizations_is_refused() -> None:
    with pytest.raises(ValueError, match="stands for two organizations"):
        plan_roster([known("a", "Harbour"), known("a", "Haven")], grants())


@pytest.mark.parametrize(
    "file_name", ["status_granted.xlsx", "name_changes.xlsx", "mergers.xlsx", "decisions.csv"]
)
def test_a_real_roster_changes_nothing_the_second_time(file_name: str) -> None:
    rows = read_rows((DATA / file_name).read_bytes())
    assert not isinstance(rows, FileRefusal)
    cleaned = clean_roster(rows, at=AT)
    assert isinstance(cleaned, CleanedRoster)

    first = plan_roster([], cleaned)
    second = plan_roster(first.result, cleaned)

    assert kinds(second) == {EffectKind.KNOWN}
    assert second.result == first.result


def test_mergers_of_the_real_roster_lead_to_the_right_organizations() -> None:
    rows = read_rows((DATA / "mergers.xlsx").read_bytes())
    assert not isinstance(rows, FileRefusal)
    cleaned = clean_roster(rows, at=AT)
    assert isinstance(cleaned, CleanedRoster)

    plan = plan_roster([], cleaned)

    present = {each.names[0].text for each in plan.result if each.successor is None}
    assert present == {
        "Hilfswerk der Evangelisch-reformierten Kirche Schweiz",
        "Protestant Agency for Diakonie and Development",
        "International Association of Women Judges",
        WHEELCHAIR_SPORTS,
        HEALTH_AND_POPULATION,
    }
