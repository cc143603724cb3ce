"""Every reason for which a key, a note, a checkpoint or a receipt is refused, word for word."""

from collections.abc import Callable

import pytest

from govflow.domain.notes import (
    LONGEST_NOTE,
    MOST_SIGNATURES,
    BadNote,
    Checkpoint,
    Receipt,
    VerifierKey,
    opened,
    signed,
    text_of,
)
from govflow.domain.trail import Frontier, commit
from govflow.signing import verify
from tests.domain.test_notes import HEAD, KNOWN, NAME, NOTE, ROOT
from tests.keys import OURS

NUMBER = KNOWN.id.hex()
KEY = text_of(b"\x01" + OURS.public)
ROOT64 = text_of(ROOT)
FIVE = text_of(b"12345")


def read(note: str) -> str:
    return opened(note, [KNOWN], verify)


def lines(more: str) -> Callable[[], object]:
    return lambda: read(NOTE + more)


def key(text: str) -> Callable[[], object]:
    return lambda: VerifierKey.parse(text)


def head(text: str) -> Callable[[], object]:
    return lambda: Checkpoint.parse(text)


def receipt(text: str) -> Callable[[], object]:
    return lambda: Receipt.parse(text)


KEY_FORM = "A key looks like NAME+HASH+KEY."
KEY_NAME = "A key's name has at least one character, no space and no plus sign."
KEY_HASH = "The key's hash does not belong to its name and its bytes."
LINE = "A signature line looks like: — NAME SIGNATURE."
NO_SIGNATURES = "The note has no signatures below an empty line."
CONTROL = "A note holds no control characters."
END = "The text of a note ends with a new line."
THREE = "A checkpoint has at least three lines: origin, size and root."
WHOLE = "A checkpoint's size is a whole number without leading zeros."
BEGINS = "A receipt begins with the line c2sp.org/tlog-proof@v1 and holds a checkpoint."
NAMES = "A receipt names the number of its event in a line: index NUMBER."
FIRST = "c2sp.org/tlog-proof@v1"
HASH = "A line of the proof is a hash of 32 bytes."

REFUSALS: list[tuple[str, Callable[[], object]]] = [
    (KEY_FORM, key(NAME)),
    (KEY_FORM, key(f"{NAME}+{NUMBER}")),
    (KEY_NAME, key(f"+{NUMBER}+{KEY}")),
    (KEY_NAME, lambda: VerifierKey("a+b", OURS.public)),
    ("An Ed25519 public key has 32 bytes.", lambda: VerifierKey("a", bytes(31))),
    ("The key is not written in base64.", key(f"{NAME}+{NUMBER}+!")),
    ("The key is not written in canonical base64.", key(f"{NAME}+{NUMBER}+AB==")),
    ("The key is not written in base64.", key(f"{NAME}+{NUMBER}+{KEY}+AA==")),
    ("The key is not an Ed25519 key for signed notes.", key(f"{NAME}+{NUMBER}+AAAA")),
    (KEY_HASH, key(f"{NAME}+{'0' * 8}+{KEY}")),
    ("No known key signed this note.", lambda: opened(NOTE, [], verify)),
    (END, lambda: signed("no end", NAME, OURS.public, OURS.sign)),
    (CONTROL, lambda: signed("tab\there\n", NAME, OURS.public, OURS.sign)),
    (CONTROL, lambda: signed("last\x1f\n", NAME, OURS.public, OURS.sign)),
    (CONTROL, lines("— a AAAA\r\n")),
    ("The note is too long to be one.", lambda: read("x" * (LONGEST_NOTE + 1))),
    (NO_SIGNATURES, lambda: read("x" * LONGEST_NOTE)),
    (NO_SIGNATURES, lambda: read("a\n")),
    (NO_SIGNATURES, lambda: read("a\n\nb")),
    (
        f"The note has more than {MOST_SIGNATURES} signatures.",
        lines(f"— a {FIVE}\n" * MOST_SIGNATURES),
    ),
    (LINE, lines("- a AAAA\n")),
    (LINE, lines("— a\n")),
    (LINE, lines("— a+b AAAA\n")),
    (LINE, lines("—  AAAA\n")),
    (LINE, lines(f"a {FIVE}\n")),
    ("A signature is not written in base64.", lines("— a !\n")),
    ("A signature is not written in base64.", lines(f"— a b {FIVE}\n")),
    ("A signature is not written in canonical base64.", lines("— a AB==\n")),
    ("A signature is shorter than the number of its key.", lines(f"— a {text_of(b'1234')}\n")),
    (THREE, head(f"{NAME}\n5\n")),
    (THREE, head(f"{NAME}\n5\n{ROOT64}")),
    (WHOLE, head(f"{NAME}\n05\n{ROOT64}\n")),
    ("A checkpoint's root is not written in base64.", head(f"{NAME}\n5\n!\n")),
    ("A checkpoint's root has 32 bytes.", head(f"{NAME}\n5\n{text_of(ROOT[:31])}\n")),
    (BEGINS, receipt(f"{FIRST}\nindex 5\n")),
    (BEGINS, receipt(f"{FIRST}2\nindex 5\n\n{NOTE}")),
    ("The extra line is not written in base64.", receipt(f"{FIRST}\nextra !\nindex 5\n\n{NOTE}")),
    (NAMES, receipt(f"{FIRST}\n\n{NOTE}")),
    (NAMES, receipt(f"{FIRST}\nindex\n\n{NOTE}")),
    (NAMES, receipt(f"{FIRST}\nindex 05\n\n{NOTE}")),
    (NAMES, receipt(f"{FIRST}\nplace 5\n\n{NOTE}")),
    (NAMES, receipt(f"{FIRST}\nindex index 5\n\n{NOTE}")),
    ("A line of the proof is not written in base64.", receipt(f"{FIRST}\nindex 5\n!\n\n{NOTE}")),
    (HASH, receipt(f"{FIRST}\nindex 5\n{text_of(ROOT[:31])}\n\n{NOTE}")),
    ("A subtree's hash has 32 bytes.", lambda: Frontier(1, (bytes(31),))),
    (
        "A commitment's domain is a name without a zero byte.",
        lambda: commit(b"a\x00b", bytes(32), b""),
    ),
    (
        "A commitment's salt has 32 bytes, fresh for each.",
        lambda: commit(b"a", bytes(31), b""),
    ),
]


@pytest.mark.parametrize(("sentence", "refused"), REFUSALS)
def test_each_reason_is_said(sentence: str, refused: Callable[[], object]) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the sentence is what is asked for
        refused()
    assert str(raised.value) == sentence


def test_as_many_signatures_as_may_be() -> None:
    assert read(NOTE + f"— a {FIVE}\n" * (MOST_SIGNATURES - 1)) == HEAD.text()


def test_a_text_may_hold_empty_lines() -> None:
    text = "One.\n\nAnother.\n"
    assert read(signed(text, NAME, OURS.public, OURS.sign)) == text


def test_a_receipt_without_more_has_no_extra_line() -> None:
    made = Receipt(5, (), NOTE)
    assert made.text() == f"{FIRST}\nindex 5\n\n{NOTE}"
    assert Receipt.parse(made.text()) == made


def test_a_bad_note_is_a_wrong_value() -> None:
    assert issubclass(BadNote, ValueError)
