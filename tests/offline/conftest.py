"""Bundles of an invented trust, made by the command and read by the verifier alone."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govflow.cli import main
from govflow.offline import govflow_verify
from tests.builders import World

VERIFIER = Path(govflow_verify.__file__)


@dataclass
class Outside:
    """Somebody outside: what they were given, and how they check it."""

    world: World
    folder: Path
    run: Callable[..., Result]
    key: str = ""
    checks: list[str] = field(default_factory=list)

    def sign(self) -> Result:
        """The signer, once."""
        return self.run("sign", "--once")

    def bundle(self, *words: str, name: str = "bundle.zip") -> Path:
        """An evidence bundle, freshly made."""
        path = self.folder / name
        made = self.run("trail", "bundle", *(words or ("--all",)), "--out", str(path))
        assert made.exit_code == 0, made.output
        return path

    def keep(self, name: str = "kept.txt") -> Path:
        """The newest checkpoint, kept outside."""
        from govflow.store import checkpoints

        with self.world.looking("auditor") as desk:
            latest = checkpoints.latest(desk.work)
        assert latest
        path = self.folder / name
        path.write_text(latest.note, encoding="utf-8")
        return path

    def check(self, capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
        """The verifier's exit code and what it said, run in this process."""
        capsys.readouterr()
        code = govflow_verify.main([*map(str, words), "--key", self.key])
        said = capsys.readouterr()
        return code, said.out + said.err

    def check_alone(self, *words: object) -> subprocess.CompletedProcess[str]:
        """The verifier's one file, in an interpreter that cannot see govflow."""
        copy = self.folder / "alone" / VERIFIER.name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(VERIFIER.read_bytes())
        command = [sys.executable, "-I", str(copy), *map(str, words), "--key", self.key]
        return subprocess.run(command, capture_output=True, text=True, cwd=copy.parent, check=False)


@pytest.fixture
def outside(
    world: World, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Outside:
    """A trust with a signer, and somebody outside who has its public key."""
    monkeypatch.setenv("GOVFLOW_DATABASE_URL", database_url)
    monkeypatch.setenv("GOVFLOW_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("GOVFLOW_INSTANCE", str(tmp_path))

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, words)

    made = Outside(world, tmp_path, run)
    made.key = run("trail", "key", "--new").stdout.strip()
    assert made.key.startswith("govflow/127.0.0.1:8000/")
    return made
