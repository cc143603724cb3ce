"""Vendored files, migrations, workflows, guards and events: nothing lost, nothing left over."""

import hashlib
import re
from pathlib import Path

import pytest

from govflow.config import folder
from govflow.domain import events
from govflow.domain.guards import GUARDS
from govflow.engine.definition import load_folder, workflow_files
from govflow.engine.prover import prove
from tests.house.places import ROOT, VENDORED, named

MIGRATIONS = ROOT / "migrations" / "versions"
REVISION = re.compile(r'^revision(?:: \w+)? = "([^"]+)"', re.MULTILINE)


@pytest.mark.parametrize("place", VENDORED, ids=named)
def test_vendored_files_are_as_they_were_fetched(place: Path) -> None:
    sums = (place / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in sums)}
    there = {
        path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.rglob("*")
        if path.is_file() and path.name != "SHA256SUMS"
    }
    assert there == listed
    assert any("licence" in name.lower() or "license" in name.lower() for name in there)


def test_migrations_are_numbered_without_a_gap_and_have_one_head() -> None:
    files = sorted(MIGRATIONS.glob("*.py"))
    numbers = [int(path.name[:4]) for path in files]
    assert numbers == list(range(1, len(files) + 1))
    found = [REVISION.search(path.read_text(encoding="utf-8")) for path in files]
    revisions = [match.group(1) for match in found if match]
    assert len(revisions) == len(files)
    head = (ROOT / "migrations" / ".current-head").read_text(encoding="utf-8").strip()
    assert head == revisions[-1]


def test_the_head_named_in_the_folder_is_alembics_own() -> None:
    from govflow.store import schema

    named_head = (folder("migrations") / ".current-head").read_text(encoding="utf-8").strip()
    assert schema.head(folder("migrations")) == named_head


@pytest.mark.parametrize("path", workflow_files(ROOT / "workflows"), ids=named)
def test_every_workflow_proves_its_promises(path: Path) -> None:
    loaded = load_folder(path.parent, GUARDS).all()
    workflow = next(w for w in loaded if path.name == f"{w.key}.v{w.version}.yaml")
    broken = [proof.sentence for proof in prove(workflow) if not proof.holds]
    assert broken == []


def test_every_guard_stands_in_some_workflows_way() -> None:
    workflows = load_folder(ROOT / "workflows", GUARDS).all()
    needed = {
        need.guard for w in workflows for action in w.actions.values() for need in action.needs
    }
    assert set(GUARDS) - needed == set()


def kinds() -> list[type[events.Event]]:
    found = [events.Event]
    for kind in found:
        found.extend(kind.__subclasses__())
    return found[1:]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_every_event_has_its_trail_partial(kind: type[events.Event]) -> None:
    assert (ROOT / "templates" / "trail" / f"{kind.name()}.html").is_file()
    assert "{actor}" in kind.says


def test_no_trail_partial_is_left_over() -> None:
    names = {kind.name() for kind in kinds()}
    partials = {path.stem for path in (ROOT / "templates" / "trail").glob("*.html")}
    assert partials - names == set()


def test_no_merge_was_left_half_done() -> None:
    halves = re.compile(r"^(<{7} |>{7} )", re.MULTILINE)
    kinds = {".py", ".jinja", ".html", ".txt", ".md", ".yaml", ".css", ".js"}
    places = [ROOT / name for name in ("govflow", "templates", "tests", "migrations", "docs")]
    left = [
        named(path)
        for place in places
        for path in place.rglob("*")
        if path.suffix in kinds and halves.search(path.read_text(encoding="utf-8"))
    ]
    assert left == []
