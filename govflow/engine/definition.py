"""Loads workflow files: one by one or a folder, every fault at once, nothing half-loaded."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError

from govflow.domain.errors import NotFound
from govflow.domain.guards import Guard
from govflow.engine import prover
from govflow.engine.building import workflow_of
from govflow.engine.checks import Checker
from govflow.engine.fact_order import never_set
from govflow.engine.faults import Fault, WorkflowFaults, unknown
from govflow.engine.grammar import bad_places, faults_of
from govflow.engine.language import WorkflowPart
from govflow.engine.parts import parts_of
from govflow.engine.sheet import Path_, Sheet, read_file, read_text
from govflow.engine.side_by_side import disagreements
from govflow.engine.vocabulary import HOUSE, Vocabulary
from govflow.engine.workflow import Action, Ask, Need, Opens, State, Workflow

__all__ = [
    "Action",
    "Ask",
    "Need",
    "Opens",
    "State",
    "Workflow",
    "WorkflowFaults",
    "Workflows",
    "load_file",
    "load_folder",
    "load_text",
    "load_unproven",
]

SECTIONS = ("roles", "states", "actions")
SCOPE_RULES = "scope_rules"  # files of this name hold scope rules, read by `engine.scope`


def load_file(
    path: Path, guards: Mapping[str, Guard], *, vocabulary: Vocabulary = HOUSE
) -> Workflow:
    """The workflow a file defines, its promises proven; raises WorkflowFaults with every fault."""
    return _load(read_file(Path(path)), guards, vocabulary)


def load_text(
    text: str,
    guards: Mapping[str, Guard],
    *,
    file: str = "text",
    vocabulary: Vocabulary = HOUSE,
) -> Workflow:
    """The same as `load_file` from text already in memory."""
    return _load(read_text(text, file=file), guards, vocabulary)


def load_unproven(
    path: Path, guards: Mapping[str, Guard], *, vocabulary: Vocabulary = HOUSE
) -> Workflow:
    """A file's workflow though its promises may not hold, to draw the walk that breaks one.

    For drawing only, never for moving a matter. Raises WorkflowFaults with every other fault.
    """
    workflow, _, faults = _built(read_file(Path(path)), guards, vocabulary)
    if faults:
        raise WorkflowFaults(faults)
    return workflow


def load_folder(
    path: Path, guards: Mapping[str, Guard], *, vocabulary: Vocabulary = HOUSE
) -> "Workflows":
    """Every workflow of a folder; raises WorkflowFaults with every fault of every file."""
    loaded: list[Workflow] = []
    faults: list[Fault] = []
    for file in workflow_files(path):
        try:
            loaded.append(load_file(file, guards, vocabulary=vocabulary))
        except WorkflowFaults as error:
            faults.extend(error.faults)
    faults.extend(_misnamed(loaded))
    faults.extend(_same_version(loaded))
    faults.extend(disagreements(loaded))
    if not loaded and not faults:
        faults.append(Fault(Path(path).name, 1, 1, "The folder holds no workflow file (*.yaml)."))
    if faults:
        raise WorkflowFaults(faults)
    return Workflows(loaded)


def workflow_files(path: Path) -> list[Path]:
    """The workflow files of a folder, in the order of their names."""
    files = [*Path(path).glob("*.yaml"), *Path(path).glob("*.yml")]
    return sorted(file for file in files if not file.name.startswith(f"{SCOPE_RULES}."))


class Workflows:
    """Every workflow and version the house knows."""

    def __init__(self, workflows: Iterable[Workflow]) -> None:
        self._by_version = {(each.key, each.version): each for each in workflows}

    def get(self, key: str, version: int | None = None) -> Workflow:
        """One version, or the newest when none is named; raises NotFound."""
        versions = [v for k, v in self._by_version if k == key]
        if not versions:
            raise NotFound(unknown("workflow", key, {k for k, _ in self._by_version})[0])
        wanted = max(versions) if version is None else version
        if wanted not in versions:
            known = ", ".join(map(str, sorted(versions)))
            raise NotFound(f"There is no version {wanted} of workflow '{key}'; known: {known}.")
        return self._by_version[key, wanted]

    def all(self) -> list[Workflow]:
        """All of them, by key and version."""
        return [self._by_version[name] for name in sorted(self._by_version)]


def _misnamed(workflows: list[Workflow]) -> list[Fault]:
    """A file says in its name what it holds, so that two people never edit different ones."""
    return [
        Fault(each.file, 1, 1, f"This file must be named '{each.key}.v{each.version}.yaml'.")
        for each in workflows
        if each.file != f"{each.key}.v{each.version}.yaml"
    ]


def _same_version(workflows: list[Workflow]) -> list[Fault]:
    first: dict[tuple[str, int], str] = {}
    faults = []
    for each in workflows:
        other = first.setdefault((each.key, each.version), each.file)
        if other != each.file:
            sentence = f"'{each.key}' version {each.version} is already defined in {other}."
            faults.append(Fault(each.file, 1, 1, sentence))
    return faults


def _load(sheet: Sheet, guards: Mapping[str, Guard], vocabulary: Vocabulary) -> Workflow:
    workflow, numbers, faults = _built(sheet, guards, vocabulary)
    faults += [sheet.fault(path, sentence) for path, sentence in never_set(workflow)]
    faults += _unproven(sheet, workflow, numbers)
    if faults:
        raise WorkflowFaults(faults)
    return workflow


def _built(
    sheet: Sheet, guards: Mapping[str, Guard], vocabulary: Vocabulary
) -> tuple[Workflow, list[int], list[Fault]]:
    """The workflow nothing is proven of yet, its promises' numbers, and the faults so far."""
    faults: list[Fault] = []
    bad: set[Path_] = set()
    try:
        WorkflowPart.model_validate(sheet.content)
    except ValidationError as error:
        faults, bad = faults_of(sheet, error), bad_places(error)
    if any((section,) in bad for section in SECTIONS):
        raise WorkflowFaults(faults)  # every name would seem unknown
    parts = parts_of(sheet.content, bad)
    checker = Checker(sheet, parts, guards, vocabulary)
    shape = list(checker.shape())
    broken = list(checker.promises())
    faults += [*shape, *checker.names(), *(fault for _, fault in broken)]
    if any(path[:1] != ("promises",) for path in bad) or shape:
        raise WorkflowFaults(faults)  # a prover would be misled by what is missing
    workflow, numbers = workflow_of(sheet, parts, {number for number, _ in broken}, guards)
    return workflow, numbers, faults


def _unproven(sheet: Sheet, workflow: Workflow, numbers: list[int]) -> list[Fault]:
    """The prover's findings as faults; a walk that breaks a promise is told in full."""
    found = [sheet.fault(flaw.path, flaw.sentence) for flaw in prover.flaws(workflow)]
    for number, proof in zip(numbers, prover.prove(workflow), strict=True):
        if not proof.holds:
            walk = f" Walk: {'; '.join(proof.counter_example)}." if proof.walk else ""
            found.append(sheet.fault(("promises", number), f"{proof.sentence}{walk}"))
    return found
