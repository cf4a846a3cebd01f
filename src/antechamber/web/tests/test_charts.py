from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from antechamber.web.charts import Bar, DayCount, DayMark, age_strip, bars, daily_columns

FIRST = date(2017, 4, 1)
HOSTILE = '</title><script>alert("1")</script>'
# What XML can hold: a page's text has had its control characters taken out before.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]))


def points(*counts: int) -> list[DayCount]:
    days = [FIRST + timedelta(days=number) for number in range(len(counts))]
    return [
        DayCount(day, count, f"{day.day} April") for day, count in zip(days, counts, strict=True)
    ]


def places(svg: str, name: str) -> list[dict[str, str]]:
    return [dict(element.attrib) for element in ET.fromstring(svg).iter(name)]


def words(svg: str) -> list[str]:
    return [element.text or "" for element in ET.fromstring(svg).iter("text")]


def test_columns_are_drawn_to_scale_from_the_side_of_reading():
    svg = daily_columns(points(5, 0, 10, 0), title="Applications")

    assert places(svg, "rect") == [
        {"class": "chart-ink", "x": "3%", "width": "19%", "y": "92", "height": "70"},
        {"class": "chart-ink", "x": "53%", "width": "19%", "y": "22", "height": "140"},
    ]


def test_columns_are_mirrored_where_reading_begins_on_the_right():
    svg = daily_columns(points(5, 0, 10, 0), title="Applications", rtl=True)

    assert [rect["x"] for rect in places(svg, "rect")] == ["78%", "28%"]
    assert svg.startswith('<svg class="chart" role="img" width="100%" height="186" direction="rtl"')


def test_columns_say_their_peak_and_their_ends():
    svg = daily_columns(points(5, 0, 10, 0), title="Applications")

    assert words(svg) == ["10", "1 April", "4 April"]


def test_marks_widen_the_days_and_stand_on_lines_of_their_own():
    marks = [DayMark(date(2017, 4, 10), "Deadline"), DayMark(date(2017, 4, 2), "First deadline")]

    svg = daily_columns(points(5, 10), marks, title="Applications")

    assert words(svg) == ["10", "First deadline", "Deadline", "1 April"]
    assert [line["x1"] for line in places(svg, "line")] == ["0%", "15%", "95%"]
    assert [text["y"] for text in places(svg, "text")][1:3] == ["14", "36"]


def test_chart_has_a_name_and_a_description():
    svg = daily_columns(points(1), title="Per day", description="One on the first day.")

    assert 'role="img"' in svg
    assert "<title>Per day</title><desc>One on the first day.</desc>" in svg


@pytest.mark.parametrize(
    "svg",
    [
        daily_columns([], title="x"),
        daily_columns([], [DayMark(FIRST, "x")], title="x"),
        bars([], title="x"),
        age_strip([], 5, title="x", limit_label="5 days"),
    ],
)
def test_nothing_to_show_draws_nothing(svg: str):
    assert svg == ""


def test_one_day_fills_the_chart():
    svg = daily_columns(points(7), title="x")

    assert [(rect["x"], rect["width"]) for rect in places(svg, "rect")] == [("12%", "76%")]
    assert words(svg) == ["7", "1 April"]


def test_days_without_any_are_an_empty_axis():
    svg = daily_columns(points(0, 0), title="x")

    assert places(svg, "rect") == []
    assert words(svg) == ["1 April", "2 April"]


def test_points_of_one_day_add_up():
    svg = daily_columns([*points(2), *points(3)], title="x")

    assert words(svg)[0] == "5"


def test_days_of_long_ago_are_cut():
    old = DayCount(date(1990, 1, 1), 99, "long ago")

    svg = daily_columns([old, *points(2)], title="x")

    assert words(svg) == ["2", "1 April"]


def test_only_days_of_long_ago_leave_an_empty_axis():
    svg = daily_columns(
        [DayCount(date(1990, 1, 1), 9, "old")], [DayMark(date(2017, 1, 1), "m")], title="x"
    )

    assert words(svg) == ["m"]


def test_words_are_escaped_everywhere():
    drawings = [
        daily_columns(
            [DayCount(FIRST, 1, HOSTILE)],
            [DayMark(FIRST, HOSTILE)],
            title=HOSTILE,
            description=HOSTILE,
        ),
        bars([Bar(HOSTILE, 1, HOSTILE)], title=HOSTILE),
        age_strip([1], 2, title=HOSTILE, limit_label=HOSTILE),
    ]

    assert [svg for svg in drawings if "<script" in svg] == []


def test_charts_carry_no_inline_style():
    svg = bars([Bar("a", 1, "1")], title="x") + age_strip([1], 2, title="x", limit_label="2")

    assert re.search(r"style=|fill=|#[0-9a-f]{3}", svg) is None


def test_bars_share_the_length_of_the_longest():
    svg = bars([Bar("A", 8, "8"), Bar("B", 2, "2"), Bar("C", -1, "−1")], title="x")

    assert [rect["width"] for rect in places(svg, "rect")] == ["100%", "25%", "0%"]
    assert words(svg) == ["A", "8", "B", "2", "C", "−1"]


def test_bars_begin_at_the_right_where_reading_does():
    svg = bars([Bar("A", 8, "8"), Bar("B", 2, "2")], title="x", rtl=True)

    assert [rect["x"] for rect in places(svg, "rect")] == ["0%", "75%"]
    assert [text["x"] for text in places(svg, "text")][:2] == ["100%", "0%"]


def test_bars_of_nothing_have_no_length():
    svg = bars([Bar("A", 0, "0")], title="x")

    assert [rect["width"] for rect in places(svg, "rect")] == ["0%"]


def test_age_strip_piles_equal_ages_and_tells_the_late_ones():
    svg = age_strip([1, 1, 9], 5, title="x", limit_label="5 days")

    assert [(rect["class"], rect["height"]) for rect in places(svg, "rect")] == [
        ("chart-ink", "36"),
        ("chart-late", "18"),
    ]
    assert words(svg) == ["5 days"]


def test_age_at_the_limit_is_not_late():
    svg = age_strip([5], 5, title="x", limit_label="5 days")

    assert [rect["class"] for rect in places(svg, "rect")] == ["chart-ink"]


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(
    st.lists(st.builds(DayCount, DAYS, st.integers(0, 10**9), WORDS), max_size=8),
    st.lists(st.builds(DayMark, DAYS, WORDS), max_size=3),
    st.booleans(),
)
def test_any_days_make_a_chart_that_stays_within_its_width(
    some: list[DayCount], marks: list[DayMark], rtl: bool
):
    svg = daily_columns(some, marks, title="x", rtl=rtl)

    shares = [float(share) for share in re.findall(r'(?:x|x1|x2|width)="([\d.e-]+)%"', svg)]
    assert all(0 <= share <= 100 for share in shares)
    assert not svg or ET.fromstring(svg).tag == "svg"


NUMBERS = st.floats(0, 1e9)


@given(st.lists(NUMBERS, max_size=20), NUMBERS, st.booleans())
def test_any_ages_make_a_strip(ages: list[float], limit: float, rtl: bool):
    svg = age_strip(ages, limit, title="x", limit_label="x", rtl=rtl)

    assert not svg or ET.fromstring(svg).tag == "svg"


@given(st.lists(st.builds(Bar, WORDS, st.floats(-1e9, 1e9), WORDS), max_size=8), st.booleans())
def test_any_rows_make_bars(rows: list[Bar], rtl: bool):
    svg = bars(rows, title="x", rtl=rtl)

    assert not svg or ET.fromstring(svg).tag == "svg"
