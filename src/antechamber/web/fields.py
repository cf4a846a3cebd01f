"""A question on a page: label, hint, errors and control, drawn from Django's bound fields.

What was typed is kept always. Hint and errors are tied to the control by `aria-describedby`;
an optional question says so, a required one does not. Costs no SQL of its own.

A form field may carry: `word_limit` (with `count_words`), `kept_files`, `options_html`, `width`
("short" or "year"); `docs/design.md` says what each is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from antechamber.web import controls
from antechamber.web.controls import Control
from antechamber.web.date_parts import DatePartsWidget

GROUPS: tuple[tuple[type[forms.Widget], Callable[[Control], str]], ...] = (
    (forms.RadioSelect, controls.draw_boxes),
    (forms.CheckboxSelectMultiple, controls.draw_boxes),
    (forms.SelectMultiple, controls.draw_boxes),
    (DatePartsWidget, controls.draw_date_parts),
)
SINGLES: tuple[tuple[type[forms.Widget], Callable[[Control], str]], ...] = (
    (forms.Textarea, controls.draw_textarea),
    (forms.Select, controls.draw_select),
    (forms.FileInput, controls.draw_file),
    (Input, controls.draw_input),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the error summary: the words, and the control that they are about."""

    text: str
    target: str = ""


def render_field(bound: BoundField, *, as_heading: bool = False) -> SafeString:
    """Draw one question. `as_heading` makes its label the page's first heading."""
    widget = bound.field.widget
    if bound.is_hidden:
        return mark_safe(str(bound))  # noqa: S308 - Django's own hidden input, escaped by it
    group = _drawer(GROUPS, widget)
    if group is not None:
        return _in_fieldset(bound, group, as_heading=as_heading)
    if isinstance(widget, forms.CheckboxInput):
        return _declaration(bound)
    single = _drawer(SINGLES, widget)
    if single is None:
        raise TypeError(f"No control is drawn for {type(widget).__name__}: see web/fields.py.")
    return _with_label(bound, single, as_heading=as_heading)


def render_fields(form: forms.BaseForm) -> SafeString:
    """Draw all questions of a form in order, hidden fields included."""
    return mark_safe("\n".join(render_field(bound) for bound in form))  # noqa: S308


def problems(*several: forms.BaseForm) -> Iterator[Problem]:
    """Yield the lines of the error summary, each form's general errors first, then its fields'."""
    for form in several:
        if not form.errors:
            continue
        yield from (Problem(str(text)) for text in form.non_field_errors())
        for bound in form:
            yield from (Problem(words, first_control(bound)) for words in error_words(bound))


def error_words(bound: BoundField) -> list[str]:
    """Return the errors of a question as its page and the error summary both say them.

    Django's "This field is required." says nothing in a list of six, so it names the question.
    """
    return [
        _("“%(question)s” needs an answer.") % {"question": bound.label}
        if text == forms.Field.default_error_messages["required"]
        else str(text)
        for text in bound.errors
    ]


def first_control(bound: BoundField) -> str:
    """Return the id of the first control of a question, to which the error summary links."""
    widget = bound.field.widget
    if bound.is_hidden:
        return ""
    if isinstance(widget, DatePartsWidget):
        return widget.id_for_label(identifier(bound))
    return identifier(bound) + ("_0" if _drawer(GROUPS, widget) else "")


def identifier(bound: BoundField) -> str:
    """Return the id of a question; a form without ids of its own uses the name."""
    return escape(bound.auto_id or bound.html_name)


def _drawer(
    kinds: tuple[tuple[type[forms.Widget], Callable[[Control], str]], ...], widget: forms.Widget
) -> Callable[[Control], str] | None:
    return next((draw for kind, draw in kinds if isinstance(widget, kind)), None)


def _ties(bound: BoundField, own: str) -> str:
    """Return the attributes that tie a control to its hint, its errors and its word count."""
    ids = [f"{own}-hint"] if bound.help_text else []
    ids += [f"{own}-error"] if bound.errors else []
    ids += [f"{own}-count"] if getattr(bound.field, "word_limit", None) else []
    described = f' aria-describedby="{" ".join(ids)}"' if ids else ""
    return described + (' aria-invalid="true"' if bound.errors else "")


def _label(bound: BoundField) -> str:
    words = conditional_escape(bound.label)
    if bound.field.required:
        return words
    mark = escape(_("(optional)"))  # apart, because the extractor does not look into f-strings
    return f'{words} <span class="optional">{mark}</span>'


def _around(bound: BoundField, own: str) -> str:
    """Return hint and errors, which stand between the label and the control."""
    return _hint(bound, own) + _wrong(bound, own)


def _hint(bound: BoundField, own: str) -> str:
    words = conditional_escape(bound.help_text)
    return f'<p class="hint" id="{own}-hint">{words}</p>' if words else ""


def _wrong(bound: BoundField, own: str) -> str:
    if not bound.errors:
        return ""
    words = "<br>".join(escape(error) for error in error_words(bound))
    prefix = f'<span class="visually-hidden">{escape(_("Error:"))} </span>'
    return f'<p class="field-error" id="{own}-error">{prefix}{words}</p>'


def _frame(bound: BoundField) -> str:
    return "field field-wrong" if bound.errors else "field"


def _with_label(
    bound: BoundField, draw: Callable[[Control], str], *, as_heading: bool
) -> SafeString:
    own = identifier(bound)
    label = f'<label class="label" for="{own}">{_label(bound)}</label>'
    if as_heading:
        label = f'<h1 class="question"><label for="{own}">{_label(bound)}</label></h1>'
    control = draw(Control(bound, own, _ties(bound, own)))
    return mark_safe(  # noqa: S308 - every part is escaped where it is made
        f'<div class="{_frame(bound)}">{label}{_around(bound, own)}{control}</div>'
    )


def _in_fieldset(
    bound: BoundField, draw: Callable[[Control], str], *, as_heading: bool
) -> SafeString:
    own = identifier(bound)
    legend = f'<legend class="label">{_label(bound)}</legend>'
    if as_heading:
        legend = f'<legend><h1 class="question">{_label(bound)}</h1></legend>'
    boxes = draw(Control(bound, own, ""))
    return mark_safe(  # noqa: S308 - every part is escaped where it is made
        f'<fieldset class="{_frame(bound)}" id="{own}"{_ties(bound, own)}>'
        f"{legend}{_around(bound, own)}{boxes}</fieldset>"
    )


def _declaration(bound: BoundField) -> SafeString:
    """Draw the one box of a declaration; its label is its question, so the hint follows it."""
    own = identifier(bound)
    box = controls.draw_tick(Control(bound, own, _ties(bound, own)), _label(bound))
    return mark_safe(  # noqa: S308 - every part is escaped where it is made
        f'<div class="{_frame(bound)} declaration">'
        f"{_wrong(bound, own)}{box}{_hint(bound, own)}</div>"
    )
