"""The schema for editors takes every file that loads, and refuses what can be seen in one place."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from govflow.config import folder
from govflow.domain.guards import GUARDS as HOUSE_GUARDS
from govflow.engine.definition import workflow_files
from govflow.engine.faults import WorkflowFaults
from govflow.engine.schema import json_schema
from govflow.engine.sheet import Sheet, read_file, read_text
from tests.engine.build import GUARDS, LOAN, SOUND

SHIPPED = workflow_files(folder("workflows"))
# What only the loader can see, since it takes the whole file, a calendar or the prover.
BEYOND_A_SCHEMA = set(
    [
        "dead-end",
        "deadline-fact-never-there",
        "deadline-fact-no-date",
        "deadline-fact-not-kept",
        "deadline-far-off",
        "deadline-meeting-of-a-procedure",
        "deadline-no-such-day",
        "deadline-unknown-fact",
        "deadline-unknown-moment",
        "different-person-from-nobody",
        "effect-twice",
        "fact-asked-in-two-kinds",
        "final-state-left",
        "guard-asks-form-asks-not",
        "guard-fact-never-kept",
        "guard-fact-never-there",
        "guard-fact-no-date",
        "guard-of-another-matter",
        "guard-reads-no-field",
        "guard-value-no-choice",
        "opener-of-a-paper",
        "opens-by-the-system",
        "opens-by-unknown-role",
        "opens-by-whoever-opens",
        "opens-titled-by-a-date",
        "opens-titled-by-no-field",
        "opens-titled-by-nothing-required",
        "person-not-kept",
        "person-without-a-role",
        "promise-act-twice",
        "promise-at-most-once-broken",
        "promise-broken",
        "promise-cannot-reach",
        "promise-exception-without-reason",
        "promise-gate-is-its-exception",
        "promise-never-after-broken",
        "promise-never-after-unknown-act",
        "promise-no-decision-state",
        "promise-not-later-than-itself",
        "promise-people-never-both-act",
        "promise-people-not-kept-apart",
        "promise-reaches-where-it-starts",
        "promise-target-unreachable",
        "promise-unknown-gate",
        "promise-unknown-target",
        "role-the-house-does-not-know",
        "role-twice",
        "role-unused",
        "round-for-ever",
        "source-twice",
        "state-named-decision",
        "system-with-a-form",
        "undeclared-role-waited-for",
        "undeclared-role",
        "unknown-initial",
        "unknown-source",
        "unknown-target",
        "unreachable-state",
    ]
)


def readable(path: Path) -> Sheet | None:
    """The file, unless it is no YAML at all: there an editor needs no schema."""
    try:
        return read_file(path)
    except WorkflowFaults:
        return None


BROKEN = {
    path.stem: sheet
    for path in sorted((Path(__file__).parent / "broken").glob("*.yaml"))
    if (sheet := readable(path)) is not None
}


@cache
def editor(*, house: bool = False) -> Draft202012Validator:
    return Draft202012Validator(json_schema(HOUSE_GUARDS if house else GUARDS))


def test_the_schema_for_editors_is_current_and_is_a_schema() -> None:
    kept = json.loads((folder("workflows") / "schema.json").read_text(encoding="utf-8"))
    assert kept == json_schema(), "Run: govflow workflows schema > workflows/schema.json"
    Draft202012Validator.check_schema(kept)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_file_is_taken(path: Path) -> None:
    assert list(editor(house=True).iter_errors(read_file(path).content)) == []


@pytest.mark.parametrize("text", [SOUND, LOAN], ids=["sound", "loan"])
def test_a_sound_file_is_taken(text: str) -> None:
    assert list(editor().iter_errors(read_text(text).content)) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_where_a_schema_can_see_it(name: str) -> None:
    assert editor().is_valid(BROKEN[name].content) == (name in BEYOND_A_SCHEMA)


def test_every_file_beyond_a_schema_is_there() -> None:
    assert set(BROKEN) >= BEYOND_A_SCHEMA


def test_an_editor_can_complete_every_name_of_the_house() -> None:
    text = json.dumps(json_schema())
    assert [name for name in HOUSE_GUARDS if f'"{name}"' not in text] == []
    for name in ("manager", "opener", "freeze_pack", "paper_deadline", "response_days", "entered"):
        assert f'"{name}"' in text
