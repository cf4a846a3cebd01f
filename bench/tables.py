"""Figures as tables: the same text on a terminal and in the README."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """Figures with a title, and how to read them."""

    title: str
    columns: Sequence[str]
    rows: list[list[str]] = field(default_factory=list)
    note: str = ""

    def markdown(self) -> str:
        """Return the table as aligned Markdown: text in the first column, numbers in the others."""
        cells = [list(self.columns), *self.rows]
        widths = [max(len(row[place]) for row in cells) for place in range(len(self.columns))]
        rule = [
            "-" * width if place == 0 else "-" * (width - 1) + ":"
            for place, width in enumerate(widths)
        ]
        lines = [self._line(row, widths) for row in [cells[0], rule, *cells[1:]]]
        note = f"\n{self.note}\n" if self.note else ""
        return f"### {self.title}\n\n" + "\n".join(lines) + "\n" + note

    @staticmethod
    def _line(row: Sequence[str], widths: Sequence[int]) -> str:
        first = row[0].ljust(widths[0])
        rest = [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        return f"| {' | '.join([first, *rest])} |"


def number(value: float, digits: int = 1) -> str:
    """Write a number with a comma at the thousands."""
    return f"{value:,.{digits}f}"


def held(value: float, limit: float | None, digits: int = 1) -> str:
    """Write a number, and in bold by how much it is over what the design must hold."""
    written = number(value, digits)
    is_over = limit is not None and float(written.replace(",", "")) > limit
    return f"**{written}** > {limit:g}" if is_over else written
