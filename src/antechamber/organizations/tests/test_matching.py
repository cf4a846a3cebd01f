from antechamber.organizations.comparison import Reason, Verdict
from antechamber.organizations.matching import (
    MAX_MATCHES,
    CountryAgreement,
    Match,
    NameEntry,
    NameIndex,
    NameKind,
)

ENTRIES = [
    NameEntry("harbour", "Harbour of Hope (HOHO)", NameKind.OFFICIAL, "KE"),
    NameEntry("harbour", "Haven of Hope Society", NameKind.FORMER, "KE"),
    NameEntry("harbour", "HOHOK", NameKind.ACRONYM, "KE"),
    NameEntry("weavers-ke", "Lantern Weavers", NameKind.OFFICIAL, "KE"),
    NameEntry("weavers-gh", "Lantern Weavers", NameKind.OFFICIAL, "GH"),
    NameEntry("kites-ke", "Paper Kite Foundation Kenya", NameKind.OFFICIAL, "KE"),
    NameEntry("kites-gh", "Paper Kite Foundation Ghana", NameKind.OFFICIAL, "GH"),
    NameEntry("mir", "Фонд Волонтёр", NameKind.OFFICIAL, None),
]
INDEX = NameIndex(ENTRIES)


def found(name: str, country: str | None = None) -> list[tuple[object, Verdict, Reason]]:
    return [(m.organization, m.verdict, m.reason) for m in INDEX.match(name, country)]


def test_match_tells_all_about_a_match() -> None:
    assert INDEX.match("harbour of HOPE", "KE") == [
        Match(
            organization="harbour",
            verdict=Verdict.EXACT,
            score=98,
            reason=Reason.ACRONYM,
            name="Harbour of Hope (HOHO)",
            kind=NameKind.OFFICIAL,
            country="KE",
            country_agreement=CountryAgreement.SAME,
            asked_words=(),
            found_words=("hoho",),
        )
    ]


def test_match_gives_nothing_for_an_unknown_name() -> None:
    assert INDEX.match("Ministry of Silence") == []
    assert INDEX.match("") == []
    assert INDEX.match("\x00😀" * 5_000_000) == []


def test_match_finds_a_former_name_and_says_so() -> None:
    assert found("Haven of Hope Society") == [("harbour", Verdict.EXACT, Reason.FORMER_NAME)]


def test_match_finds_a_misspelled_name() -> None:
    assert found("Haven of Hope Socieety") == [("harbour", Verdict.LIKELY, Reason.SPELLING)]


def test_match_finds_a_name_in_another_script() -> None:
    assert found("Fond Volonter") == [("mir", Verdict.LIKELY, Reason.TRANSLITERATION)]


def test_match_returns_one_name_of_two_countries_twice() -> None:
    assert sorted(map(str, found("Lantern Weavers"))) == sorted(
        map(
            str,
            [
                ("weavers-ke", Verdict.EXACT, Reason.SAME_NAME),
                ("weavers-gh", Verdict.EXACT, Reason.SAME_NAME),
            ],
        )
    )


def test_match_ranks_by_country_and_holds_another_country_down() -> None:
    assert found("Lantern Weavers", "GH") == [
        ("weavers-gh", Verdict.EXACT, Reason.SAME_NAME),
        ("weavers-ke", Verdict.POSSIBLE, Reason.OTHER_COUNTRY),
    ]


def test_match_takes_no_national_organization_for_another() -> None:
    assert found("Paper Kite Foundation Kenya", "KE")[:1] == [
        ("kites-ke", Verdict.EXACT, Reason.SAME_NAME)
    ]
    assert {verdict for _, verdict, _ in found("Paper Kite Foundation Togo")} <= {Verdict.POSSIBLE}


def test_match_raises_a_long_acronym_that_one_organization_bears() -> None:
    assert found("HOHOK") == [("harbour", Verdict.LIKELY, Reason.ACRONYM)]


def test_match_leaves_a_short_or_shared_acronym_possible() -> None:
    shared = NameIndex([*ENTRIES, NameEntry("other", "HOHOK", NameKind.ACRONYM)])

    assert found("HOHO") == [("harbour", Verdict.POSSIBLE, Reason.ACRONYM)]
    assert {match.verdict for match in shared.match("HOHOK")} == {Verdict.POSSIBLE}


def test_match_does_not_take_a_near_acronym() -> None:
    assert found("HOHOL") == []


def test_match_gives_no_more_than_can_be_read() -> None:
    crowd = NameIndex(NameEntry(number, "Lantern Weavers") for number in range(50))

    assert len(crowd.match("Lantern Weavers")) == MAX_MATCHES


def test_every_name_of_an_index_finds_its_organization() -> None:
    assert [
        entry.organization in {match.organization for match in INDEX.match(entry.text)}
        for entry in ENTRIES
    ] == [True] * len(ENTRIES)
    assert len(INDEX) == len(ENTRIES)
