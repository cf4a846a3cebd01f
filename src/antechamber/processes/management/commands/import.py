"""Import the archive of an earlier process: its accreditations can count in the next one."""
# ruff: noqa: N999 - the command's name is the word that everybody looks for

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils.translation import gettext as _, ngettext

from antechamber import clock
from antechamber.organizations.history import Imported
from antechamber.organizations.history_plan import Placed
from antechamber.people.actors import OPERATOR
from antechamber.processes.history import import_archive
from antechamber.record.archive import UntrueArchive
from antechamber.record.archive_sources import NotAnArchive
from antechamber.workflow import DomainError

TOLD_EVERY: Final = 100  # organizations


class Command(BaseCommand):
    """Import an archive as history."""

    help = (
        "Check an archive and bring in who was accredited. The same archive again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the archive and the keys that may have signed it."""
        parser.add_argument("archive", type=Path, help="A folder or a zip that was exported.")
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            metavar="KEY",
            help="The public key that must have signed: as the earlier process publishes it.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check and import, and say what came of it."""
        path = options["archive"]
        try:
            done = import_archive(
                path, by=OPERATOR, at=clock.now(), trusted=options["key"], told=self._tell
            )
        except NotAnArchive as error:
            raise CommandError(str(error)) from None
        except UntrueArchive as fault:
            raise CommandError(
                _("%(path)s: the first false file is %(fault)s Nothing was changed.")
                % {"path": path, "fault": fault}
            ) from None
        except DomainError as refusal:
            raise CommandError(f"{path}: {refusal}") from None
        except IntegrityError:
            raise CommandError(
                _("Something else changed the organizations meanwhile. Import it again.")
            ) from None
        self._say(done)
        if not options["key"]:
            self.stdout.write(_trust_words(done))

    def _tell(self, count: int) -> None:
        """Write one line over and over where somebody watches, else nothing."""
        if self.stdout.isatty() and count % TOLD_EVERY == 0:
            line = _("%(count)d organizations looked for") % {"count": count}
            self.stdout.write(f"\r\x1b[K{line}", ending="")
            self.stdout.flush()

    def _say(self, done: Imported) -> None:
        if self.stdout.isatty():
            self.stdout.write("\r\x1b[K", ending="")
        self.stdout.write(
            _(
                "%(process)s: %(known)d organizations were known, %(added)d were added, "
                "%(accreditations)d accreditations were written."
            )
            % {
                "process": done.process_code,
                "known": done.known,
                "added": done.added,
                "accreditations": done.accreditations,
            }
        )
        if done.near:
            self.stdout.write(
                ngettext(
                    "%(count)d that was added may be one that was known. Let an officer look:",
                    "%(count)d that were added may be ones that were known. Let an officer look:",
                    len(done.near),
                )
                % {"count": len(done.near)}
            )
        for each in done.near:
            self.stdout.write(f"  {_near_words(each)}")
        self.stdout.write(
            _("They count in a process whose modalities name %(process)s in carry_over_from.")
            % {"process": done.process_code}
        )


def _trust_words(done: Imported) -> str:
    if not done.signed_by:
        return _("Nobody signed the archive: anybody can have made it.")
    return _("Compare the key that signed it with the one that is published: %(key)s") % {
        "key": done.signed_by
    }


def _near_words(each: Placed) -> str:
    return _("%(name)s (%(key)s): near %(others)s") % {
        "name": each.earlier.name,
        "key": each.earlier.key,
        "others": "; ".join(f"{match.name} ({match.organization})" for match in each.near),
    }
