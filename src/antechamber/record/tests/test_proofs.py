"""A proof stands or falls as a whole; the checker in the documentation agrees with ours."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

import antechamber
from antechamber.record import canonical, merkle, proofs, seals
from antechamber.record.proofs import check_proof

AT = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)
SEED = b"s" * 32
PAGE = Path(antechamber.__file__).parents[2] / "docs" / "record.md"


def entry(number: int) -> dict[str, Any]:
    return canonical.entry_document(
        process_code="gcm",
        verb="application.submitted",
        subject=f"GCM-A-{number:04}",
        actor_key="p_someone",
        at=AT,
        facts={"receipt": "7KQ4-M2XP-9", "note": "déjà \u2028 <b>"},
        words_digest="",
    )


def proof(index: int = 4, size: int = 11) -> dict[str, Any]:
    entries = [entry(number) for number in range(size)]
    leaves = [merkle.leaf_hash(canonical.canonical_json(each)) for each in entries]
    statement = seals.Statement("gcm", 3, size, merkle.root(leaves).hex(), "", AT).document()
    return proofs.proof_document(
        entry=entries[index],
        index=index,
        path=merkle.inclusion_proof(index, leaves),
        seal=statement,
        signature=seals.sign(SEED, statement),
        key=seals.public_key(SEED),
    )


def altered(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    document = copy.deepcopy(proof())
    inner: Any = document
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return document


def test_proof_has_its_form():
    document = proof()

    assert list(document) == ["format", "entry", "index", "path", "seal", "signature", "key"]
    assert check_proof(document)
    assert check_proof(document, trusted=[seals.public_key(SEED)])
    assert check_proof(json.loads(json.dumps(document)))


ALTERED = [
    (("entry", "subject"), "GCM-A-0005", "not_included"),
    (("entry", "at"), "2017-04-05T12:00:00.000000Z", "not_included"),
    (("entry", "facts"), {}, "not_included"),
    (("entry", "process"), "imrf", "not_included"),
    (("entry", "more"), 1, "not_included"),
    (("index",), 5, "not_included"),
    (("index",), 11, "not_included"),
    (("index",), -1, "not_included"),
    (("path",), [], "not_included"),
    (("path", 0), "0" * 64, "not_included"),
    (("seal", "root"), "0" * 64, "not_included"),
    (("seal", "process"), "imrf", "not_included"),
    (("seal", "size"), 10**30, "not_included"),
    (("seal", "number"), 4, "not_signed"),
    (("seal", "at"), "2016-04-05T13:00:00.000000Z", "not_signed"),
    (("seal", "previous"), "0" * 64, "not_signed"),
    (("seal", "more"), 1, "not_signed"),
    (("signature",), "0" * 128, "not_signed"),
    (("key",), seals.public_key(b"o" * 32), "not_signed"),
    (("path", 0), "0" * 62, "not_a_proof"),
    (("path", 0), 7, "not_a_proof"),
    (("path",), None, "not_a_proof"),
    (("entry",), "text", "not_a_proof"),
    (("entry", "facts"), float("nan"), "not_a_proof"),
    (("index",), "4", "not_a_proof"),
    (("seal",), [], "not_a_proof"),
    (("seal", "format"), "antechamber-seal-2", "not_a_proof"),
    (("format",), "antechamber-proof-2", "not_a_proof"),
    (("signature",), None, "not_a_proof"),
]


@pytest.mark.parametrize(("path", "value", "code"), ALTERED)
def test_altered_proof_is_refused_with_its_reason(path, value, code):
    verdict = check_proof(altered(path, value))

    assert (verdict.allowed, verdict.code) == (False, code)
    assert str(verdict.words).endswith(".")


def test_another_key_than_the_trusted_one_is_refused():
    verdict = check_proof(proof(), trusted=[seals.public_key(b"o" * 32)])

    assert (verdict.allowed, verdict.code) == (False, "key_not_trusted")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    )
)
def test_anything_else_is_no_proof(document):
    assert check_proof(document).code == "not_a_proof"


@given(st.data())
def test_every_entry_of_every_size_is_proved(data):
    size = data.draw(st.integers(1, 40))

    assert check_proof(proof(data.draw(st.integers(0, size - 1)), size))


def checker() -> str:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(block)


def run_checker(document: object, folder: Path) -> int:
    file = folder / "proof.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    command = [sys.executable, "-c", checker(), str(file)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60).returncode


@pytest.mark.parametrize("index", [0, 7, 10])
def test_checker_in_the_documentation_agrees(index, tmp_path):
    assert run_checker(proof(index), tmp_path) == 0


@pytest.mark.parametrize(
    ("path", "value"),
    [(("entry", "subject"), "x"), (("seal", "number"), 4), (("index",), 5), (("path",), [])],
)
def test_checker_in_the_documentation_refuses_what_was_altered(path, value, tmp_path):
    assert run_checker(altered(path, value), tmp_path) == 1
