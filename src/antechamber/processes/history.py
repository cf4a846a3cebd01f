"""Taking over an earlier process from its archive, believed only as far as it is proved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from antechamber.organizations.history import Imported, import_history
from antechamber.people.actors import Actor
from antechamber.processes.models import Process
from antechamber.record.archive_reading import opened, verified
from antechamber.workflow import DomainError


def import_archive(
    path: Path,
    *,
    by: Actor,
    at: datetime,
    trusted: Sequence[str] = (),
    told: Callable[[int], object] = lambda _count: None,
) -> Imported:
    """Check an archive whole, then bring in who was accredited to its process.

    Raises `NotAnArchive`, `UntrueArchive` with the first false file, and `DomainError`
    "process_lives_here" where the process is one of this installation: its own decisions stand.
    """
    with opened(path, trusted=trusted) as archive:
        verified(archive)
        code = archive.manifest.process
        if Process.objects.filter(code=code).exists():
            raise DomainError(
                "process_lives_here",
                _("This process is one of this installation, which has its own decisions."),
            )
        return import_history(archive, by=by, at=at, told=told)
