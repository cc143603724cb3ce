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
# The faults that stand in one place; the others take the whole file, a calendar or the prover.
SEEN_BY_A_SCHEMA = {
    "choice-twice",
    "choices-without-choice",
    "deadline-a-list",
    "deadline-amount-a-word",
    "deadline-and-reason-why-none",
    "deadline-both-ways",
    "deadline-neither-way",
    "deadline-nought",
    "deadline-of-no-unit",
    "deadline-of-two-units",
    "deadline-on-not-alone",
    "deadline-unknown-policy",
    "deadline-unknown-word",
    "final-state-waits",
    "holding-unknown-role",
    "holding-without-a-person",
    "keep-a-word",
    "max-length-nought",
    "max-length-of-a-date",
    "max-length-too-long",
    "name-with-capitals",
    "need-of-two-guards",
    "no-deadline-and-no-reason",
    "no-is-not-false",
    "no-source",
    "no-title",
    "nobody-waited-for",
    "opens-a-word",
    "opens-field-without-label",
    "opens-keeps-twice-over",
    "opens-unknown-word",
    "opens-without-a-name-for-it",
    "opens-without-title",
    "parameter-missing",
    "parameter-optional-wrong-type",
    "parameter-true-is-no-number",
    "parameter-unknown",
    "parameter-wrong-type",
    "parameters-not-a-mapping",
    "promise-acts-of-no-kind",
    "promise-of-no-kind",
    "promise-of-two-kinds",
    "promise-one-person",
    "several-at-once",
    "state-a-word",
    "states-a-list",
    "title-a-list",
    "title-a-number",
    "title-empty",
    "title-too-long",
    "unknown-deadline",
    "unknown-effect",
    "unknown-field-kind",
    "unknown-guard",
    "unknown-matter",
    "unknown-word-in-form",
    "unknown-word-in-state",
    "unknown-word",
    "version-a-word",
    "version-nought",
}


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
    assert editor().is_valid(BROKEN[name].content) == (name not in SEEN_BY_A_SCHEMA)


def test_every_file_that_a_schema_refuses_is_there() -> None:
    assert set(BROKEN) >= SEEN_BY_A_SCHEMA


def test_an_editor_can_complete_every_name_of_the_house() -> None:
    text = json.dumps(json_schema())
    assert [name for name in HOUSE_GUARDS if f'"{name}"' not in text] == []
    for name in ("manager", "opener", "freeze_pack", "paper_deadline", "response_days", "entered"):
        assert f'"{name}"' in text
