"""A bundle in which anything was changed does not hold, on its way or by a careful hand."""

import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govflow.offline import govflow_verify
from govflow.services.bundle_file import SEAL_LENGTH, seal
from tests.offline.conftest import Outside

Capture = pytest.CaptureFixture[str]
FLIPS = 1_000
CHECKED = ("events.jsonl", "proofs.txt", "texts.jsonl", "checkpoint.txt", "states.jsonl")


@pytest.fixture
def bundle(outside: Outside) -> Path:
    """A bundle of one matter, which holds."""
    made = outside.world.approved()
    outside.world.draft()
    outside.sign()
    path = outside.bundle("--matter", made)
    assert govflow_verify.main([str(path), "--key", outside.key]) == 0
    return path


@pytest.mark.sqlite_only
def test_a_thousand_flipped_bits_are_a_thousand_faults(
    outside: Outside, bundle: Path, capsys: Capture
) -> None:
    whole, dice = bundle.read_bytes(), random.Random(20261123)
    damaged = outside.folder / "damaged.zip"
    for _ in range(FLIPS):
        place = dice.randrange(len(whole) * 8)
        flipped = bytearray(whole)
        flipped[place // 8] ^= 1 << place % 8
        damaged.write_bytes(flipped)
        code = govflow_verify.main([str(damaged), "--key", outside.key])
        assert code == 1, f"bit {place}"
    assert capsys.readouterr().err.count("damaged or cut off") == FLIPS


@pytest.mark.sqlite_only
def test_a_bundle_cut_off_anywhere_does_not_hold(
    outside: Outside, bundle: Path, capsys: Capture
) -> None:
    whole, cut = bundle.read_bytes(), outside.folder / "cut.zip"
    for end in range(0, len(whole), 997):
        cut.write_bytes(whole[:end])
        assert govflow_verify.main([str(cut), "--key", outside.key]) == 1


@pytest.mark.sqlite_only
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_bit_changed_by_hand_and_sealed_again_does_not_hold(
    outside: Outside, bundle: Path, data: st.DataObject
) -> None:
    with zipfile.ZipFile(bundle) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    served = [n for n in files if n.startswith(("documents/", "workflows/"))]
    name = data.draw(st.sampled_from([*CHECKED, *served]))
    place = data.draw(st.integers(0, len(files[name]) * 8 - 1))
    flipped = bytearray(files[name])
    flipped[place // 8] ^= 1 << place % 8
    by_hand = outside.folder / "by-hand.zip"
    with zipfile.ZipFile(by_hand, "w") as archive:
        for each, content in {**files, name: bytes(flipped)}.items():
            archive.writestr(each, content)
        archive.comment = bytes(SEAL_LENGTH)
    seal(by_hand)
    assert govflow_verify.main([str(by_hand), "--key", outside.key]) in {1, 2}


@pytest.mark.parametrize("gone", ["an event", "a proof", "a text", "a document", "a workflow"])
@pytest.mark.sqlite_only
def test_what_is_taken_out_is_missed_where_it_can_be(
    outside: Outside, bundle: Path, capsys: Capture, gone: str
) -> None:
    with zipfile.ZipFile(bundle) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    match gone:
        case "an event":
            files["events.jsonl"] = b"".join(files["events.jsonl"].splitlines(True)[1:])
        case "a proof":
            files["proofs.txt"] = b"".join(files["proofs.txt"].splitlines(True)[:-1])
        case "a text":
            files["texts.jsonl"] = b"".join(files["texts.jsonl"].splitlines(True)[1:])
        case "a document":
            files = {n: d for n, d in files.items() if not n.startswith("documents/")}
        case "a workflow":
            files = {n: d for n, d in files.items() if not n.startswith("workflows/")}
    less = outside.folder / "less.zip"
    with zipfile.ZipFile(less, "w") as archive:
        for each, content in files.items():
            archive.writestr(each, content)
        archive.comment = bytes(SEAL_LENGTH)
    seal(less)
    withheld = {"a text", "a document"}  # may be left out: then the count that is shown is smaller
    assert govflow_verify.main([str(less), "--key", outside.key]) == (0 if gone in withheld else 1)
