"""How many SQL statements a page took, told in a header: for development and the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-SQL-Statements"


class StatementCount:
    """Counts what passes through the database connection."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *statement: Any) -> Any:
        """Count one statement and let it pass (an execute wrapper of Django's)."""
        self.count += 1
        return execute(*statement)


class StatementCountMiddleware:
    """Tell in each answer how many SQL statements it took; installed in debug and demo only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Count the statements of one request and answer with their number."""
        counter = StatementCount()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        response[HEADER] = str(counter.count)
        return response
