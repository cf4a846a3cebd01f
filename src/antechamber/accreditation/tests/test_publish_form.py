"""An operator publishes a form, and is told in a sentence where it cannot be."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from antechamber.accreditation.loading import packaged_form
from antechamber.questionnaires import schema
from antechamber.questionnaires.models import Questionnaire
from antechamber.questionnaires.reading import parse
from antechamber.questionnaires.texts import LANGUAGES, Text

pytestmark = pytest.mark.django_db

SCRIPTS = {"ar": r"[\u0621-\u064a]", "ru": r"[\u0430-\u044f]", "zh": r"[\u4e00-\u9fff]"}


def texts(form: schema.Questionnaire) -> Iterator[tuple[str, Text]]:
    """Yield every text of a form with its place."""
    for section in form.sections:
        yield f"{section.key}: title", section.title
        yield f"{section.key}: intro", section.intro
        for question in section.questions:
            yield f"{question.key}: label", question.label
            yield f"{question.key}: hint", question.hint
            yield f"{question.key}: error", question.error
            for option in question.options:
                yield f"{question.key}, {option.value}: label", option.label
                yield f"{question.key}, {option.value}: hint", option.hint


def test_packaged_form_is_published_once():
    out = io.StringIO()

    call_command("publish_form", "gcm", stdout=out)

    assert out.getvalue() == "Published: gcm/accreditation v1\n"
    with pytest.raises(CommandError, match="Give the change a new version"):
        call_command("publish_form", "gcm")
    assert Questionnaire.objects.count() == 1


def test_form_from_a_file(tmp_path):
    file = tmp_path / "form.toml"
    file.write_text('code = "accreditation"\nversion = 1\nlanguages = ["en"]\nsections = []\n')

    with pytest.raises(CommandError, match="The form is not usable"):
        call_command("publish_form", "gcm", "--file", str(file))


@pytest.mark.parametrize(
    ("text", "words"), [("not toml", "not usable"), ("version = 1", "not usable")]
)
def test_unusable_file_is_told(tmp_path, text, words):
    file = tmp_path / "form.toml"
    file.write_text(text)

    with pytest.raises(CommandError, match=words):
        call_command("publish_form", "gcm", "--file", str(file))


def test_missing_form_is_told():
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("publish_form", "imrf")


def test_packaged_form_has_every_text_in_six_languages():
    form = parse(packaged_form("gcm"))

    assert set(form.languages) == set(LANGUAGES)
    assert {
        place: missing
        for place, text in texts(form)
        if text and (missing := [each for each in form.languages if not text.by_language.get(each)])
    } == {}


def test_packaged_form_has_each_translation_in_its_script():
    assert [
        (place, language)
        for place, text in texts(parse(packaged_form("gcm")))
        for language, script in SCRIPTS.items()
        if text and not re.search(script, text.by_language[language])
    ] == []
