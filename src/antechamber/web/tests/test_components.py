"""Each partial draws its facts, with its ties for screen readers, and lets nothing through."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from antechamber.web import components as shapes

HOSTILE = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
AT = datetime(2017, 4, 10, 3, 59, 59, tzinfo=UTC)
ZONE = "America/New_York"


def draw(source: str, **values: object) -> str:
    """Return the markup on one line: a line break in a template means nothing."""
    markup = Template(source).render(Context(values))
    return markup.replace("\n", "")


def include(name: str, **values: object) -> str:
    return draw(f'{{% include "web/components/{name}.html" %}}', **values)


@pytest.mark.parametrize("tone", shapes.TONES)
def test_status_is_a_word_and_a_shape(tone: str):
    assert draw("{% status word tone %}", word=HOSTILE, tone=tone) == (
        f'<span class="status status-{tone}">{ESCAPED}</span>'
    )


def test_unknown_tone_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match=r"^'red' is no tone\. Use one of: neutral, active"):
        draw('{% status "x" "red" %}')


def test_navigation_marks_where_the_reader_is():
    links = [shapes.Link("About", "/a", current=True), shapes.Link(HOSTILE, "/b", count=3)]

    assert include("nav", links=links) == (
        '<nav class="nav" aria-label="Main"><div class="wrap"><ul>'
        '<li><a href="/a" aria-current="page">About</a></li>'
        f'<li><a href="/b">{ESCAPED} (3)</a></li></ul></div></nav>'
    )


def test_navigation_of_the_desk_has_its_own_name():
    page = include("nav", links=[], side=True, label="Desk")

    assert page.startswith('<nav class="nav side" aria-label="Desk">')


def test_tabs_are_links_with_counts():
    links = [shapes.Link("Waiting", "?s=w", current=True, count=0), shapes.Link("All", "?")]

    assert include("tabs", links=links, label="Queues") == (
        '<nav class="tabs" aria-label="Queues"><ul>'
        '<li><a href="?s=w" aria-current="page">Waiting <span class="quiet">0</span></a></li>'
        '<li><a href="?">All</a></li></ul></nav>'
    )


def test_breadcrumbs_end_at_the_page_itself():
    links = [shapes.Link("GCM", "/en/gcm/"), shapes.Link(HOSTILE)]

    assert include("breadcrumbs", links=links) == (
        '<nav class="crumbs" aria-label="You are here"><ol>'
        '<li><a href="/en/gcm/">GCM</a></li>'
        f'<li><span aria-current="page">{ESCAPED}</span></li></ol></nav>'
    )


def test_task_list_ties_each_task_to_its_status():
    tasks = [
        shapes.Task("Documents", "/d", "Two missing", "attention", "PDF"),
        shapes.Task(HOSTILE),
    ]

    assert include("task_list", tasks=tasks) == (
        '<ul class="tasks"><li><div>'
        '<a class="task" href="/d" aria-describedby="task-1">Documents</a>'
        '<p class="hint">PDF</p></div><span id="task-1">'
        '<span class="status status-attention">Two missing</span></span></li>'
        f'<li><div><span class="task">{ESCAPED}</span></div></li></ul>'
    )


def test_summary_list_names_what_each_link_changes():
    rows = [
        shapes.SummaryRow("Name", HOSTILE, "/name"),
        shapes.SummaryRow("Page", "", missing="None given"),
        shapes.SummaryRow("Purpose"),
    ]

    assert include("summary_list", rows=rows) == (
        '<dl class="summary">'
        f'<div><dt>Name</dt><dd class="typed"><bdi>{ESCAPED}</bdi></dd>'
        '<dd class="change"><a href="/name">Change'
        '<span class="visually-hidden"> – Name</span></a></dd></div>'
        '<div><dt>Page</dt><dd class="typed"><span class="quiet">None given</span></dd></div>'
        '<div><dt>Purpose</dt><dd class="typed"><span class="quiet">Not answered</span></dd></div>'
        "</dl>"
    )


TABLE = shapes.Table(
    "Applications",
    [
        shapes.Column("Who", sort_url="?sort=who", order="descending"),
        shapes.Column("State"),
        shapes.Column("How many", number=True),
    ],
    [
        [shapes.Cell(HOSTILE, "/a"), shapes.Cell("New", tone="active"), 12],
        ["B", shapes.Cell("b"), "1"],
    ],
)


def test_table_scrolls_within_a_region_that_takes_the_focus():
    assert include("table", table=TABLE) == (
        '<div class="scroll" role="region" tabindex="0" aria-label="Applications">'
        '<table class="table"><caption>Applications</caption>'
        '<thead><tr><th scope="col" aria-sort="descending"><a href="?sort=who">Who</a></th>'
        '<th scope="col">State</th><th scope="col" class="number">How many</th></tr></thead>'
        f'<tbody><tr><th scope="row"><a href="/a"><bdi>{ESCAPED}</bdi></a></th>'
        '<td><span class="status status-active">New</span></td><td class="number">12</td></tr>'
        '<tr><th scope="row"><bdi>B</bdi></th><td><bdi>b</bdi></td>'
        '<td class="number"><bdi>1</bdi></td></tr></tbody></table></div>'
    )


def test_table_without_rows_says_why():
    table = shapes.Table("Objections", [], [], empty_title="No objection", empty_text="So far.")

    assert include("table", table=table) == (
        '<div class="empty"><h2>No objection</h2><p>So far.</p></div>'
    )


def test_table_with_a_row_of_the_wrong_length_is_refused():
    table = shapes.Table("x", [shapes.Column("a"), shapes.Column("b")], [["1"]])

    with pytest.raises(ValueError, match="zip"):
        include("table", table=table)


def test_empty_state_offers_an_act():
    assert include("empty", title="Nothing", text="", url="/new", act="Begin") == (
        '<div class="empty"><h2>Nothing</h2>'
        '<p><a class="button button-secondary" href="/new">Begin</a></p></div>'
    )


def test_timeline_writes_who_did_what_and_when():
    events = [shapes.Event(AT, ZONE, HOSTILE, "Why.", "UN-NGLS", "New York time")]

    assert include("timeline", events=events) == (
        f'<ol class="events"><li><h3>{ESCAPED}</h3><p class="small quiet">'
        '<time datetime="2017-04-10T03:59:59Z">9 April 2017, 23:59 New York time (UTC−4)</time>'
        " · <bdi>UN-NGLS</bdi></p><p>Why.</p></li></ol>"
    )


def test_deadline_shows_three_clocks_and_what_it_replaced():
    deadline = shapes.Deadline(
        AT, ZONE, "New York time", label="Apply by", former=[AT], note=HOSTILE, is_past=True
    )

    assert include("deadline", deadline=deadline) == (
        '<section class="deadline deadline-past" aria-label="Apply by">'
        '<p class="deadline-label">Apply by</p>'
        '<p class="deadline-instant"><time datetime="2017-04-10T03:59:59Z">'
        "<span>Sunday 9 April 2017</span> <span>23:59</span></time></p>"
        '<ul class="clocks"><li>New York time (UTC−4)</li><li>10 April 2017, 03:59 UTC</li>'
        '<li data-local="2017-04-10T03:59:59Z" data-words="Your clock: {time}" hidden></li></ul>'
        '<p class="small"><del>Before: 9 April 2017, 23:59 New York time (UTC−4)</del></p>'
        f"<p>{ESCAPED}</p></section>"
    )


def test_clocks_show_an_instant_three_times():
    assert draw("{% clocks at zone %}", at=AT, zone=ZONE) == (
        '<ul class="clocks"><li>9 April 2017, 23:59 New York (UTC−4)</li>'
        "<li>10 April 2017, 03:59 UTC</li>"
        '<li data-local="2017-04-10T03:59:59Z" data-words="Your clock: {time}" hidden></li></ul>'
    )


def test_day_is_readable_by_machines():
    assert draw("{% day value %}", value=date(2017, 4, 9)) == (
        '<time datetime="2017-04-09">9 April 2017</time>'
    )


@pytest.mark.parametrize(
    ("tone", "opening"),
    [
        ("info", '<div class="notice notice-info">'),
        ("warning", '<div class="notice notice-warning">'),
        ("success", '<div class="notice notice-success" role="status">'),
    ],
)
def test_notice_is_announced_only_after_an_act(tone: str, opening: str):
    page = draw(
        "{% notice tone title %}<p>{{ text }}</p>{% endnotice %}", tone=tone, title="T", text="<"
    )

    assert page == f"{opening}<h2>T</h2><p>&lt;</p></div>"


def test_wide_content_gets_a_region_of_its_own():
    page = draw("{% scroll label %}<table></table>{% endscroll %}", label='"x"')

    assert page == (
        '<div class="scroll" role="region" tabindex="0" aria-label="&quot;x&quot;">'
        "<table></table></div>"
    )


def test_receipt_shows_its_number_and_can_copy_it():
    page = include(
        "confirmation", title="Received", label="Your number", number="GCM-A-0412", copy=True
    )

    assert page == (
        '<div class="receipt"><h1>Received</h1><p class="quiet">Your number</p>'
        '<p class="receipt-number"><bdi>GCM-A-0412</bdi></p><p><button type="button"'
        ' class="button button-secondary" data-copy="GCM-A-0412" data-done="Copied" hidden>'
        "Copy the number</button></p></div>"
    )


def test_figures_are_a_list_of_numbers_with_labels():
    figures = [shapes.Figure("118", HOSTILE), shapes.Figure("6", "sessions", "/s")]

    assert include("figures", figures=figures) == (
        f'<dl class="figures"><div><dt>{ESCAPED}</dt><dd><bdi>118</bdi></dd></div>'
        '<div><dt><a href="/s">sessions</a></dt><dd><bdi>6</bdi></dd></div></dl>'
    )


def test_progress_says_in_words_what_it_shows():
    assert include("progress", value=1, maximum=3, words="1 of 3") == (
        '<div class="progress"><progress value="1" max="3" aria-label="1 of 3"></progress>'
        " <span>1 of 3</span></div>"
    )


def test_evidence_names_its_source():
    items = [
        shapes.Evidence("Status", "Special", "E/2016/INF/5", "/s", "Confirmed", "done"),
        shapes.Evidence("Earlier", HOSTILE, "Archive"),
    ]

    assert include("evidence", items=items) == (
        '<dl class="evidence"><div><dt>Status</dt><dd>Special '
        '<span class="status status-done">Confirmed</span></dd>'
        '<dd class="source">Source: <a href="/s">E/2016/INF/5</a></dd></div>'
        f'<div><dt>Earlier</dt><dd>{ESCAPED}</dd><dd class="source">Source: Archive</dd></div></dl>'
    )


def test_comparison_says_in_words_what_changed():
    rows = [shapes.ComparedRow("Country", "KE", "KE"), shapes.ComparedRow("Page", "", HOSTILE)]

    page = include("compare", comparison=shapes.Comparison("Versions", "1", "2", rows))

    assert (
        '<tr><th scope="row">Country</th><td><bdi>KE</bdi></td><td><bdi>KE</bdi></td>'
        '<td><span class="quiet">Same</span></td></tr>'
        '<tr class="changed"><th scope="row">Page</th><td><bdi>–</bdi></td>'
        f"<td><bdi>{ESCAPED}</bdi></td><td>Changed</td></tr>"
    ) in page


def test_chart_stands_with_its_table():
    page = include("chart", caption="Per day", chart="<svg>", table=TABLE)

    assert page.startswith(
        '<figure class="figure"><figcaption>Per day</figcaption>&lt;svg&gt;<details>'
    )
    assert "<caption>Applications</caption>" in page


def test_pagination_is_nothing_for_one_page():
    page = Paginator(range(3), 10).page(1)

    assert draw("{% pagination page %}", page=page, request=RequestFactory().get("/")) == ""


def test_pagination_links_to_the_neighbours():
    page = Paginator(range(20), 10).page(1)

    drawn = draw("{% pagination page %}", page=page, request=RequestFactory().get("/?q=%3C"))

    assert drawn == (
        '<nav class="pages" aria-label="Pages"><ul>'
        '<li><a href="?q=%3C&amp;page=1" aria-current="page">1</a></li>'
        '<li><a href="?q=%3C&amp;page=2">2</a></li>'
        '<li><a href="?q=%3C&amp;page=2" rel="next">Next</a></li></ul></nav>'
    )


class Question(forms.Form):
    name = forms.CharField(label=HOSTILE)


def test_error_summary_takes_the_focus_and_leads_to_the_questions():
    page = draw("{% error_summary form %}", form=Question({}))

    assert page == (
        '<div class="errors" role="alert" tabindex="-1" autofocus data-focus id="errors"'
        ' aria-labelledby="errors-title"><h2 id="errors-title">There is a problem</h2>'
        f'<ul><li><a href="#id_name">“{ESCAPED}” needs an answer.</a></li></ul></div>'
    )


def test_error_summary_is_nothing_without_errors():
    assert draw("{% error_summary form other %}", form=Question({"name": "x"}), other=None) == ""


def test_field_tags_draw_one_question_or_all():
    one = draw("{% field form.name as_heading=True %}", form=Question())
    all_of_them = draw("{% fields form %}", form=Question())

    assert f'<h1 class="question"><label for="id_name">{ESCAPED}</label></h1>' in one
    assert f'<label class="label" for="id_name">{ESCAPED}</label>' in all_of_them


def test_desk_messages_are_announced():
    warning = type("Warning", (), {"level": 30, "__str__": lambda _: HOSTILE})()

    assert include("message", message=warning) == (
        f'<div class="notice notice-warning" role="status"><p>{ESCAPED}</p></div>'
    )


def test_task_page_says_the_error_in_its_title_and_the_act_on_its_button():
    values = {"form": Question({}), "act": "Send the application", "back_url": "/back"}

    page = draw(
        '{% extends "web/task_page.html" %}{% block title %}Name{% endblock %}',
        site_name="Antechamber",
        **values,
    )

    assert "<title>Error: Name – Antechamber</title>" in page
    assert '<a class="back" href="/back">Back</a>' in page
    assert '<button class="button">Send the application</button>' in page
    assert '<form method="post" novalidate data-guard>' in page


def test_components_of_a_right_to_left_page_say_so():
    with translation.override("ar"):
        page = draw('{% extends "web/base.html" %}')

    assert '<html lang="ar" dir="rtl">' in page
