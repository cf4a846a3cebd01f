"""Who acts: a plain value that views make once and actions are given.

An actor carries its key for the ledger and what it may do where. Rules ask it; nothing asks the
present request or the present time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from antechamber.people.capabilities import CAPABILITIES
from antechamber.people.models import Account
from antechamber.workflow import YES, DomainError, Verdict, no


@dataclass(frozen=True, slots=True)
class Held:
    """A capability held in a scope and everything below it."""

    capability: str
    scope: str

    def reaches(self, capability: str, scope: str) -> bool:
        """Say whether this covers `capability` in `scope`."""
        return self.capability == capability and (
            self.scope in {"", scope} or scope.startswith(self.scope + "/")
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with an account, the public, or the system itself."""

    key: str
    account_id: int | None = None
    held: frozenset[Held] = frozenset()
    second_factor_missing: bool = False

    @property
    def person_id(self) -> int:
        """Return the id of the account that acts; raise `DomainError` where there is none."""
        if self.account_id is None:
            raise DomainError("sign_in_needed", _("Sign in first: this page is not public."))
        return self.account_id

    def may(self, capability: str, scope: str) -> Verdict:
        """Say whether the actor holds `capability` in `scope`, and if not, why.

        `scope` is a path such as "gcm" or "gcm/ngls" (see `models.Grant`).
        """
        if capability not in CAPABILITIES:
            raise ValueError(f"{capability} is not a capability")
        if any(each.reaches(capability, scope) for each in self.held):
            return YES
        return self._refusal(capability)

    def may_within(self, capability: str, scope: str) -> Verdict:
        """Say whether the actor holds `capability` in `scope`, or in any part of it.

        It opens a page: an officer of "gcm/ngls" may see the desk of "gcm". What the page shows and
        each act upon it ask `may` with the exact scope.
        """
        verdict = self.may(capability, scope)
        inside = scope + "/" if scope else ""
        if any(part.startswith(inside) for part in self.scopes_of(capability)):
            return YES
        return verdict

    def works_in(self, scope: str) -> Verdict:
        """Say whether the actor holds any role in `scope` or in a part of it: the desk's door."""
        if any(self.may_within(capability, scope) for capability in CAPABILITIES):
            return YES
        return self._refused(
            _("You hold no role in this process. Ask the secretariat if you need one.")
        )

    def _refusal(self, capability: str) -> Verdict:
        return self._refused(
            format_lazy(
                _("Your role does not include this: {what} Ask the secretariat if you need it."),
                what=CAPABILITIES[capability],
            )
        )

    def _refused(self, words: str | Promise) -> Verdict:
        """Say what is missing: a sign-in, the second step, or what the `words` tell."""
        if self.account_id is None:
            return no("sign_in_needed", _("Sign in first: this page is not public."))
        if self.second_factor_missing:
            return no(
                "second_factor_needed",
                _("Your role needs a second step when you sign in. Take it first."),
            )
        return no("capability_missing", words)

    def scopes_of(self, capability: str) -> set[str]:
        """Return the scopes in which the actor holds `capability` ("" is everywhere)."""
        return {each.scope for each in self.held if each.capability == capability}


PUBLIC = Actor(key="public")
SYSTEM = Actor(key="system")
# Someone at the machine's own command line: who gives the first administrator its role.
OPERATOR = Actor(
    key="operator",
    held=frozenset(
        {
            Held("account.manage", ""),
            Held("process.edit", ""),
            Held("roster.import", ""),
            Held("record.read", ""),
        }
    ),
)


def actor_of(account: Account, at: datetime, *, second_factor: bool = True) -> Actor:
    """Return the actor an account is at an instant, with the roles it holds then (1 statement).

    Without a `second_factor` used in this session, the staff roles are left out.
    """
    grants = [each for each in account.grants.select_related("role") if each.holds_at(at)]
    usable = [each for each in grants if second_factor or not each.role.is_staff_role]
    held = {
        Held(capability, grant.scope) for grant in usable for capability in grant.role.capabilities
    }
    return Actor(
        key=account.key,
        account_id=account.pk,
        held=frozenset(held),
        second_factor_missing=len(usable) < len(grants),
    )
