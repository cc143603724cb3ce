"""Loads workflow files: one by one or a folder, every fault at once, nothing half-loaded."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from govflow.domain.errors import NotFound
from govflow.domain.guards import Guard
from govflow.domain.promises import AlwaysCanReach, DifferentPeople, MustPass, Promise
from govflow.engine import prover
from govflow.engine.checks import Checker, Parts
from govflow.engine.checks import PromisePart as CheckedPromise
from govflow.engine.faults import Fault, WorkflowFaults, unknown
from govflow.engine.grammar import bad_places, faults_of
from govflow.engine.language import (
    ActionPart,
    AlwaysCanReachPart,
    MustPassPart,
    PromisePart,
    StatePart,
    WorkflowPart,
)
from govflow.engine.sheet import Key, Path_, Sheet, read_file, read_text
from govflow.engine.vocabulary import DECISION, HOUSE, Vocabulary
from govflow.engine.workflow import Action, Ask, Need, State, Workflow

__all__ = [
    "Action",
    "Ask",
    "Need",
    "State",
    "Workflow",
    "WorkflowFaults",
    "Workflows",
    "load_file",
    "load_folder",
    "load_text",
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
    faults: list[Fault] = []
    bad: set[Path_] = set()
    try:
        WorkflowPart.model_validate(sheet.content)
    except ValidationError as error:
        faults, bad = faults_of(sheet, error), bad_places(error)
    if any((section,) in bad for section in SECTIONS):
        raise WorkflowFaults(faults)  # every name would seem unknown
    parts = _parts(sheet.content, bad)
    checker = Checker(sheet, parts, guards, vocabulary)
    shape = list(checker.shape())
    broken = list(checker.promises())
    faults += [*shape, *checker.names(), *(fault for _, fault in broken)]
    if any(path[:1] != ("promises",) for path in bad) or shape:
        raise WorkflowFaults(faults)  # a prover would be misled by what is missing
    workflow, numbers = _workflow(sheet, parts, {number for number, _ in broken}, guards)
    faults += _unproven(sheet, workflow, numbers)
    if faults:
        raise WorkflowFaults(faults)
    return workflow


def _parts(content: dict[str, Any], bad: set[Path_]) -> Parts:
    """The parts of the file, each without its wrong words, so that one fault hides no other."""
    wrong: dict[Path_, set[Key]] = defaultdict(set)
    for path in bad:
        if len(path) > 2:
            wrong[path[:2]].add(path[2])
    promises = content.get("promises")
    listed = promises if isinstance(promises, list) else []
    promise = TypeAdapter[CheckedPromise](PromisePart)
    return Parts(
        states=_readable("states", StatePart.model_validate, content, wrong),
        actions=_readable("actions", ActionPart.model_validate, content, wrong),
        promises={
            number: promise.validate_python(value)
            for number, value in enumerate(listed)
            if ("promises", number) not in {path[:2] for path in bad}
        },
        state_names=list(_section(content, "states")),
        action_names=list(_section(content, "actions")),
        role_names=list(_section(content, "roles")),
        patched=frozenset(wrong),
    )


PartType = TypeVar("PartType")


def _readable(
    section: str,
    read: Callable[[Any], PartType],
    content: dict[str, Any],
    wrong: Mapping[Path_, set[Key]],
) -> dict[str, PartType]:
    """The parts of a section that can be read once their wrong words are left out."""
    found = {}
    for name, value in _section(content, section).items():
        left_out = wrong.get((section, name), set())
        kept = value
        if isinstance(value, dict):
            kept = {word: said for word, said in value.items() if word not in left_out}
        with suppress(ValidationError):
            found[name] = read(kept)
    return found


def _section(content: dict[str, Any], name: str) -> dict[str, Any]:
    section = content.get(name)
    return section if isinstance(section, dict) else {}


def _unproven(sheet: Sheet, workflow: Workflow, numbers: list[int]) -> list[Fault]:
    """The prover's findings as faults; a walk that breaks a promise is told in full."""
    found = [sheet.fault(flaw.path, flaw.sentence) for flaw in prover.flaws(workflow)]
    for number, proof in zip(numbers, prover.prove(workflow), strict=True):
        if not proof.holds:
            walk = f" Walk: {'; '.join(proof.counter_example)}." if proof.walk else ""
            found.append(sheet.fault(("promises", number), f"{proof.sentence}{walk}"))
    return found


def _workflow(
    sheet: Sheet, parts: Parts, broken: set[int], guards: Mapping[str, Guard]
) -> tuple[Workflow, list[int]]:
    """The workflow with every promise that can be put to the proof, and their numbers."""
    content = sheet.content
    decisions = tuple(name for name, state in parts.states.items() if state.decision)
    numbers = [number for number in parts.promises if number not in broken]
    used = {need.guard for action in parts.actions.values() for need in action.needs}
    workflow = Workflow(
        key=content["workflow"],
        version=content["version"],
        title=content["title"],
        matter=content["matter"],
        initial=content["initial"],
        roles=dict(content["roles"]),
        states={name: State(name, **part.model_dump()) for name, part in parts.states.items()},
        actions={name: _action(name, part) for name, part in parts.actions.items()},
        promises=tuple(_promise(parts.promises[number], decisions) for number in numbers),
        content_hash=sheet.content_hash,
        source=sheet.source,
        file=sheet.file,
        guards={name: guard for name, guard in guards.items() if name in used},
    )
    return workflow, numbers


def _action(name: str, part: ActionPart) -> Action:
    return Action(
        name=name,
        title=part.title,
        past=part.past or f"took the action “{part.title}”",
        help=part.help,
        sources=tuple(part.source),
        to=part.to,
        by=tuple(part.by),
        needs=tuple(Need(need.guard, dict(need.parameters)) for need in part.needs),
        does=tuple(part.does),
        asks=tuple(
            Ask(fact, ask.label, ask.kind, ask.required, ask.hint, tuple(ask.choices))
            for fact, ask in part.asks.items()
        ),
    )


def _promise(part: CheckedPromise, decisions: tuple[str, ...]) -> Promise:
    def states(names: list[str]) -> tuple[str, ...]:
        spread = (decisions if name == DECISION else (name,) for name in names)
        return tuple(dict.fromkeys(state for group in spread for state in group))

    if isinstance(part, MustPassPart):
        gates, unless = tuple(part.must_pass), tuple(part.unless or ())
        return MustPass(part.name, states(part.to_reach), gates, unless)
    if isinstance(part, AlwaysCanReachPart):
        return AlwaysCanReach(part.name, states(part.start), states(part.always_can_reach))
    return DifferentPeople(part.name, tuple(part.different_people))
