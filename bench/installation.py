"""An installation of its own for the benchmark: database, files and keys, gone afterwards."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
from django.core.management import call_command

DATABASE_URL = "ANTECHAMBER_DATABASE_URL"


@contextmanager
def temporary_installation() -> Iterator[None]:
    """Set Django up on an empty installation, and remove it at the end.

    The database is an SQLite file; with `ANTECHAMBER_DATABASE_URL`, a new one on that server, so
    that nothing of the database named there is touched. No other setting of the shell counts.
    """
    with (
        tempfile.TemporaryDirectory(prefix="antechamber-bench-") as folder,
        _own_database(os.environ.get(DATABASE_URL, "")) as url,
    ):
        for name in [each for each in os.environ if each.startswith("ANTECHAMBER_")]:
            del os.environ[name]
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            DATABASE_URL: url,
            "ANTECHAMBER_DATA_DIR": folder,
            "ANTECHAMBER_SECRET_KEY": "for measuring only, never anywhere else " + "x" * 40,
            "ANTECHAMBER_ENCRYPTION_KEYS": "for measuring only, apart from the other",
            "ANTECHAMBER_SEALING_KEY": "Zm9yIG1lYXN1cmluZyBvbmx5LCAzMiBieXRlcyBvZiA=",
        }
        django.setup()
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            _write_logs_to(nowhere)
            _make_ready()
            yield
        _close_connections()


def _make_ready() -> None:
    from antechamber import preparing  # noqa: PLC0415 - reads the settings that were just made

    call_command("migrate", interactive=False, verbosity=0)
    preparing.collect_static_files()


def _write_logs_to(stream: object) -> None:
    """Let log lines be made, as they are in life, and go nowhere."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(stream)


def _close_connections() -> None:
    from django.db import connection  # noqa: PLC0415 - needs the settings

    connection.close()
    if hasattr(connection, "close_pool"):
        connection.close_pool()


@contextmanager
def _own_database(url: str) -> Iterator[str]:
    """Make a database beside the one that `url` names, give its address, and drop it at the end."""
    if not url:
        yield ""
        return
    import psycopg  # noqa: PLC0415 - an optional dependency: SQLite goes without

    name = f"antechamber_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
