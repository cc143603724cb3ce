"""Loading real snapshots one after the other loses nothing and twice changes nothing."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.errors import Invalid
from govflow.domain.organisation import (
    Changes,
    Named,
    OdsRow,
    Organisation,
    english_on,
    merge,
    parse_ods,
    read_ods,
    snapshot_on,
)

ODS = Path(__file__).parents[3] / "shared" / "data" / "ods"
needs_real_files = pytest.mark.skipif(
    not ODS.is_dir(), reason="the real ODS files are not here (../shared/data/ods)"
)
Register = dict[str, Organisation]


def line(code: str, name: str, *, opened: str = "20010401", closed: str = "") -> str:
    cells = [code, name, "Y56", *[""] * 7, opened, closed, *[""] * 15]
    return ",".join(f'"{cell}"' for cell in cells)


def row(name: str, closed_on: date | None = None) -> OdsRow:
    return OdsRow("RX1", name, date(2001, 4, 1), closed_on, "nhs_trust")


def loaded(register: Register, rows: list[OdsRow], as_of: date) -> Changes:
    changes = merge(register, rows, as_of)
    register.update(changes.saved)
    return changes


def real(register: Register, filename: str) -> Changes:
    rows = read_ods((ODS / filename).read_bytes())
    return loaded(register, rows, snapshot_on(filename))


OLDER, NEWER = "etr-2022-03.csv", "etr-2024-12.csv"


@needs_real_files
def test_real_snapshots_one_after_the_other() -> None:
    register: Register = {}
    first = real(register, OLDER)
    assert len(first.opened) == 218
    second = real(register, NEWER)
    assert len(second.opened) == 55
    assert "G6V2S" in second.opened
    assert second.absent == []
    assert " ".join(second.renamed) == "RA2 RAX RBN RH8 RHU RJC RQX RRE RW1 RWD RWH RXF RXY"
    assert {"R1C", "RA4", "RAP", "RBZ", "RRP", "RVY", "RY9", "RYK"} == set(second.closed)
    renamed = register["RW1"]
    assert renamed.name_on(date(2022, 3, 1)) == "SOUTHERN HEALTH NHS FOUNDATION TRUST"
    assert renamed.name_on(date(2015, 1, 1)) == "SOUTHERN HEALTH NHS FOUNDATION TRUST"
    assert renamed.name.startswith("HAMPSHIRE AND ISLE OF WIGHT")


@needs_real_files
def test_real_snapshots_a_second_time_change_nothing() -> None:
    register: Register = {}
    real(register, OLDER)
    real(register, NEWER)
    kept = dict(register)
    for again in (OLDER, NEWER):
        changes = real(register, again)
        assert changes.saved == {}
        assert changes.renamed == changes.closed == changes.opened == []
    assert register == kept


@needs_real_files
def test_real_snapshots_in_either_order_tell_the_same() -> None:
    forwards: Register = {}
    backwards: Register = {}
    real(forwards, OLDER)
    real(forwards, NEWER)
    real(backwards, NEWER)
    real(backwards, OLDER)
    assert forwards == backwards


@needs_real_files
def test_english_trusts_on_the_day_of_the_commitment() -> None:
    register: Register = {}
    real(register, OLDER)
    real(register, NEWER)
    there = english_on(register.values(), date(2021, 12, 31))
    codes = {each.code for each in there}
    assert len(there) == 209
    assert not codes & {"RQF", "RT4", "RYT"}, "Welsh trusts are not asked"
    assert "RW6" not in codes, "closed on 30 September 2021"
    assert {"R1C", "RBZ"} <= codes, "open then, closed since"
    assert "G6V2S" not in codes, "opened in 2024"


def test_a_name_counts_until_the_day_before_the_next() -> None:
    register: Register = {}
    loaded(register, [row("OLD NHS TRUST")], date(2022, 3, 1))
    changes = loaded(register, [row("NEW NHS TRUST")], date(2024, 12, 1))
    assert changes.renamed == ["RX1"]
    assert register["RX1"].names == (
        Named("OLD NHS TRUST", date(2022, 3, 1), date(2024, 11, 30)),
        Named("NEW NHS TRUST", date(2024, 12, 1)),
    )


def test_a_code_left_out_is_kept_and_noted() -> None:
    register: Register = {}
    loaded(register, [row("A NHS TRUST")], date(2022, 3, 1))
    other = OdsRow("RX2", "B NHS TRUST", date(2001, 4, 1), None, "nhs_trust")
    changes = loaded(register, [other], date(2024, 12, 1))
    assert changes.absent == ["RX1"]
    assert register["RX1"].last_seen_on == date(2022, 3, 1)
    assert "1 no longer listed and kept" in changes.sentence()


def test_closing_and_reopening_are_told() -> None:
    register: Register = {}
    loaded(register, [row("A NHS TRUST")], date(2022, 1, 1))
    closed = loaded(register, [row("A NHS TRUST", date(2022, 6, 30))], date(2022, 7, 1))
    assert closed.closed == ["RX1"]
    assert register["RX1"].open_on(date(2022, 6, 30))
    assert not register["RX1"].open_on(date(2022, 7, 1))
    reopened = loaded(register, [row("A NHS TRUST")], date(2022, 8, 1))
    assert reopened.reopened == ["RX1"]


def test_an_older_file_never_undoes_a_newer_closure() -> None:
    register: Register = {}
    loaded(register, [row("A NHS TRUST", date(2022, 6, 30))], date(2022, 7, 1))
    changes = loaded(register, [row("A NHS TRUST")], date(2022, 1, 1))
    assert changes.unchanged == ["RX1"]
    assert register["RX1"].closed_on == date(2022, 6, 30)
    assert register["RX1"].first_seen_on == date(2022, 1, 1)


def test_a_name_that_came_back_is_told_as_it_was() -> None:
    register: Register = {}
    for as_of, name in [((2022, 1, 1), "A"), ((2022, 3, 1), "A"), ((2022, 2, 1), "B")]:
        loaded(register, [row(name)], date(*as_of))
    assert [named.name for named in register["RX1"].names] == ["A", "B", "A"]
    assert register["RX1"].name_on(date(2022, 2, 15)) == "B"
    assert register["RX1"].name == "A"


SIGHTINGS = st.dictionaries(st.integers(1, 28), st.integers(0, 3), min_size=1, max_size=8)


@given(SIGHTINGS, st.data())
def test_the_order_of_loading_does_not_matter(
    sightings: dict[int, int], data: st.DataObject
) -> None:
    # A name once dropped does not return here; one that does is told by the test above.
    days = sorted(sightings)
    names = dict(zip(days, sorted(sightings.values()), strict=True))
    in_order: Register = {}
    shuffled: Register = {}
    for day in days:
        loaded(in_order, [row(f"NAME {names[day]}")], date(2022, 1, day))
    for day in data.draw(st.permutations(days)):
        loaded(shuffled, [row(f"NAME {names[day]}")], date(2022, 1, day))
    assert shuffled == in_order
    for day in days:
        assert in_order["RX1"].name_on(date(2022, 1, day)) == f"NAME {names[day]}"
        again = merge(in_order, [row(f"NAME {names[day]}")], date(2022, 1, day))
        assert again.saved == {}


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        ("R0A,ONLY,THREE", "Line 2 has 3 columns; the register's file has 27."),
        (line("Organisation Code", "Name"), "which is not an organisation code"),
        (line("RX2", " "), "Line 2 has no readable name for RX2."),
        (line("RX2", "A\x07B"), "Line 2 has no readable name for RX2."),
        (line("RX2", "A", opened="2001"), "Line 2 has the opening date “2001”"),
        (line("RX2", "A", opened="20010231"), "Line 2 has the opening date “20010231”"),
        (line("RX2", "A", closed="soon"), "Line 2 has the closing date “soon”"),
        (line("RX2", "A", closed="19990101"), "Line 2 closes on 19990101, before it opens"),
        (line("RX1", "A"), "Line 2 repeats the code RX1."),
        ('"RX2,unclosed', "Line 2 is not CSV"),
        ('"RX2"x,', "Line 2 is not CSV"),
        ("x" * 200_000, "Line 2 is not CSV"),
    ],
)
def test_a_wrong_line_is_named(broken: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_ods([line("RX1", "A NHS TRUST"), broken])
    assert sentence in refusal.value.problems["line 2"]


def test_every_wrong_line_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        parse_ods(["a", line("RX1", "A NHS TRUST"), "b"])
    assert set(refusal.value.problems) == {"line 1", "line 3"}


def test_wrong_bytes_and_an_empty_file_are_named() -> None:
    with pytest.raises(Invalid, match="Line 2 is not UTF-8 text"):
        read_ods(line("RX1", "A").encode() + b"\n\xff")
    with pytest.raises(Invalid, match="holds no organisations"):
        read_ods(b"\xef\xbb\xbf\r\n")


def test_a_byte_order_mark_and_windows_lines_are_read() -> None:
    data = b"\xef\xbb\xbf" + "\r\n".join([line("RX1", "A"), line("RX2", "B")]).encode()
    assert [each.code for each in read_ods(data)] == ["RX1", "RX2"]


@pytest.mark.parametrize(
    ("filename", "day"),
    [
        ("etr-2024-12.csv", date(2024, 12, 1)),
        ("/some/where/etr-2024-12-15.CSV", date(2024, 12, 15)),
    ],
)
def test_the_file_name_says_its_day(filename: str, day: date) -> None:
    assert snapshot_on(filename) == day


@pytest.mark.parametrize("filename", ["etr.csv", "etr-2024-13.csv", "etr-2024-12.csv.exe"])
def test_a_file_name_without_a_day_is_refused(filename: str) -> None:
    with pytest.raises(Invalid):
        snapshot_on(filename)
