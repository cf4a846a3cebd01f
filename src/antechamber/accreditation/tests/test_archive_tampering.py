"""An archive that is not what was exported: the first false file is named, and nothing is read."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from antechamber.accreditation.lists.published_files import MANIFEST
from antechamber.accreditation.tests.archives import copy_of, forge, rows, verify
from antechamber.record import archive_sources, seals

pytestmark = pytest.mark.django_db  # for the one export; the checks themselves need none


@pytest.fixture
def copy(archive, tmp_path):
    return copy_of(archive.path, tmp_path)


def named(path: Path) -> str:
    """Return the first false file, as the command says it."""
    code, said = verify(path)
    assert code == 1
    assert said.startswith(f"{path}: the first false file is ")
    return said.removeprefix(f"{path}: the first false file is ").rstrip("\n")


def first_line_changed(old: str, new: str):
    return lambda content: content.replace(old.encode(), new.encode(), 1)


def test_untouched_archive_holds_without_a_database(archive, settings, django_db_blocker):
    with django_db_blocker.block():
        code, said = verify(archive.path)

    manifest = archive.made.manifest
    sealed = rows(archive.path, "record/seals")[-1]
    assert code == 0
    count = sum(table.rows for table in manifest.tables.values())
    held = f"{len(manifest.files)} files and {count} rows"
    assert said.splitlines() == [
        f"gcm: an archive as of {manifest.stands_at}, with {held}.",
        f"  Its manifest has the hash {archive.made.digest}",
        f"  It is signed by the key {seals.public_key(settings.SEALING_KEY)}",
        "  Compare the key with the one that the process publishes.",
        "  GCM-L-01: the final list of 2 names follows from its files.",
        f"  The record holds: entries {sealed['size']}, seals 1, root {sealed['root']}",
        "  Waiting for their seal: 0. Given by their hash alone: 5.",
    ]


def test_key_that_is_trusted_must_have_signed(archive, settings):
    own = seals.public_key(settings.SEALING_KEY)

    assert verify(archive.path, key=[own])[0] == 0
    assert (
        "signature.json: The archive is signed by a key that is not trusted."
        in verify(archive.path, key=[seals.public_key(b"x" * 32)])[1]
    )


def test_hashes_are_checked_without_our_software(archive):
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"],
        cwd=archive.path,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (0, b"")


# --- Changed by hand ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("README.txt", "about.pdf", "lists/01/final.csv", "lists/01/final.json"),
        *("lists/01/final.pdf", "organizations/names.csv", "record/entries.json"),
    ],
)
def test_changed_file_is_named(copy, name):
    content = (copy / name).read_bytes()
    (copy / name).write_bytes(content[:-2] + b"!" + content[-1:])

    assert named(copy) == (f"{name}: This file was changed: it is not the one that was exported.")


def test_missing_file_is_named(copy):
    (copy / "lists/01/course.json").unlink()

    assert named(copy) == "lists/01/course.json: This file is missing."


def test_foreign_file_is_named(copy):
    (copy / "lists/02").mkdir()
    (copy / "lists/02/final.json").write_text("{}")

    assert named(copy) == (
        "lists/02/final.json: This file is foreign: the manifest does not name it."
    )


def test_link_is_no_file(copy):
    (copy / "README.txt").unlink()
    (copy / "README.txt").symlink_to("/etc/hostname")

    assert named(copy) == "README.txt: This is a link or a device, not a file."


def test_manifest_made_to_fit_betrays_itself_by_its_signature(copy):
    signature = (copy / "signature.json").read_bytes()
    forge(copy, "README.txt", lambda _content: b"Nothing to see.")
    (copy / "signature.json").write_bytes(signature)

    assert named(copy) == "signature.json: The signature does not fit the manifest."


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "zip"}', "[" * 100_000])
def test_manifest_that_is_none_is_named(copy, content):
    (copy / "manifest.json").write_text(content)

    assert named(copy) == "manifest.json: This is not the manifest of an archive."


@pytest.mark.parametrize("content", ["", "[]", '{"format": 1, "manifest": 2}', "null"])
def test_signature_that_is_none_is_named(copy, content):
    (copy / "signature.json").write_text(content)

    assert named(copy).startswith("signature.json: ")


def test_what_has_no_manifest_is_no_archive(tmp_path):
    (tmp_path / "some.txt").write_text("Hello")

    with pytest.raises(CommandError, match="is no archive, or is damaged"):
        call_command("verify", str(tmp_path / "some.txt"))


# --- Changed with a manifest that fits ------------------------------------------------------------


def test_table_whose_two_forms_disagree_is_named(copy):
    forge(copy, "organizations/names.csv", first_line_changed("official", "former"))

    assert named(copy) == (
        "organizations/names.csv: This table says something else than its JSON form."
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.replace(b'","name":', b'", "name":', 1),
        lambda content: content.replace(b"\n]\n", b""),
        lambda content: content.replace(b'"country":', b'"county":'),
        lambda content: b"[" * 100_000,
        lambda content: b"",
    ],
)
def test_table_that_is_not_in_its_form_is_named(copy, change):
    forge(copy, "organizations/organizations.json", change)

    assert named(copy) == (
        "organizations/organizations.json: This is not a table with one row to a line."
    )


def test_final_list_that_does_not_follow_is_named(copy):
    course = json.loads((copy / "lists/01/course.json").read_text())
    (name,) = course["objections"]
    forge(copy, "lists/01/course.json", first_line_changed('"maintained":1', '"withdrawn":1'))
    listed = json.loads((copy / "lists/01/manifest.json").read_text())
    content = (copy / "lists/01/course.json").read_bytes()
    listed["sha256"]["course.json"] = sha256(content).hexdigest()
    forge(copy, f"lists/01/{MANIFEST}", lambda _content: json.dumps(listed).encode())

    assert name.startswith("GCM-A-")
    assert named(copy).startswith("lists/01: final.json is not what follows from")


def test_entry_of_the_record_that_was_changed_is_named(copy):
    number = next(
        row["number"]
        for row in rows(copy, "record/entries")
        if row["verb"] == "application.not_accredited"
    )
    for form in ("json", "csv"):
        forge(
            copy,
            f"record/entries.{form}",
            first_line_changed("application.not_accredited", "application.accredited"),
        )

    assert named(copy).startswith(
        f"record/entries.json: The first false entry was changed: number {number}, id "
    )


def test_entry_of_the_record_that_was_dropped_is_named(copy):
    for form in ("json", "csv"):
        forge(
            copy,
            f"record/entries.{form}",
            lambda content: b"\n".join(
                line for at, line in enumerate(content.split(b"\n")) if at != 3
            ),
        )
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["tables"]["record/entries"]["rows"] -= 1
    (copy / "manifest.json").write_text(json.dumps(manifest))

    assert named(copy).startswith(
        "record/entries.json: The first false entry was dropped: number 3."
    )


def test_seal_that_was_changed_is_named(copy):
    for form in ("json", "csv"):
        forge(copy, f"record/seals.{form}", first_line_changed("2017-04-15", "2017-04-16"))

    assert named(copy).startswith("record/seals.json: Seal 1 was changed")


# --- Names and sizes ------------------------------------------------------------------------------


def packed(copy: Path, *extra: tuple[str, bytes]) -> Path:
    path = copy.parent / "gcm.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as into:
        for file in sorted(each for each in copy.rglob("*") if each.is_file()):
            into.write(file, file.relative_to(copy).as_posix())
        for name, content in extra:
            into.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "name",
    [
        *("../outside.txt", "/etc/cron.d/x", "a/../../b", "C:\\x", "a//b", ".hidden"),
        *("a\nb", "é", "\x1b[2J"),
    ],
)
def test_name_that_leads_out_is_refused(copy, name):
    path = packed(copy, (name, b"x"))

    shown = name.replace("\n", "\\n").replace("\x1b", "\\x1b")
    assert named(path) == f"{shown}: This name is not one of an archive."


def test_name_that_leads_out_is_refused_though_the_manifest_has_it(copy):
    outside = copy.parent / "outside.txt"
    outside.write_text("a secret")
    manifest = json.loads((copy / "manifest.json").read_text())
    content = outside.read_bytes()
    digest = sha256(content).hexdigest()
    manifest["files"]["../outside.txt"] = {"sha256": digest, "bytes": len(content)}
    (copy / "manifest.json").write_text(json.dumps(manifest))

    assert named(copy) == "../outside.txt: This name is not one of an archive."


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_second_file_of_a_name_is_refused(copy):
    assert named(packed(copy, ("README.txt", b"Another."))) == (
        "README.txt: There are two files of this name."
    )


def test_file_that_unpacks_to_far_more_is_refused_unread(copy):
    bomb = bytes(6 * 1024 * 1024)

    assert named(packed(copy, ("bomb.txt", bomb))) == (
        "bomb.txt: This file unpacks to far more than it is."
    )


def test_crowd_of_files_is_refused(copy, monkeypatch):
    monkeypatch.setattr(archive_sources, "MOST_FILES", 10)

    assert named(copy).endswith("There are more files than an archive has.")
    monkeypatch.setattr(archive_sources, "LARGEST_DIRECTORY", 100)
    assert named(packed(copy)) == "gcm.zip: There are more files than an archive has."


def test_manifest_that_states_absurd_sizes_reads_no_more_than_there_is(copy):
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["files"]["README.txt"]["bytes"] = 10**15
    (copy / "manifest.json").write_text(json.dumps(manifest))
    (copy / "signature.json").unlink()

    assert named(copy) == (
        "README.txt: This file was changed: it is not the one that was exported."
    )


def test_damaged_zip_is_named(copy):
    path = packed(copy)
    content = bytearray(path.read_bytes())
    at = content.index(b"about.pdf") + 200
    content[at : at + 50] = bytes(50)
    path.write_bytes(bytes(content))

    assert named(path).startswith("about.pdf: This file ")


def test_archive_that_is_not_there_is_said_to_be_missing(tmp_path):
    with pytest.raises(CommandError, match=r"gone\.zip: No such file or directory"):
        call_command("verify", str(tmp_path / "gone.zip"))


def test_processes_and_archives_are_checked_apart(archive):
    with pytest.raises(CommandError, match="apart"):
        call_command("verify", str(archive.path), "gcm")


def checkers():
    """Return the programs that the documentation gives to whoever believes none of ours."""
    document = (Path(__file__).parents[4] / "docs" / "archive.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", document, re.DOTALL)


def test_checkers_in_the_documentation_agree(copy, monkeypatch):
    monkeypatch.chdir(copy)
    of_the_signature, of_the_record = checkers()
    exec(of_the_signature, {})
    exec(of_the_record, {})

    forge(copy, "record/entries.json", first_line_changed('"to":"accredited"', '"to":"listed"'))

    with pytest.raises(AssertionError):
        exec(of_the_record, {})
    with pytest.raises(FileNotFoundError):
        exec(of_the_signature, {})
