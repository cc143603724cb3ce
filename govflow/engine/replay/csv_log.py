"""Reads a CSV log whose cases may be interleaved: gathered on disk, then case by case."""

import csv
import json
import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from govflow.engine.faults import unknown
from govflow.engine.replay.faults import BadLog
from govflow.engine.replay.mapping import LogMap
from govflow.engine.replay.reading import LONGEST_WORD, Reading
from govflow.engine.replay.record import MOST_EVENTS, Entry, Trace
from govflow.engine.replay.scratch import BATCH, connected
from govflow.engine.replay.source import lines

DELIMITERS = (",", ";", "\t", "|")
REMEMBERED = 10_000  # case ids found again without asking the disk
UTF16 = (b"\xff\xfe", b"\xfe\xff")
NOT_TEXT = range(0xDC80, 0xDD00)  # how `surrogateescape` marks a byte it cannot read


def read(
    file: str, parts: Iterable[bytes], reading: Reading, log_map: LogMap, folder: Path
) -> Iterator[Trace | Entry]:
    """Each case in the order of its first row; an entry alone is a row that names no case.

    Raises BadLog, with the line, when the rows cannot be told apart.
    """
    rows = _Rows(file, parts, reading, log_map)
    gathered = _Gathered(file, folder)
    try:
        for case, entry in rows:
            if case:
                gathered.keep(case, entry)
            else:
                yield entry
        yield from gathered.traces()
    finally:
        gathered.close()


class _Rows:
    """The rows of a file as entries, each with the case it belongs to ('' when unknown)."""

    def __init__(
        self, file: str, parts: Iterable[bytes], reading: Reading, log_map: LogMap
    ) -> None:
        self._file, self._reading, self._map = file, reading, log_map
        self._lines = _decoded(file, lines(file, parts), log_map.encoding)

    def __iter__(self) -> Iterator[tuple[str, Entry]]:
        first = next(self._lines, "")
        if not first.strip():
            raise BadLog(self._file, "The log is empty: its first line must name the columns.", 1)
        if "\r" in first.rstrip("\r\n"):
            raise BadLog(self._file, "Its lines end in an old way (CR alone); save it anew.", 1)
        delimiter, header = self._header(first)
        places = {name: header.index(name) for name in self._wanted()}
        rows = csv.reader(self._lines, delimiter=delimiter, strict=True)
        number, line = 0, 2
        for row in self._sound(rows):
            if row:
                number += 1
                yield self._entry(number, line, row, len(header), places)
            line = rows.line_num + 2

    def _wanted(self) -> set[str]:
        keys = self._map.attributes
        said = {keys.case, keys.activity, keys.time, keys.actor, keys.role, keys.lifecycle}
        return {key for key in (*said, *self._map.facts.values()) if key}

    def _header(self, first: str) -> tuple[str, list[str]]:
        """The delimiter by which the first line names every wanted column, and its columns."""
        tried = [self._map.delimiter] if self._map.delimiter else DELIMITERS
        wanted = self._wanted()
        split = {each: self._split(first, each) for each in tried}
        best = max(tried, key=lambda each: len(wanted & set(split[each])))
        columns = split[best]
        for name in sorted(wanted):
            if name not in columns:
                sentence = unknown("column", name, columns)[0]
                raise BadLog(self._file, f"{sentence} The map's `attributes` name it.", 1)
            if columns.count(name) > 1:
                raise BadLog(self._file, f"Two columns are named '{name}'; give each its own.", 1)
        return best, columns

    def _split(self, first: str, delimiter: str) -> list[str]:
        try:
            [columns] = csv.reader([first], delimiter=delimiter)
        except (csv.Error, ValueError):
            return []
        return [column.strip() for column in columns]

    def _sound(self, rows: Any) -> Iterator[list[str]]:
        """The rows until one whose quotation marks do not close; `line_num` counts as read."""
        while True:
            before = rows.line_num
            try:
                row = next(rows, None)
            except csv.Error as error:
                sentence = f"From here the rows cannot be told apart: {error}."
                raise BadLog(self._file, sentence, before + 2) from error
            if row is None:
                return
            yield row

    def _entry(
        self, number: int, line: int, row: Sequence[str], columns: int, places: dict[str, int]
    ) -> tuple[str, Entry]:
        problem = ""
        if len(row) != columns:
            problem = f"its row has {len(row)} columns, the first line has {columns}"
            return "", self._reading.entry(number, line, {}, problem)
        values = {name: row[place] for name, place in places.items()}
        problem = self._unfit("".join(values.values()))
        if problem:
            return "", self._reading.entry(number, line, {}, problem)
        case = values[self._reading.case].strip()
        if not case or len(case) > LONGEST_WORD:
            what = f"is longer than {LONGEST_WORD} characters" if case else "is empty"
            return "", self._reading.entry(number, line, values, f"its case {what}")
        return case, self._reading.entry(number, line, values)

    def _unfit(self, text: str) -> str:
        if not _is_text(text):
            return f"it holds bytes that are not {self._map.encoding} text"
        if "\n" in text or "\r" in text:
            return "a line ends inside a column the map names: is a quotation mark not closed?"
        return ""


def _decoded(file: str, found: Iterator[bytes], encoding: str) -> Iterator[str]:
    """The lines as text; a byte that is not text becomes a mark that `_is_text` finds again."""
    first = next(found, b"")
    if first.startswith(UTF16):
        raise BadLog(file, "The file is UTF-16; save it as UTF-8.", 1)
    yield first.removeprefix(b"\xef\xbb\xbf").decode(encoding, "surrogateescape")
    for line in found:
        yield line.decode(encoding, "surrogateescape")


def _is_text(value: str) -> bool:
    return value.isascii() or not any(ord(letter) in NOT_TEXT for letter in value)


class _Gathered:
    """Rows on disk, given back case by case in the order in which the cases began."""

    def __init__(self, file: str, folder: Path) -> None:
        self._file = file
        self._db = connected(folder / "rows.sqlite")
        self._db.execute("CREATE TABLE trace (id INTEGER PRIMARY KEY, name TEXT UNIQUE)")
        self._db.execute("CREATE TABLE row (trace, number, line, activity, at, actor, role, "
                         "lifecycle, problem, facts)")  # fmt: skip
        self._ids: OrderedDict[str, int] = OrderedDict()
        self._waiting: list[tuple[Any, ...]] = []

    def close(self) -> None:
        self._db.close()

    def keep(self, case: str, entry: Entry) -> None:
        at = entry.at.isoformat() if entry.at else None
        facts = json.dumps(entry.facts) if entry.facts else None
        self._waiting.append((self._id(case), *entry[:3], at, *entry[4:8], facts))
        if len(self._waiting) >= BATCH:
            self._write()

    def _write(self) -> None:
        marks = ", ".join("?" * 10)
        self._db.executemany(f"INSERT INTO row VALUES ({marks})", self._waiting)  # noqa: S608
        self._waiting.clear()

    def _id(self, case: str) -> int:
        found = self._ids.get(case)
        if found is None:
            found = self._ids[case] = self._stored_id(case)
            if len(self._ids) > REMEMBERED:
                self._ids.popitem(last=False)
        return found

    def _stored_id(self, case: str) -> int:
        made = self._db.execute("INSERT OR IGNORE INTO trace (name) VALUES (?)", (case,))
        if made.rowcount:
            return int(made.lastrowid or 0)
        asked = self._db.execute("SELECT id FROM trace WHERE name = ?", (case,))
        return int(asked.fetchone()[0])

    def traces(self) -> Iterator[Trace]:
        self._write()
        rows = self._db.execute(
            "SELECT trace.name, row.* FROM row JOIN trace ON trace.id = row.trace "
            "ORDER BY row.trace, row.number"
        )
        yield from self._grouped(rows)

    def _grouped(self, rows: sqlite3.Cursor) -> Iterator[Trace]:
        open_: Trace | None = None
        for name, _, *values in rows:
            entry = _entry(values)
            if open_ is None or open_.name != name:
                if open_ is not None:
                    yield open_
                open_ = Trace(name, entry.line)
            open_.entries.append(entry)
            if len(open_.entries) > MOST_EVENTS:
                sentence = f"One case holds more than {MOST_EVENTS:,} events."
                raise BadLog(self._file, sentence, entry.line)
        if open_ is not None:
            yield open_


def _entry(values: Sequence[Any]) -> Entry:
    number, line, activity, at, actor, role, lifecycle, problem, facts = values
    return Entry(
        number, line, activity, datetime.fromisoformat(at) if at else None, actor, role,
        lifecycle, problem, json.loads(facts) if facts else None,
    )  # fmt: skip
