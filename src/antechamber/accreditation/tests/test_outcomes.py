"""What becomes of a name: each policy by its table, and by the real case it comes from."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given, strategies as st

from antechamber.accreditation.lists.content import EntryFacts, ListContent
from antechamber.accreditation.lists.outcomes import (
    FinalList,
    Listed,
    Raised,
    Ruled,
    final_list,
    outcome_of,
)
from antechamber.accreditation.lists.published_files import (
    COURSE,
    FILES,
    FINAL,
    FINAL_CSV,
    MANIFEST,
    PROPOSED,
    Course,
    UntrueFiles,
    published_files,
    recompute,
)
from antechamber.accreditation.lists.states import Outcome, Ruling, Standing
from antechamber.processes.rule_words import ObjectionOutcome as Policy

S, P = Standing, Policy
O = Outcome  # noqa: E741 - one letter each, so that the table below can be read


def entries(count: int) -> list[Listed]:
    return [Listed(f"N-{number:03d}") for number in range(count)]


def objections(standing: Standing, *numbers: int) -> list[Raised]:
    return [Raised(f"N-{number:03d}", standing) for number in numbers]


def rulings(ruling: Ruling, *numbers: int) -> list[Ruled]:
    return [Ruled(f"N-{number:03d}", ruling) for number in numbers]


# One objection of each standing, no decision: (drop, chair, plenary, secretariat, comments).
ONE_OBJECTION = {
    S.RECEIVED: (O.UNDER_CONSULTATION,) * 5,
    S.LOGGED: (O.NOT_ACCREDITED, O.UNDER_CONSULTATION, O.REFERRED, O.ACCREDITED, O.INTERIM),
    S.UNDER_CONSULTATION: (
        *(O.NOT_ACCREDITED, O.UNDER_CONSULTATION, O.REFERRED, O.ACCREDITED, O.INTERIM),
    ),
    S.MAINTAINED: (O.NOT_ACCREDITED, O.NOT_ACCREDITED, O.REFERRED, O.ACCREDITED, O.INTERIM),
    S.WITHDRAWN: (O.CLEARED,) * 5,
    S.LATE: (O.CLEARED,) * 5,
    S.REFERRED: (O.NOT_ACCREDITED, O.REFERRED, O.REFERRED, O.REFERRED, O.REFERRED),
    S.UPHELD: (O.NOT_ACCREDITED, O.NOT_ACCREDITED, O.REFERRED, O.ACCREDITED, O.INTERIM),
    S.OVERRULED: (O.CLEARED,) * 5,
}
IN_ORDER = (
    P.DROP,
    P.CHAIR_CONSULTS,
    P.PLENARY_DECIDES,
    P.SECRETARIAT_ENDORSED,
    P.COMMENTS_TO_ORGANIZATION,
)


@pytest.mark.parametrize(("standing", "policy"), list(product(Standing, Policy)))
def test_one_objection_without_a_decision(standing, policy):
    outcome, _reason = outcome_of(Listed("N-000"), {standing: 1}, None, policy)

    assert outcome == ONE_OBJECTION[standing][IN_ORDER.index(policy)]


@pytest.mark.parametrize(("policy", "ruling"), list(product(Policy, Ruling)))
def test_decision_holds_under_every_policy_but_the_drop(policy, ruling):
    found = outcome_of(Listed("N-000"), {S.UPHELD: 1}, ruling, policy)

    expected = {
        Ruling.ADMIT: (O.ACCREDITED, "admitted_by_decision"),
        Ruling.REFUSE: (O.NOT_ACCREDITED, "refused_by_decision"),
    }[ruling]
    if policy is P.DROP:
        expected = (O.NOT_ACCREDITED, "objection_stands")
    assert found == expected


@pytest.mark.parametrize("policy", Policy)
def test_withdrawn_organization_is_left_off_whatever_else(policy):
    withdrawn = Listed("N-000", is_withdrawn=True)

    assert outcome_of(withdrawn, {S.MAINTAINED: 1}, Ruling.ADMIT, policy) == (
        O.WITHDRAWN,
        "withdrawn_by_organization",
    )


@pytest.mark.parametrize("policy", Policy)
def test_name_without_objection_is_cleared(policy):
    assert outcome_of(Listed("N-000"), {}, None, policy) == (O.CLEARED, "no_objection")


def test_any_objection_drops_the_name():
    """The GCM as some read A/RES/71/280: a proposed name stands where nobody objects."""
    final = final_list(entries(4), objections(S.LOGGED, 1, 1, 3), [], P.DROP)

    assert final.names == ("N-000", "N-002")
    assert final.unsettled == ()


def test_chair_consults_and_22_of_39_objections_are_kept():
    """High-level Meeting on HIV/AIDS 2016: the President talked 39 objections down to 22.

    https://assets.documentcloud.org/documents/2839328/PGAResponseCanada.txt
    """
    before = final_list(entries(439), objections(S.LOGGED, *range(39)), [], P.CHAIR_CONSULTS)
    after = final_list(
        entries(439),
        [*objections(S.MAINTAINED, *range(22)), *objections(S.WITHDRAWN, *range(22, 39))],
        [],
        P.CHAIR_CONSULTS,
    )

    assert before.counts == {"cleared": 400, "under_consultation": 39}
    assert after.counts == {"cleared": 417, "not_accredited": 22}
    assert {each.reason for each in after.lines[22:39]} == {"objections_withdrawn"}


def test_32_of_86_are_not_accredited_and_members_may_ask_who_objected():
    """Open-ended working group on ICTs, 2022: objections of some members left off 32 of 86.

    https://dig.watch/updates/results-of-the-accreditation-of-stakeholders-to-the-oewg-2021-2025-raises-concerns
    """
    final = final_list(entries(86), objections(S.LOGGED, *range(32), 0, 1), [], P.DROP)

    assert final.counts == {"cleared": 54, "not_accredited": 32}


def test_conference_decides_about_nine_organizations():
    """UNCAC Conference of States Parties 2021, rule 17: nine objected to, by two States.

    https://uncaccoalition.org/transparency-international-and-uncac-coalition-letter-to-uncac-cosp-president-and-secretary/
    """
    objected = [*objections(S.REFERRED, *range(9)), *objections(S.REFERRED, 0, 1)]
    waiting = final_list(entries(30), objected, [], P.PLENARY_DECIDES)
    votes = [*rulings(Ruling.REFUSE, *range(8)), *rulings(Ruling.ADMIT, 8)]
    decided = [*objections(S.UPHELD, *range(8)), *objections(S.OVERRULED, 8)]
    after = final_list(entries(30), decided, votes, P.PLENARY_DECIDES)

    assert waiting.counts == {"cleared": 21, "referred": 9}
    assert after.counts == {"accredited": 1, "cleared": 21, "not_accredited": 8}


def test_assembly_votes_an_amendment_with_two_names_down():
    """Rio+20, 2012: an amendment to strike two recommended names was voted down.

    http://www.un.org/press/en/2012/ga11239.doc.htm
    """
    waiting = final_list(entries(20), objections(S.REFERRED, 3, 4), [], P.SECRETARIAT_ENDORSED)
    kept = final_list(
        entries(20),
        objections(S.OVERRULED, 3, 4),
        rulings(Ruling.ADMIT, 3, 4),
        P.SECRETARIAT_ENDORSED,
    )

    assert waiting.unsettled == ("N-003", "N-004")
    assert len(kept.names) == 20
    assert kept.counts == {"accredited": 2, "cleared": 18}


def test_comments_go_to_the_organization_which_takes_part_until_it_is_decided():
    """ECOSOC resolution 1996/31, part VII: comments, an answer, interim accreditation."""
    final = final_list(
        entries(3),
        [*objections(S.LOGGED, 0, 1), *objections(S.UPHELD, 1)],
        rulings(Ruling.REFUSE, 1),
        P.COMMENTS_TO_ORGANIZATION,
    )

    assert [each.outcome for each in final.lines] == [O.INTERIM, O.NOT_ACCREDITED, O.CLEARED]
    assert final.names == ("N-000", "N-002")


def test_last_decision_holds():
    both = [*rulings(Ruling.REFUSE, 0), *rulings(Ruling.ADMIT, 0)]

    assert final_list(entries(1), [], both, P.PLENARY_DECIDES).counts == {"accredited": 1}


def test_objection_to_a_name_not_on_the_list_has_no_bearing():
    final = final_list(entries(1), objections(S.LOGGED, 7), rulings(Ruling.ADMIT, 8), P.DROP)

    assert final.counts == {"cleared": 1}


REFERENCES = st.sampled_from([each.reference for each in entries(6)])
RAISED = st.lists(st.builds(Raised, REFERENCES, st.sampled_from(Standing)), max_size=12)
RULED = st.lists(st.builds(Ruled, REFERENCES, st.sampled_from(Ruling)), max_size=6)
LISTED = st.lists(st.booleans(), min_size=0, max_size=6).map(
    lambda flags: [Listed(f"N-{place:03d}", flag) for place, flag in enumerate(flags)]
)
POLICIES = st.sampled_from(Policy)


@given(LISTED, RAISED, RULED, POLICIES, st.randoms())
def test_order_of_objections_has_no_bearing(listed, raised, ruled, policy, random):
    shuffled = random.sample(raised, len(raised))

    assert final_list(listed, raised, ruled, policy) == final_list(listed, shuffled, ruled, policy)


@given(LISTED, RAISED, RULED, POLICIES)
def test_every_entry_has_one_outcome_and_the_counts_match(listed, raised, ruled, policy):
    final = final_list(listed, raised, ruled, policy)

    assert [each.reference for each in final.lines] == [each.reference for each in listed]
    assert sum(final.counts.values()) == len(listed)


def content(listed: list[Listed], name: str = "Amity") -> ListContent:
    facts = [EntryFacts(each.reference, name, "KE", "https://a.example/", "ngo") for each in listed]
    return ListContent(
        process="gcm",
        number="GCM-L-01",
        kind="proposed",
        title="Organizations",
        modalities=1,
        entries=tuple(each.listed(("name", "country", "home_page")) for each in facts),
    )


@given(LISTED, RAISED, RULED, POLICIES)
def test_anyone_computes_the_final_list_from_the_files(listed, raised, ruled, policy):
    known = {each.reference for each in listed}
    course = Course(
        policy,
        listed,
        [each for each in raised if each.reference in known],
        [each for each in ruled if each.reference in known],
    )

    files = published_files(content(listed), course)

    assert recompute(files) == course.final()
    assert files == published_files(content(listed), course)


def published() -> dict[str, bytes]:
    listed = entries(3)
    course = Course(P.DROP, listed, objections(S.LOGGED, 1), [])
    return published_files(content(listed, name="=1+1"), course)


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_missing_file_is_named(name):
    files = published()
    del files[name]

    with pytest.raises(UntrueFiles, match=f"{name} is missing"):
        recompute(files)


@pytest.mark.parametrize("name", FILES)
def test_changed_file_is_named(name):
    files = published()
    files[name] = files[name].replace(b"N-001", b"N-002")
    if files[name] == published()[name]:
        files[name] += b"\r\n"

    with pytest.raises(UntrueFiles, match=f"{name} is not the file that was published"):
        recompute(files)


def retold(files: dict[str, bytes]) -> dict[str, bytes]:
    """Write a manifest that fits, as a forger would who has no list to compare with."""
    import hashlib

    hashes = {name: hashlib.sha256(files[name]).hexdigest() for name in FILES}
    files[MANIFEST] = json.dumps({"format": "antechamber-list-1", "sha256": hashes}).encode()
    return files


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (FINAL, b'"not_accredited"', b'"cleared"', "is not what follows"),
        (COURSE, b'"logged"', b'"withdrawn"', "is not what follows"),
        (COURSE, b"N-001", b"N-009", "N-009 are not on the list"),
        (COURSE, b'"drop"', b'"guess"', "cannot be read"),
        (PROPOSED, b"N-001", b"N-009", "N-001 are not on the list"),
        (FINAL_CSV, b"N-002", b"N-003", "says something else"),
        (COURSE, b"{", b"[", "not JSON"),
    ],
)
def test_forged_file_with_a_fitting_manifest_contradicts_another(name, old, new, words):
    files = published()
    files[name] = files[name].replace(old, new)

    with pytest.raises(UntrueFiles, match=words):
        recompute(retold(files))


def test_published_table_runs_no_formula():
    lines = published()[FINAL_CSV].decode("utf-8-sig").splitlines()

    assert lines == [
        "reference,name,country,home_page,outcome",
        "N-000,'=1+1,KE,https://a.example/,cleared",
        "N-002,'=1+1,KE,https://a.example/,cleared",
    ]


def test_list_from_which_everyone_is_left_off_has_its_file():
    listed = entries(1)
    course = Course(P.DROP, listed, objections(S.LOGGED, 0), [])

    assert recompute(published_files(content(listed), course)).names == ()
    assert isinstance(course.final(), FinalList)
