"""`antechamber`: serve, show the demonstration, and every command of Django's management.

Nothing here imports the settings before the environment is complete: they are read on import.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from time import perf_counter

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command, execute_from_command_line
from django.db import OperationalError

from antechamber import __version__, clock, preparing
from antechamber.supervision import Program, keep_alive, stop_on_signals
from antechamber.web import times

UNUSABLE = 2  # exit code: the set-up is wrong; nothing was started
LOOPBACK = "127.0.0.1"
KEYLESS = (
    "There is no secret key. Set ANTECHAMBER_SECRET_KEY to at least 50 random characters, "
    "and keep it."
)

USAGE = """\
antechamber serve     serve this installation: web, background work and mail
antechamber demo      show the demonstration on this machine, with made-up data
antechamber check     look for mistakes in the set-up (add --deploy for a public one)
antechamber migrate   bring the database up to date
antechamber verify    check that nothing on record was changed, here or in an archive
antechamber export    write a process as an open archive
antechamber import    take over who was accredited to an earlier process, from its archive
antechamber help      list every other command

antechamber COMMAND --help says more. docs/operations.md names the environment's variables.
"""

DEMO_DEFAULTS = {
    "ANTECHAMBER_DEMO": "1",
    # Apart from a real installation's folder: the demonstration's can be thrown away.
    "ANTECHAMBER_DATA_DIR": "var/demo",
    "ANTECHAMBER_LOG_FORMAT": "console",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code, 2 where the set-up cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "antechamber.settings")
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(words)
    except SystemExit as end:
        if not isinstance(end.code, str):
            raise
        _complain(end.code)  # `settings.environment.UnusableEnvironment`: a sentence, no code
    except ImproperlyConfigured as refusal:
        _complain(KEYLESS if "SECRET_KEY" in str(refusal) else str(refusal))
    except CommandError as failure:
        _complain(str(failure))
    except OperationalError as failure:
        _complain(f"The database does not answer: {failure}")
    return UNUSABLE


def _run(words: list[str]) -> int:
    command, rest = (words[0], words[1:]) if words else ("", [])
    if command == "serve":
        return serve(_serve_options(rest))
    if command == "demo":
        return demonstrate(_demo_options(rest))
    if command in {"", "-h", "--help"}:
        _say(USAGE)
        return 0
    if command == "--version":
        _say(f"antechamber {__version__}")
        return 0
    preparing.make_data_folder()
    execute_from_command_line(["antechamber", *words])
    return 0


def serve(options: argparse.Namespace) -> int:
    """Refuse an unsafe set-up, then keep web, worker and mail alive until told to stop."""
    django.setup()
    preparing.make_data_folder()
    reasons = preparing.refusals()
    if not reasons and not preparing.is_free(options.host, options.port):
        reasons = [f"Port {options.port} is taken. Choose another with --port."]
    if reasons:
        return _refuse(reasons)
    preparing.collect_static_files()
    stop = Event()
    stop_on_signals(stop)
    return keep_alive(programs(options), say=_complain, stop=stop)


def demonstrate(options: argparse.Namespace) -> int:
    """Prepare the demonstration's own data folder, serve it on this machine, and say where."""
    started = perf_counter()
    for name, value in DEMO_DEFAULTS.items():
        os.environ.setdefault(name, value)
    port = preparing.free_port(LOOPBACK, options.port)
    if port is None:
        return _refuse([f"No port from {options.port} on is free. Choose another with --port."])
    address = f"http://{LOOPBACK}:{port}"
    os.environ.setdefault("ANTECHAMBER_BASE_URL", address)
    django.setup()
    preparing.make_data_folder()
    _prepare_demonstration()
    if reasons := preparing.refusals():
        return _refuse(reasons)
    stop = Event()
    stop_on_signals(stop)
    greeting = GREETING.format(address=address, stands_at=_new_york(clock.now()))
    Thread(target=_greet_when_ready, args=(greeting, port, started, stop), daemon=True).start()
    served = _serve_options(["--host", LOOPBACK, "--port", str(port), "--workers", "1"])
    return keep_alive(programs(served), say=_complain, stop=stop)


def _refuse(reasons: Sequence[str]) -> int:
    for reason in reasons:
        _complain(reason)
    return UNUSABLE


def programs(options: argparse.Namespace) -> list[Program]:
    """Return what `serve` keeps alive, as command lines."""
    web = (
        *(sys.executable, "-m", "granian", "antechamber.wsgi:application"),
        *("--interface", "wsgi", "--http", "auto", "--no-ws", "--log-level", "warning"),
        *("--host", options.host, "--port", str(options.port)),
        *("--workers", str(options.workers), "--blocking-threads", str(options.threads)),
        "--respawn-failed-workers",
    )
    if options.web_only:
        return [Program("The web server", web)]
    manage = (sys.executable, "-m", "antechamber.cli")
    timekeeper = ("demo_play",) if settings.DEMO else ("keep_time", "--watch")
    return [
        Program("The web server", web),
        Program("The background worker", (*manage, "db_worker", "--no-reload", "-v", "0")),
        Program("The mail deliverer", (*manage, "deliver_mail", "--watch")),
        Program("The timekeeper", (*manage, *timekeeper)),
    ]


def _prepare_demonstration() -> None:
    _say("Preparing the demonstration. The first time takes a little longer.")
    _timed("The database", lambda: call_command("migrate", interactive=False, verbosity=0))
    _timed("The process of 2017 and its people", lambda: call_command("demo_load", verbosity=0))
    _timed("Styles and scripts", preparing.collect_static_files)


def _timed(what: str, act: Callable[[], object]) -> None:
    started = perf_counter()
    act()
    _say(f"  {what}: done in {perf_counter() - started:.1f} s")


def _greet_when_ready(greeting: str, port: int, started: float, stop: Event) -> None:
    """Wait until the web server answers, then say where it is and what to look at first."""
    while not stop.wait(0.1):
        if _answers(port):
            _say(f"\nReady after {perf_counter() - started:.0f} s. {greeting}")
            return


def _new_york(instant: datetime) -> str:
    return times.in_words(instant, "America/New_York", "New York time")


def _answers(port: int) -> bool:
    connection = HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200  # noqa: PLR2004
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


GREETING = """\
Antechamber's demonstration:

    {address}/en/

Its clock stands at {stands_at}. Try this:
  1. Does my organization need to apply? Type a name on the first page.
  2. Apply, then read the mails that were sent: {address}/demo/mail
  3. The bar at the top moves the clock and lets you be an officer, the President's office
     or a Member State with one click.

Stop with Ctrl-C. What you did stays; `make fresh` starts over.
"""


def _serve_options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="antechamber serve", description="Serve this installation behind a proxy."
    )
    parser.add_argument("--host", default=LOOPBACK, help="the address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on")
    parser.add_argument("--workers", type=int, default=2, help="processes that answer requests")
    parser.add_argument("--threads", type=int, default=2, help="requests at once in each process")
    parser.add_argument(
        "--web-only",
        action="store_true",
        help="leave background work and mail to another machine",
    )
    return parser.parse_args(words)


def _demo_options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="antechamber demo", description="Show the process of 2017 with made-up data."
    )
    parser.add_argument("--port", type=int, default=8000, help="the port, or the next free one")
    return parser.parse_args(words)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(f"antechamber: {text}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
