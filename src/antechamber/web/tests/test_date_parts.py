from __future__ import annotations

from datetime import date

import pytest
from django import forms
from hypothesis import given, strategies as st

from antechamber.web.date_parts import DatePartsField, DatePartsWidget, typed_parts

FIELD = DatePartsField(required=False)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("9", "4", "1998"), date(1998, 4, 9)),
        (("٩", "٤", "١٩٩٨"), date(1998, 4, 9)),
        (("۹", "۴", "۱۹۹۸"), date(1998, 4, 9)),
        (("", "", ""), None),
        (None, None),
        (date(1998, 4, 9), date(1998, 4, 9)),
    ],
)
def test_parts_become_a_date(typed: object, expected: date | None):
    assert FIELD.clean(typed) == expected


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("9", "", "1998"), "incomplete"),
        (("31", "2", "1998"), "invalid"),
        (("x", "2", "1998"), "invalid"),
        (("1", "1", "99999999999999999999"), "invalid"),
        (("1", "1", "0"), "invalid"),
    ],
)
def test_parts_that_are_no_date_are_refused(typed: object, code: str):
    with pytest.raises(forms.ValidationError) as refused:
        FIELD.clean(typed)

    assert refused.value.code == code


def test_required_date_cannot_be_empty():
    with pytest.raises(forms.ValidationError) as refused:
        DatePartsField().clean(("", "", ""))

    assert refused.value.code == "required"


def test_widget_reads_the_three_boxes():
    widget = DatePartsWidget()

    found = widget.value_from_datadict({"d_day": " 9 ", "d_year": "1998"}, None, "d")

    assert found == ("9", "", "1998")


@pytest.mark.parametrize(
    ("sent", "omitted"), [({"d_day": ""}, False), ({"d": "x"}, True), ({}, True)]
)
def test_widget_knows_whether_it_was_on_the_page(sent: dict[str, str], omitted: bool):
    assert DatePartsWidget().value_omitted_from_data(sent, None, "d") == omitted


def test_label_leads_to_the_first_box():
    assert [DatePartsWidget().id_for_label(own) for own in ("id_d", "")] == ["id_d_day", ""]


@pytest.mark.parametrize(
    ("before", "typed", "changed"),
    [
        (date(1998, 4, 9), ("9", "4", "1998"), False),
        (date(1998, 4, 9), ("10", "4", "1998"), True),
        (None, ("", "", ""), False),
    ],
)
def test_date_knows_whether_it_was_changed(before: object, typed: object, changed: bool):
    assert FIELD.has_changed(before, typed) == changed


@given(st.dates())
def test_any_date_can_be_typed(day: date):
    assert FIELD.clean(typed_parts(day)) == day


@given(st.tuples(st.text(), st.text(), st.text()))
def test_any_text_is_a_date_nothing_or_refused(typed: tuple[str, str, str]):
    try:
        found = FIELD.clean(typed)
    except forms.ValidationError:
        return

    assert found is None or isinstance(found, date)
