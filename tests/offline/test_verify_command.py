"""The verifier's command: what it prints, and the exit code it ends with."""

import sys
from hashlib import sha256
from pathlib import Path

import pytest

from govflow.offline import govflow_verify
from govflow.offline.govflow_verify import main
from tests.offline.forge import Forged, checkpoint, key_line, written
from tests.offline.test_verify_bundles import spoken
from tests.offline.test_verify_notes import LEAVES, NOTE
from tests.offline.test_verify_parts import between
from tests.offline.test_verify_receipts import GOOD

Capture = pytest.CaptureFixture[str]
END = "Everything that was checked holds.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of things to check."""
    written(spoken().parts(), tmp_path / "whole.zip")
    written(spoken().parts(), tmp_path / "another-ending")
    for name, text in (
        ("receipt", GOOD),
        ("new.txt", NOTE),
        ("old.txt", checkpoint(LEAVES[:3])),
        ("proof.txt", between(spoken(), 3, 6).decode()),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "data").write_bytes(b"\xff")
    (tmp_path / "torn.zip").write_bytes(b"torn")
    return tmp_path


def ran(folder: Path, *words: str, key: str = key_line()) -> int:
    """The exit code for these words, where `@` stands for the folder."""
    given = [word.replace("@", f"{folder}/") for word in words]
    return main([*given, *(("--key", key) if key else ())])


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (("@whole.zip",), 5),
        (("@another-ending",), 5),
        (("@whole.zip", "--hashes-only"), 4),
        (("@whole.zip", "--checkpoint", "@old.txt"), 6),
        (("@receipt",), 5),
        (("@receipt", "--checkpoint", "@new.txt"), 6),
        (("@old.txt", "@new.txt", "--proof", "@proof.txt"), 2),
        (("@new.txt", "@new.txt"), 2),
    ],
)
def test_what_holds(words: tuple[str, ...], sentences: int, folder: Path, capsys: Capture) -> None:
    assert ran(folder, *words) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.endswith(END)
    lines = said.out.removesuffix(END).splitlines()
    assert len(lines) == sentences
    assert all(line.startswith("ok  ") for line in lines)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("@torn.zip",), "The bundle was damaged or cut off on its way."),
        (
            ("@receipt", "--checkpoint", "@receipt"),
            "The signature of govflow/example.org/org-1 does not belong to the checkpoint.",
        ),
    ],
)
def test_what_does_not_hold(
    words: tuple[str, ...], sentence: str, folder: Path, capsys: Capture
) -> None:
    assert ran(folder, *words) == 1
    assert capsys.readouterr().err == f"DOES NOT HOLD  {sentence}\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("@none",), "@none cannot be read: No such file or directory."),
        (("@none.zip",), "[Errno 2] No such file or directory: '@none.zip'"),
        (("@data",), "@data is neither a bundle nor a text."),
        (("@new.txt",), "@new.txt is neither a bundle nor a receipt."),
        (("@a", "@b", "@c"), "Name one bundle or receipt, or two checkpoints."),
        (("@old.txt", "@new.txt"), "Give the proof between the two sizes with --proof."),
        (
            ("@whole.zip", "--checkpoint", "@none"),
            "@none cannot be read: No such file or directory.",
        ),
    ],
)
def test_what_cannot_be_used(
    words: tuple[str, ...], sentence: str, folder: Path, capsys: Capture
) -> None:
    assert ran(folder, *words) == 2
    expected = f"Cannot be checked: {sentence}\n".replace("@", f"{folder}/")
    assert capsys.readouterr().err == expected


def test_without_a_key_nothing_is_checked(folder: Path, capsys: Capture) -> None:
    assert ran(folder, "@whole.zip", key="") == 2
    assert "Give the public key with --key" in capsys.readouterr().err


def test_an_archive_cut_before_its_list_cannot_be_checked(folder: Path, capsys: Capture) -> None:
    data = (folder / "whole.zip").read_bytes()[:300]
    (folder / "cut.zip").write_bytes(data + sha256(data).hexdigest().encode())
    assert ran(folder, "@cut.zip") == 1
    assert "is not the one that its list of files describes" in capsys.readouterr().err


def test_help_says_what_it_is_for(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["x", "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = " ".join(capsys.readouterr().out.split())
    assert ended.value.code == 0
    usage = (
        "usage: govflow-verify [-h] [--key KEY] [--checkpoint CHECKPOINT] [--proof PROOF] "
        "[--hashes-only] FILE [FILE ...] "
        "Check a govflow bundle, receipt or pair of checkpoints, offline. positional"
    )
    options = (
        "--key KEY a public key, or its file "
        "--checkpoint CHECKPOINT a checkpoint that you kept "
        "--proof PROOF a consistency proof between two checkpoints "
        "--hashes-only do not read what events say "
        "Exit code: 0 it holds, 1 it does not hold, 2 the input cannot be used."
    )
    assert said.startswith(usage)
    assert said.endswith(options)


class Terminal:
    """Somebody's terminal."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.flushed = 0

    def write(self, text: str) -> None:
        self.said.append(text)

    def flush(self) -> None:
        self.flushed += 1

    def isatty(self) -> bool:
        return True


def test_a_long_log_shows_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(govflow_verify, "PROGRESS", 2)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    made = Forged().opens().say("a").say("b").say("c").say("d")
    path = written(made.parts(), tmp_path / "a.zip")
    assert main([str(path), "--key", key_line()]) == 0
    assert [each for each in terminal.said if each] == ["\r2 events", "\r4 events"]
    assert terminal.flushed == 2
