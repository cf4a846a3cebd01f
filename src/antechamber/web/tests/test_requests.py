"""What the middlewares of every request add: an id, a line in the log, a count of statements."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from structlog.testing import capture_logs

from antechamber.web.middleware import AccessLineMiddleware, RequestIdMiddleware
from antechamber.web.statements import StatementCountMiddleware

MADE_HERE = re.compile(r"[0-9a-f]{16}")


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", status=201)


def test_request_without_an_id_is_given_one():
    response = RequestIdMiddleware(answer)(RequestFactory().get("/"))

    assert MADE_HERE.fullmatch(response["X-Request-ID"])


def test_id_that_the_proxy_gave_is_kept():
    request = RequestFactory().get("/", headers={"X-Request-ID": "proxy-0000-1111"})

    assert RequestIdMiddleware(answer)(request)["X-Request-ID"] == "proxy-0000-1111"


@pytest.mark.parametrize("given", ["short", "x" * 65, "spaces are bad", "<script>abc"])
def test_id_that_could_break_a_log_is_replaced(given):
    request = RequestFactory().get("/", headers={"X-Request-ID": given})

    assert MADE_HERE.fullmatch(RequestIdMiddleware(answer)(request)["X-Request-ID"])


def test_request_leaves_one_line_without_query_or_person():
    request = RequestFactory().post(
        "/en/gcm/apply?email=rosa@example.org",
        {"name": "Rosa"},
        REMOTE_ADDR="192.0.2.7",
        headers={"User-Agent": "Rosa's phone"},
    )

    with capture_logs() as lines:
        AccessLineMiddleware(answer)(request)

    (line,) = lines
    assert line.pop("ms") >= 0
    assert line == {
        "event": "request",
        "log_level": "info",
        "method": "POST",
        "path": "/en/gcm/apply",
        "status": 201,
    }


def test_long_address_is_cut_in_the_log():
    with capture_logs() as lines:
        AccessLineMiddleware(answer)(RequestFactory().get("/" + "a" * 10_000))

    assert [len(line["path"]) for line in lines] == [200]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_leave_no_line(path):
    with capture_logs() as lines:
        AccessLineMiddleware(answer)(RequestFactory().get(path))

    assert lines == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 3])
def test_answer_tells_how_many_statements_it_took(number):
    def ask(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            for _time in range(number):
                cursor.execute("SELECT 1")
        return HttpResponse()

    response = StatementCountMiddleware(ask)(RequestFactory().get("/"))

    assert response["X-SQL-Statements"] == str(number)
