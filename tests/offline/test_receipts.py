"""A network's receipt: taken after it spoke, checked outside, for ever."""

import random
from pathlib import Path

import pytest

from govflow.domain.errors import NotFound, NotYet, WrongRole
from govflow.domain.notes import Receipt
from govflow.services import receipts
from tests.builders import World
from tests.offline.conftest import Outside

Capture = pytest.CaptureFixture[str]


def spoken(world: World) -> str:
    """The request on which the race equality network spoke."""
    made = world.responding()
    return world.requests(made)["race"]


def comment_line(world: World, request_id: str) -> receipts.Line:
    with world.looking("race_chair") as desk:
        shown = receipts.shown(desk, request_id)
    return next(line for line in shown.lines if "commented" in line.sentence)


def taken(outside: Outside, request_id: str) -> Path:
    seq = comment_line(outside.world, request_id).seq
    with outside.world.looking("race_chair") as desk:
        text = receipts.receipt(desk, request_id, seq).text()
    path = outside.folder / "receipt.tlog-proof"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_comment_has_a_receipt_that_holds_outside(outside: Outside, capsys: Capture) -> None:
    request_id = spoken(outside.world)
    assert not comment_line(outside.world, request_id).ready
    outside.sign()
    assert comment_line(outside.world, request_id).ready
    path = taken(outside, request_id)
    code, said = outside.check(capsys, path)
    assert code == 0, said
    assert "comment made" in said
    assert "Its text “text” is the one recorded." in said
    assert outside.check_alone(path).returncode == 0
    assert "Rashida" not in path.read_text(encoding="utf-8")


def test_a_receipt_holds_under_every_later_checkpoint(outside: Outside, capsys: Capture) -> None:
    request_id = spoken(outside.world)
    outside.sign()
    first = taken(outside, request_id).read_text(encoding="utf-8")
    for _ in range(5):
        outside.world.draft()
        outside.sign()
        path = taken(outside, request_id)
        assert outside.check(capsys, path)[0] == 0
    later = path.read_text(encoding="utf-8")
    assert later != first
    path.write_text(first, encoding="utf-8")
    assert outside.check(capsys, path)[0] == 0


@pytest.mark.sqlite_only
def test_a_flipped_bit_in_any_byte_of_a_receipt_is_refused(
    outside: Outside, capsys: Capture
) -> None:
    request_id = spoken(outside.world)
    outside.sign()
    path = taken(outside, request_id)
    raw, dice = path.read_bytes(), random.Random(20261123)
    for place in range(len(raw)):
        flipped = bytearray(raw)
        flipped[place] ^= 1 << dice.randrange(8)
        path.write_bytes(flipped)
        assert outside.check(capsys, path)[0] in {1, 2}, place


def test_another_text_in_a_receipt_is_refused(outside: Outside, capsys: Capture) -> None:
    request_id = spoken(outside.world)
    outside.sign()
    path = taken(outside, request_id)
    receipt = Receipt.parse(path.read_text(encoding="utf-8"))
    forged = receipt.extra.replace(b'"text":"', b'"text":"Not: ', 1)
    assert forged != receipt.extra
    other = Receipt(receipt.index, receipt.proof, receipt.checkpoint, forged)
    path.write_text(other.text(), encoding="utf-8")
    code, said = outside.check(capsys, path)
    assert (code, "is not the one recorded" in said) == (1, True), said


def test_nobody_else_takes_a_networks_receipts(outside: Outside) -> None:
    world, request_id = outside.world, spoken(outside.world)
    seq = comment_line(world, request_id).seq
    with world.looking("race_chair") as desk, pytest.raises(NotYet, match="not signed yet"):
        receipts.receipt(desk, request_id, seq)
    outside.sign()
    for name in ("women_chair", "secretary", "author", "auditor", "administrator"):
        with world.looking(name) as desk, pytest.raises(WrongRole):
            receipts.shown(desk, request_id)
        with world.looking(name) as desk, pytest.raises(WrongRole):
            receipts.receipt(desk, request_id, seq)
    with world.looking("race_chair") as desk, pytest.raises(NotFound):
        receipts.receipt(desk, request_id, 0)
