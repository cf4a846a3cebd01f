"""Pure decisions of signing in and of roles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from antechamber.workflow import YES, Verdict, no

# Eight digits: they can be typed on any keyboard. With five tries a code and at most ten codes an
# hour for an address, guessing one takes some two hundred years; with six digits it would be two.
CODE_DIGITS: Final = 8
CODE_LIFE: Final = timedelta(minutes=15)  # slow mail servers take minutes; a mailbox is read late
CODE_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class PendingCode:
    """A code that was sent and waits to be typed."""

    sent_at: datetime
    wrong_tries: int = 0

    def after_wrong_try(self) -> PendingCode:
        """Return what is left of it after a wrong try."""
        return replace(self, wrong_tries=self.wrong_tries + 1)


def code_verdict(pending: PendingCode | None, *, fits: bool, at: datetime) -> Verdict:
    """Say whether a typed code signs its sender in. `fits` tells whether it is the code sent."""
    if pending is None:
        return no("code_not_asked", _("Ask for a code first."))
    if at >= pending.sent_at + CODE_LIFE:
        return no("code_expired", _("This code is too old. Ask for a new one."))
    if pending.wrong_tries >= CODE_TRIES:
        return no("code_used_up", _("The code was wrong too often. Ask for a new one."))
    if not fits:
        return no("code_wrong", _("This is not the code in the message. Check it and try again."))
    return YES


def cleaned_code(typed: str) -> str:
    """Return the digits of what was typed, whatever spaces, hyphens or script they came in."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())


def written_code(code: str) -> str:
    """Write a code in two groups, as a person reads it: "1234 5678"."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"


def safe_next(address: str, host: str) -> str:
    """Return `address` where it is a page of this site, otherwise nothing."""
    is_local = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts={host}
    )
    return address if is_local else ""


def may_give(*, giver: int | None, receiver: int) -> Verdict:
    """Refuse to let people give roles to themselves: a second pair of eyes."""
    if giver == receiver:
        return no("own_role", _("Nobody can give a role to themselves. Ask a colleague."))
    return YES


def may_be_forgotten(*, roles_held: int) -> Verdict:
    """Refuse to forget somebody who still decides on others."""
    if roles_held:
        return no(
            "holds_roles",
            _("You hold a role. Ask the secretariat to end it, then you can delete the account."),
        )
    return YES
