import io
from datetime import UTC, datetime

import pytest
import typst
from pypdf import PdfReader

from antechamber.paper.scripts import MissingFont
from antechamber.paper.tests.test_papers import LETTER
from antechamber.paper.typesetting import TypesettingError, typeset

AT = datetime(2017, 4, 10, 3, 59, 59, tzinfo=UTC)
# A machine without fonts: those built into typst have Latin, Greek and Cyrillic.
BARE = typst.Fonts(include_system_fonts=False)


def letter(*paragraphs):
    values = {**LETTER._values(), "paragraphs": list(paragraphs)}
    return typeset("letter", values, language="en", dated=AT, fonts=BARE)


def words(content):
    return " ".join(PdfReader(io.BytesIO(content)).pages[0].extract_text().split())


def test_a_symbol_without_a_font_prints_as_its_name():
    printed = words(letter("Joy 🎉 of 👩\u200d👧 life ✈\ufe0f \u0378"))

    assert "Joy [party popper] of [woman][girl] life" in printed
    assert "[U+0378]" in printed


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("国际移民", {"chinese"}),
        ("ไทย አማርኛ", {"thai", "ethiopic"}),
        ("かな 한국 🎉", {"japanese", "korean"}),
    ],
)
def test_a_script_without_a_font_is_said_in_words(text, scripts):
    with pytest.raises(MissingFont) as missing:
        letter("Dear colleagues,", text)

    assert missing.value.scripts == scripts


def test_scripts_with_a_font_are_printed():
    assert "Ελλάδα Привет Ñandú" in words(letter("Ελλάδα Привет Ñandú"))


def test_a_template_without_its_values_is_an_error_of_the_program():
    with pytest.raises(TypesettingError, match="addressee"):
        typeset("letter", {"title": "A title"}, language="en", dated=AT, fonts=BARE)
