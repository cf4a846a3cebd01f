"""What is typed about an accreditation: a reason, and one of the published ones."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from antechamber.accreditation.accredited.states import END_REASONS, SUSPENSION_REASONS
from antechamber.accreditation.desk.forms import WordsField


class ReasonForm(forms.Form):
    """A reason, and the revision that was on the screen."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    reason = WordsField(
        label=_("Reason"),
        hint=_("Those who act for the organization will read it."),
        missing=_("Write the reason. Those who act for the organization will read it."),
    )


class SuspensionForm(ReasonForm):
    """One of the published reasons of a suspension, and its words."""

    reason_code = forms.ChoiceField(
        label=_("Why?"),
        choices=list(SUSPENSION_REASONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason.")},
    )
    field_order = ("revision", "reason_code", "reason")


class EndForm(SuspensionForm):
    """One of the published reasons of an end, and its words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["reason_code"])
        field.choices = list(END_REASONS.items())


class AsideForm(forms.Form):
    """Why a change in the rosters has no bearing, or what the person is told."""

    reason = WordsField(
        label=_("Reason"),
        hint=_("For the record and for colleagues."),
        missing=_("Write the reason."),
    )


class TellForm(forms.Form):
    """What somebody is told whose status has changed."""

    reason = WordsField(
        label=_("What you tell"),
        hint=_("It stands in the message, after the sentence that the status has changed."),
        missing=_("Write what the person needs to know."),
    )
