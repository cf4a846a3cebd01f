"""Rules for style sheet, script and templates that no reader of a change has to remember."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from antechamber.web.tests.style_sheet import (
    SCRIPT,
    STYLE_SHEET,
    STYLE_SHEETS,
    declarations,
    source,
)

WEB = Path(__file__).resolve().parent.parent
SIDES = re.compile(r"(^|-)(left|right|top|bottom)(-|$)")
SIZES = {"width", "height", "min-width", "max-width", "min-height", "max-height"}
PHYSICAL_VALUES = re.compile(r"\b(left|right)\b")
FOUR_SIDES = {"margin", "padding", "inset", "border-width"}


@pytest.mark.parametrize("path", STYLE_SHEETS, ids=lambda path: path.name)
def test_style_sheet_has_only_logical_properties(path: Path):
    physical = [
        (name, value)
        for name, value in declarations(path)
        if SIDES.search(name) or name in SIZES or PHYSICAL_VALUES.search(value)
    ]

    assert physical == []


@pytest.mark.parametrize("path", STYLE_SHEETS, ids=lambda path: path.name)
def test_style_sheet_writes_no_four_sides_that_differ_between_start_and_end(path: Path):
    uneven = [
        (name, value)
        for name, value in declarations(path)
        if name in FOUR_SIDES and len(parts := value.split()) == 4 and parts[1] != parts[3]
    ]

    assert uneven == []


def test_style_sheet_declares_its_layers_in_order():
    order = "reset, tokens, base, layout, components, desk, print"

    assert f"@layer {order};" in source()
    assert re.findall(r"@layer (\w+) \{", source()) == order.split(", ")


def test_style_sheet_leaves_letters_and_importance_alone():
    spaced = [value for name, value in declarations() if name == "letter-spacing"]

    assert [value for value in spaced if value != "inherit"] == []
    assert "!important" not in source()


@pytest.mark.parametrize(("path", "limit"), [(STYLE_SHEET, 7_000), (SCRIPT, 1_500)])
def test_static_file_stays_within_its_budget(path: Path, limit: int):
    assert len(gzip.compress(path.read_bytes())) <= limit


def templates() -> list[Path]:
    return sorted((WEB / "templates").rglob("*.html"))


def test_templates_hold_no_inline_style_or_script():
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+=|javascript:")

    assert [path.name for path in templates() if inline.search(path.read_text("utf-8"))] == []


def test_every_class_of_the_partials_is_in_the_style_sheet():
    known = set(re.findall(r"\.([a-z][\w-]*)", source()))
    text = "".join(path.read_text("utf-8") for path in templates())
    written = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", text)
    used = {name for names in re.findall(r'class="([^"]*)"', written) for name in names.split()}

    assert {name for name in used if not name.endswith("-")} - known == set()
