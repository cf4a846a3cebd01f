import re
import tomllib
from dataclasses import fields
from pathlib import Path
from textwrap import dedent

import pytest

from antechamber.questionnaires.reading import parse
from antechamber.questionnaires.schema import Kind, Option, Question
from antechamber.questionnaires.uploads import KINDS

GUIDE = Path(__file__).parents[4] / "docs" / "questionnaires.md"

pytestmark = pytest.mark.skipif(not GUIDE.exists(), reason="The guide is not installed.")


def test_the_guide_names_every_kind_and_field():
    named = set(re.findall(r"`(\w+)`", GUIDE.read_text("utf-8")))
    known = {*Kind, *KINDS, *(each.name for each in fields(Question))}

    assert known | {each.name for each in fields(Option)} <= named


def test_the_guides_example_is_a_questionnaire():
    lines = GUIDE.read_text("utf-8").splitlines()
    example = dedent("\n".join(line for line in lines if line.startswith("    ") or not line))

    assert parse(tomllib.loads(example)).question("purpose").word_limit == 250
