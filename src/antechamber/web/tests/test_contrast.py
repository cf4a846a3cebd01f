"""Contrast of every pair of tokens that meets on a page (WCAG 2.2, criteria 1.4.3 and 1.4.11)."""

from __future__ import annotations

import pytest

from antechamber.web.tests.style_sheet import colours

TEXT = 4.5  # least contrast of text
SHAPE = 3.0  # least contrast of a control's edge, a focus ring, a status shape

PAIRS = [
    *((ink, ground, TEXT) for ink in ("--ink", "--quiet") for ground in ("--ground", "--raised")),
    *((ink, "--wash", TEXT) for ink in ("--ink", "--quiet", "--accent", "--accent-deep")),
    *((ink, "--warn-wash", TEXT) for ink in ("--ink", "--quiet", "--warn", "--accent")),
    *(
        (ink, ground, TEXT)
        for ink in ("--accent", "--accent-deep", "--warn", "--warn-deep")
        for ground in ("--ground", "--raised")
    ),
    ("--on-accent", "--accent", TEXT),
    ("--on-accent", "--accent-deep", TEXT),
    ("--on-warn", "--warn", TEXT),
    ("--on-warn", "--warn-deep", TEXT),
    ("--ground", "--ink", TEXT),
    *(("--edge", ground, SHAPE) for ground in ("--ground", "--raised", "--wash", "--warn-wash")),
]


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    full = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(full[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_twenty_one():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_pair_of_tokens_can_be_read(scheme: str, ink: str, ground: str, least: float):
    tokens = colours(scheme)

    assert contrast(tokens[ink], tokens[ground]) >= least


def test_every_colour_has_a_dark_twin_and_is_held_by_a_pair():
    used = {token for ink, ground, _ in PAIRS for token in (ink, ground)}

    # Hairlines carry no meaning, so nothing is asked of their contrast.
    assert set(colours("light")) == set(colours("dark")) == used | {"--line"}
