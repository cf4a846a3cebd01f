"""Signing in by a code that is sent to an e-mail address; the first code also opens the account.

The flow: `start_code` sends a code and keeps in the session what is needed to know it again;
`confirm_code` takes what was typed and answers with a redirect: to the second step for those who
have one, otherwise to the `next` page. Nothing on the way tells whether an address is known,
because nothing on the way asks: the account is looked up once the code was right.

Another room's flow may use the same two functions from pages of its own, or send people to
`people:sign_in` with `?next=/a/page/of/this/site`.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language, gettext_lazy as _

from antechamber.people import second_factor
from antechamber.people.actions import account_for
from antechamber.people.models import Account
from antechamber.people.rules import (
    CODE_DIGITS,
    CODE_LIFE,
    PendingCode,
    cleaned_code,
    code_verdict,
    safe_next,
    written_code,
)
from antechamber.workflow import DomainError

SESSION_KEY: Final = "people.sign_in"


def start_code(request: HttpRequest, email: str, *, at: datetime, next_page: str = "") -> None:
    """Send a new code to an address and remember it in the session; an earlier one is void.

    1 statement for the message; the session is saved by its middleware. The same for a known and an
    unknown address. `next_page` is where to go afterwards; what is not a page of this site is
    dropped. Raises `DomainError` for an unusable address, or where codes are asked for too often.
    """
    address = _usable(email)
    if not ratelimit.consume(request, action="request_login_code", key=address):
        raise DomainError(
            "too_many_codes",
            _("Codes were sent to this address a moment ago. Wait a few minutes and try again."),
            "email",
        )
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    key = secrets.token_hex(8)
    with transaction.atomic():
        get_adapter(request).send_mail(
            "account.sign_in_code",
            address,
            {"code": written_code(code), "minutes": CODE_LIFE.seconds // 60},
        )
    request.session[SESSION_KEY] = {
        "email": address,
        "key": key,
        "digest": _digest(key, address, code),
        "sent_at": at.isoformat(),
        "wrong_tries": 0,
        "next": safe_next(next_page, request.get_host()),
    }


def pending_address(request: HttpRequest) -> str:
    """Return the address a code was sent to in this session, or nothing."""
    return str(_pending(request).get("email", ""))


def pending_next(request: HttpRequest) -> str:
    """Return the page to go to after the code, or nothing."""
    return str(_pending(request).get("next", ""))


def confirm_code(request: HttpRequest, typed: str, *, at: datetime) -> HttpResponse:
    """Sign in with a code and return the redirect that follows; open the account if it is new.

    Raises `DomainError` for a wrong, old or used-up code, with its words and the field "code"; the
    code that was sent stays valid after a wrong try until its tries are used up.
    """
    held = _pending(request)
    pending = _pending_code(held)
    digest = _digest(held.get("key", ""), held.get("email", ""), cleaned_code(typed))
    fits = constant_time_compare(digest, held.get("digest", ""))
    # The cache counts as well: tries sent at the same moment all read the same session.
    if pending and not ratelimit.consume(request, action="login_failed", key=str(held["key"])):
        raise DomainError(
            "code_used_up", _("The code was wrong too often. Ask for a new one."), "code"
        )
    verdict = code_verdict(pending, fits=fits, at=at)
    if pending and verdict.code == "code_wrong":
        _keep(request, held | {"wrong_tries": pending.after_wrong_try().wrong_tries})
    verdict.require("code")
    del request.session[SESSION_KEY]
    account = account_for(email=held["email"], language=_language(), at=at)
    return _sign_in(request, account, "code", next_page=held["next"])


def sign_in_without_code(
    request: HttpRequest, account: Account, *, next_page: str = ""
) -> HttpResponse:
    """Sign in with one click, second step included: in the demonstration only.

    Raises `RuntimeError` anywhere else.
    """
    second_factor.refuse_outside_demonstration()
    response = _sign_in(request, account, second_factor.DEMONSTRATION, next_page=next_page)
    # Again: where somebody else was signed in, signing in emptied the session.
    record_authentication(request, account, second_factor.DEMONSTRATION)
    return response


def sign_out(request: HttpRequest) -> None:
    """End the session and forget what was in it."""
    logout(request, show_message=False)


def _sign_in(
    request: HttpRequest, account: Account, method: str, *, next_page: str
) -> HttpResponse:
    if not account.is_active:
        raise DomainError(
            "account_closed", _("This account is closed. Ask the secretariat if that is wrong.")
        )
    record_authentication(request, account, method)
    response: HttpResponse = perform_login(
        request,
        account,
        redirect_url=safe_next(next_page, request.get_host()) or None,
    )
    return response


def _pending(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.get(SESSION_KEY, {}))


def _pending_code(held: dict[str, Any]) -> PendingCode | None:
    if not held:
        return None
    return PendingCode(
        sent_at=datetime.fromisoformat(held["sent_at"]), wrong_tries=held["wrong_tries"]
    )


def _keep(request: HttpRequest, held: dict[str, Any]) -> None:
    request.session[SESSION_KEY] = held


def _digest(key: str, address: str, code: str) -> str:
    return salted_hmac("people.sign_in", f"{key}:{address}:{code}", algorithm="sha256").hexdigest()


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _usable(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise DomainError(
            "address_unusable",
            _("Write an e-mail address such as name@example.org."),
            "email",
        ) from None
    return address
