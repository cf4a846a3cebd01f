import io
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, strategies as st

from antechamber.organizations.roster_columns import Columns, RosterKind, recognise_columns
from antechamber.organizations.roster_files import (
    LIMITS,
    FileFault,
    FileRefusal,
    RawRow,
    read_rows,
)

DATA = Path(__file__).parent / "data"
ROWS = [RawRow(1, ("Name", "Country")), RawRow(2, ("Éveil; d’ici", "KE"))]
TEXT = 'Name,Country\n"Éveil; d’ici",KE\n'


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def archive(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_read_rows_knows_the_encodings_that_programs_save(encoding: str) -> None:
    assert read_rows(TEXT.encode(encoding)) == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_read_rows_knows_the_delimiters(delimiter: str) -> None:
    text = f'Name{delimiter}Country\r\n"Éveil; d’ici"{delimiter}KE\r\n'

    assert read_rows(text.encode()) == ROWS


def test_read_rows_keeps_the_numbers_of_rows_across_blank_ones() -> None:
    assert read_rows(b"Name,Country\n,\n\nHarbour,KE\n") == [
        RawRow(1, ("Name", "Country")),
        RawRow(4, ("Harbour", "KE")),
    ]


def test_read_rows_reads_a_workbook_with_its_types_and_formulas() -> None:
    content = workbook(
        ("Name", "Date"), ("Harbour", datetime.fromisoformat("2024-06-14")), ("=A2", 45000)
    )

    assert read_rows(content) == [
        RawRow(1, ("Name", "Date")),
        RawRow(2, ("Harbour", datetime.fromisoformat("2024-06-14"))),
        RawRow(3, ("=A2", 45000)),
    ]


@pytest.mark.parametrize(
    ("file_name", "rows", "kind"),
    [
        ("status_granted.xlsx", 101, RosterKind.GRANTS),
        ("name_changes.xlsx", 115, RosterKind.RENAMES),
        ("mergers.xlsx", 12, RosterKind.MERGERS),
        ("decisions.csv", 114, RosterKind.GRANTS),
    ],
)
def test_read_rows_reads_the_real_rosters(file_name: str, rows: int, kind: RosterKind) -> None:
    read = read_rows((DATA / file_name).read_bytes())

    assert not isinstance(read, FileRefusal)
    columns = recognise_columns(read)
    assert columns is not None
    assert (len(read), columns.kind) == (rows, kind)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b" \n\n", FileFault.EMPTY),
        (b",,\n,,\n", FileFault.EMPTY),
        (b"%PDF-1.7\nrest", FileFault.WRONG_TYPE),
        (b"\x89PNG\r\n\x1a\n\x01\x02", FileFault.WRONG_TYPE),
        (b"name\x81", FileFault.UNKNOWN_ENCODING),
        (b"name\x01\x02", FileFault.WRONG_TYPE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", FileFault.OLD_OR_ENCRYPTED),
        (b"PK\x03\x04 broken", FileFault.UNREADABLE),
        (archive(word__document_xml=b"<a/>"), FileFault.WRONG_TYPE),
        (archive(xl__workbook_xml=b"<a/>"), FileFault.UNREADABLE),
        (archive(xl__workbook_xml=b"<!DOCTYPE bomb><a/>"), FileFault.UNREADABLE),
        (workbook(), FileFault.EMPTY),
    ],
)
def test_read_rows_refuses_what_is_no_roster(content: bytes, fault: FileFault) -> None:
    assert read_rows(content) == FileRefusal(fault)


def test_read_rows_refuses_a_large_file_before_reading_it() -> None:
    limits = replace(LIMITS, max_bytes=10)

    assert read_rows(b"x" * 11, limits) == FileRefusal(FileFault.TOO_LARGE, 10, 11)


def test_read_rows_refuses_a_bomb_by_its_ratio_and_by_its_size() -> None:
    bomb = archive(xl__workbook_xml=b"0" * 1_000_000)
    by_ratio = read_rows(bomb)
    by_size = read_rows(bomb, replace(LIMITS, max_unpacked_bytes=1000))

    assert isinstance(by_ratio, FileRefusal)
    assert isinstance(by_size, FileRefusal)
    assert (by_ratio.code, by_ratio.limit) == (FileFault.UNPACKS_TOO_LARGE, 100)
    assert by_size == FileRefusal(FileFault.UNPACKS_TOO_LARGE, 1000, 1_000_000)


def test_read_rows_refuses_an_archive_of_too_many_parts() -> None:
    content = archive(xl__workbook_xml=b"<a/>", other=b"b")

    assert read_rows(content, replace(LIMITS, max_parts=1)) == FileRefusal(
        FileFault.UNPACKS_TOO_LARGE, 1, 2
    )


def test_read_rows_refuses_more_rows_than_the_limit_besides_the_header() -> None:
    limits = replace(LIMITS, max_rows=2)

    assert read_rows(b"name\na\nb\nc\n", limits) == FileRefusal(FileFault.TOO_MANY_ROWS, 2)
    assert read_rows(b"name\na\nb\n", limits) == [
        RawRow(1, ("name",)),
        RawRow(2, ("a",)),
        RawRow(3, ("b",)),
    ]


def test_read_rows_stops_where_a_sheet_is_blank_for_long() -> None:
    assert read_rows(b"name\na\n" + b"\n" * 1_000 + b"b\n") == [
        RawRow(1, ("name",)),
        RawRow(2, ("a",)),
    ]


@given(st.binary(max_size=300))
def test_read_rows_never_raises(content: bytes) -> None:
    assert isinstance(read_rows(content), list | FileRefusal)


@given(st.binary(max_size=200))
def test_read_rows_never_raises_for_a_damaged_workbook(noise: bytes) -> None:
    content = workbook(("Name",), ("Harbour",))
    damaged = content[: len(content) // 2] + noise + content[len(content) // 2 + len(noise) :]

    assert isinstance(read_rows(damaged), list | FileRefusal)


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (("NGO_name", "Session_number", None), Columns(RosterKind.GRANTS, 1, 0, date=1)),
        (("Country", "ORGANISATION "), Columns(RosterKind.NAMES, 1, 1, country=0)),
        (
            ("Old_name", "New_name", "Session_number"),
            Columns(RosterKind.RENAMES, 1, 1, (0,), date=2),
        ),
        (
            ("Old_name1", "Old_name2", "New_name", "Session_number", "additional_mention1"),
            Columns(RosterKind.MERGERS, 1, 2, (0, 1), date=3),
        ),
        (
            ("old_name", "status_and_year", "new_name"),
            Columns(RosterKind.RENAMES, 1, 2, (0,), status=1),
        ),
        (
            ("Nom de l’organisation", "Pays", "decision"),
            Columns(RosterKind.GRANTS, 1, 0, decision=2, country=1),
        ),
        (("something", 7), None),
        (("Old name",), None),
    ],
)
def test_recognise_columns_knows_headings(
    headings: tuple[str | int | None, ...], columns: Columns | None
) -> None:
    assert recognise_columns([RawRow(1, headings)]) == columns


def test_recognise_columns_finds_a_header_below_a_title() -> None:
    rows = [RawRow(1, ("Organizations in status",)), RawRow(3, ("Name", "Country"))]

    assert recognise_columns(rows) == Columns(RosterKind.NAMES, 3, 0, country=1)
