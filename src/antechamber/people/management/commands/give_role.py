"""Gives a role: how an installation comes by its first administrator."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from antechamber import clock
from antechamber.people.actors import OPERATOR
from antechamber.people.capabilities import ROLES
from antechamber.people.roles import give_role, install_roles
from antechamber.workflow import DomainError


class Command(BaseCommand):
    """Give a role to whoever has an address."""

    help = (
        "Give a role: give_role EMAIL ROLE [SCOPE], for example give_role a@b.org secretariat gcm"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, the role and where it reaches."""
        parser.add_argument("email", help="The address the person signs in with.")
        parser.add_argument("role", help=f"One of {', '.join(ROLES)}, or a role of your own.")
        parser.add_argument(
            "scope",
            nargs="?",
            default="",
            help="gcm, gcm/ngls, gcm/mission/FRA; empty: everywhere.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Install the roles, give the one asked for, and say what happens next."""
        now = clock.now()
        install_roles(at=now, by=OPERATOR)
        try:
            grant = give_role(
                email=options["email"],
                role_code=options["role"],
                scope=options["scope"],
                by=OPERATOR,
                at=now,
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            _(
                "%(email)s holds the role %(role)s in %(scope)s. "
                "The person signs in with a code by e-mail and sets up a second step then."
            )
            % {
                "email": grant.account.email,
                "role": grant.role.code,
                "scope": grant.scope or _("the whole installation"),
            }
        )
