"""What `govflow workflows check` and `schema` say, free of any command-line library."""

import json
from collections.abc import Mapping
from pathlib import Path

from govflow.domain.guards import Guard
from govflow.engine import prover, scope
from govflow.engine.definition import SCOPE_RULES, WorkflowFaults, load_file, load_folder
from govflow.engine.schema import json_schema
from govflow.engine.vocabulary import HOUSE, Vocabulary
from govflow.engine.workflow import Workflow


def check(
    path: Path, guards: Mapping[str, Guard], *, vocabulary: Vocabulary = HOUSE
) -> tuple[list[str], bool]:
    """The lines to print for a folder or one file, and whether everything in it is sound."""
    path = Path(path)
    try:
        if path.is_dir():
            workflows = load_folder(path, guards, vocabulary=vocabulary).all()
        else:
            workflows = [load_file(path, guards, vocabulary=vocabulary)]
    except WorkflowFaults as error:
        lines, sound = [str(fault) for fault in error.faults], False
    else:
        lines, sound = [line for each in workflows for line in proven(each)], True
    for file in sorted(path.glob(f"{SCOPE_RULES}.*")) if path.is_dir() else []:
        said, fine = _scope_lines(file)
        lines, sound = [*lines, *said], sound and fine
    return lines, sound


def proven(workflow: Workflow) -> list[str]:
    """A workflow's heading, and each of its promises as a sentence with who decides it."""
    size = f"{len(workflow.states)} states, {len(workflow.actions)} actions"
    heading = f"{workflow.file}: {workflow.title}, version {workflow.version} ({size})"
    return [
        heading,
        *(f"  {proof.kind}: {proof.promise}. {proof.sentence}" for proof in prover.prove(workflow)),
    ]


def _scope_lines(file: Path) -> tuple[list[str], bool]:
    try:
        rules = scope.load_rules(file)
    except WorkflowFaults as error:
        return [str(fault) for fault in error.faults], False
    return [f"{file.name}: {rules.title}, version {rules.version} ({len(rules.rules)} rules)"], True


def schema() -> str:
    """The JSON Schema of workflow files, as it stands in `workflows/schema.json`."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
