"""What roles are called in the reader's language."""

from __future__ import annotations

from antechamber.people.capabilities import ROLES
from antechamber.people.models import Role


def role_name(role: Role) -> str:
    """Return the translated name of one of our roles, or the name an installation gave its own."""
    known = ROLES.get(role.code)
    return str(known[0]) if known else role.name
