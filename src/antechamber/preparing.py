"""What must be true before a machine serves: a safe set-up, a present database, static files."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor

PORTS_TRIED = 20  # the wanted one and those after it


def make_data_folder() -> None:
    """Make the folder of the database and files, readable by its owner alone."""
    Path(settings.DATA_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)


def refusals() -> list[str]:
    """Return, in words, why this set-up must not serve; an empty list where it may."""
    if fault := database_fault():
        return [fault]
    found = checks.run_checks(include_deployment_checks=True, databases=["default"])
    refused = [_in_words(each) for each in found if each.is_serious() and not each.is_silenced()]
    if not refused and (lacking := pending_migrations()):
        return [f"The database lacks {lacking} migrations. Run: antechamber migrate"]
    return refused


def _in_words(message: checks.CheckMessage) -> str:
    return f"{message.msg} {message.hint or ''}".strip()


def database_fault() -> str:
    """Return why the database does not answer, or nothing where it does.

    It is asked without the pool, which would try for a long time and not say why it failed.
    """
    pooled = connections["default"]
    options = {**pooled.settings_dict["OPTIONS"]}
    options.pop("pool", None)
    probe = type(pooled)({**pooled.settings_dict, "OPTIONS": options}, "default")
    try:
        probe.ensure_connection()
    except OperationalError as failure:
        return f"The database does not answer: {str(failure).splitlines()[0]}"
    finally:
        probe.close()
    return ""


def pending_migrations() -> int:
    """Return how many migrations the database still lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static_files() -> bool:
    """Put the static files where the server finds them; return False where they were there."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = _fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def _fingerprint() -> str:
    """Return a digest over path, size and time of every static file the rooms bring."""
    return hashlib.sha256("\n".join(sorted(_static_files())).encode()).hexdigest()


def _static_files() -> Iterator[str]:
    for finder in get_finders():
        for path, storage in finder.list([]):
            yield f"{path} {storage.size(path)} {storage.get_modified_time(path).isoformat()}"


def is_free(host: str, port: int) -> bool:
    """Say whether this machine can listen on `port`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str, wanted: int) -> int | None:
    """Return `wanted` or the next port that is free, None where none of them is."""
    tried = range(wanted, wanted + PORTS_TRIED)
    return next((port for port in tried if is_free(host, port)), None)
