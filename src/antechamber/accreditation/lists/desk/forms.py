"""What officers and the President's office type about lists and objections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final, cast

from django import forms
from django.utils.translation import get_language, gettext_lazy as _

from antechamber import clock
from antechamber.accreditation.applicant.forms import CountryField
from antechamber.accreditation.desk.forms import ActForm, WordsField
from antechamber.accreditation.lists.states import ListKind, Ruling
from antechamber.places.countries import member_states, sort_key
from antechamber.processes.forms import LONGEST_REASON, HourField
from antechamber.questionnaires.typed_text import clean_line
from antechamber.web.date_parts import DatePartsField

LONGEST_TITLE: Final = 200  # characters, as the column holds
LONGEST_SEARCH: Final = 100  # characters: more is no name
HOUR_MISSING: Final = _("Write the hour from 00:00 to 23:59.")


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)


class BeginForm(forms.Form):
    """A new list: its kind and title. `seen` is the number of the last list on the screen."""

    kind = forms.ChoiceField(
        label=_("Which list is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind of list.")},
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_("Member States and later the public read it above the names."),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Give the list a title.")},
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kinds: Iterable[ListKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "kind", [(each.value, each.label) for each in kinds])

    def clean_title(self) -> str:
        """Make the title one line without what cannot be seen."""
        title = clean_line(self.cleaned_data["title"])
        if not title:
            raise forms.ValidationError(_("Give the list a title."), code="required")
        return title


class PickForm(forms.Form):
    """The filter over what can be listed. Never validated: it only narrows."""

    text = forms.CharField(label=_("Name or number"), max_length=LONGEST_SEARCH)
    category = forms.ChoiceField(label=_("Category"))
    country = CountryField(label=_("Country"))

    def __init__(self, asked: Mapping[str, str], *, categories: Mapping[str, str]) -> None:
        super().__init__(initial=dict(asked))
        _offer(self, "category", [("", _("All")), *categories.items()])


class SignOffForm(ActForm):
    """The signature: `digest` is that of the list which the signer had before their eyes."""

    digest = forms.CharField(max_length=64, widget=forms.HiddenInput)


class ListReasonForm(ActForm):
    """An act whose reason stays on the record."""

    reason = WordsField(
        label=_("Reason"),
        hint=_("It stays on the record. Name no Member State in it."),
        missing=_("Write the reason."),
    )
    words_field = "reason"


class EndForm(ActForm):
    """The end of the time to object, in the process's own clock."""

    falls_on = DatePartsField(
        label=_("Last day to object"),
        error_messages={"required": _("Write the last day to object.")},
    )
    hour = HourField(
        label=_("Hour"),
        help_text=_("23:59 is the end of the day."),
        error_messages={"required": HOUR_MISSING},
    )
    hour.width = "year"  # type: ignore[attr-defined]

    def falls_at(self, zone: str) -> datetime:
        """Return the instant that was typed."""
        return clock.deadline(self.cleaned_data["falls_on"], zone, self.cleaned_data["hour"])


class LongerForm(EndForm):
    """A later end of the time to object, with its reason."""

    reason = WordsField(
        label=_("Reason"),
        hint=_("It stays on the record with the new end."),
        missing=_("Write the reason."),
    )
    words_field = "reason"

    def clean_reason(self) -> str:
        """Keep the reason within what the history of the silence holds."""
        reason: str = self.cleaned_data["reason"]
        if len(reason) > LONGEST_REASON:
            raise forms.ValidationError(
                _("Write the reason in at most %(most)d characters."),
                code="too_long",
                params={"most": LONGEST_REASON},
            )
        return reason


class EntryForm(forms.Form):
    """What every act on an entry or an objection carries: the last entry of the record then."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)


class EntryReasonForm(EntryForm):
    """An act on an objection whose reason stays on the record."""

    reason = WordsField(
        label=_("Reason"),
        hint=_("It stays on the record. Name no Member State in it."),
        missing=_("Write the reason."),
    )


class DecisionForm(EntryForm):
    """What the body that decides said about a name, and why."""

    ruling = forms.ChoiceField(
        label=_("What was decided?"),
        choices=Ruling.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was decided.")},
    )
    reason = WordsField(
        label=_("Reason"),
        hint=_("With the meeting and the vote, if there was one. It stays on the record."),
        missing=_("Write the reason."),
    )


class ObjectionForm(EntryForm):
    """An objection that came by letter: whose, when, why, and whether in confidence."""

    state = forms.ChoiceField(
        label=_("Member State"), error_messages={"required": _("Choose a Member State.")}
    )
    received_on = DatePartsField(
        label=_("Day on which it came"),
        error_messages={"required": _("Write the day on which it came.")},
    )
    hour = HourField(
        label=_("Hour at which it came"),
        help_text=_("As your office stamped it. It decides whether the objection is in time."),
        error_messages={"required": HOUR_MISSING},
    )
    basis = WordsField(
        label=_("Basis, if one is stated"),
        hint=_("As the letter says it. It is kept encrypted."),
        missing=_("State the basis of the objection."),
    )
    is_confidential = forms.BooleanField(
        label=_("The Member State asks for confidence"),
        help_text=_(
            "Where it does, nobody outside the President’s office learns who objected, or why."
        ),
        required=False,
    )
    hour.width = "year"  # type: ignore[attr-defined]

    def __init__(self, *args: Any, basis_required: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        named = [(each.iso3, each.name(language)) for each in member_states()]
        named.sort(key=lambda each: sort_key(each[1], language))
        _offer(self, "state", [("", ""), *named])
        self.fields["basis"].required = basis_required

    def received_at(self, zone: str) -> datetime:
        """Return the instant at which the letter came."""
        return clock.deadline(self.cleaned_data["received_on"], zone, self.cleaned_data["hour"])
