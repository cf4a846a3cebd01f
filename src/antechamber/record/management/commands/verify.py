"""Checks a whole record, an archive, or a receipt; ends with 1 where something is false."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _, ngettext

from antechamber.record import seals
from antechamber.record.archive import UntrueArchive
from antechamber.record.archive_reading import is_archive, opened, verified
from antechamber.record.archive_sources import NotAnArchive
from antechamber.record.archive_words import summary_lines
from antechamber.record.audit import Audit, audit
from antechamber.record.proofs import check_proof
from antechamber.record.queries import recorded_processes
from antechamber.record.verification_words import fault_lines

TOLD_EVERY: Final = 50_000  # entries: some seconds


def copied_root(text: str) -> tuple[int, str]:
    """Read `SIZE:ROOT`, as it stands on the public page."""
    size, _colon, root = text.partition(":")
    if not size.isdecimal() or len(root) != len("0" * 64):
        raise ArgumentTypeError(_("Write the size, a colon and the root: 120:5dc9da79…"))
    return int(size), root.lower()


class Command(BaseCommand):
    """Verify a record or a receipt."""

    help = "Check that no decision was changed, dropped or inserted since it was sealed."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take processes, archives, or a receipt."""
        parser.add_argument(
            "process",
            nargs="*",
            metavar="PROCESS or ARCHIVE",
            help="Codes of processes, all of them by default; or archives, which need no database",
        )
        parser.add_argument(
            "--receipt", type=Path, metavar="FILE", help="A receipt's proof; needs no database"
        )
        parser.add_argument(
            "--known",
            type=copied_root,
            action="append",
            default=[],
            metavar="SIZE:ROOT",
            help="A root that was copied from the public page: the record must still begin so",
        )
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            metavar="KEY",
            help="A public key that may have signed, beside the one of this installation",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check what is asked for and say in words what was found."""
        if options["receipt"] is not None:
            holds = self._receipt(options["receipt"], options["key"])
        elif archives := [each for each in options["process"] if is_archive(Path(each))]:
            if len(archives) < len(options["process"]):
                raise CommandError(_("Check archives and processes of this installation apart."))
            each_holds = [self._archive(Path(each), options["key"]) for each in archives]
            holds = all(each_holds)
        else:
            holds = self._records(options)
        if not holds:
            sys.exit(1)

    def _receipt(self, file: Path, keys: list[str]) -> bool:
        try:
            proof = json.loads(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(str(error)) from None
        except (ValueError, RecursionError):
            proof = None
        verdict = check_proof(proof, trusted=keys)
        if not verdict:
            self.stdout.write(str(verdict.words))
            return False
        self.stdout.write(
            _(
                "The entry is in the record of %(process)s, number %(number)s, "
                "sealed on %(at)s under the root %(root)s."
            )
            % {
                "process": proof["seal"]["process"],
                "number": proof["index"] + 1,
                "at": proof["seal"]["at"],
                "root": proof["seal"]["root"],
            }
        )
        self.stdout.write(self._pairs(proof["entry"]))
        if not keys:
            self.stdout.write(
                _("Compare the key with the one that is published: %(key)s") % {"key": proof["key"]}
            )
        return True

    def _archive(self, path: Path, keys: list[str]) -> bool:
        try:
            with opened(path, trusted=keys) as archive:
                sentences = verified(archive)
        except UntrueArchive as found:
            self.stdout.write(
                _("%(path)s: the first false file is %(fault)s") % {"path": path, "fault": found}
            )
            return False
        except NotAnArchive as error:
            raise CommandError(str(error)) from None
        for line in [*summary_lines(archive, keys), *sentences]:
            self.stdout.write(line)
        return True

    def _pairs(self, entry: dict[str, Any]) -> str:
        return json.dumps(entry, indent=2, sort_keys=True, ensure_ascii=False)

    def _records(self, options: dict[str, Any]) -> bool:
        recorded = recorded_processes()
        asked = options["process"] or recorded
        if unknown := sorted(set(asked) - set(recorded)):
            raise CommandError(_("There is no record of %(code)s.") % {"code": unknown[0]})
        if options["known"] and len(asked) != 1:
            raise CommandError(_("Name one process: a copied root is of one."))
        own = [seals.public_key(settings.SEALING_KEY)] if settings.SEALING_KEY else []
        trusted = [*own, *options["key"]]
        found = [
            audit(code, trusted=trusted, known=dict(options["known"]), progress=self._tell)
            for code in asked
        ]
        for each in found:
            self._say(each)
        return all(each.holds for each in found)

    def _tell(self, checked: int) -> None:
        if checked % TOLD_EVERY == 0:
            self.stderr.write(_("%(checked)s entries checked.") % {"checked": checked})

    def _say(self, found: Audit) -> None:
        sealed = found.sealed
        self.stdout.write(
            _("%(process)s: entries %(entries)s, seals %(seals)s, root %(root)s")
            % {
                "process": found.process_code,
                "entries": found.entries,
                "seals": sealed.seals,
                "root": sealed.tree.root().hex(),
            }
        )
        for key, number in sealed.keys.items():
            self.stdout.write(
                _("  Signed from seal %(number)s on by the key %(key)s")
                % {"number": number, "key": key}
            )
        if found.waiting:
            self.stdout.write("  " + _waiting_words(found.waiting))
        for line in fault_lines(sealed, found.entry):
            self.stdout.write(f"  {line}")
        if found.holds:
            self.stdout.write("  " + _("Nothing was changed, dropped or inserted."))


def _waiting_words(count: int) -> str:
    return ngettext(
        "%(count)s entry waits for its seal.", "%(count)s entries wait for their seal.", count
    ) % {"count": count}
