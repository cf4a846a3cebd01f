"""People at their browsers, without a script: they open pages, follow links and send forms.

A visitor sends what stands on the page, its proof against forgery included, and follows where it
is led. Nothing here knows a view: only addresses, words and names of fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from antechamber import clock
from antechamber.mail.actions import deliver_due
from antechamber.questionnaires.tests.made_files import pdf
from tests.pages import Page

Typed = Mapping[str, Any]
MOST_REDIRECTS = 5

ANSWERS: dict[str, Any] = {
    "home_page": "https://amity.example.org/",
    "established": "1998",
    "legal_status": "registered",
    "purpose": "We bring migrants and their neighbours together.",
    "relevant_work": "Language courses and legal advice in four cities since 2014.",
    "countries": ["KE", "UG"],
    "contribution": "What four hundred families told us about work permits.",
    "themes": ["human_rights", "pathways"],
    "funding": ["donations"],
    "head_name": "Wanjiru",
    "contact_name": "Amina Yusuf",
    "contact_email": "amina@amity.example.org",
    "contact_phone": "+254 20 555 0142",
    "on_behalf": "on",
    "shared": "on",
    "subject_to_modalities": "on",
}


def a_certificate(name: str = "certificate.pdf") -> SimpleUploadedFile:
    """Return a small file that is what it says."""
    return SimpleUploadedFile(name, pdf(b"<< /Type /Catalog >>"), "application/pdf")


@dataclass
class Visitor:
    """One browser: its page, the status that it came with, and its address."""

    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    page: Page = field(default_factory=lambda: Page(""))
    status: int = 0
    address: str = ""

    def open(self, address: str) -> Page:
        """Open an address and follow where it leads."""
        self.address = urljoin(f"http://testserver{self.address}", address)
        return self._arrive(self.client.get(_local(self.address)))

    def follow(self, words: str) -> Page:
        """Follow the first link with these words."""
        return self.open(self.page.link(words))

    def send(self, typed: Typed | None = None, *, form: str = "", button: str = "") -> Page:
        """Send the form that has these fields, with `typed` over what stands in it.

        `form` is the end of its address, where several have them. A value of None leaves its field
        out, as an unticked box does.
        """
        found = self.page.form(form, [*(typed or ()), *([button] if button else [])])
        values: dict[str, Any] = {**found.typed(), **(typed or {})}
        values |= {button: "1"} if button else {}
        values = {name: value for name, value in values.items() if value is not None}
        address = urljoin(f"http://testserver{self.address}", found.action or self.address)
        self.address = _local(address)
        if found.method == "get":
            return self._arrive(self.client.get(self.address.partition("?")[0], values))
        return self._arrive(self.client.post(self.address, values))

    def _arrive(self, response: HttpResponseBase) -> Page:
        for _step in range(MOST_REDIRECTS):
            if response.status_code not in {301, 302, 303}:
                break
            self.address = _local(urljoin(f"http://testserver{self.address}", response["Location"]))
            response = self.client.get(self.address)
        self.address = _local(response.wsgi_request.get_full_path())  # type: ignore[attr-defined]
        self.status = response.status_code
        self.page = Page(_text(response))
        return self.page


def _local(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _text(response: HttpResponseBase) -> str:
    kept: bytes | None = getattr(response, "content", None)
    body = kept if kept is not None else b"".join(response)  # type: ignore[call-overload]
    return body.decode("utf-8", "replace")


def code_sent_to(email: str) -> str:
    """Deliver what is due and return the last code that was sent to an address."""
    deliver_due(at=clock.now())
    letters = [each.body for each in mail.outbox if each.to == [email]]
    found = re.findall(r"^ {4}(\d{4} \d{4})$", letters[-1], re.MULTILINE)
    return str(found[-1])


def sign_in(visitor: Visitor, email: str) -> Page:
    """Sign in with the code that comes by mail; from the page that asks for the address."""
    visitor.send({"email": email})
    return visitor.send({"code": code_sent_to(email)})


def begin(visitor: Visitor, *, email: str, name: str, country: str, category: str) -> Page:
    """Come from the public page to the task list of a new draft."""
    visitor.open(reverse("accreditation:start", args=["gcm"]))
    visitor.send({"name": name, "country": country}, form="/check")
    visitor.follow("Apply for “")
    if visitor.address.startswith(reverse("people:sign_in")):
        sign_in(visitor, email)
    return visitor.send({"category": category})


def fill(visitor: Visitor, answers: Typed = ANSWERS, *, without: Iterable[str] = ()) -> Page:
    """Answer page after page from the task list to "check your answers"."""
    given = {**answers, "registration_document": a_certificate()}
    wanted = {name: value for name, value in given.items() if name not in set(without)}
    visitor.open(next(address for _words, address in visitor.page.links if "/tasks/" in address))
    while "/tasks/" in visitor.address:
        asked = {name for form in visitor.page.forms for name in form.fields}
        page = {name: value for name, value in wanted.items() if name in asked}
        before = visitor.address
        visitor.send(page)
        if visitor.address == before:
            raise AssertionError(f"{before} was not accepted: {visitor.page.by_id.get('errors')}")
    return visitor.page
