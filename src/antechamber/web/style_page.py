"""A page with every component in every state, to look at and to test; never in production."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import get_language_bidi, gettext_lazy as _

from antechamber.web import charts, components as shapes, times
from antechamber.web.controls import KeptFile
from antechamber.web.date_parts import DatePartsField

ZONE = "America/New_York"
DEADLINE = datetime(2017, 4, 18, 3, 59, 59, tzinfo=UTC)
FORMER = datetime(2017, 4, 10, 3, 59, 59, tzinfo=UTC)
OPENING = datetime(2017, 3, 14, 16, 0, tzinfo=UTC)
COUNTS = (3, 1, 4, 1, 0, 0, 9, 2, 6, 5, 3, 0, 0, 8, 9, 7, 9, 12, 2, 1, 14, 18, 26, 31, 22, 17, 58)
TYPED = QueryDict(
    urlencode(
        {
            "wrong-name": "<script>alert(1)</script>",
            "wrong-email": "office at example.org",
            "wrong-members": "about forty",
            "wrong-purpose": "word " * 41,
            "wrong-country": "KE",
            "wrong-sessions": "ts2",
            "wrong-founded_day": "31",
            "wrong-founded_month": "2",
            "wrong-founded_year": "1998",
        }
    )
)


class SampleForm(forms.Form):
    """One question of each kind."""

    name = forms.CharField(
        label=_("Name of the organization"),
        help_text=_("As in its statutes, in its own language."),
        max_length=200,
    )
    email = forms.EmailField(label=_("E-mail address"))
    page = forms.URLField(label=_("Home page"), required=False, assume_scheme="https")
    members = forms.IntegerField(label=_("Number of members"), required=False)
    purpose = forms.CharField(
        label=_("Purpose of the organization"),
        help_text=_("Say it in your own words; nothing needs to be repeated from the statutes."),
        widget=forms.Textarea,
    )
    country = forms.ChoiceField(
        label=_("Country of the headquarters"),
        choices=[("", ""), ("AT", _("Austria")), ("KE", _("Kenya")), ("MX", _("Mexico"))],
    )
    category = forms.ChoiceField(
        label=_("Kind of organization"),
        choices=[
            ("ngo", _("Non-governmental organization")),
            ("academia", _("Academic institution")),
        ],
        widget=forms.RadioSelect,
    )
    sessions = forms.MultipleChoiceField(
        label=_("Meetings that you wish to attend"),
        choices=[("ts1", _("First session")), ("ts2", _("Second session"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    founded = DatePartsField(label=_("Date of foundation"), help_text=_("For example 9 4 1998."))
    statutes = forms.FileField(
        label=_("Statutes"), help_text=_("PDF, at most 5 MB."), required=False
    )
    truth = forms.BooleanField(label=_("What is stated here is true and complete."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        vars(self.fields["purpose"])["word_limit"] = 40
        vars(self.fields["members"])["width"] = "year"
        kept = [KeptFile("k1", "statutes-2016.pdf", "1.2 MB", "#")]
        vars(self.fields["statutes"])["kept_files"] = kept


def style_page(request: HttpRequest) -> HttpResponse:
    """Show every component with made-up values; with `?desk`, as the desk sees them. No SQL."""
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    wrong = SampleForm(TYPED, prefix="wrong")
    desk = "desk" in request.GET
    context = {
        "base": "web/desk_base.html" if desk else "web/base.html",
        "account": "office@example.org" if desk else None,
        "process": {"code": "gcm", "short_name": _("Global Compact for Migration")},
        "form": SampleForm(prefix="empty"),
        "wrong": wrong,
        **_navigation(),
        **_records(),
        **_charts(),
        "page": Paginator(range(2_000), 20).get_page(request.GET.get("page", "7")),
    }
    return render(request, "web/style_page.html", context)


def _navigation() -> dict[str, object]:
    return {
        "links": [
            shapes.Link(str(_("About")), "#", current=True),
            shapes.Link(str(_("Calendar")), "#"),
            shapes.Link(str(_("Apply")), "#"),
            shapes.Link(str(_("Questions and answers")), "#"),
        ],
        "tabs": [
            shapes.Link(str(_("Waiting")), "#", current=True, count=41),
            shapes.Link(str(_("Asked")), "#", count=7),
            shapes.Link(str(_("Decided")), "#", count=380),
        ],
        "crumbs": [
            shapes.Link(str(_("Global Compact for Migration")), "#"),
            shapes.Link(str(_("Style"))),
        ],
    }


def _records() -> dict[str, object]:
    return {
        "deadline": shapes.Deadline(
            DEADLINE,
            ZONE,
            str(_("New York time")),
            label=str(_("Apply by")),
            former=[FORMER],
            note=str(_("Extended on 7 April 2017, for everybody.")),
        ),
        "opening": OPENING,
        "zone": ZONE,
        "today": date(2017, 4, 5),
        "tones": shapes.TONES,
        "tasks": [
            shapes.Task(str(_("Your organization")), "#", str(_("Completed")), "done"),
            shapes.Task(
                str(_("Documents")), "#", str(_("Two missing")), "attention", str(_("PDF or image"))
            ),
            shapes.Task(str(_("Declaration")), "", str(_("Cannot begin yet")), "ended"),
        ],
        "rows": [
            shapes.SummaryRow(str(_("Name of the organization")), "منظمة الهجرة والتنمية", "#"),
            shapes.SummaryRow(
                str(_("Purpose of the organization")), "One line.\nAnother line.", "#"
            ),
            shapes.SummaryRow(str(_("Home page")), "", "#"),
        ],
        "events": [
            shapes.Event(OPENING, ZONE, str(_("Call opened")), actor="UN-NGLS"),
            shapes.Event(
                FORMER - timedelta(days=3),
                ZONE,
                str(_("Deadline extended")),
                str(_("To 17 April 2017.")),
            ),
        ],
        "evidence": [
            shapes.Evidence(
                str(_("Consultative status")),
                str(_("Special consultative status since 2011")),
                "E/2016/INF/5",
                "#",
                str(_("Confirmed")),
                "done",
            ),
            shapes.Evidence(str(_("Earlier accreditation")), str(_("None found"))),
        ],
        "comparison": shapes.Comparison(
            str(_("Two versions of one application")),
            str(_("Version 1")),
            str(_("Version 2")),
            [
                shapes.ComparedRow(str(_("Country")), str(_("Kenya")), str(_("Kenya"))),
                shapes.ComparedRow(str(_("Home page")), "", "https://example.org"),
            ],
        ),
        "table": _sample_table(),
        "empty_table": shapes.Table(
            str(_("Objections")),
            [],
            [],
            empty_title=str(_("No objection")),
            empty_text=str(_("The list is under silence.")),
        ),
    }


def _sample_table() -> shapes.Table:
    return shapes.Table(
        str(_("Applications by facilitator")),
        [
            shapes.Column(str(_("Facilitator")), sort_url="?sort=facilitator", order="ascending"),
            shapes.Column(str(_("State"))),
            shapes.Column(str(_("Applications")), number=True, sort_url="?sort=-count"),
            shapes.Column(str(_("Accredited")), number=True),
        ],
        [
            [
                shapes.Cell("UN-NGLS", "#"),
                shapes.Cell(str(_("Screening")), tone="waiting"),
                "1\N{NO-BREAK SPACE}204",
                "987",
            ],
            [
                shapes.Cell("United Nations University", "#"),
                shapes.Cell(str(_("Done")), tone="done"),
                "211",
                "190",
            ],
            [
                shapes.Cell("UN Global Compact", "#"),
                shapes.Cell(str(_("Late")), tone="attention"),
                "64",
                "58",
            ],
        ],
    )


def _charts() -> dict[str, object]:
    rtl = get_language_bidi()
    days = [date(2017, 3, 14) + timedelta(days=number) for number in range(len(COUNTS))]
    points = [
        charts.DayCount(day, count, times.short_day(day))
        for day, count in zip(days, COUNTS, strict=True)
    ]
    marks = [
        charts.DayMark(date(2017, 4, 9), str(_("First deadline"))),
        charts.DayMark(date(2017, 4, 17), str(_("Deadline"))),
    ]
    bars = [
        charts.Bar(str(_("African States")), 412, "412"),
        charts.Bar(str(_("Western European and other States")), 388, "388"),
        charts.Bar(str(_("Asia-Pacific States")), 301, "301"),
    ]
    return {
        "figures": [
            shapes.Figure("1\N{NO-BREAK SPACE}479", str(_("applications received"))),
            shapes.Figure("118", str(_("countries"))),
            shapes.Figure("6", str(_("thematic sessions")), "#"),
            shapes.Figure("12", str(_("days to the deadline"))),
        ],
        "columns": charts.daily_columns(
            points, marks, title=str(_("Applications per day")), rtl=rtl
        ),
        "columns_table": shapes.Table(
            str(_("Applications per day")),
            [shapes.Column(str(_("Day"))), shapes.Column(str(_("Applications")), number=True)],
            [[point.label, point.count] for point in points],
        ),
        "bars": charts.bars(bars, title=str(_("Applications by regional group")), rtl=rtl),
        "strip": charts.age_strip(
            [0, 0, 1, 1, 2, 2, 2, 3, 4, 4, 6, 9],
            5,
            title=str(_("Age of waiting applications")),
            limit_label=str(_("5 days")),
            rtl=rtl,
        ),
    }
