"""The bare controls of a form: `<input>`, `<textarea>`, `<select>`, boxes to tick.

Django draws a control through templates, which for a list of 249 countries costs 20 ms. These are
plain strings; a long list is written once and kept. `fields.py` puts label, hint and errors around
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.forms.boundfield import BoundField
from django.utils.html import escape
from django.utils.translation import get_language, gettext as _

from antechamber.web.date_parts import PARTS, typed_parts

LONG_LIST = 20  # choices from which the options are kept in memory rather than written each time
KEPT_LISTS = 64  # such lists held at once: a dozen questions in six languages
MANY_BOXES = 12  # boxes from which a group scrolls within itself

# What a widget carries that our controls say for themselves, or must not say: the browser would cut
# a pasted text at `maxlength` without a word, and would answer `required` in its own language.
OWN_ATTRIBUTES = {
    "id",
    "class",
    "name",
    "maxlength",
    "minlength",
    "required",
    "cols",
    "aria-describedby",
}
LATIN_KINDS = {"email", "url", "tel", "number", "password"}

Choices = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was handed in before; set a sequence of them on a field as `kept_files`."""

    key: str
    name: str
    size_in_words: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """One control to draw: its question, its id, and what ties it to hint and errors."""

    bound: BoundField
    identifier: str
    ties: str

    @property
    def name(self) -> str:
        """Return the name under which the value is sent, escaped."""
        return escape(self.bound.html_name)

    @property
    def extra(self) -> str:
        """Return the widget's own attributes, and whether the control is off."""
        off = {"disabled": True} if self.bound.field.disabled else {}
        return attributes({**self.bound.field.widget.attrs, **off})

    @property
    def tail(self) -> str:
        """Return the attributes that every single control ends with."""
        return f' id="{self.identifier}" name="{self.name}"{self.extra}{self.ties}'


def attributes(values: Mapping[str, Any]) -> str:
    """Write attributes with a leading space each; false and empty ones are left out."""
    parts = []
    for key, value in values.items():
        if key in OWN_ATTRIBUTES or value is None or value is False:
            continue
        parts.append(f" {key}" if value is True else f' {key}="{escape(value)}"')
    return "".join(parts)


def typed(value: Any) -> str:
    """Return a value as it was typed, escaped; NUL cannot stand in a page and is left out."""
    return "" if value is None else escape(str(value).replace("\x00", ""))


def draw_input(control: Control) -> str:
    """Draw a one-line box."""
    widget = control.bound.field.widget
    kind = getattr(widget, "input_type", "text")
    # A number box loses what is not a number; the text box keeps it and the error can speak of it.
    shown, keys = ("text", ' inputmode="decimal"') if kind == "number" else (kind, "")
    value = "" if kind == "password" else typed(widget.format_value(control.bound.value()))
    direction = "ltr" if kind in LATIN_KINDS else "auto"
    width = getattr(control.bound.field, "width", "")
    look = f"control width-{width}" if width else "control"
    start = f'<input class="{look}" type="{shown}"{keys} dir="{direction}"'
    return f'{start} value="{value}"{control.tail}>'


def draw_textarea(control: Control) -> str:
    """Draw a box of several lines; with a word limit, say how many words it holds so far."""
    field = control.bound.field
    value = control.bound.value()
    limit = getattr(field, "word_limit", None)
    # The parser drops a first line break inside a textarea, so one is given away.
    area = (
        f'<textarea class="control" dir="auto"{control.tail}'
        f"{f' data-words={limit}' if limit else ''}>\n{typed(value)}</textarea>"
    )
    return area + _word_count(control, str(value or ""), limit) if limit else area


def _word_count(control: Control, value: str, limit: int) -> str:
    count_words: Callable[[str], int] = getattr(
        control.bound.field, "count_words", lambda text: len(text.split())
    )
    used = count_words(value)
    over = " count-over" if used > limit else ""
    pattern = escape(_("{used} of {limit} words"))
    words = pattern.replace("{used}", str(used)).replace("{limit}", str(limit))
    own = f"{control.identifier}-count"
    return f'<p class="count{over}" id="{own}" data-pattern="{pattern}">{words}</p>'


def draw_select(control: Control) -> str:
    """Draw a list to choose one from. A field may bring `options_html(language, selected)`."""
    field = control.bound.field
    selected = chosen(control)
    written = getattr(field, "options_html", None)
    if written is not None:
        options = written(get_language() or "en", selected[0] if selected else "")
    else:
        options = _options(_frozen(field.widget.choices), selected)
    return f'<select class="control"{control.tail}>{options}</select>'


def chosen(control: Control) -> list[str]:
    """Return the chosen values as the strings that the page sends."""
    found = control.bound.field.widget.format_value(control.bound.value())
    return [str(value) for value in ([found] if isinstance(found, str) else found or [])]


def _frozen(choices: Iterable[tuple[Any, Any]]) -> Choices:
    """Return choices as strings in the present language, groups as nested tuples."""
    return tuple(
        (str(value), _frozen(label) if isinstance(label, (list, tuple)) else str(label))
        for value, label in choices
    )


def _options(choices: Choices, selected: Iterable[str]) -> str:
    written = _kept_options(choices) if len(choices) >= LONG_LIST else _write_options(choices)
    return _mark(written, selected, "selected")


def _mark(written: str, chosen_values: Iterable[str], word: str) -> str:
    for value in chosen_values:
        sent = f'value="{escape(value)}"'
        written = written.replace(sent, f"{sent} {word}", 1)
    return written


def _write_options(choices: Choices) -> str:
    return "".join(
        f'<optgroup label="{escape(value)}">{_write_options(label)}</optgroup>'
        if isinstance(label, tuple)
        else f'<option value="{escape(value)}">{escape(label)}</option>'
        for value, label in choices
    )


_kept_options = lru_cache(maxsize=KEPT_LISTS)(_write_options)


def draw_boxes(control: Control) -> str:
    """Draw radio buttons or tick boxes, one a line, with the names of groups between them."""
    widget = control.bound.field.widget
    # Django's tick boxes inherit from its radio buttons, so the class does not tell them apart.
    kind = "radio" if getattr(widget, "input_type", "") == "radio" else "checkbox"
    choices = _frozen(widget.choices)
    if kind == "radio":
        # An empty choice is Django's way to say "none yet", which radio buttons say by themselves.
        choices = tuple(choice for choice in choices if choice[0])
    common = f'type="{kind}" name="{control.name}"{control.extra}'
    write = _kept_boxes if len(choices) >= LONG_LIST else _write_boxes
    written = _mark(write(choices, control.identifier, common), chosen(control), "checked")
    return f'<div class="choices-many">{written}</div>' if len(choices) >= MANY_BOXES else written


def _write_boxes(choices: Choices, identifier: str, common: str) -> str:
    lines = []
    for position, (value, label) in enumerate(choices):
        own = f"{identifier}_{position}"
        if isinstance(label, tuple):
            lines.append(
                f'<p class="caption">{escape(value)}</p>{_write_boxes(label, own, common)}'
            )
            continue
        lines.append(
            f'<p class="choice"><input {common} id="{own}" value="{escape(value)}">'
            f'<label for="{own}">{escape(label)}</label></p>'
        )
    return "".join(lines)


_kept_boxes = lru_cache(maxsize=KEPT_LISTS)(_write_boxes)


def draw_tick(control: Control, label: str) -> str:
    """Draw the one box of a declaration, with its label beside it."""
    widget = control.bound.field.widget
    ticked = " checked" if widget.check_test(control.bound.value()) else ""
    return (
        f'<p class="choice"><input type="checkbox"{ticked}{control.tail}>'
        f'<label for="{control.identifier}">{label}</label></p>'
    )


def draw_file(control: Control) -> str:
    """Draw what was handed in before, each with a box to take it out, and a place for a file."""
    kept = getattr(control.bound.field, "kept_files", ())
    lines = "".join(_kept_line(control, file, place) for place, file in enumerate(kept))
    several = (
        " multiple" if getattr(control.bound.field.widget, "allow_multiple_selected", False) else ""
    )
    return (
        f'<ul class="kept">{lines}</ul>' if lines else ""
    ) + f'<input class="control" type="file"{several}{control.tail}>'


def _kept_line(control: Control, file: KeptFile, place: int) -> str:
    name = f"<bdi>{escape(file.name)}</bdi>"
    if file.url:
        name = f'<a href="{escape(file.url)}">{name}</a>'
    size = f' <span class="quiet">{escape(file.size_in_words)}</span>' if file.size_in_words else ""
    own = f"{control.identifier}-remove-{place}"
    shown = escape(_("Take out"))
    words = escape(_("Take out %(name)s") % {"name": file.name})
    return (
        f'<li><span>{name}{size}</span><p class="choice"><input type="checkbox" id="{own}"'
        f' name="{control.name}-remove" value="{escape(file.key)}"><label for="{own}">'
        f'<span aria-hidden="true">{shown}</span>'
        f'<span class="visually-hidden">{words}</span></label></p></li>'
    )


def draw_date_parts(control: Control) -> str:
    """Draw the three boxes of a date."""
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
    boxes = []
    for part, value in zip(PARTS, typed_parts(control.bound.value()), strict=True):
        own = f"{control.identifier}_{part}"
        boxes.append(
            f'<div><label class="part-label" for="{own}">{escape(labels[part])}</label>'
            f'<input class="control part part-{part}" type="text" inputmode="numeric" id="{own}"'
            f' name="{control.name}_{part}" value="{typed(value)}"{control.extra}{control.ties}>'
            "</div>"
        )
    return f'<div class="parts">{"".join(boxes)}</div>'
