"""Many at once: clients in threads against a served installation, over the loopback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median, quantiles
from threading import Lock
from time import perf_counter
from typing import Final
from urllib.parse import urlencode

from antechamber import clock
from antechamber.people.actors import SYSTEM
from antechamber.processes.models import Deadline
from bench.made_up import add_drafts
from bench.server import Server, serving
from bench.stage import Stage
from bench.tables import Table, number
from bench.visitor import FORM_TOKEN, cookie_header, cookies_of

CLIENTS: Final = 8
WORKERS: Final = 2
WARMING: Final = 50  # requests before the first that counts

COLUMNS: Final = (
    "what",
    "requests",
    "a second",
    "median, ms",
    "95th percentile, ms",
    "server's CPU, ms each",
)
NOTE: Final = (
    f"{CLIENTS} clients, each with its own connection, and a server of {WORKERS} workers with two "
    "threads each share this machine. Mail and background work rest meanwhile."
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request as a client sends it, and the status that is the right answer."""

    path: str
    method: str = "GET"
    body: bytes = b""
    cookies: Mapping[str, str] = field(default_factory=dict)
    expected: int = 200

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers of a browser that takes compressed pages."""
        sent = {"Accept-Encoding": "gzip", "Cookie": cookie_header(self.cookies)}
        if self.body:
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        return {name: value for name, value in sent.items() if value}


@dataclass(frozen=True, slots=True)
class Load:
    """How a server bore some requests: each one's milliseconds, and the whole."""

    milliseconds: Sequence[float]
    seconds: float
    cpu_seconds: float

    def row(self, name: str) -> list[str]:
        """Return the figures in the order of `COLUMNS`."""
        count = len(self.milliseconds)
        return [
            name,
            f"{count:,}",
            number(count / self.seconds, 0),
            number(median(self.milliseconds)),
            number(quantiles(self.milliseconds, n=20)[-1]),
            number(self.cpu_seconds / count * 1000, 2),
        ]


def load_table(stage: Stage, *, requests: int, submissions: int) -> Table:
    """Let the clients ask for a bare answer and the home page, then submit, each application once.

    The served installation's clock is the machine's, so the call is extended for it.
    """
    open_now(stage)
    posts = [posting(stage, draft) for draft in _accounts_of_drafts(stage, submissions)]
    table = Table("Many at once", COLUMNS, note=NOTE)
    with serving(workers=WORKERS) as server:
        for name, wanted in {
            "Bare view (/healthz)": [Request("/healthz")] * requests,
            "Home": [Request(stage.address(""))] * requests,
        }.items():
            bear(server, wanted[:WARMING])
            table.rows.append(bear(server, wanted).row(name))
        bear(server, posts[:WARMING])
        table.rows.append(bear(server, posts[WARMING:]).row("Submit"))
    return table


def open_now(stage: Stage) -> None:
    """Announce, now, a deadline a month ahead."""
    now = clock.machine_now()
    Deadline.objects.create(
        call=stage.process.calls.get(kind="accreditation"),
        falls_at=now + timedelta(days=30),
        announced_at=now,
        announced_by=SYSTEM.key,
    )


def _accounts_of_drafts(stage: Stage, count: int) -> Iterator[tuple[str, Mapping[str, str]]]:
    for draft in add_drafts(stage.process, count + WARMING, at=clock.machine_now()):
        yield draft.key, cookies_of(draft.started_by)


def posting(stage: Stage, draft: tuple[str, Mapping[str, str]]) -> Request:
    """Return the press on the submit button of a draft by its key and its applicant's cookies."""
    key, cookies = draft
    return Request(
        stage.address(f"apply/{key}/submit"),
        method="POST",
        body=urlencode({"csrfmiddlewaretoken": FORM_TOKEN}).encode(),
        cookies=cookies,
        expected=302,
    )


def bear(server: Server, requests: Sequence[Request], *, clients: int = CLIENTS) -> Load:
    """Send all requests, as fast as they are answered; raise `RuntimeError` for a wrong answer."""
    waiting, lock = iter(requests), Lock()
    cpu, started = server.cpu_seconds(), perf_counter()
    with ThreadPoolExecutor(clients) as threads:
        parts = [
            threads.submit(_client, server, waiting, lock) for _client_number in range(clients)
        ]
        milliseconds = [each for part in parts for each in part.result()]
    return Load(milliseconds, perf_counter() - started, server.cpu_seconds() - cpu)


def _client(server: Server, waiting: Iterator[Request], lock: Lock) -> list[float]:
    connection = server.connection()
    milliseconds: list[float] = []
    while True:
        with lock:
            request = next(waiting, None)
        if request is None:
            connection.close()
            return milliseconds
        started = perf_counter()
        connection.request(request.method, request.path, request.body, request.headers)
        response = connection.getresponse()
        response.read()
        milliseconds.append((perf_counter() - started) * 1000)
        if response.status != request.expected:
            raise RuntimeError(f"{request.path} was answered {response.status}.")
