"""Fixtures of the whole suite, and a word at its end about what it left out."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator

import hypothesis
import pytest
import pytest_django
from django.conf import settings
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation

from antechamber.accreditation.lists import guards as list_guards
from antechamber.record.append_only import GUARDED, guard_sql, removal_sql

# Other work on the machine makes any example slow now and then: that is no fault of the code. Every
# run tries the same examples, so that what a change breaks is that change's own; to look for new
# ones, as somebody should before a release: `make test ARGS=--hypothesis-profile=search`.
hypothesis.settings.register_profile("antechamber", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("antechamber")

OTHER_ENGINE = "Only on"  # begins the reason of every test that the other database's run makes up


@pytest.fixture(scope="session", autouse=True)
def _ledger_is_emptied_between_transactional_tests() -> Iterator[None]:
    """Lift the guards of ledger and lists for the flush that ends a transactional test only."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_with_ledger(operations: BaseDatabaseOperations, sql_list: Iterable[str]) -> None:
        vendor = operations.connection.vendor
        lift = [each for table in GUARDED for each in removal_sql(vendor, table)]
        guard = [each for table in GUARDED for each in guard_sql(vendor, table)]
        lift += list_guards.removal_sql(vendor)
        guard += list_guards.guard_sql(vendor)
        flush(operations, [*lift, *sql_list, *guard])

    BaseDatabaseOperations.execute_sql_flush = flush_with_ledger  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """End what still speaks to the tests' database, so that PostgreSQL lets it be dropped.

    A browser that is closed leaves the request it had under way to the server's thread, which
    closes its connection in its own time.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave a test marked for one database out where the suite runs on the other."""
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    for marker, other, words in (
        ("postgresql", "sqlite3", "PostgreSQL"),
        ("sqlite", "postgresql", "SQLite"),
    ):
        if engine == other:
            skip = pytest.mark.skip(reason=f"{OTHER_ENGINE} {words}")
            for item in items:
                if item.get_closest_marker(marker):
                    item.add_marker(skip)


def _left_out(reporter: pytest.TerminalReporter) -> Counter[str]:
    """Count the tests left out, by reason."""
    return Counter(
        str(report.longrepr[2]).removeprefix("Skipped: ")
        for report in reporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in words what this run did not prove."""
    terminalreporter.section("What was left out")
    for reason, number in sorted(_left_out(terminalreporter).items()):
        tests = "1 test" if number == 1 else f"{number} tests"
        terminalreporter.line(f"{tests}: {reason}")
    if "sqlite3" in settings.DATABASES["default"]["ENGINE"]:
        terminalreporter.line(
            "Everything ran on SQLite. For PostgreSQL: "
            "ANTECHAMBER_TEST_DATABASE_URL=postgresql://user:password@host/name make test"
        )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail where nothing may be left out and something was, the other database's tests apart."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("ANTECHAMBER_REQUIRE_EVERYTHING") != "1" or reporter is None:
        return
    missing = [reason for reason in _left_out(reporter) if not reason.startswith(OTHER_ENGINE)]
    if missing and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def _english_to_begin_with() -> Iterator[None]:
    """Begin each test in English: a request leaves its language behind in the thread."""
    with translation.override("en"):
        yield
