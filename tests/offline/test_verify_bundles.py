"""The verifier's reading of a bundle: every file that may be wrong, and the sentence it gets."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from govflow.offline import govflow_verify
from govflow.offline.govflow_verify import Head, Unusable, read_keys, verify_bundle
from tests.offline.forge import (
    ORIGIN,
    THEIRS,
    Forged,
    Parts,
    checkpoint,
    key_line,
    plain,
    written,
)
from tests.offline.test_verify_replay import asked, closed, decided

Change = Callable[[Parts], object]
SEALED = {"reason": "Because.", "actor": '{"id":"p1"}', "note": "A “quoted” word\nof two lines."}


def spoken(chosen: list[int] | None = None) -> Forged:
    """A log of six events in which three texts are sealed."""
    made = closed().say("comment_made", facts={"comment": "c"}, opened=SEALED)
    made.chosen = chosen
    return made


def told(
    path: Path, kept: Head | None = None, *, hashes_only: bool = False, key: str = key_line()
) -> list[str]:
    """What the verifier says, its fault or why it cannot be used at the end."""
    said: list[str] = []
    try:
        said.extend(verify_bundle(path, read_keys([key]), kept, hashes_only=hashes_only))
    except (govflow_verify.Fault, Unusable) as fault:
        said.append(f"{type(fault).__name__}: {fault}")
    return said


def changed(made: Forged, change: Change, folder: Path) -> Path:
    parts = made.parts()
    change(parts)
    return written(parts, folder / "bundle.zip")


def test_a_whole_log_with_texts_and_documents(tmp_path: Path) -> None:
    parts = spoken().parts()
    for data in (b"a paper", b"x" * 3_000_000):
        parts[f"documents/{hashlib.sha256(data).hexdigest()}.pdf"] = data
    parts["documents/"] = b""
    assert told(written(parts, tmp_path / "a.zip")) == [
        "The checkpoint over 6 events is signed by the key you gave.",
        "6 events are as they were recorded: the whole log.",
        "2 documents have the hash they were recorded with.",
        "3 of 3 sealed texts are shown, and each is the one recorded; the others were withheld "
        "from this bundle or erased.",
        "2 moves of 1 matters are legal under their workflows, and lead to the states that are "
        "stored.",
    ]


def test_chosen_events_are_each_proven(tmp_path: Path) -> None:
    said = told(written(spoken([0, 1, 2, 3, 4, 5]).parts(), tmp_path / "a.zip"))
    assert said[1] == "6 events are as they were recorded: each proven to be in the log."
    made = decided()
    made.opens("m2").chosen = [9]
    made.stored = {"m2": "draft"}
    said = told(written(made.parts(), tmp_path / "b.zip"))
    assert said[1] == "1 events are as they were recorded: each proven to be in the log."
    assert said[4].startswith("0 moves of 1 matters")


def test_only_the_hashes(tmp_path: Path) -> None:
    skipped = "Texts and rules were not looked at: only hashes were asked for."
    lawless = asked().act("burn", "asked", "ash")
    assert told(written(lawless.parts(), tmp_path / "a.zip"), hashes_only=True)[-1] == skipped
    assert len(told(written(lawless.parts(), tmp_path / "b.zip"), hashes_only=True)) == 4
    lawless.chosen = [0, 2]
    said = told(written(lawless.parts(), tmp_path / "c.zip"), hashes_only=True)
    assert said[1] == "2 events are as they were recorded: each proven to be in the log."


def test_texts_may_be_withheld(tmp_path: Path) -> None:
    made = spoken()
    del made.texts[1:]
    said = told(written(made.parts(), tmp_path / "a.zip"))
    assert said[3].startswith("1 of 3 sealed texts are shown")
    parts = made.parts()
    del parts["texts.jsonl"]
    assert told(written(parts, tmp_path / "b.zip"))[3].startswith("0 of 3 sealed texts")


def put(name: str, old: str, new: str) -> Change:
    """One word of a file is another."""

    def change(parts: Parts) -> None:
        assert old.encode() in parts[name], parts[name]
        parts[name] = parts[name].replace(old.encode(), new.encode(), 1)

    return change


def whole(name: str, data: bytes) -> Change:
    """A file is another."""
    return lambda parts: parts.__setitem__(name, data)


def less(name: str) -> Change:
    """A file is missing."""
    return lambda parts: parts.pop(name)


def one_line(parts: Parts, place: int, change: Callable[[bytes], bytes]) -> None:
    lines = parts["events.jsonl"].splitlines(keepends=True)
    lines[place] = change(lines[place])
    parts["events.jsonl"] = b"".join(lines)


def line(place: int, old: str, new: str) -> Change:
    """One word of an event is another."""
    was, now = old.encode(), new.encode()
    return lambda parts: one_line(parts, place, lambda said: said.replace(was, now))


def _bad_state(**state: object) -> Change:
    return whole("states.jsonl", plain({"matter": "m1", **state}) + b"\n")


def _other_rules(parts: Parts, data: bytes) -> None:
    name = next(each for each in parts if each.startswith("workflows/"))
    parts[f"workflows/{hashlib.sha256(data).hexdigest()}.json"] = data
    del parts[name]


def _bent_rules(parts: Parts) -> None:
    parts[next(each for each in parts if each.startswith("workflows/"))] += b" "


def rules(data: bytes) -> Change:
    """The workflow file holds these bytes, under their own hash."""
    return lambda parts: _other_rules(parts, data)


RULES_NAME = Forged().workflow
LIST_HASH = hashlib.sha256(b"[]").hexdigest()
EMPTY_HASH = hashlib.sha256(b"{}").hexdigest()
STATES = "Fault: states.jsonl does not say the state and workflow of each matter."
UNREADABLE = "Fault: A line of texts.jsonl cannot be read."
ROOT = "Fault: The events do not give the signed root: one of them was changed."

FAULTS: list[tuple[str, Change]] = [
    ("Unusable: This is not a govflow bundle: checkpoint.txt is missing.", less("checkpoint.txt")),
    (
        "Unusable: This is not a govflow bundle: manifest.json, events.jsonl, states.jsonl is "
        "missing.",
        lambda p: [p.pop(name) for name in ("manifest.json", "events.jsonl", "states.jsonl")],
    ),
    (
        "Unusable: This verifier reads the format govflow-bundle/2 only.",
        put("manifest.json", "govflow-bundle/2", "govflow-bundle/1"),
    ),
    ("Fault: manifest.json cannot be read.", whole("manifest.json", b"{")),
    ("Fault: manifest.json is not an object.", whole("manifest.json", b"[]")),
    ("Fault: checkpoint.txt is not text.", whole("checkpoint.txt", b"\xff")),
    (
        "Fault: The checkpoint is of another log than the bundle says.",
        put("manifest.json", ORIGIN, ORIGIN + "2"),
    ),
    (
        "Fault: The checkpoint is not signed by the key you gave.",
        whole("checkpoint.txt", checkpoint([], key=THEIRS).encode()),
    ),
    (STATES, _bad_state(state="closed")),
    (STATES, _bad_state(state="closed", workflow="w", more="x")),
    (STATES, _bad_state(state="closed", workflow=1)),
    (STATES, _bad_state(state="closed", workflow="")),
    (STATES, _bad_state(later=False)),
    (STATES, _bad_state(later=1)),
    (STATES, whole("states.jsonl", b'{"later":true,"matter":1}\n')),
    (STATES, whole("states.jsonl", b'{"later":true,"matter":"\\ud800"}\n')),
    (STATES, whole("states.jsonl", b"[]\n")),
    (STATES, whole("states.jsonl", b"1\n")),
    (STATES, whole("states.jsonl", b"{\n")),
    ("Fault: states.jsonl is cut off in a line.", whole("states.jsonl", b"{}")),
    (
        "Fault: states.jsonl names the matter m1 twice.",
        whole("states.jsonl", b'{"later":true,"matter":"m1"}\n' * 2),
    ),
    (
        f"Fault: The workflow definition {RULES_NAME[:12]}… is not the one of that hash.",
        _bent_rules,
    ),
    (f"Fault: workflows/{LIST_HASH}.json cannot be read as a workflow.", rules(b"[]")),
    (f"Fault: workflows/{EMPTY_HASH}.json cannot be read as a workflow.", rules(b"{}")),
    (
        "Fault: events.jsonl is cut off in a line.",
        lambda p: one_line(p, 5, lambda said: said[:-1]),
    ),
    (ROOT, line(3, "T09:00", "T09:01")),
    (
        "Fault: The bundle speaks of another number of events than 6.",
        put("manifest.json", '"events":6', '"events":7'),
    ),
    (
        "Fault: Event 5: the text “reason” is not the one recorded.",
        put("texts.jsonl", "Bec", "bec"),
    ),
    ("Fault: Event 5: the text “reason” is not the one recorded.", put("texts.jsonl", "5a", "5b")),
    (
        "Fault: Event 5: the text “word” is not the one recorded.",
        put("texts.jsonl", '"reason"', '"word"'),
    ),
    (UNREADABLE, put("texts.jsonl", "{", "")),
    (UNREADABLE, put("texts.jsonl", '"salt"', '"salted"')),
    (UNREADABLE, whole("texts.jsonl", b"3\n")),
    (
        "Fault: A text belongs to event 7, which is not there.",
        put("texts.jsonl", '"seq":5', '"seq":7'),
    ),
    (
        "Fault: Event 4: the text “reason” is not the one recorded.",
        put("texts.jsonl", '"seq":5', '"seq":4'),
    ),
    (
        "Fault: documents/00.pdf is not the document of that hash.",
        whole("documents/00.pdf", b"a paper"),
    ),
    ("Fault: Event 0 cannot be read.", line(0, '{"at', '"at')),
    ("Fault: Event 0 cannot be read.", line(0, '"seq":0', '"seq":0.0')),
    ("Fault: Event 0 cannot be read.", line(0, '"seq":0', '"seq":NaN')),
    ("Fault: Event 0 cannot be read.", line(0, '"seq":0', '"seq":9007199254740992')),
    ("Fault: Event 0 cannot be read.", line(0, '"seq":0', '"seq":-9007199254740992')),
    ("Fault: Event 0 is not in canonical form.", line(0, '"seq":0', '"seq": 0')),
    ("Fault: Event 0 is not in canonical form.", line(0, '"m1"', '"\\u006d1"')),
    ("Fault: Event 1 is not in canonical form.", line(1, "secretary", "e\u0301")),
    ("Fault: Event 2 is not an object.", lambda p: one_line(p, 2, lambda _: b"[]\n")),
    ("Fault: Event ?: it does not say its seq.", line(0, '"seq":0,', "")),
    ("Fault: Event 0: it does not say its at.", line(0, '"at"', '"ab"')),
    ("Fault: Event 0: it does not say its type.", line(0, '"paper_started"', "null")),
    ("Fault: Event 0: it does not say its facts.", line(0, '"facts":{}', '"facts":[]')),
    ("Fault: Event True: it does not say its seq.", line(0, '"seq":0', '"seq":true')),
    ("Fault: Event 0: it does not say its commitments.", line(0, '"commitments":{},', "")),
    ("Fault: Event 2: it belongs to another organisation.", line(2, "org-1", "org-2")),
    (
        "Fault: Event 0 is missing, or event 1 is in the wrong place.",
        lambda p: one_line(p, 0, lambda _: b""),
    ),
]


@pytest.mark.parametrize(("sentence", "change"), FAULTS)
def test_each_wrong_file_is_named(sentence: str, change: Change, tmp_path: Path) -> None:
    assert told(changed(spoken(), change, tmp_path))[-1] == sentence


def test_the_deepest_nesting_is_refused_not_crashed_on(tmp_path: Path) -> None:
    deep = b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n"
    path = changed(spoken(), lambda p: one_line(p, 0, lambda _: deep), tmp_path)
    assert told(path)[-1] == "Fault: Event 0 cannot be read."


def test_names_are_sorted_as_utf_16_does(tmp_path: Path) -> None:
    made = Forged().opens()
    made.events[0]["facts"] = {"\U0001f600": 1, "\uffee": 2}
    parts = made.parts()
    assert (
        told(written(parts, tmp_path / "a.zip"))[-1] == "Fault: Event 0 is not in canonical form."
    )
    rightly = parts["events.jsonl"].decode()
    first, second = '"\uffee":2', '"\U0001f600":1'
    assert f"{first},{second}" in rightly
    data = rightly.replace(f"{first},{second}", f"{second},{first}").encode()
    leaves = [hashlib.sha256(b"\x00" + data[:-1]).digest()]
    parts |= {"events.jsonl": data, "checkpoint.txt": checkpoint(leaves).encode()}
    assert len(told(written(parts, tmp_path / "b.zip"))) == 5


def test_more_or_fewer_events_than_signed(tmp_path: Path) -> None:
    made = spoken()
    made.signed = 5
    said = told(written(made.parts(), tmp_path / "a.zip"))[-1]
    signed = "events are signed, but"
    assert said == f"Fault: 5 {signed} 6 are there: event 5 is the first that is not right."
    parts = spoken().parts()
    one_line(parts, 5, lambda _: b"")
    said = told(written(parts, tmp_path / "b.zip"), hashes_only=True)[-1]
    assert said == f"Fault: 6 {signed} 5 are there: event 5 is the first that is not right."


def test_a_json_file_may_be_in_any_order(tmp_path: Path) -> None:
    parts = spoken().parts()
    parts["manifest.json"] = json.dumps(json.loads(parts["manifest.json"]), indent=2).encode()
    assert len(told(written(parts, tmp_path / "a.zip"))) == 5
