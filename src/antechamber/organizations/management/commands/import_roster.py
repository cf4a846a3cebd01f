"""Import a roster of organizations from a spreadsheet, at the machine itself."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from antechamber import clock
from antechamber.organizations import roster_queries
from antechamber.organizations.roster_loading import load_roster
from antechamber.organizations.roster_models import RosterImport, RosterRow
from antechamber.organizations.roster_words import fault_words
from antechamber.people.actors import OPERATOR
from antechamber.workflow import DomainError


class Command(BaseCommand):
    """Import a roster for the whole installation."""

    help = "Import a roster from an XLSX or CSV file. The same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and where it comes from."""
        parser.add_argument("file", type=Path, help="The path of an XLSX or CSV file.")
        parser.add_argument("--source", default="", help="Where its facts come from, in words.")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read and apply the file, and say what became of its rows."""
        path: Path = options["file"]
        try:
            roster = load_roster(
                content=path.read_bytes(),
                file_name=path.name,
                source=options["source"],
                by=OPERATOR,
                at=clock.now(),
                progress=self._tell_progress,
            )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except DomainError as refusal:
            raise CommandError(f"{path}: {refusal}") from None
        if roster.state == RosterImport.State.FAILED:
            raise CommandError(f"{path}: {fault_words(**roster.failure)}")
        self._tell_end(roster)

    def _tell_progress(self, done: int, total: int) -> None:
        """Write one line over and over where somebody watches, else nothing."""
        if self.stdout.isatty():
            line = _("%(done)d of %(total)d rows read") % {"done": done, "total": total}
            self.stdout.write(f"\r{line}", ending="\n" if done == total else "")
            self.stdout.flush()

    def _tell_end(self, roster: RosterImport) -> None:
        if roster.state != RosterImport.State.APPLIED:
            self.stdout.write(_("Another worker is at this roster."))
            return
        counts = roster_queries.counts_by_effect(roster)
        for effect in RosterRow.Effect:
            if counts[effect]:
                self.stdout.write(f"{effect.label}: {counts[effect]}")
        self.stdout.write(_("Rows in all: %(total)d.") % {"total": roster.rows_total})
