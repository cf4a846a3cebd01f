"""The options of a country select, rendered once for each language and kept.

Through a form widget's templates 249 options cost 20 ms a page; here a chosen country is one
replacement in a kept string.
"""

from __future__ import annotations

from functools import cache

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from antechamber.places.countries import COUNTRIES, country_choices


def country_options_html(language: str, selected: str = "") -> SafeString:
    """Return the `<option>` elements of all countries, with `selected` chosen.

    An unknown code selects none. The empty option that asks for a choice belongs to the caller,
    who knows the question.
    """
    options = _options_html(language)
    if selected not in COUNTRIES:
        return options
    value = f'value="{selected}"'
    return mark_safe(options.replace(value, f"{value} selected", 1))  # noqa: S308 - both parts are escaped or known


@cache
def _options_html(language: str) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', country_choices(language))
