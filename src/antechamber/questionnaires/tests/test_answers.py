import unicodedata

import pytest
from hypothesis import given, strategies as st

from antechamber.questionnaires.answers import asked_answers, problems, validate
from antechamber.questionnaires.reading import parse
from antechamber.questionnaires.schema import Kind
from antechamber.questionnaires.tests.documents import SMALL, document, options, question, section
from antechamber.questionnaires.uploads import FileVerdict
from antechamber.questionnaires.values import Error

PDF = FileVerdict("statutes.pdf", 2_000, "pdf", sha256="00")
BAD = FileVerdict("photo.pdf", 0, code="file_empty", params={})

FIELDS = {
    Kind.CHOICE: {"options": options("ngo", "company")},
    Kind.CHOICES: {"options": options("ngo", "company"), "max_items": 1},
    Kind.COUNTRIES: {"max_items": 2},
    Kind.LONG_TEXT: {"word_limit": 3, "max_length": 40},
    Kind.TEXT: {"max_length": 20},
    Kind.URL: {"max_length": 40},
    Kind.YEAR: {"minimum": 1900, "maximum": 2017},
    Kind.NUMBER: {"minimum": 0, "maximum": 1000},
    Kind.DATE: {"minimum": "2017-03-14", "maximum": "2017-04-17"},
    Kind.FILES: {"max_items": 2},
}


def page(kind, **fields):
    return section(question("q", kind.value, **{**FIELDS.get(kind, {}), **fields}))


def answer(kind, raw, **fields):
    """Return the cleaned answer, or the error, to one question of `kind`."""
    cleaned, errors = validate(page(kind, **fields), {"q": raw})
    return errors["q"] if errors else cleaned.get("q")


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        (Kind.TEXT, "Suharto", "Suharto"),
        (Kind.TEXT, "  Ana \t  María  ", "Ana María"),
        (Kind.TEXT, "e\u0301te\u0301", "\u00e9t\u00e9"),
        (Kind.TEXT, "a\x00b\x07c\u202ed\u2066e", "abcde"),
        (Kind.TEXT, "می\u200cخواهم", "می\u200cخواهم"),
        (Kind.TEXT, "👩\u200d👧 🎉", "👩\u200d👧 🎉"),
        (Kind.TEXT, "\u200fجمعية\u200f", "جمعية"),
        (Kind.TEXT, "<b>bold</b>", "<b>bold</b>"),
        (Kind.TEXT, "=1+1", "=1+1"),
        (Kind.TEXT, "line one\r\nline two", "line one line two"),
        (Kind.TEXT, "\ud800x", "x"),
        (Kind.TEXT, ["first", "second"], "first"),
        (Kind.TEXT, 12, "12"),
        (Kind.LONG_TEXT, " one\r\ntwo\u2028three ", "one\ntwo\nthree"),
        (Kind.LONG_TEXT, "国际移", "国际移"),
        (Kind.EMAIL, " Ana.Maria@Example.ORG ", "Ana.Maria@example.org"),
        (Kind.EMAIL, "ana@example.org", "ana@example.org"),
        (Kind.URL, "www.example.org", "https://www.example.org"),
        (Kind.URL, "example.org/über?x=1", "https://example.org/über?x=1"),
        (Kind.URL, "HTTP://example.org:8080/", "HTTP://example.org:8080/"),
        (Kind.URL, "https://مثال.إختبار/", "https://مثال.إختبار/"),
        (Kind.PHONE, "+41 22 555 01 23", "+41 22 555 01 23"),
        (Kind.PHONE, "(212) 555-0123 ext. 45", "(212) 555-0123 ext. 45"),
        (Kind.PHONE, "+٢٠ ٢ ٥٥٥ ٠١٢٣", "+20 2 555 0123"),
        (Kind.COUNTRY, "fr", "FR"),
        (Kind.COUNTRIES, ["FR", "PS", "FR"], ["FR", "PS"]),
        (Kind.COUNTRIES, ["", "FR"], ["FR"]),
        (Kind.CHOICE, "ngo", "ngo"),
        (Kind.CHOICES, ["company"], ["company"]),
        (Kind.DATE, "2017-4-9", "2017-04-09"),
        (Kind.DATE, "٢٠١٧-٠٤-٠٩", "2017-04-09"),
        (Kind.YEAR, " 1998 ", 1998),
        (Kind.NUMBER, "1 000", 1000),
        (Kind.NUMBER, "0", 0),
        (Kind.NUMBER, "１２", 12),
        (Kind.DECLARATION, "on", True),
        (Kind.DECLARATION, True, True),
        (Kind.FILES, ["f_1", "f_2"], ["f_1", "f_2"]),
        (Kind.FILE, "f_1", ["f_1"]),
    ],
)
def test_answers_are_taken_as_they_were_meant(kind, raw, expected):
    assert answer(kind, raw) == expected


@pytest.mark.parametrize(
    ("kind", "raw", "expected"),
    [
        (Kind.TEXT, "a" * 21, Error("too_long", {"limit": 20, "count": 21})),
        (Kind.TEXT, "a" * 10**6, Error("too_long", {"limit": 20, "count": 10**6})),
        (Kind.LONG_TEXT, "one two three four", Error("too_many_words", {"limit": 3, "count": 4})),
        (Kind.LONG_TEXT, "国际移民", Error("too_many_words", {"limit": 3, "count": 4})),
        (Kind.EMAIL, "ana", Error("bad_email")),
        (Kind.EMAIL, "ana@", Error("bad_email")),
        (Kind.EMAIL, "a@b@example.org", Error("bad_email")),
        (Kind.EMAIL, "ana@example.org, b@example.org", Error("bad_email")),
        (Kind.URL, "javascript:alert(1)", Error("bad_url")),
        (Kind.URL, "ftp://example.org", Error("bad_url")),
        (Kind.URL, "nowhere", Error("bad_url")),
        (Kind.URL, "https://un.org@example.net", Error("bad_url")),
        (Kind.URL, "https://un.org:x@example.net/", Error("bad_url")),
        (Kind.URL, "a b.org", Error("bad_url")),
        (Kind.URL, f"{'a' * 34}.org", Error("too_long", {"limit": 40, "count": 46})),
        (Kind.PHONE, "1234", Error("bad_phone")),
        (Kind.PHONE, "call me", Error("bad_phone")),
        (Kind.PHONE, "=cmd|' /C calc'!A0", Error("bad_phone")),
        (Kind.COUNTRY, "XX", Error("bad_country")),
        (Kind.COUNTRIES, ["FR", "XX"], Error("bad_country")),
        (Kind.COUNTRIES, ["FR", "PS", "KE"], Error("too_many", {"limit": 2, "count": 3})),
        (Kind.CHOICE, "state", Error("bad_choice")),
        (Kind.CHOICE, "n" * 101, Error("too_long", {"limit": 100, "count": 101})),
        (Kind.CHOICES, ["ngo", "state"], Error("bad_choice")),
        (Kind.CHOICES, ["ngo", "company"], Error("too_many", {"limit": 1, "count": 2})),
        (Kind.DATE, "2017-02-30", Error("bad_date")),
        (Kind.DATE, "9 April", Error("bad_date")),
        (Kind.DATE, "2017-03-13", Error("too_low", {"limit": "2017-03-14"})),
        (Kind.DATE, "2017-04-18", Error("too_high", {"limit": "2017-04-17"})),
        (Kind.YEAR, "98", Error("bad_year")),
        (Kind.YEAR, "MCMXCVIII", Error("bad_year")),
        (Kind.YEAR, "1899", Error("too_low", {"limit": 1900})),
        (Kind.YEAR, "2018", Error("too_high", {"limit": 2017})),
        (Kind.NUMBER, "1,5", Error("bad_number")),
        (Kind.NUMBER, "1e3", Error("bad_number")),
        (Kind.NUMBER, "-1", Error("too_low", {"limit": 0})),
        (Kind.NUMBER, "\u22121", Error("too_low", {"limit": 0})),
        (Kind.NUMBER, "1001", Error("too_high", {"limit": 1000})),
        (Kind.DECLARATION, "no", Error("required")),
        (Kind.FILES, ["a", "b", "c"], Error("too_many_files", {"limit": 2, "count": 3})),
    ],
)
def test_answers_that_cannot_be_taken_say_why(kind, raw, expected):
    assert answer(kind, raw) == expected


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("raw", [None, "", "  \n ", [], [""], "\u200b\u200d", "\x00"])
def test_an_empty_answer_is_missing_where_it_is_required(kind, raw):
    if kind in {Kind.FILE, Kind.FILES}:
        raw = None
    missing = "file_required" if kind in {Kind.FILE, Kind.FILES} else "required"

    assert answer(kind, raw) == Error(missing)
    assert answer(kind, raw, required=False) is None


def test_what_is_not_asked_gives_neither_answer_nor_error():
    page = parse(SMALL).sections[0]

    assert validate(page, {"kind": "ngo", "owner": "Nobody"}) == ({"kind": "ngo"}, {})
    assert validate(page, {"kind": "company"}) == (
        {"kind": "company"},
        {"owner": Error("required")},
    )


def test_what_the_page_said_before_does_not_decide_what_it_asks():
    page = parse(SMALL).sections[0]

    assert validate(page, {"kind": ""}, {}, {"kind": "company"}) == (
        {},
        {"kind": Error("required")},
    )


def test_a_new_file_takes_the_place_of_the_only_one():
    assert validate(page(Kind.FILE), {"q": ["f_old"]}, {"q": [PDF]}) == ({}, {})


def test_new_files_count_beside_those_kept():
    assert validate(page(Kind.FILES), {"q": ["f_1"]}, {"q": [PDF]}) == ({"q": ["f_1"]}, {})
    assert validate(page(Kind.FILES), {"q": ["f_1"]}, {"q": [PDF, PDF]}) == (
        {},
        {"q": Error("too_many_files", {"limit": 2, "count": 3})},
    )


def test_a_refused_file_is_named():
    assert validate(page(Kind.FILES), {}, {"q": [PDF, BAD]}) == (
        {},
        {"q": Error("file_empty", {"name": "photo.pdf"})},
    )


def test_the_problems_of_a_whole_questionnaire_are_found_by_page():
    questionnaire = parse(SMALL)

    assert problems(questionnaire, {}) == {"page": {"kind": Error("required")}}
    assert problems(questionnaire, {"kind": "ngo"}) == {}
    assert problems(questionnaire, {"kind": "company"}) == {"page": {"owner": Error("required")}}


def test_only_answers_to_what_is_asked_are_handed_in():
    questionnaire = parse(SMALL)

    assert asked_answers(questionnaire, {"kind": "ngo", "owner": "X", "other": 1}) == {
        "kind": "ngo"
    }


EVERY_KIND = parse(
    document(
        sections=[
            {
                "key": f"page_{kind}",
                "title": "A page",
                "questions": [question(str(kind), str(kind), **FIELDS.get(kind, {}))],
            }
            for kind in Kind
        ]
    )
)


@given(st.sampled_from(list(Kind)), st.text() | st.lists(st.text(), max_size=3) | st.none())
def test_any_text_gives_an_answer_or_an_error(kind, raw):
    cleaned, errors = validate(EVERY_KIND.section(f"page_{kind}"), {str(kind): raw})

    assert len(cleaned) + len(errors) == 1


@given(st.sampled_from([Kind.TEXT, Kind.LONG_TEXT, Kind.URL, Kind.EMAIL]), st.text())
def test_a_cleaned_answer_stays_what_it_is(kind, raw):
    page = EVERY_KIND.section(f"page_{kind}")
    cleaned, errors = validate(page, {str(kind): raw})

    assert errors or validate(page, cleaned) == (cleaned, {})


@given(st.text())
def test_what_is_kept_is_composed_and_free_of_hidden_signs(raw):
    kept = answer(Kind.TEXT, raw, required=False, max_length=20_000)

    assert unicodedata.is_normalized("NFC", kept or "")
    assert not set(kept or "") & set("\x00\x1b\u202a\u202e\u2066\u2069\ufeff\n\t")


def test_a_letter_keeps_no_more_marks_than_writing_has():
    assert answer(Kind.LONG_TEXT, "a" + "\u0316" * 10_000, max_length=20_000) == "a" + "\u0316" * 30
