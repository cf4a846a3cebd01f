"""What applicants type outside the questionnaire itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from antechamber.organizations.names import MAX_NAME_CHARACTERS
from antechamber.places.countries import COUNTRIES
from antechamber.places.select import country_options_html
from antechamber.processes.models import Category
from antechamber.questionnaires.fields import words_typed
from antechamber.questionnaires.typed_text import clean_line, clean_lines

LONGEST_LETTER = 5_000  # characters of an answer, a reason, an appeal
LONGEST_REPLY = 40_000  # characters: the limit that counts is one of words, by the modalities


class CountryField(forms.CharField):
    """A country by its ISO code, drawn from the list that is rendered once per language."""

    def __init__(self, **arguments: object) -> None:
        super().__init__(max_length=2, widget=forms.Select, **arguments)  # type: ignore[arg-type]

    def options_html(self, language: str, selected: str) -> str:
        """Return the options for the field partial, with an empty one in front."""
        return '<option value=""></option>' + country_options_html(language, selected)

    def validate(self, value: str) -> None:
        """Refuse a code that no country has."""
        super().validate(value)
        if value and value not in COUNTRIES:
            raise forms.ValidationError(_("Choose a country from the list."), code="unknown")


class NameForm(forms.Form):
    """Which organization is it? Asked in the address (GET), so that nothing needs an account."""

    name = forms.CharField(
        label=_("Name of your organization"),
        help_text=_("In any language or spelling. A former name or an acronym works too."),
        max_length=MAX_NAME_CHARACTERS,
        error_messages={"required": _("Write the name of your organization.")},
    )
    country = CountryField(
        label=_("Country of its headquarters"),
        error_messages={"required": _("Choose the country of its headquarters.")},
    )

    def clean_name(self) -> str:
        """Make the name one line without invisible characters."""
        name = clean_line(self.cleaned_data["name"])
        if not any(character.isalpha() for character in name):
            raise forms.ValidationError(
                _("Write the name in letters, as your organization uses it."), code="no_letters"
            )
        return name


class CategoryForm(forms.Form):
    """What kind of organization it is; the words are the process's own."""

    category = forms.ChoiceField(
        label=_("What kind of organization is it?"),
        help_text=_("If two fit, choose the one that says best why you want to take part."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind of organization.")},
    )

    def __init__(self, *args: object, categories: Iterable[Category], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = cast("forms.ChoiceField", self.fields["category"])
        field.choices = [(each.code, str(each.name)) for each in categories]


class ReplyForm(forms.Form):
    """A reply to objections, with the limit of words that the modalities set."""

    text = forms.CharField(
        label=_("Your reply"),
        help_text=_("Name nobody who could be harmed by it: Member States will read it."),
        widget=forms.Textarea,
        max_length=LONGEST_REPLY,
        error_messages={"required": _("Write your reply.")},
    )

    def __init__(self, *args: object, word_limit: int | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if word_limit is not None:
            vars(self.fields["text"]).update(word_limit=word_limit, count_words=words_typed)

    def clean_text(self) -> str:
        """Keep lines, drop invisible control characters."""
        return clean_lines(self.cleaned_data["text"])


class LetterForm(forms.Form):
    """A free text to the officers: a reason, an answer, an appeal. `words` names the question."""

    text = forms.CharField(widget=forms.Textarea, max_length=LONGEST_LETTER, required=False)

    def __init__(self, *args: object, words: str, hint: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["text"].label = words
        self.fields["text"].help_text = hint

    def clean_text(self) -> str:
        """Keep lines, drop invisible control characters."""
        return clean_lines(self.cleaned_data["text"])
