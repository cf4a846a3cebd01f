"""Keep several programs of one machine alive, and end them together.

`antechamber serve` runs the web server, the background worker and the mail deliverer as processes
of their own. One that ends is started again; one that cannot stay up ends the whole, loudly, so
that the service manager in front (systemd, a container) sees it.
"""

from __future__ import annotations

import signal
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

LOOK_EVERY = 0.2  # seconds between two looks at the programs
PAUSE = 1.0  # seconds before a program that ended is started again
MAX_ENDINGS = 5  # endings of one program within WINDOW: a restart does not mend what is wrong
WINDOW = 60.0  # seconds
GRACE = 20.0  # seconds to finish what is under way; service managers wait 30 or more
STOPPING_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Program:
    """A program to keep alive: its name for people, its command line for the machine."""

    name: str
    command: tuple[str, ...]


@dataclass(slots=True)
class Kept:
    """A program while it is kept: its process, and when it ended before."""

    program: Program
    process: subprocess.Popen[bytes] | None = None
    start_at: float = 0.0
    endings: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        """Start the process, apart from the terminal so that one Ctrl-C is not heard twice."""
        self.process = subprocess.Popen(self.program.command, start_new_session=True)  # noqa: S603

    def note_ending(self, moment: float) -> bool:
        """Note that the process ended; say whether it may be started again."""
        self.process = None
        self.start_at = moment + PAUSE
        self.endings.append(moment)
        while self.endings and self.endings[0] <= moment - WINDOW:
            self.endings.popleft()
        return len(self.endings) < MAX_ENDINGS


def keep_alive(programs: Sequence[Program], *, say: Say, stop: Event) -> int:
    """Run `programs` until `stop` is set; return the exit code of the whole.

    0 after an ordered stop; 1 where a program ended too often, which `say` tells in words.
    """
    kept = [Kept(program) for program in programs]
    try:
        while not stop.is_set():
            for each in kept:
                if not _look_after(each, say):
                    return 1
            stop.wait(LOOK_EVERY)
    finally:
        _end_all(kept, say)
    return 0


def stop_on_signals(stop: Event) -> None:
    """Let the signals of service managers and terminals set `stop`."""
    for number in STOPPING_SIGNALS:
        signal.signal(number, lambda _number, _frame: stop.set())


def _look_after(each: Kept, say: Say) -> bool:
    """Start what does not run; return False where starting again is given up."""
    if each.process is None:
        if monotonic() >= each.start_at:
            each.start()
        return True
    code = each.process.poll()
    if code is None:
        return True
    name = each.program.name
    if each.note_ending(monotonic()):
        say(f"{name} ended ({_in_words(code)}). It is started again.")
        return True
    say(
        f"{name} ended {MAX_ENDINGS} times in {WINDOW:.0f} seconds ({_in_words(code)}). "
        "Everything is stopped; the lines above say why."
    )
    return False


def _in_words(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _end_all(kept: Sequence[Kept], say: Say) -> None:
    """Ask every program to finish, wait for it, and end by force what does not."""
    running = [(each.program.name, each.process) for each in kept if each.process is not None]
    for _name, process in running:
        process.terminate()
    until = monotonic() + GRACE
    for name, process in running:
        try:
            process.wait(max(0.0, until - monotonic()))
        except subprocess.TimeoutExpired:
            say(f"{name} did not stop within {GRACE:.0f} seconds and is ended by force.")
            process.kill()
            process.wait()
