"""Texts of a process on a page: in the reader's language, or marked as another."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from i18nfield.strings import LazyI18nString

from antechamber.places.zones import zone_name
from antechamber.web.languages import html_tag

register = template.Library()


@register.simple_tag
def text(value: LazyI18nString) -> SafeString:
    """Write a text of several languages: `{% text meeting.title %}`.

    A text that the reader's language lacks stands in another, and says so to browsers and to
    screen readers.
    """
    return _marked(value, "span", format_html("{}", str(value)))


@register.simple_tag
def paragraphs(value: LazyI18nString) -> SafeString:
    """Write a longer text in paragraphs: `{% paragraphs publication.body %}`."""
    return _marked(value, "div", mark_safe(linebreaks(str(value), autoescape=True)))  # noqa: S308


@register.simple_tag
def zone_words(zone: str) -> str:
    """Write whose clock a zone is: "New York time"."""
    return zone_name(zone)


def language_of(value: LazyI18nString) -> str:
    """Return the language that a text is shown in to the present reader."""
    present = get_language() or settings.LANGUAGE_CODE
    texts = value.data if isinstance(value.data, dict) else {}
    if not texts or texts.get(present):
        return present
    return next((code for code, words in texts.items() if words == str(value)), present)


def _marked(value: LazyI18nString, element: str, words: SafeString) -> SafeString:
    language = language_of(value)
    if language == (get_language() or settings.LANGUAGE_CODE):
        return words
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    return format_html(
        '<{element} lang="{}" dir="{}">{}</{element}>',
        html_tag(language),
        direction,
        words,
        element=element,
    )
