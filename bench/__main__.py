"""`python -m bench`: measure what the design must hold, and print it as tables.

It makes an installation of its own and removes it at the end: an SQLite file, or with
`ANTECHAMBER_DATABASE_URL` a new database on that server.
"""

from __future__ import annotations

import argparse
import sys

from bench.installation import temporary_installation

SECTIONS = ("pages", "acts", "memory", "growth", "load", "matching", "seals", "lists", "archive")


def main() -> int:
    """Measure what was asked for, print it, and keep it in the README if asked to."""
    options = _options()
    with temporary_installation():
        # Django reads its settings when models are imported: the installation comes first.
        from bench.run import FULL, QUICK, run  # noqa: PLC0415

        text = run(QUICK if options.quick else FULL, options.only or SECTIONS, write=options.write)
    sys.stdout.write(text)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: under a minute")
    parser.add_argument("--write", action="store_true", help="put the tables into bench/README.md")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, help="leave the other parts out")
    options = parser.parse_args()
    if options.write and (options.quick or options.only):
        parser.error("--write keeps the figures of a full run: leave --quick and --only out.")
    return options


if __name__ == "__main__":
    sys.exit(main())
