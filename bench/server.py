"""`antechamber serve` as its operator starts it, watched from outside."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from typing import Final

import antechamber
from antechamber.preparing import free_port

HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8_300
SECONDS_TO_START: Final = 60
SECONDS_TO_STOP: Final = 30
PROC: Final = Path("/proc")  # what Linux tells of processes; elsewhere these figures are missing


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, and the process that keeps its programs alive."""

    port: int
    pid: int

    def connection(self) -> HTTPConnection:
        """Return a connection of its own for one client."""
        return HTTPConnection(HOST, self.port, timeout=60)

    def cpu_seconds(self) -> float:
        """Return what its programs have taken of the processor so far."""
        return sum(_cpu_seconds(pid) for pid in _family(self.pid))

    def worker_megabytes(self) -> float:
        """Return what the largest web worker holds in memory now; 0 where the system is silent."""
        return max((_resident_megabytes(pid) for pid in self._web_workers()), default=0.0)

    def _web_workers(self) -> list[int]:
        webs = [pid for pid in _children(self.pid) if "granian" in _command(pid)]
        return [pid for web in webs for pid in _children(web)]


@contextmanager
def serving(*, workers: int) -> Iterator[Server]:
    """Serve the present installation's pages on a free port of this machine until the end.

    Without background work, whose clock is the machine's: it would close and erase what is old, and
    here that is everything.
    """
    port = free_port(HOST, FIRST_PORT)
    if port is None:
        raise RuntimeError(f"No port from {FIRST_PORT} on is free.")
    options = ("--web-only", "--host", HOST, "--port", str(port), "--workers", str(workers))
    process = subprocess.Popen(
        [sys.executable, "-m", "antechamber.cli", "serve", *options],
        env=_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        server = Server(port, process.pid)
        _wait_until_ready(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(SECONDS_TO_STOP)


def _environment() -> dict[str, str]:
    source = str(Path(antechamber.__file__).resolve().parent.parent)
    paths = [source, *filter(None, [os.environ.get("PYTHONPATH", "")])]
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "antechamber.settings",
        "PYTHONPATH": os.pathsep.join(paths),
    }


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = monotonic() + SECONDS_TO_START
    while monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with code {process.returncode}.")
        try:
            connection = server.connection()
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            sleep(0.1)
    raise RuntimeError(f"The server was not ready within {SECONDS_TO_START} seconds.")


def _family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    return [pid, *(each for child in _children(pid) for each in _family(child))]


def _children(pid: int) -> list[int]:
    found = PROC.glob(f"{pid}/task/*/children")
    return [int(child) for listed in found for child in listed.read_text().split()]


def _command(pid: int) -> str:
    return (PROC / str(pid) / "cmdline").read_text().replace("\0", " ")


def _cpu_seconds(pid: int) -> float:
    try:
        stat = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return 0.0
    fields = stat.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime, stime: proc(5)


def _resident_megabytes(pid: int) -> float:
    try:
        pages = int((PROC / str(pid) / "statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2
