"""A date asked for in three boxes: day, month, year, which no calendar pop-up can get wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

PARTS = ("day", "month", "year")
EASTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
TypedParts = tuple[str, str, str]


class DatePartsWidget(forms.Widget):
    """Read `<name>_day`, `<name>_month` and `<name>_year`; drawn by `fields.draw_date_parts`."""

    def value_from_datadict(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ARG002 - Django's signature
        name: str,
    ) -> TypedParts:
        """Return what was typed, in the order day, month, year."""
        day, month, year = (str(data.get(f"{name}_{part}", "")).strip() for part in PARTS)
        return day, month, year

    def value_omitted_from_data(
        self,
        data: Mapping[str, Any],
        files: Any,  # noqa: ARG002 - Django's signature
        name: str,
    ) -> bool:
        """Say whether none of the three boxes was sent."""
        return all(f"{name}_{part}" not in data for part in PARTS)

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first box."""
        return f"{id_}_day" if id_ else id_


class DatePartsField(forms.Field):
    """A date in three boxes. Gives a `datetime.date`, or `None` where it is optional and empty."""

    widget = DatePartsWidget
    default_error_messages = {
        "incomplete": _("Enter a day, a month and a year."),
        "invalid": _("Enter a date that exists, for example 9 4 2017."),
    }

    def to_python(self, value: Any) -> date | None:
        """Return the typed parts as a date; digits of Arabic script are read as well."""
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        if not all(value):
            raise forms.ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            day, month, year = (int(part.translate(EASTERN_DIGITS)) for part in value)
            return date(year, month, day)
        except (ValueError, OverflowError):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the boxes hold another date than before."""
        return typed_parts(initial) != typed_parts(data)


def typed_parts(value: Any) -> TypedParts:
    """Return the texts of the three boxes for a date, for what was typed, or for nothing."""
    if isinstance(value, date):
        return str(value.day), str(value.month), str(value.year)
    if isinstance(value, (tuple, list)) and len(value) == len(PARTS):
        return str(value[0]), str(value[1]), str(value[2])
    return "", "", ""
