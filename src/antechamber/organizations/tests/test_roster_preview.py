"""Texts shown beside each other, and words for every code that a row can carry."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from antechamber.organizations.names import StatusKind
from antechamber.organizations.roster_cleaning import Decision, RefusalCode
from antechamber.organizations.roster_columns import RosterKind
from antechamber.organizations.roster_countries import country_code
from antechamber.organizations.roster_files import FileFault
from antechamber.organizations.roster_plan import EffectKind
from antechamber.organizations.roster_preview import _SENTENCES, changed_part, visible
from antechamber.organizations.roster_stored import _BY_WEIGHT, kept_text
from antechamber.organizations.roster_text import FixCode
from antechamber.organizations.roster_words import (
    DECISION_WORDS,
    FIX_WORDS,
    KIND_WORDS,
    NOTE_WORDS,
    fault_words,
    fix_words,
    note_words,
    refusal_words,
)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Kirch en Haus", "Kirchen Haus", ("Kirch en", "Kirchen")),
        ("Harbour (HA)", "Harbour", ("(HA)", "")),
        ("a  b", "a b", ("", "")),
        ("a", "b", ("a", "b")),
        ("a a", "a", ("a", "")),
        ("", "KE", ("", "KE")),
    ],
)
def test_changed_part_leaves_out_what_is_the_same(before, after, expected):
    assert changed_part(before, after) == expected


@given(st.text(" ab"), st.text(" ab"))
def test_changed_part_holds_every_difference(before, after):
    was, became = changed_part(before, after)

    assert (was == became) == (before == after) or before.split() == after.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Harbour", "Harbour"),
        ("a\u200bb", "a[U+200B]b"),
        ("a\nb\x00", "a[U+000A]b[U+0000]"),
        ("منظمة", "منظمة"),
        ("\u202eabc", "[U+202E]abc"),
    ],
)
def test_visible_writes_what_cannot_be_seen_by_its_number(text, expected):
    assert visible(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        ("x" * 700, "x" * 600 + "…"),
        ("😀", "😀"),
    ],
)
def test_kept_text_is_what_both_databases_take(text, expected):
    assert kept_text(text) == expected


@given(st.text(st.characters()))
def test_kept_text_can_always_be_written(text):
    kept = kept_text(text)

    kept.encode("utf-8")
    assert "\0" not in kept


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KE", "KE"),
        ("ke", "KE"),
        ("Kenya", "KE"),
        ("KEN", "KE"),
        ("Côte d'Ivoire", "CI"),
        ("Кения", "KE"),
        ("كينيا", "KE"),
        ("肯尼亚", "KE"),
        ("Republic of Kenya", "KE"),
        ("Narnia", ""),
        ("", ""),
    ],
)
def test_country_code_knows_codes_and_names(text, code):
    assert country_code(text) == code


def test_every_code_has_its_words():
    assert set(FIX_WORDS) == set(FixCode)
    assert set(DECISION_WORDS) == set(Decision)
    assert set(NOTE_WORDS) == set(StatusKind)
    assert set(KIND_WORDS) == set(RosterKind)
    assert set(_SENTENCES) == {kind for kind, _heading in _BY_WEIGHT} == set(EffectKind)


@pytest.mark.parametrize("code", list(FileFault))
def test_every_fault_is_said_with_its_numbers(code):
    assert "%" not in fault_words(code, 10, 20)


@pytest.mark.parametrize("code", list(RefusalCode))
def test_every_refusal_is_said_with_its_value(code):
    assert "%" not in refusal_words({"code": code, "value": "value", "same_as": 3})


def test_words_tell_numbers_values_and_years():
    assert fault_words("too_many_rows", 50_000, None).startswith(
        "The file has more than 50,000 rows."
    )
    assert refusal_words({"code": "duplicate", "same_as": 7}) == "The row says the same as row 7."
    assert note_words("special", 2011) == "special status, 2011"
    assert note_words("roster", None) == "roster status"
    assert fix_words("country", "") == "The country was not recognized and is left out."
