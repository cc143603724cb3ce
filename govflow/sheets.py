"""Writes tables for spreadsheets, CSV and XLSX, so that no cell is ever run as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter

Cell = str | int | bool | date | None

# With the wide forms too: some spreadsheets read those as the plain signs.
BEGINS_A_FORMULA = frozenset("=+-@＝＋－＠")
BEGINS_A_CELL = frozenset("\t\r\n")
LONGEST_CELL = 32_767  # characters, Excel's own bound
CUT = " … (cut here: the CSV has the whole text)"
LONGEST_NAME = 31  # characters in the name of a sheet, Excel's own bound
BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when a file says so at its beginning


@dataclass(frozen=True)
class Column:
    """A column's heading and its width in characters."""

    title: str
    width: int = 18


def harmless(cell: str) -> str:
    """The text, marked as text where a spreadsheet would take it for a formula."""
    begins = cell.lstrip()[:1] in BEGINS_A_FORMULA or cell[:1] in BEGINS_A_CELL
    return f"'{cell}" if cell and begins else cell


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The table line by line, so that no length of it fills the memory."""
    yield BYTE_ORDER_MARK + _line([column.title for column in columns])
    for row in rows:
        yield _line([_said(cell) for cell in row])


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def _said(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def workbook(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, made_at: datetime
) -> bytes:
    """One sheet as an Excel file; `made_at` (UTC) is written into it as its date."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "default_date_format": "d mmm yyyy",
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        _fill(book, title, columns, rows)
    return out.getvalue()


def _fill(
    book: xlsxwriter.Workbook,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
) -> None:
    sheet = book.add_worksheet(_sheet_name(title))
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.title, heading)
    sheet.freeze_panes(1, 0)
    last = 0
    for last, row in enumerate(rows, 1):
        for number, cell in enumerate(row):
            _write(sheet, last, number, cell)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, column, cell)
    elif isinstance(cell, int) and not isinstance(cell, bool):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, _fitting(_said(cell)))


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def _sheet_name(title: str) -> str:
    return "".join(c for c in title if c not in "[]:*?/\\'")[:LONGEST_NAME]
