"""Giving and ending roles: the actions that decide who may do what."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _, override

from antechamber.people.actions import account_for
from antechamber.people.actors import SYSTEM, Actor
from antechamber.people.capabilities import ROLES
from antechamber.people.models import Grant, Role
from antechamber.people.rules import may_give
from antechamber.people.vocabulary import INSTALLATION
from antechamber.record import actions as record
from antechamber.workflow import DomainError


@transaction.atomic
def install_roles(*, at: datetime, by: Actor = SYSTEM) -> list[str]:
    """Bring the roles of `capabilities.ROLES` into the database; return the codes that changed.

    Roles that an installation added by itself are left alone. Leaves a ledger entry where anything
    changed, so a second run leaves none.
    """
    known = {role.code: role for role in Role.objects.filter(code__in=ROLES)}
    changed = [_install(code, known.get(code)) for code in ROLES]
    codes = [code for code in changed if code]
    if codes:
        record.write(
            process_code=INSTALLATION,
            verb="roles.installed",
            subject="roles",
            actor_key=by.key,
            at=at,
            facts={"roles": codes},
        )
    return codes


def _install(code: str, known: Role | None) -> str:
    """Write one role if it differs, and return its code then."""
    words, capabilities = ROLES[code]
    with override("en"):
        wanted = (str(words), sorted(capabilities))
    if known and (known.name, known.capabilities) == wanted:
        return ""
    Role.objects.update_or_create(
        code=code, defaults={"name": wanted[0], "capabilities": wanted[1]}
    )
    return code


@record.action
def give_role(
    *, email: str, role_code: str, scope: str, by: Actor, at: datetime, language: str = "en"
) -> Grant:
    """Give a role within a scope to whoever has an address; an account is opened if needed.

    `scope` is a path as in `models.Grant`. Giving what is held already returns the grant that is.
    Raises `DomainError` for a refusal, an unknown role or an unusable address.
    """
    by.may("account.manage", scope).require()
    role = _role(role_code)
    account = account_for(email=_usable(email), language=language, at=at, by=by)
    may_give(giver=by.account_id, receiver=account.pk).require()
    grant, _is_new = Grant.objects.get_or_create(
        account=account, role=role, scope=scope, until=None, defaults={"since": at}
    )
    _write("role.given", grant, by, at)
    return grant


@record.action
def end_role(*, grant_id: int, by: Actor, at: datetime) -> Grant:
    """End a role now. Raises `DomainError` for a refusal, also where it has ended already."""
    grant = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("role", "account")
        .get(pk=grant_id)
    )
    by.may("account.manage", grant.scope).require()
    if grant.until is not None:
        raise DomainError("role_ended", _("This role has ended already."))
    # A role given and ended in the same instant still has a beginning before its end.
    grant.until = max(at, grant.since + timedelta(microseconds=1))
    grant.save(update_fields=["until"])
    _write("role.ended", grant, by, at)
    return grant


def _write(verb: str, grant: Grant, by: Actor, at: datetime) -> None:
    record.write(
        process_code=grant.scope.partition("/")[0] or INSTALLATION,
        verb=verb,
        subject=grant.account.key,
        actor_key=by.key,
        at=at,
        facts={"role": grant.role.code, "scope": grant.scope},
    )


def _role(code: str) -> Role:
    role = Role.objects.filter(code=code).first()
    if role is None:
        raise DomainError("role_unknown", _("There is no such role."), "role")
    return role


def _usable(email: str) -> str:
    try:
        validate_email(email.strip())
    except ValidationError:
        raise DomainError(
            "address_unusable", _("This e-mail address cannot be used."), "email"
        ) from None
    return email
