import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import given, strategies as st

from antechamber.questionnaires.fields import words_typed
from antechamber.questionnaires.forms import SectionForm
from antechamber.questionnaires.reading import parse
from antechamber.questionnaires.schema import Kind
from antechamber.questionnaires.tests import made_files as made
from antechamber.questionnaires.tests.documents import document, options, question
from antechamber.web.controls import KeptFile
from antechamber.web.fields import render_fields

FORM = parse(
    document(
        question("name", "text", label={"en": "Name", "fr": "Nom"}, hint="As in its statutes."),
        question("purpose", "long_text", word_limit=3, required=False),
        question("seat", "country"),
        question("works_in", "countries", required=False),
        question("founded", "date", required=False),
        question("kind", "choice", options=options("ngo", "company")),
        question(
            "owner", "text", condition={"question": "kind", "values": ["company"]}, personal=True
        ),
        question("statutes", "files", max_items=2, required=False),
        question("proof", "file", required=False),
        question("truth", "declaration"),
        languages=["en", "fr"],
    )
)
TYPED = "name=Ana&seat=fr&kind=ngo&truth=on"
OLD = KeptFile("f_old", "old.pdf", "1 KB")
OLDER = KeptFile("f_older", "older.pdf", "1 KB")


def form(typed=None, *, answers=None, files=None, kept=None, language="en", questionnaire=FORM):
    data = None if typed is None else QueryDict(typed)
    uploads = None if typed is None else MultiValueDict(files or {})
    return SectionForm(
        questionnaire.sections[0],
        questionnaire,
        answers or {},
        language=language,
        data=data,
        files=uploads,
        kept_files=kept,
    )


def upload(content=None, name="paper.pdf"):
    return SimpleUploadedFile(name, made.pdf() if content is None else content)


def test_answers_come_in_cleaned():
    sent = form(TYPED + "&works_in=KE&works_in=FR&founded_day=9&founded_month=4&founded_year=1998")

    assert sent.is_valid()
    assert sent.answers == {
        "name": "Ana",
        "seat": "FR",
        "works_in": ["KE", "FR"],
        "founded": "1998-04-09",
        "kind": "ngo",
        "truth": True,
    }


def test_what_can_be_kept_is_kept_beside_an_error():
    sent = form("name=Ana&purpose=one+two+three+four&founded_day=31&founded_month=2&seat=XX")

    assert not sent.is_valid()
    assert sent.answers == {"name": "Ana"}
    assert sent.wrong == {
        "purpose": "one two three four",
        "founded": "-2-31",
        "seat": "XX",
        "kind": "",
        "truth": "",
    }
    assert sent.errors == {
        "purpose": ["Use 3 words or fewer: there are 4 now."],
        "founded": ["Enter a day that exists, such as 9 4 2017."],
        "seat": ["Choose a country from the list."],
        "kind": ["Choose one of the answers."],
        "truth": ["Tick the box to confirm."],
    }


def test_what_was_typed_is_shown_again():
    sent = form("name=&purpose=<b>one</b>+two+three+four&founded_day=x")
    sent.is_valid()
    page = render_fields(sent)

    assert "&lt;b&gt;one&lt;/b&gt; two three four</textarea>" in page
    assert 'name="founded_day" value="x"' in page
    assert "4 of 3 words" in page


def test_a_page_is_filled_from_what_was_answered():
    page = render_fields(
        form(answers={"name": "Ana", "seat": "FR", "founded": "1998-04-09", "truth": True})
    )

    assert 'value="Ana"' in page
    assert '<option value="FR" selected>France</option>' in page
    assert 'name="founded_year" value="1998"' in page
    assert '<input type="checkbox" checked' in page


def test_a_question_asked_on_the_same_page_says_when():
    page = render_fields(form())

    assert "Only if your answer above is: Company." in page
    assert form(TYPED + "&owner=x").is_valid()
    assert form(TYPED.replace("ngo", "company")).errors == {"owner": ["Answer this question."]}


def test_a_question_that_an_earlier_page_ruled_out_is_not_shown():
    first = {
        "key": "first",
        "title": "First",
        "questions": [question("kind", "choice", options=options("ngo", "company"))],
    }
    second = {
        "key": "second",
        "title": "Second",
        "questions": [
            question("owner", "declaration", condition={"question": "kind", "values": ["company"]}),
            question("share", "text", condition={"question": "owner", "values": ["yes"]}),
        ],
    }
    questionnaire = parse(
        document(
            sections=[
                second | {"key": "zero", "questions": [question("any", "text")]},
                first,
                second,
            ]
        )
    )

    def shown(kind):
        page = SectionForm(questionnaire.sections[2], questionnaire, {"kind": kind}, language="en")
        return list(page.fields)

    assert shown("ngo") == []
    assert shown("company") == ["owner", "share"]


def test_a_note_on_a_declaration_says_yes():
    questionnaire = parse(
        document(
            question("funds", "declaration"),
            question("whose", "text", condition={"question": "funds", "values": ["yes"]}),
        )
    )

    assert "Only if your answer above is: Yes." in render_fields(form(questionnaire=questionnaire))


def test_words_in_another_language_are_marked():
    page = render_fields(form(language="fr"))

    assert '<label class="label" for="id_name">Nom</label>' in page
    assert '<span lang="en" dir="auto">As in its statutes.</span>' in page


def test_an_option_shows_its_hint():
    offered = [{"value": "a", "label": "Registered", "hint": "By an authority."}]
    questionnaire = parse(document(question("status", "choice", options=offered)))

    assert "Registered – By an authority.</label>" in render_fields(
        form(questionnaire=questionnaire)
    )


def test_new_files_are_examined_and_handed_to_the_caller():
    sent = form(TYPED, files={"statutes": [upload(), upload(made.png(), "seal.png")]})

    assert sent.is_valid()
    assert [each.verdict.name for each in sent.uploads["statutes"]] == ["paper.pdf", "seal.png"]
    assert sent.uploads["proof"] == []
    assert sent.removed == {"statutes": frozenset(), "proof": frozenset()}
    assert "statutes" not in sent.answers


def test_a_good_file_is_kept_beside_a_bad_one():
    sent = form(TYPED, files={"statutes": [upload(), upload(b"MZ", "virus.exe")]})

    assert sent.errors == {
        "statutes": ["virus.exe is of a type that is not taken here. Upload PDF, JPEG, PNG."]
    }
    assert [each.verdict.name for each in sent.uploads["statutes"]] == ["paper.pdf"]


def test_files_over_their_number_are_not_kept():
    sent = form(TYPED, files={"statutes": [upload(), upload()]}, kept={"statutes": [OLD]})

    assert sent.errors == {"statutes": ["Upload 2 files at most: there are 3 now."]}
    assert sent.uploads["statutes"] == []
    assert sent.removed["statutes"] == frozenset()


@pytest.mark.parametrize(
    ("typed", "removed"),
    [("", set()), ("&statutes-remove=f_old", {"f_old"}), ("&statutes-remove=other", set())],
)
def test_kept_files_are_removed_where_ticked(typed, removed):
    sent = form(TYPED + typed, kept={"statutes": [OLD, OLDER]})

    assert sent.is_valid()
    assert sent.removed["statutes"] == removed


def test_a_new_file_replaces_the_only_one():
    sent = form(TYPED, files={"proof": [upload()]}, kept={"proof": [OLD]})

    assert sent.is_valid()
    assert sent.removed["proof"] == {"f_old"}
    assert len(sent.uploads["proof"]) == 1


def test_a_bad_file_does_not_replace_the_good_one():
    sent = form(TYPED, files={"proof": [upload(b"")]}, kept={"proof": [OLD]})

    assert sent.errors == {"proof": ["paper.pdf is empty. Choose another file."]}
    assert sent.removed["proof"] == frozenset()
    assert sent.uploads["proof"] == []


def test_kept_files_are_shown():
    assert "old.pdf" in render_fields(form(kept={"proof": [OLD]}))


def test_files_are_read_only_from_forms_that_carry_them():
    assert not SectionForm(FORM.sections[0], FORM, {}, language="en", data=QueryDict("")).is_valid()


@given(st.sampled_from(list(FORM.questions)), st.text())
def test_any_text_is_taken_or_shown_again(asked, typed):
    data = QueryDict(mutable=True)
    data.update({asked.key: typed})
    sent = SectionForm(FORM.sections[0], FORM, {}, language="en", data=data)

    assert not sent.is_valid()
    assert "\x00" not in render_fields(sent)


def test_words_of_a_text_beyond_measure_are_counted_as_far_as_they_are():
    assert words_typed("word " * 100_000) == 40_000


def test_every_kind_has_a_control():
    kinds = {each.kind for each in FORM.questions}
    rest = [
        question(kind.value, kind.value, options=options("a"))
        if kind == Kind.CHOICES
        else question(kind.value, kind.value)
        for kind in Kind
        if kind not in kinds
    ]

    assert "choices" in render_fields(form(questionnaire=parse(document(*rest))))
