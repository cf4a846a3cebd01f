"""A form for each kind of rule: its own question, and the paragraph that the answer comes from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from antechamber.processes.modalities import (
    LARGEST_QUOTA,
    LONGEST_GRACE,
    LONGEST_SILENCE,
    LONGEST_TEXT,
)
from antechamber.processes.models import Standing
from antechamber.processes.rule_words import (
    AUDIENCES,
    INELIGIBLE,
    LIMITED_TEXTS,
    LISTED_FACTS,
    OUTCOMES,
    SECOND_PERSON,
)
from antechamber.web.date_parts import DatePartsField
from antechamber.workflow import Words

LONGEST_PARAGRAPH: Final = 120  # characters, as the table holds them
LONGEST_NOTE: Final = 2_000
VALUE: Final = "value"
YES, NO = "yes", "no"

Asked = Callable[[Iterable[str]], forms.Field]


class BoxesField(forms.MultipleChoiceField):
    """Boxes of which none need be ticked: an empty answer is an answer, and not left out."""

    def validate(self, value: Any) -> None:
        """Refuse only what is not among the choices."""
        self.required = False
        super().validate(value)
        self.required = True


def _number(label: Any, hint: Any, least: int, most: int) -> Asked:
    words = format_lazy(_("Write a whole number from {least} to {most}."), least=least, most=most)

    def field(_codes: Iterable[str]) -> forms.Field:
        return _whole_number(label, hint, words, least, most, required=True)

    return field


def _whole_number(
    label: Any, hint: Any, refusal: Any, least: int, most: int, *, required: bool
) -> forms.Field:
    field = forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        required=required,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), refusal),
    )
    vars(field)["width"] = "short"
    return field


def _some(label: Any, hint: Any, choices: Mapping[str, Words]) -> Asked:
    def field(_codes: Iterable[str]) -> forms.Field:
        return _boxes(label, hint, list(choices.items()))

    return field


def _boxes(label: Any, hint: Any, choices: list[tuple[str, Any]]) -> forms.Field:
    return BoxesField(
        label=label, help_text=hint, choices=choices, widget=forms.CheckboxSelectMultiple
    )


def _one(label: Any, choices: Mapping[str, Words]) -> Asked:
    def field(_codes: Iterable[str]) -> forms.Field:
        return forms.ChoiceField(
            label=label,
            choices=list(choices.items()),
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one.")},
        )

    return field


def _processes(codes: Iterable[str]) -> forms.Field:
    return _boxes(
        _("Whose accreditations count here?"),
        _("Earlier processes by their code. None is a possible answer."),
        [(code, code) for code in sorted(codes)],
    )


def _day(_codes: Iterable[str]) -> forms.Field:
    return DatePartsField(
        label=_("By which day does the list go to Member States?"),
        error_messages={"required": _("Write the day.")},
    )


NOBODY = _("No box at all is a possible answer: then nobody outside the President’s office.")

QUESTIONS: Final[Mapping[str, Asked]] = {
    "carry_over_from": _processes,
    "ineligible_kinds": _some(_("Who cannot apply?"), "", INELIGIBLE),
    "grace_seconds": _number(
        _("How many seconds after the deadline is accepted what was under way?"),
        _("0 is no grace."),
        0,
        LONGEST_GRACE,
    ),
    "list_due_on": _day,
    "listed_facts": _some(
        _("What do Member States see of each organization?"),
        _("Persons are never among it."),
        LISTED_FACTS,
    ),
    "silence_days": _number(
        _("For how many days may Member States object?"),
        _("Whole days after the day of circulation."),
        1,
        LONGEST_SILENCE,
    ),
    "objection_outcome": _one(_("What does an objection do?"), OUTCOMES),
    "basis_required": _one(
        _("Must a Member State that objects state the basis?"),
        {YES: _("It must"), NO: _("It may")},
    ),
    "basis_visibility": _some(_("Who learns the basis of an objection?"), NOBODY, AUDIENCES),
    "objector_visibility": _some(_("Who learns which State objected?"), NOBODY, AUDIENCES),
    "persons_per_organization": _number(
        _("How many persons may an organization register for a meeting?"), "", 1, LARGEST_QUOTA
    ),
    "second_person_for": _some(_("Which acts need a second person?"), "", SECOND_PERSON),
}


class RuleForm(forms.Form):
    """One rule. `value` is its own question; the length of texts has one for each text."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    paragraph = forms.CharField(
        label=_("Paragraph"),
        help_text=_("Where the rule comes from, for example “A/RES/71/280, paragraph 10 (d)”."),
        max_length=LONGEST_PARAGRAPH,
        error_messages={"required": _("Write the paragraph that the rule comes from.")},
    )
    standing = forms.ChoiceField(
        label=_("Does the paragraph say so?"),
        choices=Standing.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    source_url = forms.URLField(
        label=_("Address of the source"), required=False, assume_scheme="https", max_length=500
    )
    note = forms.CharField(
        label=_("Explanation"),
        help_text=_("Shown to everybody below the rule, in the language you write it in."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, kind: str, codes: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields = {**_asked(kind, codes), **self.fields}

    def value(self) -> Any:
        """Return what was answered, as the table of rules holds it. The form is valid."""
        if self.kind == "word_limits":
            typed = {text: self.cleaned_data[f"limit_{text}"] for text in LIMITED_TEXTS}
            return {text: limit for text, limit in typed.items() if limit is not None}
        answer = self.cleaned_data[VALUE]
        if isinstance(answer, date):
            return answer.isoformat()
        return answer == YES if self.kind == "basis_required" else answer


def _asked(kind: str, codes: Iterable[str]) -> dict[str, forms.Field]:
    if kind == "word_limits":
        return {f"limit_{text}": _limit(words) for text, words in LIMITED_TEXTS.items()}
    return {VALUE: QUESTIONS[kind](codes)}


def _limit(text: Words) -> forms.Field:
    words = format_lazy(
        _("Write a whole number from {least} to {most}."), least=1, most=LONGEST_TEXT
    )
    label = format_lazy(_("Most words of {text}"), text=text)
    return _whole_number(
        label, _("Leave it empty for no limit."), words, 1, LONGEST_TEXT, required=False
    )


def answers_of(kind: str, value: Any) -> dict[str, Any]:
    """Return a stored rule as what its form begins with."""
    if kind == "word_limits":
        return {f"limit_{text}": limit for text, limit in value.items()}
    if kind == "basis_required":
        return {VALUE: YES if value else NO}
    return {VALUE: date.fromisoformat(value) if kind == "list_due_on" else value}


class DiscardForm(forms.Form):
    """Why a draft is given up."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For the record."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason.")},
    )


class AdoptionForm(forms.Form):
    """The document by which a draft was adopted, and the day from which it holds."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    symbol = forms.CharField(
        label=_("Symbol of the document"),
        help_text=_("For example A/RES/71/280."),
        max_length=80,
        error_messages={"required": _("Write the symbol of the document.")},
    )
    in_force_on = DatePartsField(
        label=_("In force from"),
        help_text=_("Today is at once; a later day is from its beginning."),
        error_messages={"required": _("Write the day.")},
    )
