"""Load a process from a readable file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from antechamber import clock
from antechamber.people.actors import SYSTEM
from antechamber.processes.loading import Loaded, load_process
from antechamber.processes.process_file import read_process_file
from antechamber.processes.reading import UnusableFile
from antechamber.workflow import DomainError

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    """Load a process, or bring it to what its file says now."""

    help = "Load a process from a TOML file. Loading the same file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument(
            "file", help="A path, or the name of a process that comes with the product: gcm."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read the file, load it, and say what changed."""
        path = _path(options["file"])
        try:
            read = read_process_file(path.read_text(encoding="utf-8"))
            loaded = load_process(read=read, by=SYSTEM, at=clock.now())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise CommandError(f"{path} is not UTF-8 text: save it as UTF-8.") from None
        except UnusableFile as error:
            raise CommandError(f"{path}, {error}. Nothing was changed.") from None
        except DomainError as error:
            raise CommandError(f"{path}: {error} Nothing was changed.") from None
        self.stdout.write(_words(loaded))


def _path(given: str) -> Path:
    own = DATA / f"{given}.toml"
    return own if own.exists() else Path(given)


def _words(loaded: Loaded) -> str:
    if not loaded.added and not loaded.changed:
        return _("%(process)s is as the file says already: nothing was changed.") % {
            "process": loaded.process.code
        }
    return _("%(process)s: %(added)s added, %(changed)s changed, %(same)s as they were.") % {
        "process": loaded.process.code,
        "added": loaded.added,
        "changed": loaded.changed,
        "same": loaded.same,
    }
