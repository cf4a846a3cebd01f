"""The figures in `README.md`: one block of tables for each database, with the machine beside it."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path
from typing import Final

import django
from django.db import connection

from antechamber import __version__
from bench.tables import Table

README: Final = Path(__file__).with_name("README.md")


def circumstances(size: str, today: date) -> str:
    """Return what the figures depend on: day, machine, versions, and how much was measured."""
    facts = {
        "Taken on": today.isoformat(),
        "Machine": f"{_processor()}, {os.cpu_count()} processors, {_memory_gigabytes()} GB",
        "System": _system(),
        "Versions": f"Antechamber {__version__}, Python {platform.python_version()}, "
        f"Django {django.get_version()}, {_database()}",
        "Other work at the start": f"load average {os.getloadavg()[0]:.1f}",
        "Size": size,
    }
    return "".join(f"- {name}: {value}\n" for name, value in facts.items())


def block(heading: str, tables: list[Table]) -> str:
    """Return the text of all tables under what they depend on."""
    return "\n".join([heading, *(table.markdown() for table in tables)])


def write(text: str, readme: Path = README) -> None:
    """Put a text into a README in the place of this database's last figures."""
    before, begin, rest = readme.read_text(encoding="utf-8").partition(_mark("begin"))
    _old, end, after = rest.partition(_mark("end"))
    if not begin or not end:
        raise RuntimeError(f"{readme.name} has no place for the figures of {connection.vendor}.")
    readme.write_text(f"{before}{begin}\n\n{text}\n{end}{after}", encoding="utf-8")


def _mark(edge: str) -> str:
    return f"<!-- figures of {connection.vendor}: {edge} -->"


def _database() -> str:
    connection.ensure_connection()
    numbers = ".".join(str(each) for each in connection.get_database_version())
    return f"{connection.display_name} {numbers}"


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def _memory_gigabytes() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3)


def _system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()
