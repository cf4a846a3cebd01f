from __future__ import annotations

import pytest
from django.template import TemplateDoesNotExist
from django.test import Client, RequestFactory

from antechamber.web import errors

pytestmark = pytest.mark.urls("antechamber.web.tests.addresses")


@pytest.fixture
def careful() -> Client:
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("path", "status", "heading"),
    [
        ("/en/nowhere", 404, "There is no page at this address"),
        ("/en/refused", 403, "You may not see this page"),
        ("/en/too-large", 413, "What you sent is too large"),
        ("/en/too-long", 414, "What you asked for is too long"),
        ("/en/too-many", 429, "Too many requests from your connection"),
        ("/en/broken", 500, "Something went wrong on our side"),
        ("/en/unavailable", 503, "The service rests for a moment"),
    ],
)
def test_error_page_says_what_to_do_and_whom_to_ask(
    careful: Client, path: str, status: int, heading: str
):
    # There is no database mark here: a statement would fail this test.
    response = careful.get(path, headers={"x-request-id": "quote-me-0001"})

    page = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in page
    assert "What you can do</h2>" in page
    assert "Whom to ask</h2>" in page
    assert '<span class="code">quote-me-0001</span>' in page
    assert '<meta name="robots" content="noindex">' in page


def test_bad_request_keeps_what_was_typed_in_the_browser():
    page = errors.bad_request(RequestFactory().get("/en/x")).content.decode()

    assert "what you typed is still there" in page


def test_refusal_shows_its_reason_escaped(careful: Client):
    page = careful.get("/en/refused").content.decode()

    assert "<p>Only &lt;officers&gt; may see this.</p>" in page


def test_refusal_without_a_reason_says_what_it_can(careful: Client):
    page = careful.get("/en/refused-without-words").content.decode()

    assert "your role does not include it." in page


def test_form_without_its_proof_is_told_how_to_keep_the_text(careful: Client):
    response = careful.post("/en/form", {"name": "x"})

    assert response.status_code == 403
    assert "<h1>The form has been open for too long</h1>" in response.content.decode()


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(30, "wait one minute"), (60, "wait one minute"), (61, "wait 2 minutes"), (300, "wait 5 min")],
)
def test_too_many_requests_say_when_to_come_back(seconds: int, words: str):
    response = errors.too_many(RequestFactory().get("/en/x"), retry_seconds=seconds)

    assert response["Retry-After"] == str(seconds)
    assert words in response.content.decode()


def test_last_page_goes_out_bare_when_templates_are_broken(settings):
    request = RequestFactory().get("/en/x")
    broken = {**settings.TEMPLATES[0], "APP_DIRS": False}
    settings.TEMPLATES = [broken]

    with pytest.raises(TemplateDoesNotExist):
        errors.not_found(request)
    response = errors.server_error(request)

    assert response.status_code == 500
    assert "<h1>Something went wrong on our side</h1>" in response.content.decode()


def test_error_page_speaks_the_language_of_the_address(careful: Client):
    page = careful.get("/ar/nowhere").content.decode()

    assert '<html lang="ar" dir="rtl">' in page
