"""Figures of matching and of roster imports, on any machine.

`python -m bench.matching` synthesises its names from the packaged word counts;
`--names FILE.csv.gz` takes those of a file with the columns ror_id, name, name_type and country.
Times are of the processor, so that other work on the machine does not change them.
"""

import argparse
import csv
import gc
import gzip
import io
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from heapq import nlargest
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import openpyxl

import antechamber.organizations
from antechamber.organizations import comparison, names, roster_cleaning, roster_files, roster_plan
from antechamber.organizations.comparison import Verdict
from antechamber.organizations.matching import Match, NameEntry, NameIndex, NameKind

ROOM: Final = Path(antechamber.organizations.__file__).parent
EVIDENCE: Final = ROOM / "tests" / "data"
SEED: Final = 20170417
NAMES: Final = 120_000
QUERIES: Final = 1_000
ASKED_AGAIN: Final = 100  # of all queries, the slowest
TIMES_AGAIN: Final = 5
ROSTER_ROWS: Final = 20_000
TODAY: Final = date(2024, 12, 31)

PROPER_LETTERS: Final = (4, 12)  # four in five of the words that one or two names of ROR bear
ENDINGS: Final = ("Foundation", "Association", "Network", "Society", "Institute", "Trust")

Figures = dict[str, float]


def main() -> Figures:
    """Measure, print a table and give the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=Path, help="names in the columns of the ROR extract")
    parser.add_argument("--size", type=int, default=NAMES, help="how many names to synthesise")
    options = parser.parse_args()
    figures = measure(options.names, options.size)
    for name, figure in figures.items():
        print(f"{name:<44}{figure:>12,.3f}")
    return figures


def measure(names_file: Path | None = None, size: int = NAMES) -> Figures:
    """Give all figures: seconds, milliseconds, megabytes and shares, as their names say."""
    chance = random.Random(SEED)
    entries = list(_from_file(names_file) if names_file else _synthesised(chance, size))
    comparison.compare(names.parse("warm peace"), names.parse("warm place"))
    index, figures = _build(entries)
    figures |= _ask(index, entries, chance)
    figures |= _evidence(entries)
    return figures | _import(chance)


# --- Names ----------------------------------------------------------------------------------------


def _from_file(path: Path) -> Iterator[NameEntry]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            is_acronym = row["name_type"] == "acronym"
            kind = NameKind.ACRONYM if is_acronym else NameKind.TRANSLATION
            yield NameEntry(row["ror_id"], row["name"], kind, row["country"])


def _synthesised(chance: random.Random, size: int) -> Iterator[NameEntry]:
    words, counts = _words()
    for number in range(size):
        chosen = chance.choices(words, counts, k=chance.randint(3, 8))
        # a made-up word stands for the proper name that most organizations have
        letters = chance.randint(*PROPER_LETTERS)
        chosen[0] = "".join(chance.choices("aeioubdgklmnrstz", k=letters))
        chosen[-1] = chance.choice(ENDINGS)
        yield NameEntry(number, " ".join(chosen).title())


def _words() -> tuple[list[str], list[int]]:
    lines = (ROOM / "data" / "word_counts.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" ") for line in lines if not line.startswith("#")]
    return [word for word, _ in pairs], [int(count) for _, count in pairs]


# --- The index ------------------------------------------------------------------------------------


def _build(entries: list[NameEntry]) -> tuple[NameIndex, Figures]:
    before = _resident_megabytes()
    start = time.process_time()
    index = NameIndex(entries)
    seconds = time.process_time() - start
    gc.collect()
    gc.freeze()  # the collector would walk the entries of this benchmark in the midst of a query
    return index, {
        "names in the index": len(index),
        "build, seconds of CPU": seconds,
        "index, megabytes resident": _resident_megabytes() - before,
        "peak of the whole process, megabytes": _peak_megabytes(),
    }


def _ask(index: NameIndex, entries: list[NameEntry], chance: random.Random) -> Figures:
    """Ask for names as they stand, then misspelled, turned round and unknown."""
    full = [entry for entry in entries if entry.kind is not NameKind.ACRONYM]
    asked = chance.sample(full, min(QUERIES, len(full)))
    figures: Figures = {}
    asked_before: list[tuple[float, str]] = []
    for label, change in CHANGES.items():
        verdicts = []
        for entry in asked:
            text = change(entry.text, chance)
            milliseconds, matches = _timed_match(index, text)
            asked_before.append((milliseconds, text))
            own = [m.verdict for m in matches if m.organization == entry.organization]
            verdicts.append(max(own, default=Verdict.NONE))
        for floor in (Verdict.LIKELY, Verdict.POSSIBLE):
            share = sum(verdict >= floor for verdict in verdicts) / len(verdicts)
            figures[f"{label}, found {floor.name.lower()} or better"] = share
    every = [milliseconds for milliseconds, _text in asked_before]
    return {
        "query, median ms of CPU": median(every),
        "query, 95th percentile ms of CPU": quantiles(every, n=20)[-1],
        "query, slowest ms of CPU": _slowest(index, asked_before),
    } | figures


def _timed_match(index: NameIndex, text: str) -> tuple[float, list[Match]]:
    start = time.process_time()
    matches = index.match(text)
    return (time.process_time() - start) * 1000, matches


def _slowest(index: NameIndex, asked_before: list[tuple[float, str]]) -> float:
    """Ask the slowest again, a few times each: one run in thousands pays for the machine's own."""
    return max(
        median(_timed_match(index, text)[0] for _ in range(TIMES_AGAIN))
        for _, text in nlargest(ASKED_AGAIN, asked_before)
    )


def _as_it_stands(text: str, chance: random.Random) -> str:
    return text


def _misspelled(text: str, chance: random.Random) -> str:
    """Drop a letter within the longest word."""
    longest = max(text.split(), key=len)
    if len(longest) < len("abcd"):
        return text
    position = chance.randrange(1, len(longest) - 1)
    return text.replace(longest, longest[:position] + longest[position + 1 :], 1)


def _turned_round(text: str, chance: random.Random) -> str:
    words = text.split()
    return " ".join(words[1:] + words[:1])


def _dressed(text: str, chance: random.Random) -> str:
    return f"“{text.upper()}”, Inc."


CHANGES: Final[dict[str, Callable[[str, random.Random], str]]] = {
    "same name": _as_it_stands,
    "capitals, quotes, legal form": _dressed,
    "a letter dropped": _misspelled,
    "first word put last": _turned_round,
}


def _evidence(entries: list[NameEntry]) -> Figures:
    """Look the pairs of the evidence up among all names: is the other one found, and how surely."""
    figures: Figures = {}
    for file_name in ("spelling_variants", "spelling_slips", "hard_negatives"):
        with (EVIDENCE / f"{file_name}.csv").open(encoding="utf-8", newline="") as opened:
            pairs = [(row["name_a"], row["name_b"]) for row in csv.DictReader(opened)]
        others = [NameEntry(("pair", number), other) for number, (_, other) in enumerate(pairs)]
        index = NameIndex([*entries, *others])
        verdicts = [
            max(
                (m.verdict for m in index.match(asked) if m.organization == ("pair", number)),
                default=Verdict.NONE,
            )
            for number, (asked, _) in enumerate(pairs)
        ]
        for floor in (Verdict.EXACT, Verdict.LIKELY, Verdict.POSSIBLE):
            share = sum(verdict >= floor for verdict in verdicts) / len(verdicts)
            figures[f"{file_name}, {floor.name.lower()} or better"] = share
    return figures


# --- Imports --------------------------------------------------------------------------------------


def _import(chance: random.Random) -> Figures:
    """Time a roster of 20,000 rows from its bytes to its plan, as CSV and as XLSX."""
    rows = [
        (entry.text, (TODAY - timedelta(days=chance.randrange(9_000))).isoformat())
        for entry in _synthesised(chance, ROSTER_ROWS)
    ]
    return {
        "roster of 20,000 rows in CSV, seconds of CPU": _time_import(_as_csv(rows)),
        "roster of 20,000 rows in XLSX, seconds of CPU": _time_import(_as_xlsx(rows)),
    }


def _time_import(content: bytes) -> float:
    start = time.process_time()
    read = roster_files.read_rows(content)
    assert not isinstance(read, roster_files.FileRefusal)
    cleaned = roster_cleaning.clean_roster(read, at=TODAY)
    assert not isinstance(cleaned, roster_files.FileRefusal)
    plan = roster_plan.plan_roster([], cleaned)
    assert len(plan.rows) + len(cleaned.refused) == ROSTER_ROWS
    return time.process_time() - start


def _as_csv(rows: list[tuple[str, str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([("Name", "Date"), *rows])
    return text.getvalue().encode()


def _as_xlsx(rows: list[tuple[str, str]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [("Name", "Date"), *rows]:
        sheet.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


# --- Memory ---------------------------------------------------------------------------------------


def _resident_megabytes() -> float:
    """Give what the process holds in memory now; the peak where the system does not tell."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return _peak_megabytes()
    return int(status.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


def _peak_megabytes() -> float:
    unit = 1 if sys.platform == "darwin" else 1024  # getrusage counts bytes there, KiB elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


if __name__ == "__main__":
    main()
