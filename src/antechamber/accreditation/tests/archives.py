"""A small GCM that came to its end, exported as an archive once for all tests that read one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from antechamber.accreditation.models import Version
from antechamber.accreditation.states import State
from antechamber.accreditation.tests import factories
from antechamber.accreditation.tests.list_factories import ISSUED_AT, Procedure, a_procedure
from antechamber.organizations.models import Identifier
from antechamber.people.actors import OPERATOR
from antechamber.processes.archiving import Asked, Exported, export_process
from antechamber.record.actions import seal_record

ROR = ("ror", "https://ror.org/05a28rw58")


@dataclass(frozen=True)
class Archived:
    """The archive's folder, and what is to be looked for in it."""

    path: Path
    made: Exported
    accredited: list[str]
    refused: str
    never_named: list[str]


def a_finished_process() -> tuple[Procedure, list[str]]:
    """Bring a list to its publication: one of three names fell to an objection.

    Beside it somebody was found ineligible and somebody began a draft. Returned with the process
    is what leads to these two, and to the one that fell, but for its name on the list.
    """
    done = a_procedure(3)
    unlisted = factories.in_state(done.process, State.INELIGIBLE)
    draft = factories.a_draft(done.process)
    Identifier.objects.create(
        organization=done.applied[2].application.organization, scheme=ROR[0], value=ROR[1]
    )
    done.compose().add().freeze().sign_off().circulate()
    objection = done.object(0, "FRA", basis="Too near the border.")
    done.close()
    done.maintain(objection)
    done.issue().publish()
    seal_record(process_code="gcm", at=ISSUED_AT)
    leading = [
        "Too near the border.",
        "FRA",
        *(each.application.organization.display_name for each in (unlisted, draft)),
        *(each.application.organization.key for each in (unlisted, draft, done.applied[0])),
        *(receipt(each) for each in (unlisted, done.applied[0])),
    ]
    return done, leading


def receipt(applied: factories.Applied) -> str:
    return Version.objects.get(application=applied.application).receipt_code


def export(done: Procedure, target: Path, **asked) -> Exported:
    given = {"process": done.process, "by": OPERATOR, "at": ISSUED_AT, **asked}
    return export_process(Asked(**given), target=target)


def archived(path: Path) -> Archived:
    """Export a finished process into `path`."""
    done, leading = a_finished_process()
    names = [each.application.organization.display_name for each in done.applied]
    return Archived(path, export(done, path), names[1:], names[0], leading)


def verify(path: Path, **options) -> tuple[int, str]:
    """Run the command; return its exit code and what it said."""
    out = StringIO()
    try:
        call_command("verify", str(path), stdout=out, stderr=out, **options)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def rows(path: Path, table: str) -> list[dict]:
    return json.loads((path / f"{table}.json").read_text(encoding="utf-8"))


def copy_of(path: Path, folder: Path) -> Path:
    return Path(shutil.copytree(path, folder / "copy"))


def forge(path: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Change a file and make the manifest fit, as somebody would who has no key."""
    file, manifest = path / name, path / "manifest.json"
    file.write_bytes(change(file.read_bytes()))
    stated = json.loads(manifest.read_text())
    content = file.read_bytes()
    stated["files"][name] = {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
    manifest.write_text(json.dumps(stated))
    for special in ("SHA256SUMS", "signature.json"):
        (path / special).unlink(missing_ok=True)
