import json
import tomllib
from copy import deepcopy

import pytest
from hypothesis import given, strategies as st

from antechamber.questionnaires.reading import document_digest, parse
from antechamber.questionnaires.schema import Condition, Kind, Option, Question
from antechamber.questionnaires.tables import UnusableQuestionnaire
from antechamber.questionnaires.tests.documents import SMALL, document, options, question
from antechamber.questionnaires.texts import Text

TOML = """
code = "accreditation"
version = 3
languages = ["fr", "en"]

[[sections]]
key = "purpose"
title = { fr = "Votre objet", en = "Your purpose" }

[[sections.questions]]
key = "purpose"
kind = "long_text"
word_limit = 250
label = { fr = "Quel est votre objet ?", en = "What is your purpose?" }
hint = { fr = "En 250 mots au plus." }
"""


def test_a_document_in_toml_becomes_a_questionnaire():
    questionnaire = parse(tomllib.loads(TOML))

    assert (questionnaire.code, questionnaire.version) == ("accreditation", 3)
    assert questionnaire.languages == ("fr", "en")
    assert questionnaire.question("purpose") == Question(
        key="purpose",
        kind=Kind.LONG_TEXT,
        label=Text({"fr": "Quel est votre objet ?", "en": "What is your purpose?"}, "fr"),
        hint=Text({"fr": "En 250 mots au plus."}, "fr"),
        error=Text({}, "fr"),
        required=True,
        personal=False,
        max_length=10_000,
        word_limit=250,
        options=(),
        minimum=None,
        maximum=None,
        max_items=250,
        file_types=(),
        max_bytes=0,
        condition=None,
    )


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en", "What is your purpose?"), ("en-gb", "What is your purpose?")]
    + [(tag, "Quel est votre objet ?") for tag in ("fr", "ar", "zh-hans", "", "xx")],
)
def test_texts_fall_back_to_the_original_language(tag, expected):
    label = parse(tomllib.loads(TOML)).question("purpose").label

    assert label.words(tag) == expected


def test_a_text_without_words_is_empty_in_every_language():
    assert (bool(Text()), Text().words("fr"), Text().language_for("fr")) == (False, "", "en")


def test_choices_and_conditions_are_read():
    questionnaire = parse(SMALL)

    assert questionnaire.question("kind").options == (
        Option("ngo", Text({"en": "Ngo"}), Text()),
        Option("company", Text({"en": "Company"}), Text()),
    )
    assert questionnaire.question("owner").condition == Condition("kind", ("company",))
    assert questionnaire.personal_keys() == {"owner"}


def test_parts_are_found_by_key():
    questionnaire = parse(SMALL)

    assert questionnaire.section("page") is questionnaire.sections[0]
    assert questionnaire.section("nowhere") is None
    assert questionnaire.question("nothing") is None


def test_the_digest_is_of_the_content_alone():
    reordered = json.loads(json.dumps(SMALL, sort_keys=True))
    changed = deepcopy(SMALL)
    changed["version"] = 2

    assert parse(reordered).digest == parse(SMALL).digest == document_digest(SMALL)
    assert parse(changed).digest != parse(SMALL).digest
    assert len(parse(SMALL).digest) == 64


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ([], "must be a table"),
        ({}, "code: must be a key: small letters, digits and _, at most 40"),
        (document(code="Code"), "code: must be a key: small letters, digits and _, at most 40"),
        (document(version=0), "version: must be a whole number from 1 to 100000"),
        (document(version=True), "version: must be a whole number from 1 to 100000"),
        (document(languages=[]), "languages: must be some of ar, en, es, fr, ru, zh, each once"),
        (
            document(languages=["de"]),
            "languages: must be some of ar, en, es, fr, ru, zh, each once",
        ),
        (document(languages="en"), "languages: must be a list of texts"),
        (document(sections=[]), "sections: must be a list of 1 to 40"),
        (document(sections=[3]), "sections[0]: must be a table"),
        (document(), "sections[0].questions: must be a list of 1 to 12"),
        (
            document(colour="red"),
            "colour: is not known here; known are code, languages, sections, version",
        ),
        (
            document(question("q", "text", condition={"question": "q", "values": ["a"]})),
            "q.condition: q is no choice that is asked before",
        ),
        (
            document(
                question("a", "text"),
                question("b", "text", condition={"question": "a", "values": ["x"]}),
            ),
            "b.condition: a is no choice that is asked before",
        ),
        (
            document(
                question("a", "choice", options=options("x")),
                question("b", "text", condition={"question": "a", "values": ["y"]}),
            ),
            "b.condition: a has no such answer",
        ),
        (
            document(question("a", "text"), question("a", "text")),
            "questions: a stands more than once",
        ),
    ],
)
def test_a_wrong_document_is_refused_with_its_place(wrong, message):
    with pytest.raises(UnusableQuestionnaire) as refusal:
        parse(wrong)

    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("fields", "place", "problem"),
    [
        (
            {"kind": "essay"},
            "kind",
            (
                "must be one of choice, choices, countries, country, date, declaration, email, "
                "file, files, long_text, number, phone, text, url, year"
            ),
        ),
        (
            {"word_limit": 3},
            "word_limit",
            (
                "is not known here; known are condition, error, hint, key, kind, label, "
                "max_length, personal, required"
            ),
        ),
        ({"label": ""}, "label", "must have words in the first language, en"),
        ({"label": {"fr": "Nom"}}, "label", "must have words in the first language, en"),
        (
            {"hint": {"de": "Name"}},
            "hint",
            "must be text in one or more of ar, en, es, fr, ru, zh",
        ),
        ({"hint": 7}, "hint", "must be text in one or more of ar, en, es, fr, ru, zh"),
        ({"required": "yes"}, "required", "must be true or false"),
        ({"max_length": 0}, "max_length", "must be a whole number from 1 to 20000"),
        ({"kind": "choice"}, "options", "must be a list of 1 to 300"),
        ({"kind": "choice", "options": options("a", "a")}, "options", "must have each value once"),
        (
            {"kind": "file", "file_types": ["svg"]},
            "file_types",
            "must be some of docx, jpeg, odt, pdf, png, txt, xlsx",
        ),
        (
            {"kind": "file", "max_bytes": 10**9},
            "max_bytes",
            "must be a whole number from 1 to 20971520",
        ),
        ({"kind": "date", "minimum": "yesterday"}, "minimum", "must be a day as in 2017-04-09"),
        ({"kind": "number", "minimum": 2, "maximum": 1}, "minimum", "must not be over the maximum"),
        (
            {"kind": "date", "minimum": "2018-01-01", "maximum": "2017-01-01"},
            "minimum",
            "must not be over the maximum",
        ),
        (
            {"condition": {"question": "q", "values": []}},
            "condition.values",
            "must name one answer or more",
        ),
        ({"condition": "always"}, "condition", "must be a table"),
    ],
)
def test_a_wrong_question_is_refused_with_its_place(fields, place, problem):
    with pytest.raises(UnusableQuestionnaire) as refusal:
        parse(document({**question("q", "text"), **fields}))

    assert (refusal.value.path, refusal.value.problem) == (
        f"sections[0].questions[0].{place}",
        problem,
    )


def test_sections_stand_once():
    page = {"key": "page", "title": "A page", "questions": [question("a", "text")]}
    other = {**page, "questions": [question("b", "text")]}

    with pytest.raises(UnusableQuestionnaire, match="sections: page stands more than once"):
        parse(document(sections=[page, other]))


def test_values_that_json_has_not_are_refused():
    with pytest.raises(UnusableQuestionnaire, match="holds a value that JSON has not"):
        document_digest({"at": object()})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


def outcome(wrong):
    try:
        return parse(wrong).digest
    except UnusableQuestionnaire as refusal:
        return str(refusal)


@given(st.sampled_from(["code", "version", "languages", "sections"]), JSON)
def test_nonsense_is_refused_and_never_an_error_of_the_program(name, value):
    assert outcome(document(question("a", "text"), **{name: value}))


@given(st.sampled_from(list(question("a", "text", hint="", options=[], condition={}))), JSON)
def test_nonsense_in_a_question_is_refused(name, value):
    assert outcome(document({**question("a", "choice", options=options("x")), name: value}))
