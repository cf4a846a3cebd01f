from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from antechamber.organizations.names import MAX_NAME_CHARACTERS, StatusKind, StatusNote
from antechamber.organizations.roster_cleaning import (
    CleanedRoster,
    CleanedRow,
    Decision,
    RefusalCode,
    RefusedRow,
    clean_roster,
    clean_row,
)
from antechamber.organizations.roster_columns import Columns, RosterKind
from antechamber.organizations.roster_dates import read_date
from antechamber.organizations.roster_files import Cell, FileFault, FileRefusal, RawRow, read_rows
from antechamber.organizations.roster_text import CleanName, Fix, FixCode, clean_name

DATA = Path(__file__).parent / "data"
AT = date(2024, 12, 31)
NAMES_AND_DATES = Columns(RosterKind.GRANTS, 1, 0, date=1, decision=2, status=3, country=4)


def roster_of(file_name: str) -> CleanedRoster:
    rows = read_rows((DATA / file_name).read_bytes())
    assert not isinstance(rows, FileRefusal)
    roster = clean_roster(rows, at=AT)
    assert not isinstance(roster, FileRefusal)
    return roster


@pytest.mark.parametrize(
    ("raw", "text", "codes"),
    [
        ("Harbour of Hope", "Harbour of Hope", []),
        ("  Harbour  of Hope ", "Harbour of Hope", [FixCode.SPACES]),
        ("Harbour of\nHope", "Harbour of Hope", [FixCode.SPACES]),
        ("Harbour , of ( Hope )", "Harbour, of (Hope)", [FixCode.SPACES]),
        ("Harb\u200bour", "Harbour", [FixCode.INVISIBLE_CHARACTERS]),
        ("Нarbour", "Harbour", [FixCode.LOOK_ALIKE_LETTERS]),
        ("o Harbour", "Harbour", [FixCode.BULLET]),
        ("• Harbour", "Harbour", [FixCode.BULLET]),
        ("o futuro", "o futuro", []),
        ("e 8", "e 8", []),
        ("Harbour*", "Harbour", [FixCode.STRAY_MARKS]),
        ("Harbour,", "Harbour", [FixCode.STRAY_MARKS]),
        ("Harbour (Norway))", "Harbour (Norway)", [FixCode.STRAY_MARKS]),
        ("Harbour — Hope", "Harbour – Hope", [FixCode.DASHES]),
        ("Harbour - Hope", "Harbour – Hope", [FixCode.DASHES]),
        ("V‐Day", "V-Day", [FixCode.DASHES]),
        ("Ev-K²-CNR", "Ev-K²-CNR", []),
        ('The "Harbour"', "The “Harbour”", [FixCode.QUOTES]),
        ("The ‘‘Harbour’’", "The “Harbour”", [FixCode.QUOTES]),
        ("The « Harbour »", "The “Harbour”", [FixCode.QUOTES]),
        ("The 'Harbour'", "The ‘Harbour’", [FixCode.QUOTES]),
        ("Women's Harbour", "Women’s Harbour", [FixCode.QUOTES]),
        ("Human Right s Council", "Human Rights Council", [FixCode.SPLIT_WORD]),
        ("Association en ligne", "Association en ligne", []),
        ("Harbour (special, 2011)", "Harbour", [FixCode.STATUS_NOTE]),
        ("Harbour of Hope (HOH), Inc.", "Harbour of Hope, Inc.", [FixCode.ACRONYM]),
        ("(HOH)", "(HOH)", []),
    ],
)
def test_clean_name_mends_what_is_certain(raw: str, text: str, codes: list[FixCode]) -> None:
    name, fixes = clean_name(raw)

    assert (name.text, [fix.code for fix in fixes]) == (text, codes)


def test_clean_name_joins_a_split_word_that_the_file_holds_whole() -> None:
    name, fixes = clean_name("Hilfswerk der Kirch en Schweiz", {"kirchen"})

    assert name.text == "Hilfswerk der Kirchen Schweiz"
    assert fixes == (
        Fix(FixCode.SPLIT_WORD, "Hilfswerk der Kirch en Schweiz", "Hilfswerk der Kirchen Schweiz"),
    )
    assert clean_name("Hilfswerk der Kirch en Schweiz")[1] == ()


def test_clean_name_tells_what_it_took_out() -> None:
    name, _ = clean_name("Harbour of Hope (HOH) (special, 1949; general, 2004)")

    assert name == CleanName(
        text="Harbour of Hope",
        identity="harbourofhope",
        acronyms=("hoh",),
        notes=(StatusNote(StatusKind.SPECIAL, 1949), StatusNote(StatusKind.GENERAL, 2004)),
    )


@given(st.text(max_size=80))
def test_clean_name_mends_nothing_the_second_time(text: str) -> None:
    once, _ = clean_name(text)
    twice, _ = clean_name(once.text)

    assert twice.identity == once.identity or once.acronyms or once.notes


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (datetime.fromisoformat("2024-06-14T09:30"), date(2024, 6, 14)),
        (date(2024, 6, 14), date(2024, 6, 14)),
        ("2024-06-14", date(2024, 6, 14)),
        ("2024-06-14T00:00:00", date(2024, 6, 14)),
        (" 14.06.2024 ", date(2024, 6, 14)),
        ("14/06/2024", date(2024, 6, 14)),
        ("06/14/2024", date(2024, 6, 14)),
        ("06/07/2024", None),
        ("06/06/2024", date(2024, 6, 6)),
        ("06.07.2024", date(2024, 7, 6)),
        ("14 June 2024", date(2024, 6, 14)),
        ("June 14th, 2024", date(2024, 6, 14)),
        ("1er février 2024", date(2024, 2, 1)),
        ("14 de junio de 2024", date(2024, 6, 14)),
        (45457, date(2024, 6, 14)),
        (45457.5, date(2024, 6, 14)),
        ("45457", date(2024, 6, 14)),
        ("31.02.2024", None),
        ("2024", None),
        (7, None),
        (float("inf"), None),
        (float("nan"), None),
        (True, None),
        (None, None),
        ("soon", None),
    ],
)
def test_read_date_reads_what_spreadsheets_hold(cell: Cell, day: date | None) -> None:
    assert read_date(cell) == day


def test_clean_row_reads_every_column() -> None:
    raw = RawRow(9, ("Harbour of Hope", "14 June 2024", "Granted", "special, 2011", " KE "))

    assert clean_row(raw, NAMES_AND_DATES, at=AT) == CleanedRow(
        number=9,
        name=CleanName("Harbour of Hope", "harbourofhope"),
        decision=Decision.GRANTED,
        decided_on=date(2024, 6, 14),
        statuses=(StatusNote(StatusKind.SPECIAL, 2011),),
        country="KE",
        fixes=(Fix(FixCode.DATE, "14 June 2024", "2024-06-14"),),
    )


@pytest.mark.parametrize(
    ("cells", "code", "value"),
    [
        ((None,), RefusalCode.EMPTY_NAME, ""),
        (("  ",), RefusalCode.EMPTY_NAME, ""),
        ((datetime.fromisoformat("2025-06-28"),), RefusalCode.NAME_NOT_TEXT, "2025-06-28 00:00:00"),
        ((True,), RefusalCode.NAME_NOT_TEXT, "True"),
        ((11197240,), RefusalCode.NO_LETTERS, "11197240"),
        (("--- 12",), RefusalCode.NO_LETTERS, "--- 12"),
        (("😀",), RefusalCode.NO_LETTERS, "😀"),
        (("a" * 401,), RefusalCode.NAME_TOO_LONG, "a" * 400),
        (("=A1",), RefusalCode.FORMULA, "=A1"),
        (("#REF!",), RefusalCode.FORMULA, "#REF!"),
        (("Here is your list:",), RefusalCode.ANNOUNCES_A_LIST, "Here is your list:"),
        (("Harbour", "soon"), RefusalCode.DATE_UNREADABLE, "soon"),
        (("Harbour", date(2025, 1, 1)), RefusalCode.DATE_OUT_OF_RANGE, "2025-01-01"),
        (("Harbour", date(1945, 6, 26)), RefusalCode.DATE_OUT_OF_RANGE, "1945-06-26"),
        (("Harbour", None, "eaten"), RefusalCode.DECISION_UNKNOWN, "eaten"),
        (("Harbour", None, None, "pending"), RefusalCode.STATUS_UNREADABLE, "pending"),
    ],
)
def test_clean_row_refuses_with_a_reason(
    cells: tuple[Cell, ...], code: RefusalCode, value: str
) -> None:
    assert clean_row(RawRow(9, cells), NAMES_AND_DATES, at=AT) == RefusedRow(9, code, value)


@pytest.mark.parametrize("decision", list(Decision))
def test_clean_row_reads_every_decision(decision: Decision) -> None:
    row = clean_row(RawRow(2, ("Harbour", None, decision.value)), NAMES_AND_DATES, at=AT)

    assert isinstance(row, CleanedRow)
    assert row.decision is decision


@given(st.text(max_size=450), st.one_of(st.none(), st.text(max_size=20), st.floats()))
def test_clean_row_never_raises(name: str, day: Cell) -> None:
    row = clean_row(RawRow(2, (name, day)), NAMES_AND_DATES, at=AT)

    assert isinstance(row, CleanedRow | RefusedRow)
    if isinstance(row, CleanedRow):
        assert 0 < len(row.name.text) <= MAX_NAME_CHARACTERS


def test_clean_roster_refuses_a_repeated_row_and_names_the_first() -> None:
    rows = [
        RawRow(1, ("Name", "Date")),
        RawRow(2, ("Harbour of Hope", "2024-06-14")),
        RawRow(3, ("Harbour of Hope", "2023-06-14")),
        RawRow(4, ("HARBOUR – of Hope, Inc.", "2024-06-14")),
    ]

    roster = clean_roster(rows, at=AT)

    assert isinstance(roster, CleanedRoster)
    assert [row.number for row in roster.rows] == [2, 3]
    assert roster.refused == (
        RefusedRow(4, RefusalCode.DUPLICATE, "HARBOUR – of Hope, Inc.", same_as=2),
    )


def test_clean_roster_refuses_a_file_without_names() -> None:
    assert clean_roster([RawRow(1, ("a", "b"))], at=AT) == FileRefusal(FileFault.NO_NAME_COLUMN)


@pytest.mark.parametrize(
    ("file_name", "taken", "refused", "fixes"),
    [
        (
            "status_granted.xlsx",
            97,
            [
                (46, RefusalCode.NAME_NOT_TEXT),
                (54, RefusalCode.ANNOUNCES_A_LIST),
                (55, RefusalCode.EMPTY_NAME),
            ],
            {"acronym": 9, "look_alike_letters": 1, "quotes": 5, "dashes": 49},
        ),
        (
            "name_changes.xlsx",
            114,
            [],
            {
                "status_note": 113,
                "acronym": 22,
                "spaces": 3,
                "bullet": 2,
                "look_alike_letters": 1,
                "dashes": 1,
            },
        ),
        (
            "mergers.xlsx",
            11,
            [],
            {"acronym": 2, "spaces": 2, "status_note": 9, "split_word": 1, "stray_marks": 1},
        ),
        (
            "decisions.csv",
            110,
            [(number, RefusalCode.ANNOUNCES_A_LIST) for number in (14, 27, 53)],
            {"acronym": 12, "stray_marks": 2, "quotes": 1},
        ),
    ],
)
def test_clean_roster_cleans_the_real_rosters(
    file_name: str,
    taken: int,
    refused: list[tuple[int, RefusalCode]],
    fixes: dict[str, int],
) -> None:
    roster = roster_of(file_name)

    assert len(roster.rows) == taken
    assert [(row.number, row.code) for row in roster.refused] == refused
    assert Counter(fix.code.value for row in roster.rows for fix in row.fixes) == fixes
