"""Spreadsheets that are safe to open, whatever stands in their cells."""

import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from exchange.spreadsheet import Cell, safe_cell, workbook


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+31 6 1234", "'+31 6 1234"),
        ("-1", "'-1"),
        ("@import", "'@import"),
        ("  =1+1", "'  =1+1"),
        ("\t=1", "'\t=1"),
        ("|calc", "'|calc"),
        ("%x", "'%x"),
        ("Zoë = fine", "Zoë = fine"),
        ("a\x00b\x1b", "ab"),
        ("\x00=1", "'=1"),
        ("half \ud800", "half "),
        ("", ""),
    ],
)
def test_text_is_never_a_formula_and_holds_no_control_characters(given_text: str, kept: str) -> None:
    assert safe_cell(given_text) == kept


@pytest.mark.parametrize("value", [1, 2.5, True, None, date(2026, 3, 2)])
def test_what_is_no_text_stays_as_it_is(value: Cell) -> None:
    assert safe_cell(value) == value


def test_a_time_loses_its_zone() -> None:
    assert safe_cell(datetime(2026, 3, 2, 9, 30, tzinfo=UTC)) == datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 (so it is kept)


def test_a_workbook_opens_with_its_sheets_headings_and_rows() -> None:
    content = workbook(
        [
            ("People", ("Name", "Score"), [("Mira", 3.5), ("=cmd()", None)]),
            ("A title that is longer than thirty-one letters", ("Team",), []),
        ]
    )

    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["People", "A title that is longer than thi"]
    people = book["People"]
    assert [[cell.value for cell in row] for row in people.iter_rows()] == [
        ["Name", "Score"],
        ["Mira", 3.5],
        ["'=cmd()", None],
    ]
    assert people.freeze_panes == "A2"
    assert people["A1"].font.bold
    assert all(cell.data_type != "f" for row in people.iter_rows() for cell in row)


@given(st.lists(st.text(alphabet=st.characters(), max_size=40), min_size=1, max_size=5))
def test_whatever_people_typed_opens_and_computes_nothing(typed: list[str]) -> None:
    book = load_workbook(io.BytesIO(workbook([("S", ("Text",), [(text,) for text in typed])])))
    assert all(cell.data_type != "f" for row in book["S"].iter_rows() for cell in row)
