"""Every way in which a log can be bad ends in a sentence with its place, or is counted and told."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from govflow.engine.replay import source
from govflow.engine.replay.faults import BadLog
from govflow.engine.replay.replaying import Asked, replay
from govflow.engine.replay.report import Report
from govflow.engine.replay.times import Times
from tests.engine.replay.logs import Seen, csv_text, on, replayed, rows, rules, told, words, xes

BROKEN = Path(__file__).parent / "broken"
SENTENCES = dict(
    line.split(" | ", 1)
    for line in (BROKEN / "sentences.txt").read_text(encoding="utf-8").splitlines()
)
GOOD = xes([("one", [on(0, "Send"), on(1, "Agree")])])


def refused(folder: Path, content: str | bytes, form: str = "xes", *, strict: bool = False) -> str:
    """The sentence with which a log is refused."""
    with pytest.raises(BadLog) as fault:
        replayed(folder, content, form, Asked(strict=strict))
    return str(fault.value)


def test_every_broken_file_has_its_sentence() -> None:
    files = {path.name for path in BROKEN.iterdir() if path.is_file()}
    assert files - {"sentences.txt"} == set(SENTENCES)


@pytest.mark.parametrize("name", SENTENCES)
def test_each_kind_of_broken_log_is_refused_in_a_sentence(name: str) -> None:
    log = BROKEN / name
    with pytest.raises(BadLog) as fault:
        replay(log, rules(), words("csv" if log.suffix == ".csv" else "xes"))
    assert str(fault.value) == f"{name}{SENTENCES[name]}"


def test_gzip_is_read_by_its_content(tmp_path: Path) -> None:
    assert replayed(tmp_path, gzip.compress(GOOD.encode())).events.read == 2


@pytest.mark.parametrize("kept", [8, 40, -9, -1])
def test_truncated_gzip_is_refused(tmp_path: Path, kept: int) -> None:
    packed = gzip.compress(GOOD.encode())
    assert "The gzip file is truncated or damaged" in refused(tmp_path, packed[:kept])


def test_damaged_gzip_is_refused(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress(GOOD.encode() * 50))
    packed[len(packed) // 2] ^= 0xFF
    assert "log.xes" in refused(tmp_path, bytes(packed))


def test_a_missing_file_a_folder_and_a_stranger_are_refused(tmp_path: Path) -> None:
    for path, sentence in (
        (tmp_path / "none.xes", "none.xes: The log cannot be read: No such file or directory."),
        (tmp_path / "log.txt", "log.txt: A log is a file .xes, .xes.gz, .csv or .csv.gz."),
    ):
        with pytest.raises(BadLog) as fault:
            replay(path, rules(), words("xes"))
        assert str(fault.value) == sentence
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadLog, match="Is a directory"):
        replay(tmp_path / "folder.csv", rules(), words("csv"))


def test_a_byte_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    bad = GOOD.encode().replace(b"Agree", b"Agr\xe9e")
    assert refused(tmp_path, bad) == (
        "log.xes:11: It holds a byte that is not text in its encoding (UTF-8 unless it says so)."
    )


def test_another_declared_encoding_is_read(tmp_path: Path) -> None:
    latin = GOOD.replace("UTF-8", "ISO-8859-1").replace('value="one"', 'value="é"')
    report = replayed(tmp_path, latin.encode("iso-8859-1"))
    assert report.cases.read == 1


def test_an_unknown_encoding_is_refused(tmp_path: Path) -> None:
    assert "encoding" in refused(tmp_path, GOOD.replace("UTF-8", "klingon"))


@pytest.mark.parametrize(
    "endless",
    ['<string key="concept:name" value="', "<!-- ", "<?pi "],
)
def test_a_tag_or_comment_without_end_never_fills_memory(tmp_path: Path, endless: str) -> None:
    start = GOOD.partition("</trace>")[0]
    sentence = refused(tmp_path, f"{start}{endless}{'x' * (source.LONGEST + 3 * source.CHUNK)}")
    assert sentence.startswith("log.xes:")
    assert "longer than 1 MB" in sentence


def test_a_long_line_of_ordinary_tags_is_no_fault(tmp_path: Path) -> None:
    cases = [(str(n), [on(0, "Send")]) for n in range(8000)]
    one_line = xes(cases).replace("\n", " ")
    assert len(one_line) > 1.5 * source.LONGEST
    assert replayed(tmp_path, one_line).cases.legal == 8000


def test_a_csv_line_without_end_is_refused(tmp_path: Path) -> None:
    text = csv_text([]) + "x" * (source.LONGEST + 2 * source.CHUNK)
    assert refused(tmp_path, text, "csv") == (
        "log.csv:2: This line is longer than 1 MB; no event needs that much."
    )


def test_a_case_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for reader in ("xes", "csv_log"):
        monkeypatch.setattr(f"govflow.engine.replay.{reader}.MOST_EVENTS", 3)
    case = [("one", [on(n, "Send") for n in range(4)])]
    assert "One case holds more than 3 events." in refused(tmp_path, xes(case))
    assert "One case holds more than 3 events." in refused(tmp_path, csv_text(rows(case)), "csv")


MALFORMED = [
    (Seen("", "2026-03-02T09:00:00Z"), "It has no activity (concept:name)."),
    (Seen("Send", ""), "It has no time (time:timestamp)."),
    (Seen("", ""), "It has no time (time:timestamp) and it has no activity (concept:name)."),
    (Seen("Send", "yesterday"), "Its time 'yesterday' is not ISO 8601."),
    (Seen("Send", "2026-02-30T00:00:00Z"), "Its time '2026-02-30T00:00:00Z' is not ISO 8601."),
    (Seen("Send", "0001-01-01T00:00:00Z"), "Its time '0001-01-01T00:00:00Z' lies outside"),
    (Seen("S" * 301, "2026-03-02T09:00:00Z"), "Its activity is longer than 300 characters."),
]


@pytest.mark.parametrize(("event", "sentence"), MALFORMED, ids=[s for _, s in MALFORMED])
def test_a_malformed_event_is_told_and_skipped_or_refused(
    tmp_path: Path, event: Seen, sentence: str
) -> None:
    report = told(tmp_path, on(0, "Send"), event, on(1, "Agree"))
    [found] = report.malformed
    assert (report.events.malformed, report.events.legal) == (1, 2)
    assert found.place.startswith("event 2 (line ")
    assert found.case == "one"
    assert found.sentence.startswith(sentence)
    line = found.place.split("line ")[1].rstrip(")")
    text = xes([("one", [on(0, "Send"), event])])
    assert refused(tmp_path, text, strict=True).startswith(f"log.xes:{line}: Event 2: {sentence}")


def test_a_time_without_a_zone_needs_the_maps(tmp_path: Path) -> None:
    log = tmp_path / "log.xes"
    log.write_text(xes([("one", [Seen("Send", "2026-07-01T09:00:00")])]), encoding="utf-8")
    assert replay(log, rules(), words("xes")).began_at == "2026-07-01T08:00:00Z"
    zoneless = replay(log, rules(), replace(words("xes"), times=Times()))
    assert "has no zone (the map may say `zone: Europe/London`)" in zoneless.malformed[0].sentence


def test_a_value_said_twice_differently_is_malformed(tmp_path: Path) -> None:
    twice = GOOD.replace(
        '<string key="concept:name" value="Send"/>',
        '<string key="concept:name" value="Send"/><string key="concept:name" value="Pay"/>',
    )
    [found] = replayed(tmp_path, twice).malformed
    assert found.sentence == "It says 'concept:name' twice, differently."


def test_an_event_outside_any_trace_is_malformed(tmp_path: Path) -> None:
    orphan = GOOD.replace("</log>", '<event><string key="a" value="b"/></event></log>')
    report = replayed(tmp_path, orphan)
    assert (report.cases.read, report.events.malformed) == (1, 1)
    assert "stands outside any trace" in report.malformed[0].sentence


@pytest.mark.parametrize("cases", [[("one", []), ("one", [])], [("", [])]])
def test_strict_refuses_ids_met_again_and_missing(
    tmp_path: Path, cases: list[tuple[str, list[Seen]]]
) -> None:
    assert "id" in refused(tmp_path, xes(cases), strict=True)


def bad_rows(folder: Path, *found: str) -> Report:
    text = csv_text(rows([("one", [on(0, "Send")])])) + "\n".join(found) + "\n"
    return replayed(folder, text.encode("utf-8", "surrogateescape"), "csv")


@pytest.mark.parametrize(
    ("row", "case", "sentence"),
    [
        ("one,Agree", "", "Its row has 2 columns, the first line has 7."),
        (",Agree,2026-03-03T09:00:00Z,,,complete,", "", "Its case is empty."),
        (f"{'x' * 301},Agree,2026-03-03T09:00Z,,,,", "", "Its case is longer than 300 characters."),
        ("one,Agr\udce9e,2026-03-03T09:00:00Z,,,,", "", "It holds bytes that are not utf-8 text."),
        ("one,Agree,,,,complete,", "one", "It has no time (time)."),
        ('one,"Ag\nree",2026-03-03T09:00:00Z,,,,', "", "A line ends inside a column the map names"),
    ],
)
def test_a_malformed_row_is_told_with_its_line(
    tmp_path: Path, row: str, case: str, sentence: str
) -> None:
    report = bad_rows(tmp_path, row)
    [found] = report.malformed
    assert (found.place, found.case) == ("event 2 (line 3)", case)
    assert found.sentence.startswith(sentence)
    assert report.events.read == 2


def test_blank_lines_are_no_rows_and_lines_are_still_counted(tmp_path: Path) -> None:
    report = bad_rows(tmp_path, "", "one,Agree,,,,complete,")
    assert report.malformed[0].place == "event 2 (line 4)"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_from_the_header(tmp_path: Path, delimiter: str) -> None:
    text = csv_text(rows([("one", [on(0, "Send, with; care|")])]), delimiter)
    assert replayed(tmp_path, "\ufeff" + text, "csv").events.unmapped == 1


def test_rows_of_a_case_may_stand_anywhere(tmp_path: Path) -> None:
    mixed = rows([("one", [on(0, "Send")]), ("two", [on(0, "Send")]), ("one", [on(1, "Agree")])])
    report = replayed(tmp_path, csv_text(mixed), "csv")
    assert (report.cases.read, report.cases.legal, report.cases.repeated) == (2, 2, 0)
