"""Bundles of chosen events and kept checkpoints: each proof that may be wrong, and its sentence."""

import hashlib
from pathlib import Path

import pytest

from govflow.offline import govflow_verify
from govflow.offline.govflow_verify import Head
from tests.offline.forge import ORIGIN, Forged, checkpoint, growth, text64, tree, written
from tests.offline.test_verify_bundles import (
    Change,
    changed,
    line,
    one_line,
    put,
    spoken,
    told,
    whole,
)
from tests.offline.test_verify_replay import closed

DAMAGED = "The bundle was damaged or cut off on its way."
REWRITTEN = "The log does not continue the checkpoint you kept: history was rewritten."


PROOFS: list[tuple[str, Change]] = [
    ("Event 2 has no proof.", put("proofs.txt", "\n2 ", "\n3 ")),
    ("Event 0 has no proof.", whole("proofs.txt", b"")),
    ("Event 0 has no proof.", whole("proofs.txt", b"\xff\n")),
    ("Event 0: its proof is not base64.", put("proofs.txt", "0 ", "0 ! ")),
    ("Event 2 is not in the signed log as it stands here.", line(1, "n1", "n2")),
    (
        "There are more proofs than events: an event was taken out.",
        lambda p: one_line(p, 1, lambda _: b""),
    ),
]


@pytest.mark.parametrize(("sentence", "change"), PROOFS)
def test_each_wrong_proof_is_named(sentence: str, change: Change, tmp_path: Path) -> None:
    made = spoken([0, 2])
    made.texts.clear()
    said = told(changed(made, change, tmp_path), hashes_only=True)[-1]
    assert said == f"Fault: {sentence}"


@pytest.mark.parametrize("hashes_only", [True, False])
def test_a_chosen_event_that_cannot_be_read(hashes_only: bool, tmp_path: Path) -> None:
    made = spoken([0, 2])
    made.texts.clear()
    path = changed(made, lambda p: one_line(p, 1, lambda _: b"{\n"), tmp_path)
    assert told(path, hashes_only=hashes_only)[-1] == "Fault: An event cannot be read."


def test_numbers_begin_at_nought(tmp_path: Path) -> None:
    made = spoken([0])
    made.texts.clear()
    path = changed(made, line(0, '"seq":0', '"seq":-1'), tmp_path)
    assert told(path, hashes_only=True)[-1] == "Fault: Event -1 is in the wrong place."


def test_nothing_that_was_kept_is_continued_by_nothing(tmp_path: Path) -> None:
    made = spoken()
    nothing = Head(ORIGIN, 0, tree([]))
    assert told(written(made.parts(), tmp_path / "a.zip"), nothing)[-1] == f"Fault: {REWRITTEN}"


@pytest.mark.parametrize("chosen", [[2, 0], [0, 0]])
def test_events_stand_in_order(chosen: list[int], tmp_path: Path) -> None:
    made = spoken(chosen)
    said = told(written(made.parts(), tmp_path / "a.zip"), hashes_only=True)[-1]
    assert said == f"Fault: Event {chosen[1]} is in the wrong place."


def kept(made: Forged, size: int, origin: str = ORIGIN) -> Head:
    """The head that somebody kept when the log had this size."""
    return Head(origin, size, tree(made.leaves()[:size]))


def between(made: Forged, old: int, new: int) -> bytes:
    """A file with the proof between two sizes."""
    proof = "".join(text64(step) + "\n" for step in growth(old, made.leaves()[:new]))
    return f"govflow-consistency/1\nold {old}\nnew {new}\n{proof}".encode()


@pytest.mark.parametrize("size", range(1, 7))
def test_a_kept_checkpoint_is_continued(size: int, tmp_path: Path) -> None:
    made = spoken()
    held = f"The log continues the checkpoint over {size:,} events that you kept."
    path = written(made.parts(), tmp_path / "a.zip")
    assert told(path, kept(made, size))[2] == held
    wrong = Head(ORIGIN, size, bytes(32))
    assert told(path, wrong)[-1] == f"Fault: {REWRITTEN}"
    made.chosen = [0, 1]
    made.texts.clear()
    parts = made.parts() | {f"consistency/{size}.txt": between(made, size, 6)}
    path = written(parts, tmp_path / "b.zip")
    assert told(path, kept(made, size), hashes_only=True)[2] == held
    assert told(path, wrong, hashes_only=True)[-1] == f"Fault: {REWRITTEN}"


def test_a_kept_checkpoint_of_another_log_or_time(tmp_path: Path) -> None:
    made = spoken()
    path = written(made.parts(), tmp_path / "a.zip")
    other = Head("another", 6, bytes(32))
    assert told(path, other)[-1] == "Fault: The kept checkpoint is of another log: another."
    longer = Head(ORIGIN, 1_007, bytes(32))
    assert told(path, longer)[-1] == (
        "Fault: The kept checkpoint counts 1,007 events, the bundle's only 6: events that were "
        "there are gone."
    )


def test_chosen_events_need_the_proof_of_the_kept_size(tmp_path: Path) -> None:
    made = spoken([0])
    made.texts.clear()
    parts = made.parts() | {"consistency/a.txt": between(made, 3, 5)}
    said = told(written(parts, tmp_path / "a.zip"), kept(made, 3), hashes_only=True)[-1]
    assert said == (
        "Unusable: This bundle holds only some events and no proof from the checkpoint you kept. "
        "Ask for one that is made with it, or compare the two checkpoints."
    )
    parts["consistency/b.txt"] = between(made, 3, 6)
    path = written(parts, tmp_path / "b.zip")
    assert told(path, kept(made, 3), hashes_only=True)[2].startswith("The log continues")


def test_damage_on_the_way(tmp_path: Path) -> None:
    path = written(spoken().parts(), tmp_path / "a.zip")
    data = path.read_bytes()
    for damaged in (data[:-1], data + b"0", data[:-64], b"", b"x" + data[1:], data.upper()):
        path.write_bytes(damaged)
        assert told(path) == [f"Fault: {DAMAGED}"]


def _sealed(data: bytes) -> bytes:
    return data + hashlib.sha256(data).hexdigest().encode()


def test_an_archive_that_contradicts_itself(tmp_path: Path) -> None:
    path = written(spoken().parts(), tmp_path / "a.zip")
    data = path.read_bytes()[:-64]
    place = data.index(b"govflow-bundle/2")
    path.write_bytes(_sealed(data[:place] + b"G" + data[place + 1 :]))
    other = "A file in the bundle is not the one that its list of files describes."
    assert told(path) == [f"Fault: {other}"]
    parts = spoken().parts()
    with pytest.warns(UserWarning, match="Duplicate"):
        written([*parts.items(), ("states.jsonl", b"{}")], path)
    assert told(path) == ["Fault: The bundle holds two files of one name."]


def test_hashes_alone_do_not_read_a_word(tmp_path: Path) -> None:
    parts = spoken().parts()
    one_line(parts, 5, lambda _: b"no JSON at all\n")
    lines = parts["events.jsonl"].splitlines()
    leaves = [hashlib.sha256(b"\x00" + each).digest() for each in lines]
    parts["checkpoint.txt"] = checkpoint(leaves).encode()
    assert len(told(written(parts, tmp_path / "a.zip"), hashes_only=True)) == 4
    assert told(written(parts, tmp_path / "b.zip"))[-1] == "Fault: Event 5 cannot be read."


def test_lines_are_not_read_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(govflow_verify, "LONGEST_LINE", 50)
    said = told(written(closed().parts(), tmp_path / "a.zip"), hashes_only=True)[-1]
    assert said == "Fault: events.jsonl is cut off in a line."


def test_values_of_every_kind_are_read(tmp_path: Path) -> None:
    facts = {"é": [{"b": [True, None]}, "é"], "most": 2**53 - 1, "least": 1 - 2**53}
    made = spoken().say("heard_of", None, facts=facts, opened={"reason": "Also."})
    assert "4 of 4 sealed texts" in told(written(made.parts(), tmp_path / "a.zip"))[3]
