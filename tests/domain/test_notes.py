"""Signed notes, checkpoints and receipts: the published examples, and everything that is wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govflow.domain.notes import (
    BadNote,
    Checkpoint,
    Receipt,
    VerifierKey,
    also_signed,
    bytes_of,
    opened,
    signed,
    text_of,
)
from govflow.signing import verify
from tests.keys import OTHER, OURS, key_of

NAME = "govflow/example.org/0123"
KNOWN = key_of(NAME, OURS)
ROOT = bytes(range(32))
HEAD = Checkpoint(NAME, 20_852_163, ROOT)
NOTE = signed(HEAD.text(), NAME, OURS.public, OURS.sign)

# The worked example of the signed-note format, published with golang.org/x/mod/sumdb/note.
PETERS_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETERS_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb"
    "6KE6RyyBwJnAM=\n"
)


def test_a_published_note_is_opened_with_its_published_key() -> None:
    key = VerifierKey.parse(PETERS_KEY)
    assert str(key) == PETERS_KEY
    text = opened(PETERS_NOTE, [key], verify)
    assert text.endswith("what your problem is.\n")


def test_what_was_signed_is_opened_again() -> None:
    assert Checkpoint.parse(opened(NOTE, [KNOWN], verify)) == HEAD
    assert VerifierKey.parse(str(KNOWN)) == KNOWN


def test_two_keys_sign_together_while_they_are_changed() -> None:
    both = also_signed(NOTE, NAME, OTHER.public, OTHER.sign)
    for known in ([KNOWN], [key_of(NAME, OTHER)], [KNOWN, key_of(NAME, OTHER)]):
        assert opened(both, known, verify) == HEAD.text()


def test_unknown_keys_are_passed_over_and_known_ones_must_be_right() -> None:
    stranger = signed(HEAD.text(), "stranger.example", OTHER.public, OTHER.sign)
    line = stranger.rsplit("\n\n", 1)[1]
    assert opened(NOTE + line, [KNOWN], verify) == HEAD.text()
    with pytest.raises(BadNote, match="No known key"):
        opened(stranger, [KNOWN], verify)
    forged = NOTE + signed("another\n", NAME, OURS.public, OURS.sign).rsplit("\n\n", 1)[1]
    with pytest.raises(BadNote, match="does not belong"):
        opened(forged, [KNOWN], verify)


def test_every_flipped_bit_of_a_note_is_refused() -> None:
    raw = NOTE.encode()
    for place in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises((BadNote, UnicodeDecodeError)):
            Checkpoint.parse(opened(flipped.decode(), [KNOWN], verify))


def test_every_shorter_piece_of_a_note_is_refused() -> None:
    for end in range(len(NOTE)):
        with pytest.raises(BadNote):
            opened(NOTE[:end], [KNOWN], verify)


@pytest.mark.parametrize("text", ["AB==", "AA=", "A A=", "AA==\n", "AA", "é", "AA==AA=="])
def test_only_the_canonical_base64_is_read(text: str) -> None:
    with pytest.raises(BadNote, match="base64"):
        bytes_of(text, "It")


@given(st.binary(max_size=80))
def test_bytes_come_back(data: bytes) -> None:
    assert bytes_of(text_of(data), "It") == data


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{NAME}\n5\n",
        f"{NAME}\n05\n{text_of(ROOT)}\n",
        f"{NAME}\n-5\n{text_of(ROOT)}\n",
        f"{NAME}\n5 \n{text_of(ROOT)}\n",
        f"{NAME}\n5\n{text_of(ROOT[:31])}\n",
        f"\n5\n{text_of(ROOT)}\n",
        f"{NAME}\n5\n{text_of(ROOT)}",
        f"{NAME}\n5\n{text_of(ROOT)}\n\n",
        f"{NAME}\n{10**17}\n{text_of(ROOT)}\n",
    ],
)
def test_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote, match="checkpoint"):
        Checkpoint.parse(text)


def test_a_checkpoint_may_have_extension_lines() -> None:
    assert Checkpoint.parse(HEAD.text() + "more\n") == HEAD


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name", "looks like"),
        ("name+00", "looks like"),
        ("name+00000000+AAAA", "not an Ed25519"),
        (f"name+00000000+{text_of(bytes([1]) + ROOT)}", "hash does not belong"),
        (f"name+00000000+{text_of(bytes([1]) + ROOT[:30])}", "32 bytes"),
        (f"a b+00000000+{text_of(bytes([1]) + ROOT)}", "name"),
    ],
)
def test_a_key_is_refused(text: str, why: str) -> None:
    with pytest.raises(BadNote, match=why):
        VerifierKey.parse(text)


@pytest.mark.parametrize("text", ["no end", "tab\there\n", "return\r\n"])
def test_a_text_that_no_note_can_hold(text: str) -> None:
    with pytest.raises(BadNote):
        signed(text, NAME, OURS.public, OURS.sign)


@given(
    st.integers(0, 10**15),
    st.lists(st.binary(min_size=32, max_size=32), max_size=6),
    st.binary(max_size=50),
)
def test_a_receipt_comes_back(index: int, proof: list[bytes], extra: bytes) -> None:
    receipt = Receipt(index, tuple(proof), NOTE, extra)
    assert Receipt.parse(receipt.text()) == receipt


@settings(max_examples=300)
@given(st.data())
def test_a_damaged_receipt_is_refused_or_reads_as_another(data: st.DataObject) -> None:
    text = Receipt(7, (ROOT, ROOT[::-1]), NOTE, b"extra").text()
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        assert Receipt.parse(text[:start] + text[end:]).text() != text
    except BadNote as fault:
        assert str(fault).endswith(".")  # noqa: PT017 - either way is right
