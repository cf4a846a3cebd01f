"""Export a process as an open archive: a folder, or a zip."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from antechamber import clock
from antechamber.paper.scripts import MissingFont
from antechamber.people.actors import OPERATOR, Actor, actor_of
from antechamber.people.models import Account
from antechamber.processes.archiving import Asked, Exported, export_process
from antechamber.processes.queries import ProcessNotFound, process_by_code
from antechamber.workflow import DomainError


class Command(BaseCommand):
    """Export a process."""

    help = "Write a process as CSV, JSON and PDF with a manifest of hashes, without persons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the process, the target, and who wants persons."""
        parser.add_argument("process", help="The code of the process: gcm.")
        parser.add_argument("target", type=Path, help="A folder to make, or a file that ends .zip.")
        parser.add_argument(
            "--with-persons",
            action="store_true",
            help="Also those who act for accredited organizations; needs --by.",
        )
        parser.add_argument("--by", default="", metavar="ADDRESS", help="Who exports persons.")
        parser.add_argument(
            "--and-by",
            default="",
            metavar="ADDRESS",
            help="The second person, where one is needed.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write the archive, and say what it is."""
        now = clock.now()
        if options["with_persons"] and not options["by"]:
            raise CommandError(_("Say with --by who exports data of persons."))
        try:
            asked = Asked(
                process=process_by_code(options["process"]),
                by=_account(options["by"], now) or OPERATOR,
                at=now,
                with_persons=options["with_persons"],
                second=_account(options["and_by"], now),
            )
            done = export_process(asked, target=options["target"], told=self._tell)
        except ProcessNotFound:
            raise CommandError(
                _("There is no process %(code)s.") % {"code": options["process"]}
            ) from None
        except (DomainError, MissingFont) as refusal:
            raise CommandError(f"{options['target']}: {refusal}") from None
        except OSError as error:
            raise CommandError(f"{options['target']}: {error.strerror}.") from None
        self._say(options["target"], done)

    def _tell(self, table: str, rows: int) -> None:
        """Write one line over and over where somebody watches, else nothing."""
        if self.stdout.isatty():
            line = _("%(table)s: %(rows)d rows") % {"table": table, "rows": rows}
            self.stdout.write(f"\r\x1b[K{line}", ending="")
            self.stdout.flush()

    def _say(self, target: Path, done: Exported) -> None:
        if self.stdout.isatty():
            self.stdout.write("\r\x1b[K", ending="")
        self.stdout.write(
            _("%(target)s: %(files)d files, %(rows)d rows, manifest %(digest)s")
            % {
                "target": target,
                "files": len(done.manifest.files),
                "rows": sum(table.rows for table in done.manifest.tables.values()),
                "digest": done.digest,
            }
        )
        if done.manifest.holds_persons:
            self.stdout.write(
                _("It holds data of persons: keep it from everybody who has no need of it.")
            )


def _account(address: str, at: datetime) -> Actor | None:
    """Return the actor of an address, None where none is given; refuse an unknown one."""
    if not address:
        return None
    account = Account.objects.filter(email=address.strip().lower(), is_active=True).first()
    if account is None:
        raise CommandError(_("Nobody signs in with %(address)s.") % {"address": address})
    return actor_of(account, at)
