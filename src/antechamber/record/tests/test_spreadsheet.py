import csv
import io

import pytest
from hypothesis import given, strategies as st

from antechamber.record.spreadsheet import FORMULA_STARTS, safe_cell, write_csv


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        ("", ""),
        ("Made-up Association", "Made-up Association"),
        ("=1+1", "'=1+1"),
        ("+41 22 555 01 23", "'+41 22 555 01 23"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("\x00=1", "'=1"),
        ("a=1", "a=1"),
        (-2, "-2"),
        (1.5, "1.5"),
        (True, "True"),
    ],
)
def test_no_cell_can_run_as_a_formula(value, cell):
    assert safe_cell(value) == cell


@given(st.text())
def test_any_text_is_kept_behind_at_most_one_sign(text):
    cell = safe_cell(text)

    assert cell.removeprefix("'") == text.replace("\x00", "").removeprefix("'")
    assert not cell.startswith(FORMULA_STARTS)


def test_rows_are_written_as_they_come():
    def rows():
        yield ["Name", "Country"]
        yield ['A "quoted", long\nname', "=KE"]

    assert list(write_csv(rows())) == [
        "\ufeff",
        "Name,Country\r\n",
        '"A ""quoted"", long\nname",\'=KE\r\n',
    ]


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_characters="\x00"))), max_size=5))
def test_written_rows_are_read_back(rows):
    written = "".join(write_csv(rows)).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(written, newline="")))

    assert read == [[safe_cell(value) for value in row] for row in rows]
