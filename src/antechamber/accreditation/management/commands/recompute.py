"""Computes a final list from its published files; ends with 1 where one of them is untrue."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from antechamber.accreditation.lists.published_files import FILES, MANIFEST, UntrueFiles, recompute
from antechamber.accreditation.lists.states import Outcome

LARGEST: Final = 50_000_000  # bytes; the largest file of a list of ten thousand names has three


class Command(BaseCommand):
    """Recompute a final list without the installation that published it."""

    help = "Compute a final list from its published files, and compare. Needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder with the files."""
        parser.add_argument("folder", type=Path, help="the folder with the published files")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what follows from the files, or which of them is untrue."""
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(_("There is no folder %(folder)s.") % {"folder": folder})
        try:
            final = recompute(_read(folder))
        except UntrueFiles as untrue:
            self.stdout.write(_("The files are not true: %(why)s.") % {"why": untrue})
            sys.exit(1)
        for outcome, count in final.counts.items():
            self.stdout.write(f"{Outcome(outcome).label}: {count}")
        self.stdout.write(
            _("On the final list: %(count)s of %(all)s. Every file is as it was published.")
            % {"count": len(final.names), "all": len(final.lines)}
        )


def _read(folder: Path) -> dict[str, bytes]:
    """Read the files that there are; `recompute` tells of those that are missing."""
    found = {name: folder / name for name in (MANIFEST, *FILES)}
    present = {name: path for name, path in found.items() if path.is_file()}
    for name, path in present.items():
        if path.stat().st_size > LARGEST:
            raise UntrueFiles(f"{name} is larger than any published file")
    return {name: path.read_bytes() for name, path in present.items()}
