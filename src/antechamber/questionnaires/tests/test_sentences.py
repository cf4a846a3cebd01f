import re
from pathlib import Path

import pytest

from antechamber.questionnaires import file_contents, sentences, uploads, values
from antechamber.questionnaires.schema import Kind
from antechamber.questionnaires.sentences import COUNTED_SENTENCES, SENTENCES, sentence
from antechamber.questionnaires.tests.documents import options, question, section
from antechamber.questionnaires.values import Error


def asked(kind="text", **fields):
    return section(question("q", kind, **fields)).questions[0]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Error("required"), "Answer this question."),
        (Error("bad_email"), "Enter an e-mail address such as name@example.org."),
        (
            Error("too_many_words", {"limit": 250, "count": 1_501}),
            "Use 250 words or fewer: there are 1501 now.",
        ),
        (Error("too_long", {"limit": 1, "count": 2}), "Use 1 character or fewer: there are 2 now."),
        (
            Error("too_many", {"limit": 2, "count": 3}),
            "Choose 2 answers at most: there are 3 now.",
        ),
        (
            Error("too_many_files", {"limit": 1, "count": 2}),
            "Upload 1 file at most: there are 2 now.",
        ),
        (Error("too_low", {"limit": 1900}), "Enter 1900 or more."),
        (
            Error("file_too_large", {"name": "a.pdf", "size": 6_291_456, "limit": 5_242_880}),
            "a.pdf has 6.0\xa0MB. Choose a file of at most 5.0\xa0MB.",
        ),
        (
            Error("file_type_refused", {"name": "a.gif", "found": "", "allowed": ("pdf", "png")}),
            "a.gif is of a type that is not taken here. Upload PDF, PNG.",
        ),
        (
            Error("file_name_lies", {"name": "a.pdf", "extension": "pdf", "found": "docx"}),
            "The name a.pdf does not fit what is in the file, which is DOCX.",
        ),
        (
            Error("file_empty", {"name": "100% <b>.pdf"}),
            "100% <b>.pdf is empty. Choose another file.",
        ),
    ],
)
def test_errors_become_sentences(error, expected):
    assert sentence(asked(), error) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("choice", "Choose one of the answers."),
        ("choices", "Choose one answer or more."),
        ("country", "Choose a country."),
        ("countries", "Choose one country or more."),
        ("declaration", "Tick the box to confirm."),
        ("date", "Answer this question."),
    ],
)
def test_a_missing_answer_is_asked_for_by_kind(kind, expected):
    fields = {"options": options("a")} if kind in {"choice", "choices"} else {}

    assert sentence(asked(kind, **fields), Error("required")) == expected


def test_a_question_can_have_its_own_words_for_a_missing_answer():
    own = asked("file", error="Upload the proof of legal status.")

    assert sentence(own, Error("file_required")) == "Upload the proof of legal status."
    assert sentence(own, Error("file_damaged", {"name": "a.pdf"})).startswith("a.pdf is damaged")


def test_days_are_written_out():
    day = asked("date")

    assert sentence(day, Error("too_high", {"limit": "2017-04-17"})) == (
        "Enter 17 April 2017 or an earlier day."
    )


def test_every_code_has_a_sentence():
    sources = [Path(values.__file__), Path(uploads.__file__)]
    sources += Path(file_contents.__file__).parent.glob("*.py")
    written = "\n".join(source.read_text("utf-8") for source in sources)
    codes = set(re.findall(r'(?:Wrong|Refusal)\("(\w+)"', written))
    codes |= set(re.findall(r'"(bad_\w+|file_encrypted|file_old_office)"', written))

    assert codes == set(SENTENCES) | set(COUNTED_SENTENCES)


def test_sentences_end_with_a_full_stop():
    patterns = [*SENTENCES.values(), *sentences.DATE_SENTENCES.values()]
    patterns += sentences.REQUIRED_SENTENCES.values()

    assert [str(words) for words in patterns if not str(words).endswith(".")] == []
    assert {*sentences.REQUIRED_SENTENCES} < set(Kind)
