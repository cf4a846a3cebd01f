"""What the secretariat types about a process."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any, Final

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from antechamber import clock
from antechamber.web.date_parts import EASTERN_DIGITS, DatePartsField

HOUR: Final = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
LONGEST_REASON: Final = 500  # characters, as the table holds them
LONGEST_TITLE: Final = 300
LONGEST_TEXT: Final = 20_000
LAST_MINUTE: Final = time(23, 59)


class HourField(forms.CharField):
    """An hour on the twenty-four-hour clock; 23:59 means to the end of the day."""

    def to_python(self, value: Any) -> Any:
        """Return the typed hour as a `time`; digits of Arabic script are read as well."""
        typed = (super().to_python(value) or "").strip().translate(EASTERN_DIGITS)
        if not typed:
            return None
        found = HOUR.fullmatch(typed)
        if not found:
            raise forms.ValidationError(_("Write the hour from 00:00 to 23:59."), code="invalid")
        hour = time(int(found[1]), int(found[2]))
        return clock.END_OF_DAY if hour == LAST_MINUTE else hour


class ExtensionForm(forms.Form):
    """A later deadline. `replaces` carries the one that the officer saw."""

    falls_on = DatePartsField(
        label=_("New last day"),
        error_messages={"required": _("Write the new last day.")},
    )
    hour = HourField(
        label=_("Hour"),
        initial="23:59",
        help_text=_("In the clock of the call. 23:59 is the end of the day."),
        error_messages={"required": _("Write the hour from 00:00 to 23:59.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is published with the new deadline, in the language you write it in."),
        widget=forms.Textarea,
        max_length=LONGEST_REASON,
        error_messages={"required": _("Write the reason. It is published with the new deadline.")},
    )
    replaces = forms.CharField(widget=forms.HiddenInput, required=False)

    hour.width = "year"  # type: ignore[attr-defined]

    def clean_replaces(self) -> datetime | None:
        """Return the deadline that the officer saw, None where there was none."""
        typed = self.cleaned_data["replaces"]
        try:
            return parse_datetime(typed) if typed else None
        except ValueError:
            return None

    def falls_at(self, zone: str) -> datetime:
        """Return the instant that was typed, in the clock of the call."""
        day: date = self.cleaned_data["falls_on"]
        return clock.deadline(day, zone, self.cleaned_data["hour"])


class NewsForm(forms.Form):
    """A news item in one language. `slug` and `seen` carry what the page showed."""

    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Write the title.")},
    )
    summary = forms.CharField(
        label=_("In one or two sentences"),
        help_text=_("Shown in the list of news."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    body = forms.CharField(
        label=_("Text"),
        help_text=_("An empty line begins a new paragraph."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    url = forms.URLField(
        label=_("Address of the source"), required=False, assume_scheme="https", max_length=500
    )
    slug = forms.SlugField(widget=forms.HiddenInput, required=False, max_length=80)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class MeetingForm(forms.Form):
    """The days and the place of a meeting. `sequence` carries the one that the officer saw."""

    starts_on = DatePartsField(label=_("First day"), required=False)
    ends_on = DatePartsField(label=_("Last day"), required=False)
    city = forms.CharField(label=_("City"), required=False, max_length=120)
    venue = forms.CharField(label=_("Building or room"), required=False, max_length=300)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("For the record."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason.")},
    )
    sequence = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for both days or for none."""
        cleaned = super().clean() or {}
        for name, other in (("starts_on", "ends_on"), ("ends_on", "starts_on")):
            if name in cleaned and not cleaned[name] and cleaned.get(other):
                self.add_error(name, _("Write both days, or none where the day is not known."))
        return cleaned
