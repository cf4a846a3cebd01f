import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings, strategies as st
from pypdf import PdfReader

from antechamber.paper.papers import (
    Document,
    Entry,
    Letter,
    Origin,
    PrintedList,
    Receipt,
    breakable,
    to_the_second,
)
from antechamber.paper.scripts import MissingFont

RECEIVED_AT = datetime(2017, 4, 10, 3, 59, 59, tzinfo=UTC)
ORIGIN = Origin(
    institution="Office of the President",
    process="Made-up process",
    code="7KQ4-M2XP-9",
    verify_address="https://example.org/en/verify/7KQ4-M2XP-9",
)
RECEIPT = Receipt(
    origin=ORIGIN,
    organization="Made-up Association",
    reference="GCM-A-0412",
    received_at=RECEIVED_AT,
    zones=("America/New_York", "Africa/Nairobi", "UTC"),
    facts=[("Country", "Kenya")],
    documents=[Document("statutes.pdf", 2_048, "ab" * 32)],
    digest="cd" * 32,
    next_steps=["An officer reads it.", "You get an answer by 5 May 2017."],
)
LETTER = Letter(
    origin=ORIGIN,
    addressee=["Made-up Association", "Nairobi"],
    subject="Accreditation",
    paragraphs=["Dear colleagues,", "Your organization is accredited."],
    signed=["For the Office of the President"],
    dated=RECEIVED_AT,
    reference="GCM-A-0412",
)
LIST = PrintedList(
    origin=ORIGIN,
    title="Organizations proposed",
    subtitle="Under silence until 28 April 2017",
    version="2",
    paragraphs=["On a non-objection basis."],
    entries=[Entry("Made-up Association", "Kenya", "https://example.org")],
    digest="ef" * 32,
    dated=RECEIVED_AT,
)


def words(content):
    reader = PdfReader(io.BytesIO(content))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def printed_or_skipped(paper, language):
    try:
        return paper.printed(language)
    except MissingFont as missing:
        pytest.skip(f"This machine has no font for: {missing}.")


def test_a_receipt_says_what_came_and_when():
    printed = words(RECEIPT.printed("en"))

    for said in (
        "Receipt",
        "The application of Made-up Association was received.",
        "GCM-A-0412",
        "Sunday 9 April 2017, 23:59:59, New York time (UTC−4)",
        "Monday 10 April 2017, 06:59:59, Nairobi time (UTC+3)",
        "Monday 10 April 2017, 03:59:59, Coordinated Universal Time (UTC)",
        "Country Kenya",
        "statutes.pdf",
        "ab" * 32,
        "2.0 KB",
        "cd" * 32,
        "An officer reads it.",
        "7KQ4-M2XP-9",
        "https://example.org/en/verify/7KQ4-M2XP-9",
        "Page 1 of 1",
    ):
        assert said in printed


def test_a_receipt_without_documents_says_so():
    assert "No documents were handed in." in words(replace(RECEIPT, documents=[]).printed("en"))


def test_a_letter_says_what_it_was_given():
    printed = words(LETTER.printed("en"))

    for said in ("Nairobi", "10 April 2017", "Accreditation", "Your organization is accredited."):
        assert said in printed


def test_a_letter_may_have_no_number():
    assert "Reference number" not in words(replace(LETTER, reference="").printed("en"))


def test_a_list_numbers_its_organizations_on_every_page():
    many = replace(
        LIST, entries=[Entry(f"Association {n}", "Kenya", "https://e.example") for n in range(120)]
    )
    printed = words(many.printed("en"))

    assert "120 Association 119 Kenya https://e.example" in printed
    assert "120 organizations." in printed
    assert "Organizations proposed, version 2" in printed
    assert "Page 4 of" in printed
    assert printed.count("Home page") == printed.count("Page ")


def test_a_list_of_nobody_can_be_printed():
    assert "0 organizations." in words(replace(LIST, entries=[]).printed("en"))


@pytest.mark.parametrize(
    "text",
    [
        "#include *bold* _it_ `raw` $x^2$ @ref <label> \\ [a] {b} // c /* d */ = e - f + g",
        "\"quotes\" 'single' “curly” ~ -- ---",
        "#sys.inputs #read('/etc/passwd')",
        "Ελλάδα Привет Şenlik Ñandú",
    ],
)
def test_any_text_prints_as_it_stands(text):
    printed = words(replace(RECEIPT, organization=text).printed("en"))

    assert f"The application of {text} was received." in printed


def test_signs_that_do_not_print_are_left_out():
    named = replace(RECEIPT, organization="A\x00B\u202eC\ue000D\ud800E\ufffe")

    assert "The application of ABCDE was received." in words(named.printed("en"))


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru"])
@pytest.mark.parametrize("paper", [RECEIPT, LETTER, LIST])
def test_papers_are_printed_in_the_languages(paper, language):
    printed = printed_or_skipped(paper, language)
    reader = PdfReader(io.BytesIO(printed))

    assert reader.trailer["/Root"]["/Lang"] == language
    assert printed == paper.printed(language)


def test_arabic_runs_from_right_to_left():
    page = PdfReader(io.BytesIO(printed_or_skipped(LETTER, "ar"))).pages[0]
    places = {}
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: places.setdefault(text.strip(), cm[4] + tm[4])
    )

    assert places["Nairobi"] > float(page.mediabox.width) / 2


def test_a_paper_is_archival_accessible_and_dated():
    reader = PdfReader(io.BytesIO(RECEIPT.printed("en")))
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()

    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.metadata.title == "Receipt"
    assert reader.metadata.author == "Office of the President"
    assert reader.metadata.creation_date == RECEIVED_AT


@settings(max_examples=25)
@given(st.text(max_size=80))
def test_any_name_is_printed_or_refused_in_words(name):
    entry = Entry(name, "Kenya", name)
    try:
        printed = replace(LIST, entries=[entry]).printed("en")
    except MissingFont as missing:
        printed = missing.words.encode()

    assert printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Made-up Association", "Made-up Association"),
        ("a" * 28, "a" * 28),
        ("a" * 30, "a" * 28 + "|" + "aa"),
        ("https://www.example.org/a/long-path", "https://|www|.example|.org/|a/|long-|path"),
    ],
)
def test_over_long_runs_can_be_broken(text, expected):
    assert breakable(text).replace("\u200b", "|") == expected


@given(st.text())
def test_breaking_changes_no_letter(text):
    text = text.replace("\u200b", "")

    assert breakable(text).replace("\u200b", "") == text


def test_instants_are_written_with_their_seconds():
    assert to_the_second(RECEIVED_AT, "Europe/Zurich") == (
        "Monday 10 April 2017, 05:59:59, Geneva time (UTC+2)"
    )
