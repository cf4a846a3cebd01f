"""Programs are kept alive together, and end together. Real processes, short patience."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from threading import Event, Thread, Timer
from time import monotonic, sleep

import pytest

from antechamber import supervision
from antechamber.supervision import Program, keep_alive

PATIENCE = 20.0  # seconds until a test gives up


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch):
    monkeypatch.setattr(supervision, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(supervision, "PAUSE", 0.05)


def python(name: str, code: str) -> Program:
    return Program(name, (sys.executable, "-c", textwrap.dedent(code)))


def leaves_a_line(path: Path, then: str) -> str:
    return f"""
        import os, signal, sys, time
        with open({str(path)!r}, "a") as diary:
            diary.write(f"{{os.getpid()}}\\n")
        {then}
    """


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []


def wait_for(claim) -> None:
    until = monotonic() + PATIENCE
    while not claim():
        assert monotonic() < until, "waited too long"
        sleep(0.01)


def is_alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    return True


class Watch:
    """Runs `keep_alive` beside the test."""

    def __init__(self, *programs: Program) -> None:
        self.said: list[str] = []
        self.stop = Event()
        self.code: int | None = None
        self.thread = Thread(target=self._run, args=(programs,))
        self.thread.start()

    def _run(self, programs) -> None:
        self.code = keep_alive(programs, say=self.said.append, stop=self.stop)

    def end(self) -> int | None:
        self.stop.set()
        self.thread.join(PATIENCE)
        return self.code


def test_ordered_stop_ends_every_program(tmp_path):
    diaries = [tmp_path / "web", tmp_path / "mail"]
    watch = Watch(*(python(d.name, leaves_a_line(d, "time.sleep(60)")) for d in diaries))
    wait_for(lambda: all(map(lines, diaries)))

    assert watch.end() == 0
    assert watch.said == []
    assert [is_alive(pid) for diary in diaries for pid in lines(diary)] == [False, False]


def test_program_that_was_killed_is_started_again(tmp_path):
    diary = tmp_path / "mail"
    watch = Watch(python("The mail deliverer", leaves_a_line(diary, "time.sleep(60)")))
    wait_for(lambda: lines(diary))

    os.kill(int(lines(diary)[0]), signal.SIGKILL)
    wait_for(lambda: len(lines(diary)) == 2)

    assert watch.end() == 0
    assert watch.said == ["The mail deliverer ended (by SIGKILL). It is started again."]


def test_program_that_cannot_stay_up_ends_the_whole_in_words(tmp_path):
    diary = tmp_path / "web"
    steady = python("The web server", leaves_a_line(diary, "time.sleep(60)"))
    watch = Watch(steady, python("The mail deliverer", "raise SystemExit(3)"))
    watch.thread.join(PATIENCE)

    assert watch.code == 1
    *again, last = watch.said
    assert again == ["The mail deliverer ended (exit code 3). It is started again."] * 4
    assert last == (
        "The mail deliverer ended 5 times in 60 seconds (exit code 3). "
        "Everything is stopped; the lines above say why."
    )
    assert not any(is_alive(pid) for pid in lines(diary))


def test_crash_once_in_a_while_is_forgiven(monkeypatch, tmp_path):
    monkeypatch.setattr(supervision, "WINDOW", 0.01)
    diary = tmp_path / "web"
    watch = Watch(python("The web server", leaves_a_line(diary, "sys.exit(1)")))

    wait_for(lambda: len(lines(diary)) > supervision.MAX_ENDINGS + 1)

    assert watch.end() == 0


def test_program_that_will_not_stop_is_ended_by_force(monkeypatch, tmp_path):
    monkeypatch.setattr(supervision, "GRACE", 0.2)
    diary = tmp_path / "web"
    deaf = f"""
        import signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        {leaves_a_line(diary, "time.sleep(60)").strip()}
    """
    watch = Watch(python("The web server", deaf))
    wait_for(lambda: lines(diary))

    assert watch.end() == 0
    assert watch.said == ["The web server did not stop within 0 seconds and is ended by force."]
    assert not is_alive(lines(diary)[0])


@pytest.mark.parametrize("number", supervision.STOPPING_SIGNALS)
def test_signal_of_the_service_manager_stops_in_order(number, tmp_path):
    diary = tmp_path / "child"
    child = f"open({str(diary)!r}, 'w').write('up'); import time; time.sleep(60)"
    parent = f"""
        import sys
        from threading import Event
        from antechamber.supervision import Program, keep_alive, stop_on_signals
        stop = Event()
        stop_on_signals(stop)
        programs = [Program("child", (sys.executable, "-c", {child!r}))]
        sys.exit(keep_alive(programs, say=print, stop=stop))
    """
    keeper = subprocess.Popen([sys.executable, "-c", textwrap.dedent(parent)])
    watchdog = Timer(PATIENCE, keeper.kill)
    watchdog.start()
    wait_for(lambda: lines(diary))

    keeper.send_signal(number)

    assert keeper.wait() == 0
    watchdog.cancel()
