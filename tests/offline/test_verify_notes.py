"""The verifier's keys and notes: each one that may be wrong, and the sentence it gets."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pytest

from govflow.offline.govflow_verify import (
    Fault,
    Head,
    Unusable,
    read_checkpoint,
    read_keys,
)
from tests.offline.forge import (
    ORIGIN,
    OURS,
    THEIRS,
    checkpoint,
    key_line,
    number,
    signature,
    text64,
    tree,
)
from tests.offline.test_verify_bundles import spoken

Capture = pytest.CaptureFixture[str]
LEAVES = spoken().leaves()
NOTE = checkpoint(LEAVES)
HEAD = Head(ORIGIN, 6, tree(LEAVES))
KEYS = read_keys([key_line()])


def fault(text: str, keys: Iterable[str] = (key_line(),)) -> str:
    """Why this is no checkpoint signed by these keys."""
    with pytest.raises(Fault) as raised:
        read_checkpoint(text, read_keys(keys))
    return str(raised.value)


# -- Keys ----------------------------------------------------------------------------------


def test_keys_come_from_the_command_line_or_a_file(tmp_path: Path) -> None:
    lines, other = tmp_path / "keys.txt", key_line("other", THEIRS)
    lines.write_text(f"\n  {key_line()}  \n\n{other}\n", encoding="utf-8")
    keys = read_keys([str(lines), other])
    assert [key.name for key in keys] == [ORIGIN, "other", "other"]
    assert keys[0].public == OURS.public_key().public_bytes_raw()
    assert keys[0].number == number(ORIGIN, OURS)


def test_a_file_whose_name_looks_like_a_key(tmp_path: Path) -> None:
    named = tmp_path / "a+b+c"
    named.write_text(key_line(), encoding="utf-8")
    assert read_keys([str(named)])[0].name == ORIGIN


NAME, MARK, RAW = key_line().split("+", 2)
WRONG_KEY = "This is not an Ed25519 key, or a letter of it is wrong: "


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "Give the public key with --key: the one `govflow trail key` prints."),
        (["nowhere.txt"], "nowhere.txt is neither a key nor a file of keys."),
        (["a+b"], "a+b is neither a key nor a file of keys."),
        ([f"{NAME}+{MARK}+!"], f"This is not a key: {NAME}+{MARK}+!. A key is not base64."),
        (["+".join((NAME, "00000000", RAW))], WRONG_KEY + "+".join((NAME, "00000000", RAW))),
    ],
)
def test_what_is_no_key(given: list[str], sentence: str) -> None:
    with pytest.raises(Unusable) as raised:
        read_keys(given)
    assert str(raised.value) == sentence


def _keyed(name: str, raw: bytes) -> str:
    mark = sha256(name.encode() + b"\n" + raw).digest()[:4].hex()
    return f"{name}+{mark}+{text64(raw)}"


@pytest.mark.parametrize(
    "line",
    [
        _keyed("", b"\x01" + bytes(32)),
        _keyed("a", b"\x02" + bytes(32)),
        _keyed("a", b"\x01" + bytes(31)),
        _keyed("a", b"\x01" + bytes(33)),
    ],
)
def test_a_key_of_another_kind(line: str) -> None:
    with pytest.raises(Unusable) as raised:
        read_keys([line])
    assert str(raised.value) == WRONG_KEY + line


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "keys").write_bytes(b"\xff")
    with pytest.raises(Unusable, match="neither a key nor a file of keys"):
        read_keys([str(tmp_path / "keys")])
    (tmp_path / "keys").write_bytes(b"\n")
    with pytest.raises(Unusable, match="Give the public key"):
        read_keys([str(tmp_path / "keys")])


# -- Checkpoints ---------------------------------------------------------------------------


def signed(text: str) -> str:
    """A note of any text, rightly signed."""
    return f"{text}\n{signature(text)}"


def test_a_checkpoint_says_its_head() -> None:
    assert read_checkpoint(NOTE, KEYS) == HEAD
    more = f"{ORIGIN}\n0\n{text64(bytes(32))}\nan extension\nand another\n"
    assert read_checkpoint(signed(more), KEYS) == Head(ORIGIN, 0, bytes(32))


def test_other_signatures_are_passed_over() -> None:
    text = NOTE.split("\n\n")[0] + "\n"
    witness = signature(text, "witness.example", THEIRS)
    assert read_checkpoint(NOTE + witness, KEYS) == HEAD
    assert read_checkpoint(f"{text}\n{witness}{signature(text)}", KEYS) == HEAD
    assert fault(f"{text}\n{witness}") == "The checkpoint is not signed by the key you gave."
    same_name = signature(text, ORIGIN, THEIRS)
    assert read_checkpoint(NOTE + same_name, KEYS) == HEAD


def test_a_known_key_must_be_right_each_time() -> None:
    text, wrong = NOTE.split("\n\n")[0] + "\n", signature("another\n")
    said = f"The signature of {ORIGIN} does not belong to the checkpoint."
    for note in (NOTE + wrong, f"{text}\n{wrong}{signature(text)}", f"{text}\n{wrong}"):
        assert fault(note) == said
    short = f"— {ORIGIN} {text64(number(ORIGIN, OURS))}\n"
    assert fault(f"{text}\n{short}") == said


NO_NOTE = "The checkpoint is not a signed note."
NO_LINE = "The checkpoint has a line below its text that is no signature."
UNSIGNED = f"The signature of {ORIGIN} does not belong to the checkpoint."
NO_HEAD = "The checkpoint does not say origin, size and root."
ROOT64 = text64(bytes(32))


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("", NO_NOTE),
        (NOTE[:-1], NO_NOTE),
        (NOTE.replace("\n\n", "\n"), NO_NOTE),
        (NOTE.replace("\n\n", "\n\n\n"), UNSIGNED),
        (NOTE.replace("6", "6\r", 1), NO_NOTE),
        (NOTE + "\x00\n", NO_NOTE),
        (NOTE.replace("—", "-"), NO_LINE),
        (NOTE + "\n", NO_NOTE),
        (NOTE + "— \n", NO_LINE),
        (NOTE + "— name\n", NO_LINE),
        (NOTE + "—  AAAA\n", NO_LINE),
        (NOTE + "— a+b AAAA\n", NO_LINE),
        (NOTE + "— a AAAA \n", NO_LINE),
        (NOTE + "— a AAAA b\n", NO_LINE),
        (NOTE + "— a AAAA\x1f\n", NO_NOTE),
        (NOTE + "— a AAA\n", "A signature of the checkpoint is not base64."),
        (NOTE + "— a AB==\n", "A signature of the checkpoint is not canonical base64."),
        (signed(f"{ORIGIN}\n6\n"), NO_HEAD),
        (signed(f"{ORIGIN} 6 {ROOT64}\n"), NO_HEAD),
        (signed(f"{ORIGIN}\n\n{ROOT64}\n"), NO_HEAD),
        (signed(f"{ORIGIN}\n06\n{ROOT64}\n"), NO_HEAD),
        (signed(f"{ORIGIN}\n-6\n{ROOT64}\n"), NO_HEAD),
        (signed(f"{ORIGIN}\n{'9' * 17}\n{ROOT64}\n"), NO_HEAD),
        (signed(f"{ORIGIN}\n6\n!\n"), "The checkpoint's root is not base64."),
        (signed(f"{ORIGIN}\n6\n{text64(bytes(31))}\n"), "The checkpoint's root has not 32 bytes."),
        (
            signed(f"other\n6\n{ROOT64}\n"),
            f"The checkpoint is of the log other, the key of {ORIGIN}.",
        ),
    ],
)
def test_what_is_no_checkpoint(note: str, sentence: str) -> None:
    assert fault(note) == sentence
