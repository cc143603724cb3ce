"""Two versions of a procedure side by side: every list, count, check and page knows both."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from govflow import app as composition
from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine.definition import WorkflowFaults, load_folder
from govflow.services import audit, author_desk, deadlines, deciding, event_log
from govflow.services.board import Filters, board
from tests.builders import World
from tests.clients import app_with_a_world, entered, statements, world_of
from tests.second_versions import (
    KEY,
    folder_with,
    harmless,
    office_with,
    second,
    shipped_text,
    without_a_state,
)

Papers = dict[str, str]


def papers(world: World) -> Papers:
    """A paper in each of several states."""
    made = {
        "draft": world.draft(),
        "scoped": world.scoped(),
        "consulting": world.consulting(),
        "responding": world.responding(),
        "issued": world.issued(),
        "withdrawn": world.submitted(),
    }
    world.act("secretary", made["withdrawn"], "withdraw", reason="Not needed.")
    return made


@pytest.fixture
def both(world: World, tmp_path: Path) -> tuple[World, Papers, Papers]:
    """A trust with papers under version 1, and as many under version 2, where a state is renamed.

    The fixture makes version 2's `chosen` by the same verbs that made version 1's `scoped`.
    """
    old = papers(world)
    later = world.seen_through(office_with(world.office.store, tmp_path / "w", without_a_state()))
    return later, old, papers(later)


def test_every_list_knows_both_and_keeps_their_states_apart(
    both: tuple[World, Papers, Papers],
) -> None:
    world, old, new = both
    with world.looking("secretary") as desk:
        shown = board(desk, Filters())
        counts = {group.key: group.count for group in shown.groups}
        old_only = board(desk, Filters(group=f"{KEY}.scoped"))
        assert [item.line.id for group in old_only.groups for item in group.items] == [
            old["scoped"]
        ]
    assert counts[f"{KEY}.scoped"] == 1
    assert counts[f"{KEY}.chosen"] == 1
    assert counts[f"{KEY}.consulting"] == 2
    assert f"{KEY}.withdrawn" not in counts
    assert shown.total == 10
    titles = {item.line.id: item.state.title for group in shown.groups for item in group.items}
    assert titles[old["scoped"]] == "About to go to the networks"
    assert titles[new["scoped"]] == "Networks chosen"
    desks_know_both(world, old, new)


def desks_know_both(world: World, old: Papers, new: Papers) -> None:
    with world.looking("author") as desk:
        mine = author_desk.my_papers(desk)
        assert mine.ended == 2
        waiting = {own.item.line.id for own in mine.waiting}
        assert {old["draft"], new["draft"], old["responding"], new["responding"]} <= waiting
    with world.looking("board_chair") as desk:
        decided = [p.item.line.id for part in deciding.decisions(desk).parts for p in part.papers]
        assert {old["issued"], new["issued"]} <= set(decided)
    with world.looking("auditor") as desk:
        assert audit.state_titles(desk)["chosen"] == "Networks chosen"
        assert ("board_paper", "Board paper", 12) in event_log.workflow_choices(desk)
    world.wait(40)
    with world.looking("system") as desk:
        found = {finding.matter_id for finding in deadlines.findings(desk)}
    assert {old["consulting"], new["consulting"]} <= found


def test_each_is_judged_by_its_own_version(world: World, tmp_path: Path) -> None:
    old = world.scoped()
    later = world.seen_through(office_with(world.office.store, tmp_path / "w", without_a_state()))
    for made, state in ((old, "scoped"), (later.scoped(), "chosen")):
        assert later.state(made) == state
        later.act("secretary", made, "send_to_networks")
        assert later.state(made) == "consulting"


@pytest.fixture
def app(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Flask, Papers, Papers]]:
    """The pages over both versions; the papers of the first were there before the second."""
    files = folder_with(tmp_path / "w")

    def found(name: str) -> Path:
        return files if name == "workflows" else folder(name)

    monkeypatch.setattr(composition, "folder", found)
    opened = app_with_a_world(database_url, tmp_path)
    made = next(opened)
    world = world_of(made)
    old = papers(world)
    folder_with(files, without_a_state())
    world.office = office_with(world.office.store, files, without_a_state())
    house = made.extensions["govflow.house"]
    made.extensions["govflow.house"] = type(house)(house.settings, world.office, house.clock)
    yield made, old, papers(world)
    next(opened, None)


def test_every_page_opens_for_both(app: tuple[Flask, Papers, Papers]) -> None:
    made, old, new = app
    pages = {
        "secretary": ["/board", "/matters", "/decisions", "/simulate?minimum_window=40"],
        "author": ["/my-papers"],
        "board_chair": ["/decisions"],
        "race_chair": ["/waiting"],
        "auditor": ["/audit", "/audit/trail"],
    }
    for name, paths in pages.items():
        client = entered(made, name)
        for path in paths:
            opens(client, path)
    for name in ("secretary", "author", "board_chair", "auditor"):
        client = entered(made, name)
        for paper in (*old.values(), *new.values()):
            opens(client, f"/papers/{paper}")
    secretary = entered(made, "secretary")
    before = statements(secretary, made, "/board")
    world_of(made).consulting()
    assert statements(secretary, made, "/board") == before


def opens(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.text)


def test_a_state_must_mean_the_same_in_every_version(tmp_path: Path) -> None:
    ends = second(shipped_text()).replace("    title: Withdrawn\n    final: true\n",
        "    title: Withdrawn\n    waits_for: author\n    why_no_deadline: None.\n"
        "    lasting: true\n")  # fmt: skip
    with pytest.raises(WorkflowFaults) as refused:
        load_folder(folder_with(tmp_path / "w", ends), GUARDS)
    [fault] = refused.value.faults
    assert fault.file == f"{KEY}.v2.yaml"
    assert fault.line > 1
    assert fault.sentence == (
        f"State 'withdrawn' is not `final` here, unlike in {KEY}.v1.yaml: "
        "a state that means something else needs another name."
    )
    folder_with(tmp_path / "w", harmless())
    assert len(load_folder(tmp_path / "w", GUARDS).all()) > 1
