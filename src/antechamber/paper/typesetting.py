"""Turning values into a PDF by a typst template.

Values go in as data and never as markup, so any text prints as it stands. The PDF is PDF/A-2a and
PDF/UA-1: kept readable for decades, and read aloud by a screen reader. Both refuse a sign that no
font on the machine can draw; that is how a missing font is noticed here rather than printed as a
box. The same values give the same bytes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst
from django.utils.translation import get_language_info

from antechamber.paper.scripts import MissingFont, is_script

TEMPLATES = Path(__file__).parent / "typst"
STANDARDS: Final[list[typst.PDFStandard]] = ["a-2a", "ua-1"]

_UNDRAWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# Controls, directional overrides, private use and half characters: nothing that prints.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufeff"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff]"
)


class TypesettingError(RuntimeError):
    """A template cannot be set: an error of the program, not of the values."""


def typeset(
    template: str,
    values: Mapping[str, Any],
    *,
    language: str,
    dated: datetime,
    fonts: typst.Fonts | None = None,
) -> bytes:
    """Return `template` (`receipt`, `letter`, `list`) with `values` as a PDF.

    `values` are plain JSON, with all that `typst/institution.typ` and the template name. `dated` is
    the date that the file carries, `fonts` by default those of the machine. A symbol that no font
    draws, an emoji say, is printed as its name in brackets; a missing font for a script of letters
    raises `MissingFont`.
    """
    facts = {
        **_mapped(values, lambda text: _UNPRINTABLE.sub("", text)),
        "language": language.partition("-")[0],
        "right_to_left": bool(get_language_info(language)["bidi"]),
        "dated": list(dated.astimezone(UTC).timetuple()[:6]),
    }
    at_hand = fonts or _machine_fonts()
    try:
        return _compiled(template, facts, dated, at_hand)
    except typst.TypstError as error:
        undrawn = _undrawn_signs(error)
    letters = {sign for sign in undrawn if is_script(sign)}
    if letters:
        raise MissingFont(letters)
    in_words = str.maketrans({sign: _name_in_brackets(sign) for sign in undrawn})
    facts = _mapped(facts, lambda text: text.translate(in_words))
    return _compiled(template, facts, dated, at_hand)


@cache
def _machine_fonts() -> typst.Fonts:
    # Looking through the machine's fonts takes 0.1 s: once for each process.
    return typst.Fonts()


def _compiled(
    template: str, facts: Mapping[str, Any], dated: datetime, fonts: typst.Fonts
) -> bytes:
    document, _warnings = typst.compile_with_warnings(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=fonts,
        sys_inputs={"values": json.dumps(facts, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=int(dated.timestamp()),
    )
    return document


def _undrawn_signs(error: typst.TypstError) -> set[str]:
    """Return the signs that an error names as not drawn; raise it anew where it names none."""
    found = _UNDRAWN.findall(error.diagnostic)
    if not found:
        raise TypesettingError(error.diagnostic) from None
    return {sign for text in found for sign in _ESCAPED.sub(_unescaped, text)}


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _name_in_brackets(sign: str) -> str:
    """Return "[party popper]" for a symbol; nothing for a sign that only joins or varies others."""
    name = unicodedata.name(sign, f"U+{ord(sign):04X}")
    is_joiner = unicodedata.category(sign) in {"Cf", "Mn"}
    return "" if is_joiner else f"[{name.lower() if not name.startswith('U+') else name}]"


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _mapped(each, change) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_mapped(each, change) for each in value]
    return value
