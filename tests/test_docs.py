"""The documents say what is so: names, links, commands and rooms that exist."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from antechamber import cli
from antechamber.settings.environment import VARIABLES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "antechamber"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")
OF_TESTS = ("ANTECHAMBER_TEST_", "ANTECHAMBER_CI_", "ANTECHAMBER_REQUIRE_")


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def every_text() -> str:
    return "\n".join(each.read_text(encoding="utf-8") for each in DOCUMENTS)


def test_officers_find_every_name_of_the_guide_at_the_desk():
    guide = read("docs/officers.md")
    acts = re.findall(r"^\| ([^|]+) \| ", guide, re.MULTILINE)
    names = {*re.findall(r"\*\*([^*]+)\*\*", guide), *acts} - {"act", "role"}

    catalogue = gettext.translation("django", PACKAGE / "locale", ["ar"])
    untold = [name for name in names if catalogue.gettext(name.rstrip(".")) == name.rstrip(".")]

    assert len(names) > 30
    assert untold == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_there(document):
    targets = [link for link in LINK.findall(document.read_text()) if "://" not in link]

    missing = [
        target
        for target in targets
        if not target.startswith("#") and not (document.parent / target.split("#")[0]).exists()
    ]

    assert missing == []


def test_every_make_target_that_is_named_exists():
    known = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^ {4}|`|… )make ([a-z-]+)", every_text(), re.MULTILINE))

    assert named - known == set()
    assert {"run", "test", "lint"} <= named


def test_every_command_that_is_named_exists():
    known = {*get_commands(), "serve", "demo", "help"}
    named = set(re.findall(r"(?:^ {4}|`)antechamber ([a-z_]+)", every_text(), re.MULTILINE))

    assert named - known == set()
    assert set(re.findall(r"^antechamber ([a-z]+)", cli.USAGE, re.MULTILINE)) <= known


def test_every_variable_is_documented_and_every_documented_one_exists():
    rows = dict(
        re.findall(
            r"^\| `(ANTECHAMBER_\w+)` \| ([^|]+) \|", read("docs/operations.md"), re.MULTILINE
        )
    )

    assert set(rows) == set(VARIABLES)
    for name, (default, _meaning) in VARIABLES.items():
        assert default in rows[name] or not default, name


def test_no_document_names_a_variable_that_does_not_exist():
    named = set(re.findall(r"ANTECHAMBER_[A-Z_]+[A-Z]", every_text()))

    assert {name for name in named if not name.startswith(OF_TESTS)} - set(VARIABLES) == set()


def pictured_rooms() -> list[str]:
    """Return the rooms in the order of the picture."""
    picture = read("docs/architecture.md").split("\n## ")[1]
    return re.findall(r"│ (\w+) +[A-Za-z0-9]", picture)


def test_picture_of_the_architecture_shows_every_room():
    rooms = {path.parent.name for path in PACKAGE.glob("*/apps.py")}

    assert set(pictured_rooms()) == rooms | {"clock", "workflow"}


def test_picture_stands_in_the_order_that_the_linter_holds():
    layers = re.search(r"\nlayers = \[(.*?)\]", read("pyproject.toml"), re.DOTALL)

    assert pictured_rooms() == re.findall(r'"(\w+)"', layers.group(1))[::-1]


def proofs() -> list[str]:
    return re.findall(r"`([\w/]+\.py::\w+)`", read("docs/invariants.md"))


def test_every_promise_names_its_proof():
    rows = [line for line in read("docs/invariants.md").splitlines() if line.startswith("| ")]
    promises = [row for row in rows if not row.startswith("| promise")]

    assert len(promises) > 20
    assert [row for row in promises if ".py::" not in row] == []


@pytest.mark.parametrize("proof", proofs())
def test_every_proof_exists(proof):
    path, name = proof.split("::")
    file = next(each for each in (PACKAGE / path, ROOT / path) if each.exists())
    functions = {
        node.name
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef)
    }

    assert name in functions


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs/decisions").glob("*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))
