"""Accounts with roles, and browsers in which they are signed in."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from antechamber.people.actors import OPERATOR
from antechamber.people.models import Account
from antechamber.people.roles import give_role, install_roles

AT = datetime(2017, 4, 5, 13, 0, tzinfo=UTC)
_numbers = count(1)


def make_account(**facts: Any) -> Account:
    """Return a new account; `email` is made up where it is not given."""
    facts.setdefault("email", f"person{next(_numbers)}@example.org")
    return Account.objects.create_user(**facts)


def make_holder(role_code: str, scope: str = "gcm", **facts: Any) -> Account:
    """Return a new account that holds a role since `AT`."""
    account = make_account(**facts)
    install_roles(at=AT)
    give_role(email=account.email, role_code=role_code, scope=scope, by=OPERATOR, at=AT)
    return account


def browser_of(account: Account, *, second_factor: bool = True) -> Client:
    """Return a browser in which an account is signed in, with or without its second step."""
    client = Client()
    client.force_login(account)
    if second_factor:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(account.pk)
        session.save()
    return client
