import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from antechamber.organizations.comparison import Comparison, Reason, Verdict, compare
from antechamber.organizations.names import parse

DATA = Path(__file__).parent / "data"


def compared(one: str, other: str) -> Comparison:
    return compare(parse(one), parse(other))


def verdicts_of(file_name: str) -> Counter[Verdict]:
    with (DATA / file_name).open(encoding="utf-8", newline="") as opened:
        pairs = list(csv.DictReader(opened))
    return Counter(compared(pair["name_a"], pair["name_b"]).verdict for pair in pairs)


def test_compare_finds_every_spelling_variant_that_reports_hold() -> None:
    assert verdicts_of("spelling_variants.csv") == {Verdict.EXACT: 150}


def test_compare_finds_most_slips() -> None:
    verdicts = verdicts_of("spelling_slips.csv")

    assert verdicts.total() == 59
    assert verdicts[Verdict.EXACT] + verdicts[Verdict.LIKELY] >= 41
    assert verdicts[Verdict.NONE] <= 1


def test_compare_takes_no_hard_negative_for_the_same() -> None:
    verdicts = verdicts_of("hard_negatives.csv")

    assert verdicts.total() == 203
    assert verdicts[Verdict.EXACT] + verdicts[Verdict.LIKELY] == 0


@pytest.mark.parametrize(
    ("one", "other", "verdict", "reason"),
    [
        ("Harbour of Hope", "harbour of hope", Verdict.EXACT, Reason.SAME_NAME),
        ("Harbour – of Hope", "Harbour of “Hope”", Verdict.EXACT, Reason.PUNCTUATION),
        ("The Harbour of Hope", "Harbour of Hope", Verdict.EXACT, Reason.PUNCTUATION),
        ("Harbour-Mates of Hope", "Harbourmates of Hope", Verdict.EXACT, Reason.PUNCTUATION),
        ("Harbour of Hope, Inc.", "Harbour of Hope", Verdict.EXACT, Reason.LEGAL_FORM),
        ("Harbour of Hope, Inc.", "Harbour of Hope Ltd", Verdict.LIKELY, Reason.LEGAL_FORM),
        ("Stichting Harbour Hope", "Harbour Hope", Verdict.LIKELY, Reason.LEGAL_FORM),
        ("Harbour Hope Verein", "Stiftung Harbour Hope", Verdict.POSSIBLE, Reason.LEGAL_FORM),
        ("Harbour of Hope (HOH)", "Harbour of Hope", Verdict.EXACT, Reason.ACRONYM),
        ("Women’s Council (WCK)", "Women’s Council (WTZ)", Verdict.POSSIBLE, Reason.OTHER_ACRONYM),
        ("HOH", "Harbour of Hope (HOH)", Verdict.POSSIBLE, Reason.ACRONYM),
        ("Harbour of Hope", "Harbour for Hope", Verdict.LIKELY, Reason.SMALL_WORDS),
        ("Zanzibar Lantern Weavers", "Lantern Weavers Zanzibar", Verdict.LIKELY, Reason.WORD_ORDER),
        (
            "Institute of Sustainable Development",
            "Sustainable Development Institute",
            Verdict.POSSIBLE,
            Reason.WORD_ORDER,
        ),
        ("Centre for Lanterns", "Center for Lanterns", Verdict.LIKELY, Reason.SPELLING),
        ("Lantern Organisation", "Lantern Organization", Verdict.LIKELY, Reason.SPELLING),
        (
            "Afghanistan Green Crescent Organization",
            "Afghanistan Green Crescent Organizaion",
            Verdict.LIKELY,
            Reason.SPELLING,
        ),
        ("Karim Foundation", "Karima Foundation", Verdict.POSSIBLE, Reason.SPELLING),
        ("Общество Волонтёр", "Obshchestvo Volonter", Verdict.LIKELY, Reason.TRANSLITERATION),
        (
            "Международный Мемориал",
            "Mezhdunarodny Memorial",
            Verdict.LIKELY,
            Reason.TRANSLITERATION,
        ),
        (
            "جمعية الهلال الأحمر",
            "Jamiyat al-Hilal al-Ahmar",
            Verdict.LIKELY,
            Reason.TRANSLITERATION,
        ),
        ("Ελληνικός Σταυρός", "Ellinikos Stayros", Verdict.LIKELY, Reason.TRANSLITERATION),
        ("北京大学", "Beijing Daxue", Verdict.LIKELY, Reason.TRANSLITERATION),
        ("明光社", "鸣光社", Verdict.LIKELY, Reason.TRANSLITERATION),
        ("Centre for Peace", "Centre for Peace Studies", Verdict.POSSIBLE, Reason.PART_OF),
        (
            "Amnesty International",
            "Amnesty International Kenya",
            Verdict.POSSIBLE,
            Reason.PART_OF,
        ),
        (
            "Women’s Federation of Kenya",
            "Women’s Federation of Ghana",
            Verdict.NONE,
            Reason.NOTHING_SHARED,
        ),
        (
            "Youth Crime Watch of Niger",
            "Youth Crime Watch of Nigeria",
            Verdict.POSSIBLE,
            Reason.OTHER_PLACE,
        ),
        ("Congress of 2012", "Congress of 2016", Verdict.NONE, Reason.NOTHING_SHARED),
        (
            "World Lantern Weavers Congress 2012",
            "World Lantern Weavers Congress 2016",
            Verdict.POSSIBLE,
            Reason.OTHER_NUMBER,
        ),
        ("Health, Limited", "WA Health", Verdict.POSSIBLE, Reason.SMALL_WORDS),
        ("Carbone Guinée", "くらて病院", Verdict.NONE, Reason.NOTHING_SHARED),
        ("Harbour of Hope", "Lantern Weavers", Verdict.NONE, Reason.NOTHING_SHARED),
        ("", "Harbour of Hope", Verdict.NONE, Reason.NOTHING_SHARED),
    ],
)
def test_compare_says_how_surely_two_names_are_one_and_why(
    one: str, other: str, verdict: Verdict, reason: Reason
) -> None:
    result = compared(one, other)

    assert (result.verdict, result.reason) == (verdict, reason)


def test_compare_tells_the_words_that_differ() -> None:
    assert compared("Lantern Weavers of Kenya", "Lantern Weavers of Ghana") == Comparison(
        Verdict.POSSIBLE, 76, Reason.OTHER_PLACE, ("kenya",), ("ghana",)
    )


NAME_WORDS = (
    "women peace kenya ghana niger nigeria lantern lanterns centre center 2012 inc of the "
    "stiftung الهلال Мир 北 (WPK) (WPG) international"
)

NAMES = st.lists(
    st.sampled_from(NAME_WORDS.split()),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(NAMES, NAMES)
def test_compare_is_symmetric(one: str, other: str) -> None:
    there, back = compared(one, other), compared(other, one)

    assert (there.verdict, there.score, there.reason) == (back.verdict, back.score, back.reason)


@given(st.text(max_size=60))
def test_compare_takes_a_name_for_itself(text: str) -> None:
    parsed = parse(text)

    expected = Verdict.EXACT if parsed.tokens else Verdict.NONE
    assert compare(parsed, parsed).verdict == expected


@given(NAMES, NAMES)
def test_compare_gives_nothing_a_score_and_something_more(one: str, other: str) -> None:
    result = compared(one, other)

    assert (result.score == 0) == (result.verdict is Verdict.NONE)
