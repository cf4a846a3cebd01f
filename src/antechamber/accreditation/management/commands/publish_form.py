"""Publishes an application form: the packaged one of a process, or one from a file."""

from __future__ import annotations

import tomllib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from antechamber import clock
from antechamber.accreditation.loading import packaged_form
from antechamber.people.actors import OPERATOR
from antechamber.questionnaires.actions import publish_questionnaire
from antechamber.questionnaires.tables import UnusableQuestionnaire
from antechamber.workflow import DomainError


class Command(BaseCommand):
    """Publish a form."""

    help = "Publish a version of a process's application form; a published one never changes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the process and, if it is not the packaged one, the form's file."""
        parser.add_argument("process", help="the process's code, such as gcm")
        parser.add_argument("--file", type=Path, help="a TOML file: see docs/questionnaires.md")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish, or say in one sentence why not."""
        try:
            published = publish_questionnaire(
                process_code=options["process"],
                document=_document(options["process"], options["file"]),
                by=OPERATOR,
                at=clock.now(),
            )
        except OSError as problem:
            raise CommandError(_("The form cannot be read: %s") % problem) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, UnusableQuestionnaire) as problem:
            raise CommandError(_("The form is not usable: %s") % problem) from None
        except DomainError as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(_("Published: %s") % published)


def _document(process_code: str, file: Path | None) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8")) if file else packaged_form(process_code)
