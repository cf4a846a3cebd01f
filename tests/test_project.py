"""What holds for every file of the project, whoever wrote it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from antechamber.record import vocabulary

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "antechamber"
NOT_OURS = {"vendor", "__pycache__", "var", "build", "dist"}
TEXTS = {".py", ".md", ".toml", ".txt", ".html", ".css", ".js", ".typ", ".csv", ".json", ".yml"}
NAMELESS = {"Makefile", "LICENSE", "NOTICE", "run", ".gitignore"}

# Where this project was written is nobody's business, and no machine has it.
MACHINE_PATHS = [f"/{name}/" for name in ("work", "root", "opt/wheels", "home")]
REGISTRIES = ["py" + "pi.org", "python" + "hosted", "--index" + "-url", "--find" + "-links"]
CLOCK = PACKAGE / "clock.py"
CLOCK_READERS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("timezone", "localtime"),
    ("timezone", "localdate"),
    ("time", "time"),
}


def files() -> Iterator[Path]:
    """Yield every text file of the project, also where it was unpacked without git."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
        if hidden or NOT_OURS & set(parts) or any(p.endswith(".egg-info") for p in parts):
            continue
        if path.is_file() and (path.suffix in TEXTS or path.name in NAMELESS):
            yield path


def modules(*, tests: bool) -> Iterator[tuple[Path, ast.Module]]:
    """Yield the package's own modules, parsed."""
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if "migrations" not in parts and (tests or "tests" not in parts):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("word", [*MACHINE_PATHS, *REGISTRIES])
def test_no_file_names_a_machine_or_a_registry(word):
    here = Path(__file__)
    found = [
        str(path.relative_to(ROOT))
        for path in files()
        if path != here and re.search(rf"(?<![\w.*/]){re.escape(word)}", path.read_text("utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_locks_pin_every_package_by_hash_and_say_nothing_of_its_origin(name):
    text = (ROOT / "requirements" / name).read_text()
    requirements = re.split(r"\n(?=\S)", text.strip())

    assert "://" not in text
    assert [each for each in requirements if not re.match(r"[\w.\[\]-]+==\S+", each)] == []
    assert [each.split()[0] for each in requirements if "--hash=sha256:" not in each] == []


def test_development_pins_what_running_pins():
    run, dev = (
        set(re.findall(r"^\S+==\S+", (ROOT / "requirements" / name).read_text(), re.MULTILINE))
        for name in ("run.txt", "dev.txt")
    )

    assert run - dev == set()


def test_only_the_clock_reads_the_time():
    readers = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path, tree in modules(tests=False)
        if path != CLOCK
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in CLOCK_READERS
    ]

    assert readers == []


def test_the_time_is_asked_for_at_the_edge_only():
    """Rules, actions and queries are told the instant: `clock.now()` stands in none of them."""
    inner = {"rules", "actions", "queries", "workflow", "models"}
    askers = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path, tree in modules(tests=False)
        if inner & {path.stem, path.parent.name}
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"now", "machine_now"}
    ]

    assert askers == []


def named_verbs() -> set[str]:
    """Find the verbs that the program writes: `verb="…"` of the ledger, `record="…"` of a table."""
    return {
        keyword.value.value
        for _path, tree in modules(tests=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in {"verb", "record"}
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
        and keyword.value.value
    }


def test_every_verb_that_is_written_is_registered():
    assert named_verbs() - set(vocabulary.verbs()) == set()


def test_verbs_have_one_form():
    form = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")

    assert [name for name in vocabulary.verbs() if not form.fullmatch(name)] == []


def test_nothing_is_left_to_do_in_the_code():
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    found = [
        str(path.relative_to(ROOT))
        for path in files()
        if path.suffix == ".py" and marks.search(path.read_text("utf-8"))
    ]

    assert found == []


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "util", "common", "helpers", "helper", "core", "misc", "base", "shared"}

    assert [path for path in PACKAGE.rglob("*.py") if path.stem in drawers] == []
