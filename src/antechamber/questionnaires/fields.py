"""A question as a field of a Django form: which control it gets, and what the control is told.

The field accepts anything: what is an answer is decided by `answers.validate`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from antechamber.places.countries import country_choices
from antechamber.places.select import country_options_html
from antechamber.questionnaires.schema import Kind, Option, Question
from antechamber.questionnaires.texts import Text
from antechamber.questionnaires.words import MAX_CHARACTERS, count_words
from antechamber.web.controls import KeptFile
from antechamber.web.date_parts import DatePartsWidget


class AnswerField(forms.Field):
    """A field that takes whatever was typed; its attributes are those that `web.fields` reads."""

    word_limit: int | None = None
    count_words: Callable[[str], int]
    kept_files: Sequence[KeptFile] = ()
    options_html: Callable[[str, str], str]
    width: str = ""

    def clean(self, value: Any) -> Any:
        """Return the value as it came: `SectionForm.clean` judges it."""
        return value


class ManyFilesInput(forms.FileInput):
    """A control in which several files can be chosen at once."""

    allow_multiple_selected = True


LINES: Final[Mapping[Kind, tuple[str, dict[str, str]]]] = {
    Kind.TEXT: ("text", {}),
    Kind.EMAIL: ("email", {"autocomplete": "email"}),
    Kind.URL: ("url", {"autocomplete": "url"}),
    Kind.PHONE: ("tel", {"autocomplete": "tel"}),
    Kind.YEAR: ("text", {"inputmode": "numeric"}),
    Kind.NUMBER: ("text", {"inputmode": "numeric"}),
}
CHOICES: Final[Mapping[Kind, type[forms.RadioSelect | forms.CheckboxSelectMultiple]]] = {
    Kind.CHOICE: forms.RadioSelect,
    Kind.CHOICES: forms.CheckboxSelectMultiple,
    Kind.COUNTRIES: forms.CheckboxSelectMultiple,
}
OTHERS: Final[Mapping[Kind, type[forms.Widget]]] = {
    Kind.LONG_TEXT: forms.Textarea,
    Kind.COUNTRY: forms.Select,
    Kind.DATE: DatePartsWidget,
    Kind.FILE: forms.FileInput,
    Kind.FILES: ManyFilesInput,
    Kind.DECLARATION: forms.CheckboxInput,
}


def field_of(
    question: Question, language: str, kept: Sequence[KeptFile] = (), note: str = ""
) -> AnswerField:
    """Return the field of `question`; `note` stands before its hint."""
    hint = shown(question.hint, language)
    field = AnswerField(
        label=shown(question.label, language),
        help_text=format_html("{} {}", note, hint) if note and hint else note or hint,
        required=question.required,
        widget=_widget(question, language),
    )
    if question.kind == Kind.LONG_TEXT and question.word_limit:
        field.word_limit = question.word_limit
        field.count_words = words_typed
    if question.kind == Kind.COUNTRY:
        field.options_html = _country_options
    if question.kind in {Kind.YEAR, Kind.NUMBER}:
        field.width = "year" if question.kind == Kind.YEAR else "short"
    field.kept_files = kept
    return field


def initial_value(question: Question, answer: Any) -> Any:
    """Return a cleaned answer as its control wants it."""
    if question.kind == Kind.DATE and answer:
        return date.fromisoformat(answer)
    return answer


def shown(text: Text, language: str) -> str | SafeString:
    """Return words for a reader; where they are in another language, marked as being in it."""
    words, spoken = text.words(language), text.language_for(language)
    if not words or spoken == language.partition("-")[0].lower():
        return words
    return format_html('<span lang="{}" dir="auto">{}</span>', spoken, words)


def words_typed(text: str) -> int:
    """Count the words of a text that may be far too long: what was typed is always shown again."""
    return count_words(text[:MAX_CHARACTERS])


def _country_options(language: str, selected: str) -> str:
    prompt = _("Choose a country")
    return f'<option value="">{prompt}</option>' + country_options_html(language, selected)


def _option_label(option: Option, language: str) -> str:
    label, hint = option.label.words(language), option.hint.words(language)
    return _("%(answer)s – %(hint)s") % {"answer": label, "hint": hint} if hint else label


def _offered(question: Question, language: str) -> Sequence[tuple[str, str]]:
    if question.kind == Kind.COUNTRIES:
        return country_choices(language)
    return [(option.value, _option_label(option, language)) for option in question.options]


def _widget(question: Question, language: str) -> forms.Widget:
    if question.kind in CHOICES:
        return CHOICES[question.kind](choices=_offered(question, language))
    if question.kind in OTHERS:
        return OTHERS[question.kind]()
    input_type, attributes = LINES[question.kind]
    line = forms.TextInput(attrs=attributes)
    line.input_type = input_type
    return line
