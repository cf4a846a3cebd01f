"""Exporting, checking and importing a process of many applications: seconds, memory, bytes."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Final

from antechamber.accreditation.actions import circulating, concluding, listing
from antechamber.accreditation.lists.states import ListKind
from antechamber.record.actions import seal_record
from bench.list_stage import ListStage, set_list_stage
from bench.tables import Table, number

CODE: Final = "archived"  # a process of its own, so that the archive is of so many and no more
MEMORY_UNIT: Final = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
# A small process between: the peak of one that is started counts what its starter held.
WATCH: Final = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
NOTE: Final = (
    "Every application is accredited by a published list: the largest archive that so many "
    "applications make. Each command is a process of its own, its start and its peak of resident "
    "memory with it. The archive has {unpacked} MB, {packed} MB as a zip. The import is into an "
    "installation that knows none of the organizations."
)


def archive_table(applications: int) -> Table:
    """Bring so many applications to a published list, then export, check and import the whole."""
    _publish(set_list_stage(applications, CODE))
    with tempfile.TemporaryDirectory(prefix="antechamber-bench-archive-") as made:
        folder = Path(made)
        archive, empty = folder / "packed.zip", _another_installation(folder)
        rows = [
            _timed("export, with both lists printed", "export", CODE, str(folder / "first")),
            _timed("export to a zip, papers as kept", "export", CODE, str(archive)),
            _timed("check the zip", "verify", str(archive)),
            _timed("import it", "import", str(archive), environment=empty),
            _timed("import it again", "import", str(archive), environment=empty),
        ]
        files = [each for each in (folder / "first").rglob("*") if each.is_file()]
        sizes = sum(each.stat().st_size for each in files), archive.stat().st_size
    note = NOTE.format(unpacked=number(sizes[0] / 1e6), packed=number(sizes[1] / 1e6))
    title = f"An archive of {applications:,} applications"
    return Table(title, ("what", "s", "s of processor", "peak MB"), rows, note)


def _publish(stage: ListStage) -> None:
    """Bring all applications to a published list, by the real actions."""
    listing.compose_list(
        process=stage.process,
        kind=ListKind.PROPOSED,
        title="Organizations proposed for accreditation",
        by=stage.composer,
        at=stage.at,
    )
    listing.add_entries(stage.act(stage.composer), references=stage.references)
    listing.freeze_list(stage.act(stage.freezer))
    digest = stage.list.content_digest
    circulating.sign_off_list(stage.act(stage.president), seen_digest=digest)
    circulating.circulate_list(stage.act(stage.president), closes_at=stage.at + timedelta(days=7))
    stage.at += timedelta(days=8)
    circulating.close_list(stage.act(stage.president))
    concluding.issue_final_list(stage.act(stage.president))
    concluding.publish_lists(stage.act(stage.president))
    seal_record(process_code=CODE, at=stage.at)


def _another_installation(folder: Path) -> dict[str, str]:
    """Return the environment of an empty installation, made ready."""
    data = folder / "another"
    environment = os.environ | {"ANTECHAMBER_DATA_DIR": str(data), "ANTECHAMBER_DATABASE_URL": ""}
    _timed("", "migrate", "--verbosity", "0", environment=environment)
    return environment


def _timed(what: str, *words: str, environment: Mapping[str, str] | None = None) -> list[str]:
    """Run a command in a process of its own; return its seconds and its peak of memory."""
    command = [sys.executable, "-c", WATCH, sys.executable, "-m", "antechamber.cli", *words]
    started = perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds = perf_counter() - started
    if done.returncode:
        raise AssertionError(f"{' '.join(words)} ended with {done.returncode}: {done.stdout}")
    of_processor, peak = map(float, done.stderr.split()[-2:])
    return [what, number(seconds), number(of_processor), number(peak * MEMORY_UNIT / 1e6, 0)]
