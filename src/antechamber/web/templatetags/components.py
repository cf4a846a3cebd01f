"""The tags of the design system; they are built in, so no template needs to load them."""

from __future__ import annotations

from datetime import date, datetime

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext as _

from antechamber.web import fields, languages, times
from antechamber.web.components import TONES, Cell, Instant, Table, Tone
from antechamber.web.pages import page_links

register = template.Library()


@register.simple_tag
def field(bound: BoundField, *, as_heading: bool = False) -> SafeString:
    """Draw one question of a form: `{% field form.name %}`."""
    return fields.render_field(bound, as_heading=as_heading)


@register.simple_tag(name="fields")
def all_fields(form: forms.BaseForm) -> SafeString:
    """Draw all questions of a form: `{% fields form %}`."""
    return fields.render_fields(form)


@register.simple_tag
def error_summary(*several: forms.BaseForm) -> str:
    """Draw the errors of these forms as one list that takes the focus; nothing without errors."""
    found = list(fields.problems(*(form for form in several if form)))
    if not found:
        return ""
    return render_to_string("web/components/error_summary.html", {"problems": found})


@register.simple_tag(name="status")
def status_tag(word: str, tone: Tone = "neutral") -> SafeString:
    """Draw a status as word and shape: `{% status "Submitted" "done" %}`."""
    if tone not in TONES:
        raise ValueError(f"{tone!r} is no tone. Use one of: {', '.join(TONES)}.")
    return format_html('<span class="status status-{}">{}</span>', tone, word)


@register.simple_tag
def table_rows(table: Table) -> SafeString:
    """Draw the rows of a table; quicker than loops in the template."""
    numbers = [' class="number"' if column.number else "" for column in table.columns]
    lines = []
    for row in table.rows:
        head, *rest = (_cell(value) for value in row)
        cells = "".join(
            f"<td{number}>{cell}</td>" for number, cell in zip(numbers[1:], rest, strict=True)
        )
        lines.append(f'<tr><th scope="row"{numbers[0]}>{head}</th>{cells}</tr>')
    return mark_safe("\n".join(lines))  # noqa: S308 - every cell is escaped


def _cell(value: str | int | Cell) -> str:
    if isinstance(value, str):
        return f"<bdi>{conditional_escape(value)}</bdi>"
    if not isinstance(value, Cell):
        return escape(value)
    if value.tone is not None:
        return status_tag(value.text, value.tone)
    inner = f"<bdi>{conditional_escape(value.text)}</bdi>"
    return f'<a href="{escape(value.url)}">{inner}</a>' if value.url else inner


@register.simple_tag
def instant(at: datetime, zone: str, zone_name: str = "") -> SafeString:
    """Draw an instant in one line: `{% instant event.at process.zone process.zone_name %}`."""
    shown = Instant(at, zone, zone_name)
    return format_html('<time datetime="{}">{}</time>', shown.machine, shown.zone_full)


@register.simple_tag
def day(value: date) -> SafeString:
    """Draw a day: `{% day meeting.starts_on %}`."""
    return format_html(
        '<time datetime="{}">{}</time>', value.strftime("%Y-%m-%d"), times.short_day(value)
    )


@register.inclusion_tag("web/components/clocks.html")
def clocks(at: datetime, zone: str, zone_name: str = "") -> dict[str, object]:
    """Draw an instant in three clocks: the process's, UTC and, by script, the reader's."""
    return {"clocks": Instant(at, zone, zone_name)}


@register.inclusion_tag("web/components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[object]) -> dict[str, object]:
    """Draw the pages of a list, keeping the rest of the address; nothing for a single page."""
    return page_links(page, context["request"].GET)


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "") -> str:
    """Draw a notice around markup: `{% notice "warning" title %}…{% endnotice %}`."""
    return render_to_string(
        "web/components/notice.html", {"content": content, "tone": tone, "title": title}
    )


@register.simple_block_tag
def scroll(content: str, label: str) -> SafeString:
    """Draw a region that scrolls within itself around a wide table: `{% scroll label %}`."""
    return format_html(
        '<div class="scroll" role="region" tabindex="0" aria-label="{}">{}</div>', label, content
    )


@register.simple_tag
def html_language() -> str:
    """Return the present language as HTML writes it: "zh-Hans"."""
    return languages.tag()


@register.simple_tag
def text_direction() -> str:
    """Return the direction of the present language's script."""
    return "rtl" if get_language_bidi() else "ltr"


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> SafeString:
    """Draw links to this page in the other languages; nothing where there is no request."""
    request = context.get("request")
    if request is None:
        return mark_safe("")
    items = format_html_join(
        "\n",
        '<li><a href="{}" lang="{}" hreflang="{}" dir="{}"{}>{}</a></li>',
        (
            (link.path, link.tag, link.tag, link.direction, _current(link), link.name)
            for link in languages.links(request.get_full_path())
        ),
    )
    return format_html(
        '<nav class="languages" aria-label="{}"><ul>{}</ul></nav>', _("Languages"), items
    )


def _current(link: languages.LanguageLink) -> SafeString:
    return mark_safe(' aria-current="true"' if link.is_current else "")  # noqa: S308 - fixed words


@register.simple_tag(takes_context=True)
def alternate_links(context: template.Context) -> SafeString:
    """Draw the page's own address and those of its translations, for search engines."""
    request = context.get("request")
    if request is None:
        return mark_safe("")
    base = languages.base_url()
    found = languages.links(request.path)
    canonical = format_html('<link rel="canonical" href="{}{}">\n', base, request.path)
    return canonical + format_html_join(
        "\n",
        '<link rel="alternate" hreflang="{}" href="{}{}">',
        ((link.tag, base, link.path) for link in found),
    )
