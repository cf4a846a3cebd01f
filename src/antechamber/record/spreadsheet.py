"""Tables for spreadsheet programs, in which no text can run as a formula.

A cell that begins as a formula does is shown as text by an apostrophe in front: OWASP, "CSV
Injection". What was typed stays readable; a machine that reads the file takes the apostrophe off.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK: Final = "\ufeff"  # without it Excel reads a UTF-8 file in the machine's old code


class _Echo:
    """A file that gives back each line it is asked to write."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def safe_cell(value: object) -> str:
    """Return a value as a cell's text that no spreadsheet program runs; empty for None.

    Full-width signs (`＝`) are taken for the others by some programs, so they are guarded as well.
    """
    if value is None:
        return ""
    text = str(value).replace("\x00", "")
    begins = text.lstrip(" \u00a0\u3000").translate(_FULL_WIDTH)
    if isinstance(value, int | float) or not begins.startswith(FORMULA_STARTS):
        return text
    return f"'{text}"


_FULL_WIDTH: Final = str.maketrans("＝＋－＠", "=+-@")


def csv_line(row: Sequence[object]) -> str:
    """Return one row as a line of a CSV file (RFC 4180)."""
    line: str = _WRITER.writerow([safe_cell(value) for value in row])
    return line


def write_csv(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV file (RFC 4180, UTF-8 with its mark), each as its row comes."""
    yield BYTE_ORDER_MARK
    for row in rows:
        yield csv_line(row)


_WRITER: Final = csv.writer(_Echo())  # keeps nothing from one row to the next
