"""Browsers signed in at the desk, and what a page says, for tests."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse
from django.test import Client

from antechamber.accreditation.tests import factories
from antechamber.people.actors import Actor
from antechamber.people.models import Account
from antechamber.people.tests.factories import browser_of

DESK = "/en/gcm/desk/"
QUEUE = "/en/gcm/desk/applications"


def browser(actor: Actor) -> Client:
    """Return a browser in which the actor has signed in with both steps."""
    return browser_of(Account.objects.get(pk=actor.account_id))


def officers_browser(scope: str = "gcm/ngls") -> Client:
    """Return the browser of an officer of a facilitator."""
    return browser(factories.an_officer(scope))


def page_of(reference: str, act: str = "") -> str:
    """Return the address of an application at the desk, or of an act on it."""
    return f"{QUEUE}/{reference}" + (f"/{act}" if act else "")


def words_of(response: HttpResponse) -> str:
    """Return the words of a page's main part, as a reader has them, on one line."""
    page = response.content.decode()
    main = page.partition('<main id="main" tabindex="-1">')[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def numbers_on(response: HttpResponse) -> list[str]:
    """Return the public numbers that a queue shows, in its order."""
    return re.findall(
        r'<th scope="row"><bdi>(?:<label[^>]*><input[^>]*> )?([A-Z]+-A-\d+)<',
        response.content.decode(),
    )


def hidden(response: HttpResponse, act: str) -> dict[str, str]:
    """Return the hidden values of an act's form on a page: the revision and the last entry."""
    found = re.findall(
        rf'<input type="hidden" name="(\w+)" value="(\d*)" id="{act}_\w+">',
        response.content.decode(),
    )
    return dict(found)
