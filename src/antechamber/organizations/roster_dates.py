"""The date in a cell: a date, a number of days, or one of the ways of writing it."""

import re
from datetime import date, datetime, timedelta
from typing import Final

from antechamber.organizations.names import fold
from antechamber.organizations.roster_files import Cell

SERIAL_ZERO: Final = date(1899, 12, 30)
"""Day 0 of spreadsheet programs, as it counts for all days after February 1900."""

SERIALS: Final = range(10_000, 80_000)  # 1927 to 2119; other numbers are not dates

_MONTHS: Final = {
    month: number
    for number, months in enumerate(
        (
            "january janvier enero jan",
            "february fevrier febrero feb",
            "march mars marzo mar",
            "april avril abril apr",
            "may mai mayo",
            "june juin junio jun",
            "july juillet julio jul",
            "august aout agosto aug",
            "september septembre septiembre sep sept",
            "october octobre octubre oct",
            "november novembre noviembre nov",
            "december decembre diciembre dec",
        ),
        start=1,
    )
    for month in months.split()
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+Z?)?")
_NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_LAST_MONTH: Final = 12


def read_date(cell: Cell) -> date | None:
    """Give the date in a cell, or `None` where there is none or it can be read in two ways.

    "06/07/2024" is two dates; "13/06/2024" and "13.06.2024" are one.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    if isinstance(cell, str):
        return _from_text(cell.strip())
    return from_serial(cell)


def from_serial(days: float) -> date | None:
    """Give the date that a spreadsheet program means by a number of days."""
    return SERIAL_ZERO + timedelta(days=int(days)) if int_or_none(days) in SERIALS else None


def int_or_none(number: float) -> int | None:
    """Give the whole part of a number, or `None` for infinity and what is no number."""
    try:
        return int(number)
    except (OverflowError, ValueError):
        return None


def _from_text(text: str) -> date | None:
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
        return _date(year, month, day)
    if match := _NUMBERS.fullmatch(text):
        first, second, year = map(int, match.groups())
        return _day_or_month_first(first, second, year, has_points="." in text)
    if text.isascii() and text.isdecimal() and len(text) == len("45000"):
        return from_serial(int(text))
    return _from_words(fold(text[:40]))


def _day_or_month_first(first: int, second: int, year: int, *, has_points: bool) -> date | None:
    if has_points or first > _LAST_MONTH or first == second:
        return _date(year, second, first)
    return _date(year, first, second) if second > _LAST_MONTH else None


def _from_words(words: tuple[str, ...]) -> date | None:
    """Read "14 June 2024", "June 14, 2024", "14 de junio de 2024", "1er juin 2024"."""
    numbers = [int(word) for word in (_bare(word) for word in words) if word.isdecimal()]
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    if len(numbers) != len(("day", "year")) or len(months) != 1:
        return None
    day, year = sorted(numbers)
    return _date(year, months[0], day)


def _bare(word: str) -> str:
    return re.sub(r"(?<=\d)(st|nd|rd|th|er)$", "", word)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
