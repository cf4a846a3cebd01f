"""Brings the roles of this version into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from antechamber import clock
from antechamber.people.actors import OPERATOR
from antechamber.people.roles import install_roles


class Command(BaseCommand):
    """Install or update the roles."""

    help = "Install or update the roles that come with this version."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Install, and say what changed."""
        changed = install_roles(at=clock.now(), by=OPERATOR)
        if not changed:
            self.stdout.write(_("The roles are as they should be."))
            return
        self.stdout.write(_("Installed or changed: %(roles)s.") % {"roles": ", ".join(changed)})
