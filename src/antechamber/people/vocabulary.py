"""What this room writes into the ledger: who may do what. No names, no addresses."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from antechamber.record.vocabulary import register

INSTALLATION: Final = "installation"  # the process code of what belongs to no process

ACCOUNT_OPENED = register("account.opened", _("An account was opened"))
ACCOUNT_CHANGED = register("account.changed", _("An account's name or language was changed"))
ACCOUNT_FORGOTTEN = register("account.forgotten", _("A person was forgotten"))
ROLES_INSTALLED = register("roles.installed", _("The roles were installed"), "roles")
ROLE_GIVEN = register("role.given", _("A role was given"), "role", "scope")
ROLE_ENDED = register("role.ended", _("A role was ended"), "role", "scope")
