"""A visitor who asks the WSGI application itself: no network, no test client in between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest

from antechamber.people.models import Account
from antechamber.people.second_factor import note_proof_at_set_up

FORM_TOKEN: Final = "b" * 32  # the length of Django's secret; cookie and form send the same


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, as it goes over the wire."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Visitor:
    """A browser with cookies that takes compressed pages."""

    application: WSGIHandler
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Ask for a page; raise `RuntimeError` where it does not answer 200."""
        return self._ask("GET", path, b"", expected=200)

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Send a form; raise `RuntimeError` where the answer is not a redirect."""
        typed = {**fields, "csrfmiddlewaretoken": FORM_TOKEN}
        return self._ask("POST", path, urlencode(typed, doseq=True).encode(), expected=302)

    def _ask(self, method: str, path: str, body: bytes, *, expected: int) -> Answer:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], failure: Any = None, /
        ) -> Callable[[bytes], object]:
            started.append((status, headers))
            return lambda _text: None

        response = self.application(self._environ(method, path, body), start_response)
        try:
            content = b"".join(response)
        finally:
            response.close()
        status, headers = started[0]
        if int(status[:3]) != expected:
            raise RuntimeError(f"{method} {path} was answered {status}, not {expected}.")
        return Answer(int(status[:3]), {name.lower(): value for name, value in headers}, content)

    def _environ(self, method: str, path: str, body: bytes) -> dict[str, Any]:
        address, _mark, query = path.partition("?")
        return {
            "REQUEST_METHOD": method,
            "PATH_INFO": address,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": "gzip",
            "HTTP_COOKIE": cookie_header(self.cookies),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
        }


def cookie_header(cookies: Mapping[str, str]) -> str:
    """Write cookies as a browser sends them."""
    return SimpleCookie(dict(cookies)).output(attrs=[], header="", sep=";").strip()


def cookies_of(account: Account, *, second_step: bool = False) -> dict[str, str]:
    """Sign an account in, with its second step if asked, and return the cookies."""
    request = HttpRequest()
    request.session = SessionStore()
    login(request, account, settings.AUTHENTICATION_BACKENDS[0])
    if second_step:
        note_proof_at_set_up(request, account)
    request.session.save()
    return {
        settings.SESSION_COOKIE_NAME: str(request.session.session_key),
        settings.CSRF_COOKIE_NAME: FORM_TOKEN,
    }
