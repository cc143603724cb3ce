"""Reading the Organisation Data Service's file of trusts, naming every line that is wrong."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from govflow.domain.errors import Invalid

COLUMNS = 27
CODE, NAME, NATIONAL_GROUPING, OPENED, CLOSED = 0, 1, 2, 10, 11
MOST_PROBLEMS = 20
LONGEST_NAME = 200
CODE_FORM = re.compile(r"[A-Z0-9]{3,10}")
SNAPSHOT_FORM = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?\.csv$", re.IGNORECASE)

NHS_TRUST = "nhs_trust"
FOUNDATION_TRUST = "nhs_foundation_trust"
WELSH_TRUST = "welsh_nhs_trust"


@dataclass(frozen=True)
class OdsRow:
    """One row of the register's file, as published."""

    code: str
    name: str
    opened_on: date
    closed_on: date | None
    kind: str


def snapshot_on(filename: str) -> date:
    """The day a file speaks for, from its name; the first of the month when no day is given."""
    found = SNAPSHOT_FORM.search(filename)
    if not found:
        raise Invalid({"file": "Name the file by its month, such as etr-2024-12.csv."})
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        raise Invalid({"file": f"{found[0]} does not name a day that exists."}) from None


def read_ods(data: bytes) -> list[OdsRow]:
    """The rows of a file's bytes; Invalid when they are not text or a line is wrong."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data[: fault.start].count(b"\n") + 1
        raise Invalid({f"line {line}": f"Line {line} is not UTF-8 text."}) from None
    return parse_ods(text.split("\n"))


def parse_ods(lines: Iterable[str]) -> list[OdsRow]:
    """The rows of a headerless file of 27 columns; Invalid naming every faulty line, or none."""
    rows: dict[str, OdsRow] = {}
    problems: dict[str, str] = {}
    for line, cells in _cells(lines, problems):
        row = _row(cells)
        if isinstance(row, OdsRow) and row.code in rows:
            row = f"repeats the code {row.code}."
        if isinstance(row, str):
            problems[f"line {line}"] = f"Line {line} {row}"
        else:
            rows[row.code] = row
    if not rows and not problems:
        problems["file"] = "The file holds no organisations."
    if problems:
        raise Invalid(dict(islice(problems.items(), MOST_PROBLEMS)))
    return list(rows.values())


def _cells(lines: Iterable[str], problems: dict[str, str]) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, strict=True)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, cells
    except csv.Error:
        line = reader.line_num
        problems[f"line {line}"] = f"Line {line} is not CSV: a quotation mark or a line is broken."


def _row(cells: Sequence[str]) -> OdsRow | str:
    """The row, or what is wrong with it as the end of a sentence."""
    if len(cells) != COLUMNS:
        return f"has {len(cells)} columns; the register's file has {COLUMNS}."
    code, name = cells[CODE].strip(), " ".join(cells[NAME].split())
    if not CODE_FORM.fullmatch(code):
        return f"begins with “{code[:20]}”, which is not an organisation code."
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        return f"has no readable name for {code}."
    life = _life(cells[OPENED].strip(), cells[CLOSED].strip())
    return life if isinstance(life, str) else OdsRow(code, name, *life, _kind(name, cells))


def _life(opened: str, closed: str) -> tuple[date, date | None] | str:
    opened_on, closed_on = _date(opened), _date(closed)
    if opened_on is None:
        return f"has the opening date “{opened[:20]}”; eight digits are expected, as in 20240401."
    if closed and closed_on is None:
        return f"has the closing date “{closed[:20]}”; eight digits are expected, as in 20240401."
    if closed_on and closed_on < opened_on:
        return f"closes on {closed}, before it opens on {opened}."
    return opened_on, closed_on


def _kind(name: str, cells: Sequence[str]) -> str:
    # Seen in both files: every English trust, open or closed, carries a region code Y..; the
    # three Welsh ones (RQF, RT4, RYT) carry W00 in the older file and nothing in the newer.
    if not cells[NATIONAL_GROUPING].strip().startswith("Y"):
        return WELSH_TRUST
    return FOUNDATION_TRUST if "FOUNDATION TRUST" in name.upper() else NHS_TRUST


def _date(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return datetime.strptime(text, "%Y%m%d").date()
    except ValueError:
        return None
