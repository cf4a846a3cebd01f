"""Questions are drawn with everything that a screen reader and a slow typist need."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.utils import translation
from hypothesis import given, strategies as st

from antechamber.web import fields
from antechamber.web.controls import KeptFile
from antechamber.web.date_parts import DatePartsField
from antechamber.web.fields import Problem

COUNTRIES = [("", ""), *((f"C{number}", f"Country {number}") for number in range(249))]
HOSTILE = '"><script>alert(1)</script>'


class Question(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the <statutes>.", max_length=5)


class OneField(forms.Form):
    def __init__(self, field: forms.Field, *args: object, **carried: object) -> None:
        super().__init__(*args)
        self.fields["x"] = field
        vars(field).update(carried)


def drawn(field: forms.Field, *args: object, **carried: object) -> str:
    return fields.render_field(OneField(field, *args, **carried)["x"])


def test_text_question_is_drawn_whole():
    assert fields.render_field(Question()["name"]) == (
        '<div class="field"><label class="label" for="id_name">Name</label>'
        '<p class="hint" id="id_name-hint">As in the &lt;statutes&gt;.</p>'
        '<input class="control" type="text" dir="auto" value="" id="id_name" name="name"'
        ' aria-describedby="id_name-hint"></div>'
    )


def test_wrong_answer_is_kept_and_tied_to_its_error():
    form = Question({"name": HOSTILE})

    assert fields.render_field(form["name"]) == (
        '<div class="field field-wrong"><label class="label" for="id_name">Name</label>'
        '<p class="hint" id="id_name-hint">As in the &lt;statutes&gt;.</p>'
        '<p class="field-error" id="id_name-error"><span class="visually-hidden">Error: </span>'
        "Ensure this value has at most 5 characters (it has 27).</p>"
        '<input class="control" type="text" dir="auto"'
        ' value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" id="id_name" name="name"'
        ' aria-describedby="id_name-hint id_name-error" aria-invalid="true"></div>'
    )


def test_optional_question_says_so_and_a_required_one_does_not():
    optional = drawn(forms.CharField(label="Page", required=False))

    assert 'Page <span class="optional">(optional)</span></label>' in optional
    assert "(optional)" not in drawn(forms.CharField(label="Page"))
    assert "required" not in drawn(forms.CharField(label="Page"))


def test_question_can_be_the_heading_of_its_page():
    choices = [("a", "A")]
    radio = forms.ChoiceField(label="Kind", choices=choices, widget=forms.RadioSelect)

    text = fields.render_field(Question()["name"], as_heading=True)
    group = fields.render_field(OneField(radio)["x"], as_heading=True)

    assert '<h1 class="question"><label for="id_name">Name</label></h1>' in text
    assert '<legend><h1 class="question">Kind</h1></legend>' in group


@pytest.mark.parametrize(
    ("field", "attributes"),
    [
        (forms.EmailField(), 'type="email" dir="ltr"'),
        (forms.URLField(assume_scheme="https"), 'type="url" dir="ltr"'),
        (forms.IntegerField(), 'type="text" inputmode="decimal" dir="ltr"'),
        (forms.CharField(), 'type="text" dir="auto"'),
    ],
)
def test_one_line_box_has_the_keyboard_and_direction_of_its_kind(
    field: forms.Field, attributes: str
):
    assert f'<input class="control" {attributes} value=""' in drawn(field)


def test_typed_number_that_is_none_is_kept():
    assert 'value="about forty"' in drawn(forms.IntegerField(), {"x": "about forty"})


def test_password_is_never_sent_back():
    field = forms.CharField(widget=forms.PasswordInput)

    assert 'value=""' in drawn(field, {"x": "secret"})


def test_own_attributes_of_a_widget_are_kept_and_the_harmful_ones_are_not():
    attrs = {"autocomplete": "email", "spellcheck": "false", "maxlength": 9, "hidden": False}
    widget = forms.TextInput({**attrs, "autofocus": True, "title": HOSTILE})

    page = drawn(forms.CharField(widget=widget, max_length=9, min_length=2))

    assert (
        ' name="x" autocomplete="email" spellcheck="false" autofocus'
        ' title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">'
    ) in page
    assert "maxlength" not in page
    assert "minlength" not in page


def test_disabled_question_is_drawn_so():
    assert ' name="x" disabled>' in drawn(forms.CharField(disabled=True))


def test_width_is_a_class():
    assert 'class="control width-year"' in drawn(forms.CharField(), width="year")


def test_nul_is_left_out_of_what_was_typed():
    field = forms.CharField(validators=[])

    page = drawn(field, {"x": "a\x00b"})

    assert 'value="ab"' in page
    assert "\x00" not in page


def test_long_text_keeps_its_first_line_break_and_its_words():
    field = forms.CharField(widget=forms.Textarea, strip=False)

    assert ">\n\nsecond line</textarea>" in drawn(field, {"x": "\nsecond line"})


@pytest.mark.parametrize(
    ("typed", "look", "words"),
    [("one two", "count", "2 of 3 words"), ("a b c d", "count count-over", "4 of 3 words")],
)
def test_long_text_with_a_limit_counts_words_without_a_script(typed: str, look: str, words: str):
    field = forms.CharField(widget=forms.Textarea)

    page = drawn(field, {"x": typed}, word_limit=3)

    assert (
        f'<p class="{look}" id="id_x-count" data-pattern="{{used}} of {{limit}} words">{words}</p>'
    ) in page
    assert 'aria-describedby="id_x-count" data-words=3>' in page


def test_long_text_counts_words_as_its_field_does():
    field = forms.CharField(widget=forms.Textarea)

    page = drawn(field, {"x": "汉字汉字"}, word_limit=9, count_words=len)

    assert "4 of 9 words" in page


@pytest.mark.parametrize("length", [5, 60])
def test_selection_shows_what_was_chosen_and_only_that(length: int):
    field = forms.ChoiceField(choices=COUNTRIES[:length])

    page = drawn(field, {"x": "C1"})

    assert '<option value="C1" selected>Country 1</option>' in page
    assert page.count(" selected") == 1
    assert page.count("<option") == length


def test_kept_list_forgets_the_choice_of_the_one_before():
    chosen = [drawn(forms.ChoiceField(choices=COUNTRIES), {"x": code}) for code in ("C1", "C2")]

    assert [page.count(" selected") for page in chosen] == [1, 1]
    assert '<option value="C2" selected>' in chosen[1]


def test_long_list_is_kept_for_each_language():
    label = translation.gettext_lazy("Yes")
    choices = [(str(number), label) for number in range(30)]
    pages = []
    for code in ("en", "fr"):
        with translation.override(code):
            pages.append(drawn(forms.ChoiceField(choices=choices)))

    assert ['<option value="1">Yes</option>' in page for page in pages] == [True, False]


def test_selection_has_groups():
    choices = [("Africa", [("KE", "Kenya")]), ("Europe <1>", [("AT", "Austria")])]

    page = drawn(forms.ChoiceField(choices=choices), {"x": "AT"})

    assert (
        '<optgroup label="Africa"><option value="KE">Kenya</option></optgroup>'
        '<optgroup label="Europe &lt;1&gt;"><option value="AT" selected>Austria</option></optgroup>'
    ) in page


def test_selection_may_bring_its_own_options():
    def options_html(language: str, selected: str) -> str:
        return f"<option>{language} {selected}</option>"

    page = drawn(forms.CharField(widget=forms.Select), {"x": "KE"}, options_html=options_html)

    assert 'name="x"><option>en KE</option></select>' in page


def test_radio_buttons_leave_out_the_empty_choice():
    choices = [("", "none"), ("a", "A & B"), ("b", "B")]
    field = forms.ChoiceField(label="Kind", choices=choices, widget=forms.RadioSelect)

    assert drawn(field, {"x": "b"}) == (
        '<fieldset class="field" id="id_x"><legend class="label">Kind</legend>'
        '<p class="choice"><input type="radio" name="x" id="id_x_0" value="a">'
        '<label for="id_x_0">A &amp; B</label></p>'
        '<p class="choice"><input type="radio" name="x" id="id_x_1" value="b" checked>'
        '<label for="id_x_1">B</label></p></fieldset>'
    )


@pytest.mark.parametrize("widget", [forms.CheckboxSelectMultiple, forms.SelectMultiple])
def test_several_choices_are_boxes_to_tick(widget: type[forms.Widget]):
    field = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=widget)
    form = OneField(field)
    form.initial = {"x": ["a", "b"]}

    page = fields.render_field(form["x"])

    assert page.count('type="checkbox"') == 2
    assert page.count(" checked") == 2


def test_many_boxes_scroll_within_themselves():
    field = forms.MultipleChoiceField(choices=COUNTRIES[1:])

    page = drawn(field, {"x": ["C7"]})

    assert '<div class="choices-many">' in page
    assert '<input type="checkbox" name="x" id="id_x_7" value="C7" checked>' in page
    assert page.count(" checked") == 1


def test_groups_of_boxes_have_captions():
    choices = [("Days", [("1", "One")]), ("Nights", [("2", "Two")])]
    field = forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)

    page = drawn(field)

    assert (
        '<p class="caption">Days</p><p class="choice"><input type="checkbox" name="x" id="id_x_0_0"'
        in page
    )
    assert 'id="id_x_1_0" value="2"' in page


def test_wrong_group_is_tied_to_its_error_as_a_whole():
    field = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)

    assert '<fieldset class="field" id="id_x">' in drawn(field)
    assert (
        '<fieldset class="field field-wrong" id="id_x" aria-describedby="id_x-error"'
        ' aria-invalid="true">'
    ) in drawn(field, {})


def test_declaration_has_its_words_beside_the_box():
    field = forms.BooleanField(label="It is true.", help_text="Of all of it.")

    assert drawn(field, {"x": "on"}) == (
        '<div class="field declaration"><p class="choice">'
        '<input type="checkbox" checked id="id_x" name="x"'
        ' aria-describedby="id_x-hint"><label for="id_x">It is true.</label></p>'
        '<p class="hint" id="id_x-hint">Of all of it.</p></div>'
    )


def test_file_shows_what_was_handed_in_before():
    kept = [KeptFile("k1", "<a>.pdf", "1 MB", "/f/k1"), KeptFile("k2", "b.pdf")]

    page = drawn(forms.FileField(label="Statutes"), kept_files=kept)

    assert '<a href="/f/k1"><bdi>&lt;a&gt;.pdf</bdi></a> <span class="quiet">1 MB</span>' in page
    assert "<li><span><bdi>b.pdf</bdi></span>" in page
    assert '<input type="checkbox" id="id_x-remove-1" name="x-remove" value="k2">' in page
    assert '<span class="visually-hidden">Take out &lt;a&gt;.pdf</span>' in page
    assert '<input class="control" type="file" id="id_x" name="x">' in page


def test_date_is_asked_for_in_three_boxes():
    page = drawn(DatePartsField(label="Founded"), {"x_day": "31", "x_month": "2", "x_year": "19<"})

    assert '<legend class="label">Founded</legend>' in page
    assert 'inputmode="numeric" id="id_x_day" name="x_day" value="31">' in page
    assert 'id="id_x_year" name="x_year" value="19&lt;">' in page


def test_date_shows_what_it_was_before():
    form = OneField(DatePartsField())
    form.initial = {"x": date(1998, 4, 9)}

    page = fields.render_field(form["x"])

    assert [f'value="{part}"' in page for part in ("9", "4", "1998")] == [True, True, True]


def test_hidden_value_is_hidden():
    field = forms.CharField(widget=forms.HiddenInput)

    assert drawn(field, {"x": HOSTILE}) == (
        '<input type="hidden" name="x"'
        ' value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" id="id_x">'
    )


def test_unknown_widget_is_refused_with_a_sentence():
    field = forms.DateTimeField(widget=forms.SplitDateTimeWidget)

    with pytest.raises(TypeError, match="No control is drawn for SplitDateTimeWidget"):
        drawn(field)


class Several(forms.Form):
    name = forms.CharField(label="Name")
    mail = forms.EmailField(label="Mail")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)
    day = DatePartsField(label="Day")
    secret = forms.CharField(label="Secret", widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("Together they make no sense.")


def test_problems_are_said_in_the_order_of_the_page_with_where_to_mend_them():
    form = Several({"mail": "x", "day_day": "1"})

    assert list(fields.problems(Question(), form)) == [
        Problem("Together they make no sense."),
        Problem("“Name” needs an answer.", "id_name"),
        Problem("Enter a valid email address.", "id_mail"),
        Problem("“Kind” needs an answer.", "id_kind_0"),
        Problem("Enter a day, a month and a year.", "id_day_day"),
        Problem("“Secret” needs an answer."),
    ]


def test_every_problem_leads_to_a_control_of_the_page():
    form = Several({"mail": "x"})

    page = fields.render_fields(form)

    targets = [problem.target for problem in fields.problems(form) if problem.target]
    assert [target for target in targets if f'id="{target}"' not in page] == []


def test_question_says_the_same_words_as_the_summary():
    form = Several({"mail": "x"})

    page = fields.render_field(form["name"])

    assert "“Name” needs an answer.</p>" in page


def test_form_without_ids_uses_names():
    form = Question(auto_id=False)

    assert '<label class="label" for="name">' in fields.render_field(form["name"])


@given(st.text())
def test_whatever_was_typed_comes_back_as_text(typed: str):
    page = drawn(forms.CharField(strip=False), {"x": typed})

    rest = page.partition(' value="')[2]
    value = rest.partition('"')[0]
    assert "<" not in value
    assert "\x00" not in page
