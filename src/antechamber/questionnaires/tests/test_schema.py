import pytest

from antechamber.questionnaires.reading import parse
from antechamber.questionnaires.schema import Condition
from antechamber.questionnaires.tests.documents import SMALL, document, options, question


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, False),
        ({"q": None}, False),
        ({"q": "ngo"}, True),
        ({"q": "company"}, False),
        ({"q": ["company", "ngo"]}, True),
        ({"q": []}, False),
        ({"q": True}, True),
        ({"q": False}, False),
    ],
)
def test_a_condition_asks_an_earlier_answer(answers, expected):
    assert Condition("q", ("ngo", "yes")).holds(answers) is expected


def asked(questionnaire, answers):
    return {
        section.key: [question.key for question in questions]
        for section, questions in questionnaire.asked_sections(answers)
    }


def test_a_question_is_asked_where_its_condition_holds():
    questionnaire = parse(SMALL)

    assert asked(questionnaire, {}) == {"page": ["kind"]}
    assert asked(questionnaire, {"kind": "ngo"}) == {"page": ["kind"]}
    assert asked(questionnaire, {"kind": "company"}) == {"page": ["kind", "owner"]}


def test_a_page_without_questions_to_ask_falls_away():
    chain = document(
        sections=[
            {
                "key": "first",
                "title": "First",
                "questions": [question("a", "choice", options=options("yes", "no"))],
            },
            {
                "key": "second",
                "title": "Second",
                "questions": [
                    question(
                        "b",
                        "choice",
                        options=options("yes", "no"),
                        condition={"question": "a", "values": ["yes"]},
                    )
                ],
            },
            {
                "key": "third",
                "title": "Third",
                "questions": [
                    question("c", "text", condition={"question": "b", "values": ["yes"]})
                ],
            },
        ]
    )
    questionnaire = parse(chain)

    assert asked(questionnaire, {"a": "yes", "b": "yes"}) == {
        "first": ["a"],
        "second": ["b"],
        "third": ["c"],
    }
    assert asked(questionnaire, {"a": "no", "b": "yes"}) == {"first": ["a"]}
