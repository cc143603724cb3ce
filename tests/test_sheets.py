"""Tables for spreadsheets: no cell is run, nothing is lost that can be kept, dates are dates."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from govflow.sheets import LONGEST_CELL, Column, csv_lines, harmless, workbook

COLUMNS = (Column("Paper", 40), Column("On"), Column("Late"), Column("Days"))
FORMULA = '=HYPERLINK("http://example.org","Click")'
ROWS = ((FORMULA, date(2026, 3, 2), True, 10), ("Café\nlines", None, False, 0))
MADE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def opened(data: bytes, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return ElementTree.fromstring(book.read(name))  # noqa: S314 - our own file


def shared(data: bytes) -> list[str]:
    found = opened(data, "xl/sharedStrings.xml").iterfind(".//s:t", NS)
    return [str(each.text) for each in found]


def test_a_csv_reads_back_as_it_was_but_for_what_would_be_run() -> None:
    text = "".join(csv_lines(COLUMNS, ROWS))
    assert text.startswith("\ufeff")
    head, first, second = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert head == ["Paper", "On", "Late", "Days"]
    assert first == [f"'{FORMULA}", "2026-03-02", "yes", "10"]
    assert second == ["Café\nlines", "", "no", "0"]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "  =1", "\t=1", "\r=1", "\n=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_marked_as_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Sian - later", "2026/0001", "1 = 1", "“=1”"])
def test_plain_words_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


def test_a_workbook_holds_text_dates_and_numbers_and_no_formula() -> None:
    data = workbook("Consulted or explained", COLUMNS, ROWS, made_at=MADE)
    sheet = opened(data, "xl/worksheets/sheet1.xml")
    assert sheet.findall(".//s:f", NS) == []
    assert sheet.findall(".//s:hyperlink", NS) == []
    assert FORMULA in shared(data)
    values = {c.get("r"): c.findtext("s:v", namespaces=NS) for c in sheet.iterfind(".//s:c", NS)}
    assert (values["B2"], values["D2"]) == ("46083", "10")
    kinds = {c.get("r"): c.get("t") for c in sheet.iterfind(".//s:c", NS)}
    assert (kinds["A2"], kinds["B2"], kinds["D2"]) == ("s", None, None)


def test_an_empty_table_is_a_workbook_too() -> None:
    assert shared(workbook("Nothing", COLUMNS, (), made_at=MADE)) == [c.title for c in COLUMNS]


def test_what_excel_cannot_hold_is_cut_and_says_so() -> None:
    data = workbook("A/B: [long]", COLUMNS, [("x" * 40_000, None, None, None)], made_at=MADE)
    [cell] = [text for text in shared(data) if text.startswith("x")]
    assert len(cell) == LONGEST_CELL
    assert cell.endswith("(cut here: the CSV has the whole text)")
    assert opened(data, "xl/workbook.xml").find(".//s:sheet", NS).get("name") == "AB long"  # type: ignore[union-attr]


def test_the_same_table_at_the_same_time_is_the_same_file() -> None:
    made = [workbook("Same", COLUMNS, ROWS, made_at=MADE) for _ in range(2)]
    assert made[0] == made[1]
