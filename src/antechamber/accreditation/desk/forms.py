"""What an officer types: filters of the queue, and the words of each act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.applicant.forms import LONGEST_LETTER, CountryField
from antechamber.accreditation.models import Application
from antechamber.accreditation.rules import INELIGIBLE_REASONS
from antechamber.accreditation.selection import ASSIGNED, LONGEST_TEXT, SECOND, Selection
from antechamber.people.models import Account
from antechamber.processes.models import Category
from antechamber.questionnaires.typed_text import clean_line, clean_lines
from antechamber.web.date_parts import DatePartsField

LONGEST_NUMBER = 32  # characters, as the column of references holds
NOBODY = "nobody"  # the choice to give an application back
ANOTHER = "another"  # the choice to type a number that is not on the list


def offer(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Set what a form's field offers to choose from."""
    cast("forms.ChoiceField", form.fields[name]).choices = choices


class FilterForm(forms.Form):
    """The queue's filters as they stand. Never validated: `read_selection` reads the address."""

    text = forms.CharField(label=_("Name or number"), max_length=LONGEST_TEXT)
    category = forms.ChoiceField(label=_("Category"))
    country = CountryField(label=_("Country"))
    assigned = forms.ChoiceField(label=_("Assigned to"), choices=list(ASSIGNED.items()))
    second = forms.ChoiceField(label=_("Second person"), choices=list(SECOND.items()))

    def __init__(self, selection: Selection, *, categories: Iterable[Category]) -> None:
        super().__init__(
            initial={
                "text": selection.text,
                "category": selection.category,
                "country": selection.country,
                "assigned": selection.assigned,
                "second": selection.second,
            }
        )
        named = [(each.code, str(each.name)) for each in categories]
        offer(self, "category", [("", _("All")), *named])


class WordsField(forms.CharField):
    """A text of several lines, made fit to keep."""

    def __init__(self, *, label: Any, missing: Any, hint: Any = "") -> None:
        super().__init__(
            label=label,
            help_text=hint,
            max_length=LONGEST_LETTER,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": missing},
        )

    def clean(self, value: Any) -> Any:
        """Return the text without what cannot be seen."""
        return clean_lines(super().clean(value))


class ActForm(forms.Form):
    """What every act carries: the revision that was on the screen, and the last entry then."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    words_field = ""  # where ready-made words are put


class ReasonForm(ActForm):
    """A decision with its reason."""

    reason = WordsField(
        label=_("Reason"),
        hint=_("The applicant will read it."),
        missing=_("Write the reason. The applicant will read it."),
    )
    words_field = "reason"


class RecordedReasonForm(ActForm):
    """A decision whose reason is for colleagues: the applicant is told the decision alone."""

    reason = WordsField(
        label=_("Reason"),
        hint=_("For the record and for colleagues. The applicant is told the decision, not this."),
        missing=_("Write the reason."),
    )
    words_field = "reason"


class AskForm(ActForm):
    """A question with the last day for its answer."""

    question = WordsField(
        label=_("Question"),
        hint=_("The applicant gets it by mail, with a link to answer."),
        missing=_("Write the question."),
    )
    answer_on = DatePartsField(label=_("Last day for the answer"))
    words_field = "question"


class IneligibleForm(ActForm):
    """One of the published reasons, and its words."""

    reason_code = forms.ChoiceField(
        label=_("Why is it not eligible?"),
        choices=list(INELIGIBLE_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason.")},
    )
    reason = WordsField(
        label=_("In your own words"),
        hint=_("The applicant will read both, and can ask for another look within seven days."),
        missing=_("Write the reason. The applicant will read it."),
    )
    words_field = "reason"


class ProposalForm(IneligibleForm):
    """The same as a proposal to a colleague; the applicant reads it once it is confirmed."""

    reason = WordsField(
        label=_("In your own words"),
        hint=_("Another officer confirms it. Only then does the applicant read both."),
        missing=_("Write the reason. The applicant will read it."),
    )


class DeclineForm(ActForm):
    """Why a proposal is declined, for the colleague who made it."""

    reason = WordsField(
        label=_("Reason"),
        hint=_("For the record and for colleagues. The applicant is told nothing."),
        missing=_("Write the reason."),
    )
    words_field = "reason"


class TransferForm(RecordedReasonForm):
    """The category to which an application is moved, which decides who looks after it."""

    category = forms.ChoiceField(
        label=_("New category"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose another category.")},
    )
    field_order = ("revision", "seen", "category", "reason")

    def __init__(self, *args: Any, categories: Iterable[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(each.code, f"{each.name} ({each.facilitator.short_name})") for each in categories]
        offer(self, "category", named)


class NoteForm(ActForm):
    """A note for colleagues."""

    text = WordsField(
        label=_("Note"),
        hint=_("For colleagues at this desk. The applicant and the missions never see it."),
        missing=_("Write the note."),
    )


class OfficerField(forms.ChoiceField):
    """Somebody who may review, or nobody, which is the empty key."""

    def clean(self, value: Any) -> Any:
        """Return the officer's key, nothing for nobody."""
        chosen = super().clean(value)
        return "" if chosen == NOBODY else chosen


def officers_field(label: Any) -> OfficerField:
    """Return the question who looks after something; the form offers the answers."""
    return OfficerField(
        label=label,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose somebody, or nobody."),
            "invalid_choice": _("This person cannot review it any more. Choose somebody else."),
        },
    )


class AssignForm(ActForm):
    """Who looks after the application."""

    officer = officers_field(_("Who looks after it?"))

    def __init__(
        self, *args: Any, colleagues: Iterable[Account], own_key: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "officer", officers_offered(colleagues, own_key))


def officers_offered(colleagues: Iterable[Account], own_key: str) -> list[tuple[str, Any]]:
    """Return the choices of an officer: oneself first, then colleagues, then nobody."""
    named = [(each.key, str(each)) for each in colleagues]
    own = [(key, _("Me, %(name)s") % {"name": name}) for key, name in named if key == own_key]
    others = [(key, name) for key, name in named if key != own_key]
    return [*own, *others, (NOBODY, _("Nobody: give it back"))]


class MergeForm(ReasonForm):
    """The application that goes on: one that looks alike, or any number."""

    into = forms.ChoiceField(
        label=_("Which application goes on?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose another application.")},
    )
    number = forms.CharField(
        label=_("Its number, if it is another one"), max_length=LONGEST_NUMBER, required=False
    )
    field_order = ("revision", "seen", "into", "number", "reason")

    def __init__(self, *args: Any, alike: Sequence[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vars(self.fields["number"])["width"] = "short"
        named = [(str(each), f"{each}, {each.organization.display_name}") for each in alike]
        offer(self, "into", [*named, (ANOTHER, _("Another one"))])

    def clean(self) -> dict[str, Any]:
        """Put the chosen or typed number into `into`."""
        cleaned = super().clean() or {}
        number = clean_line(str(cleaned.get("number") or "")).upper()
        if cleaned.get("into") == ANOTHER and not number:
            self.add_error("number", _("Write the number of the application that goes on."))
        elif cleaned.get("into") == ANOTHER:
            cleaned["into"] = number
        return cleaned


def words_in(form: ActForm) -> str:
    """Return the words typed so far into the form's text."""
    return str(form[form.words_field].value() or "") if form.words_field else ""
