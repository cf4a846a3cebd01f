"""Removes contents of files whose transaction was undone; run it once a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from antechamber import clock
from antechamber.questionnaires.storage import forget_lost_files


class Command(BaseCommand):
    """Forget lost files."""

    help = "Remove stored contents, older than a day, to which nothing refers."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Remove them, and say how many there were."""
        count = forget_lost_files(at=clock.now())
        words = ngettext("%(count)d lost file removed.", "%(count)d lost files removed.", count)
        self.stdout.write(words % {"count": count})
