"""A bundle holds when nothing was done to it, and says what it shows."""

import hashlib
import io
import json
import re
import socket
import sys
import zipfile
from pathlib import Path

import pytest

from govflow.offline import govflow_verify
from govflow.services import copies
from tests.keys import OURS, key_of
from tests.offline.conftest import VERIFIER, Outside

Capture = pytest.CaptureFixture[str]
OUR_OWN = "govflow"


def test_the_whole_log_holds_and_is_replayed(outside: Outside, capsys: Capture) -> None:
    outside.world.approved(position="object")
    outside.world.responding()
    outside.sign()
    kept = outside.keep()
    outside.world.draft()
    outside.sign()
    code, said = outside.check(capsys, outside.bundle(), "--checkpoint", kept)
    assert code == 0, said
    assert "the whole log" in said
    assert "moves of 3 matters are legal" in said
    assert "continues the checkpoint" in said


def test_one_matter_is_proven_to_be_in_the_log(outside: Outside, capsys: Capture) -> None:
    made = outside.world.approved()
    outside.sign()
    kept = outside.keep()
    code, said = outside.check(capsys, outside.bundle("--matter", made), "--checkpoint", kept)
    assert code == 0, said
    assert "each proven to be in the log" in said
    assert "moves of 1 matters" in said


def test_a_later_bundle_of_one_matter_continues_what_was_kept(
    outside: Outside, capsys: Capture
) -> None:
    made = outside.world.draft()
    outside.sign()
    kept = outside.keep()
    outside.world.act("author", made, "submit")
    outside.sign()
    without = outside.bundle("--matter", made, name="without.zip")
    code, said = outside.check(capsys, without, "--checkpoint", kept)
    assert (code, "Ask for one that is made with it" in said) == (2, True), said
    path = outside.bundle("--matter", made, "--since", str(kept))
    code, said = outside.check(capsys, path, "--checkpoint", kept)
    assert (code, "continues the checkpoint" in said) == (0, True), said


def test_two_checkpoints_with_the_proof_between_them(outside: Outside, capsys: Capture) -> None:
    outside.world.draft()
    outside.sign()
    older = outside.keep("older.txt")
    outside.world.approved()
    outside.sign()
    newer, proof = outside.keep("newer.txt"), outside.folder / "proof.txt"
    with outside.world.looking("auditor") as desk:
        proof.write_text(copies.proof_from(desk, older.read_text())[1])
    code, said = outside.check(capsys, newer, older, "--proof", proof)
    assert (code, "The newer continues the older" in said) == (0, True), said
    assert outside.check(capsys, newer, older)[0] == 2
    assert outside.check(capsys, newer, newer)[0] == 0
    lines = proof.read_text().splitlines()
    proof.write_text("\n".join([*lines[:3], *reversed(lines[3:])]) + "\n")
    code, said = outside.check(capsys, older, newer, "--proof", proof)
    assert (code, "history was rewritten" in said) == (1, True), said


def test_a_period_and_a_sample(outside: Outside, capsys: Capture) -> None:
    for _ in range(4):
        outside.world.submitted()
    outside.sign()
    period = outside.bundle("--period", "2026-03-02", "2026-03-02", name="period.zip")
    assert outside.check(capsys, period)[0] == 0
    draws = [
        outside.bundle("--sample", "2", "--seed", seed, name=f"{number}.zip")
        for number, seed in enumerate(("spring", "spring", "autumn"))
    ]
    drawn = [sorted(_states(path)) for path in draws]
    assert drawn[0] == drawn[1]
    assert all(len(each) == 2 for each in drawn)
    code, said = outside.check(capsys, draws[2])
    assert (code, "The seed “autumn” draws these 2 of 4 matters." in said) == (0, True), said
    assert _redrawn(draws[2], "autumn", 2) == drawn[2]


def _redrawn(path: Path, seed: str, number: int) -> list[str]:
    """The lines of ADR 34, with what the bundle and its trail's event say of the population."""
    with zipfile.ZipFile(path) as archive:
        listed = archive.read("population.txt")
        scope = json.loads(archive.read("manifest.json"))["scope"]
    assert scope["population_sha256"] == hashlib.sha256(listed).hexdigest()
    ids = listed.decode().split("\n")
    ranked = sorted(ids, key=lambda i: hashlib.sha256(f"{seed}\n{i}".encode()).hexdigest())
    return sorted(ranked[:number])


def test_the_trail_says_from_what_a_sample_was_drawn(outside: Outside) -> None:
    outside.world.approved()
    outside.sign()
    drawn = outside.bundle("--sample", "1", "--seed", "spring", name="sample.zip")
    outside.sign()
    with zipfile.ZipFile(outside.bundle("--all", name="after.zip")) as archive:
        events = [json.loads(line)["facts"] for line in archive.open("events.jsonl")]
    with zipfile.ZipFile(drawn) as archive:
        listed = archive.read("population.txt")
    said = next(each for each in events if "seed spring" in str(each.get("scope")))
    assert said["population_sha256"] == hashlib.sha256(listed).hexdigest()
    assert "SHA-256" in said["method"]


def _states(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return [json.loads(line)["matter"] for line in archive.open("states.jsonl")]


def test_nothing_personal_is_in_a_disclosure_safe_bundle(outside: Outside, capsys: Capture) -> None:
    made = outside.world.approved(position="object")
    outside.sign()
    path = outside.bundle("--matter", made, "--form", "disclosure-safe")
    code, said = outside.check(capsys, path)
    assert (code, "0 of " in said) == (0, True), said
    text = everything(path)
    for name in ("Rashida", "Amara", "Sian", "Bernard", "Panels stay as they were"):
        assert name not in text


def test_who_inside_a_network_spoke_is_in_no_bundle(outside: Outside) -> None:
    outside.world.responding()
    outside.sign()
    text = everything(outside.bundle())
    acts = [json.loads(line) for line in text.splitlines() if '"commitments":' in line]
    assert any(act["facts"].get("network") for act in acts)
    spoke = {act["seq"] for act in acts if act["facts"].get("network")}
    shown = [json.loads(line) for line in text.splitlines() if line.startswith('{"seq"')]
    assert shown
    assert not [each for each in shown if each["field"] == "actor" and each["seq"] in spoke]


def everything(path: Path) -> str:
    """All text in the bundle, workbooks unpacked; the verifier apart."""
    with zipfile.ZipFile(path) as archive:
        found = {n: archive.read(n) for n in archive.namelist() if n != VERIFIER.name}
    for name in [name for name in found if name.endswith(".xlsx")]:
        with zipfile.ZipFile(io.BytesIO(found.pop(name))) as book:
            found |= {f"{name}/{part}": book.read(part) for part in book.namelist()}
    return "\n".join(data.decode() for data in found.values())


def test_its_pages_link_only_to_what_is_in_it(outside: Outside) -> None:
    made = outside.world.approved()
    outside.sign()
    with zipfile.ZipFile(outside.bundle("--matter", made)) as archive:
        names = set(archive.namelist())
        pages = {name: archive.read(name).decode() for name in names if name.endswith(".html")}
    linked = {link for page in pages.values() for link in re.findall(r'href="([^"]+)"', page)}
    assert any("documents/" in link for link in linked)
    files = {link.removeprefix("../") for link in linked if not link.startswith("#")}
    assert files <= names
    for page in pages.values():
        within = set(re.findall(r'href="#([^"]+)"', page))
        assert within <= set(re.findall(r'id="([^"]+)"', page))


def test_a_matter_that_moved_on_since_is_not_compared(outside: Outside, capsys: Capture) -> None:
    made = outside.world.scoped()
    outside.sign()
    outside.world.act("secretary", made, "send_to_networks")
    code, said = outside.check(capsys, outside.bundle())
    assert code == 0, said
    assert "1 matters moved on since" in said


def test_the_verifier_stands_alone(outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    outside.world.approved()
    outside.sign()
    done = outside.check_alone(outside.bundle())
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Everything that was checked holds.\n")
    with zipfile.ZipFile(outside.folder / "bundle.zip") as archive:
        assert archive.read(VERIFIER.name) == VERIFIER.read_bytes()


def test_the_verifier_imports_nothing_of_govflow_and_opens_no_connection(
    outside: Outside, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    source = VERIFIER.read_text(encoding="utf-8")
    lines = [line.split() for line in source.splitlines()]
    imported = {words[1].split(".")[0] for words in lines if words[:1] in (["import"], ["from"])}
    assert OUR_OWN not in imported
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}
    outside.world.draft()
    outside.sign()
    path = outside.bundle()

    def refused(*_: object) -> None:
        raise AssertionError("It opened a connection.")

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert outside.check(capsys, path)[0] == 0


def test_only_hashes(outside: Outside, capsys: Capture) -> None:
    outside.world.draft()
    outside.sign()
    code, said = outside.check(capsys, outside.bundle(), "--hashes-only")
    assert code == 0
    assert "were not looked at" in said


def test_what_cannot_be_bundled(outside: Outside) -> None:
    out = str(outside.folder / "none.zip")
    early: list[tuple[tuple[str, ...], str]] = [
        ((), "one of --matter"),
        (("--all", "--sample", "3"), "one of --matter"),
        (("--sample", "3"), "--seed"),
        (("--all",), "No checkpoint has been signed"),
        (("--matter", "none"), "here is no such"),
    ]
    for words, why in early:
        done = outside.run("trail", "bundle", *words, "--out", out)
        assert done.exit_code == 2
        assert why in done.stderr
    outside.sign()
    wrong: list[tuple[tuple[str, ...], str]] = [
        (("--period", "2026-05-02", "2026-05-01"), "last day"),
        (("--period", "1999-05-01", "1999-05-01"), "no signed event"),
        (("--sample", "3", "--seed", "x"), "Draw between"),
    ]
    for words, why in wrong:
        done = outside.run("trail", "bundle", *words, "--out", out)
        assert (done.exit_code, Path(out).exists()) == (2, False), done.output
        assert why in done.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["missing.zip"], "Cannot be checked"),
        (["README.md"], "neither a bundle nor a receipt"),
        (["README.md", "README.md", "README.md"], "Name one bundle"),
    ],
)
def test_input_that_cannot_be_used(words: list[str], why: str, capsys: Capture) -> None:
    assert govflow_verify.main([*words, "--key", str(key_of("a", OURS))]) == 2
    assert why in capsys.readouterr().err
    assert govflow_verify.main(words) == 2
    assert "--key" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["a+00000000+AAAA", "no-such-file", "a+b+c+d"])
def test_a_key_that_cannot_be_used(key: str, capsys: Capture) -> None:
    assert govflow_verify.main(["x.zip", "--key", key]) == 2
    assert "key" in capsys.readouterr().err
