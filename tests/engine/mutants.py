"""Damages shipped workflow files in every small way, and asks who notices.

`python -m tests.engine.mutants` prints the table. Whether a mutant breaks a promise is said by
brute force over a workflow read here from the bare content, never by the loader or the prover.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.domain.promises import MustPass
from govflow.engine.definition import WorkflowFaults, _load, workflow_files
from govflow.engine.sheet import Sheet, read_file
from govflow.engine.vocabulary import HOUSE
from govflow.engine.workflow import Workflow
from tests.engine.brute import HOLDS, Ground, judge
from tests.engine.plain import as_list, named_guards, read

Content = dict[str, Any]


@dataclass(frozen=True)
class Mutant:
    """One file with one thing wrong; `kind` says what was done to it."""

    kind: str
    said: str
    content: Content

    @property
    def workflow(self) -> Workflow:
        """As brute force reads it."""
        return read(self.content)


def mutants(content: Content) -> Iterator[Mutant]:
    """Every transition removed or led elsewhere, every guard removed, every action automated."""
    for name, action in content["actions"].items():
        sources = as_list(action["from"])
        for source in sources:
            rest = [other for other in sources if other != source]
            said = f"'{name}' no longer leaves '{source}'"
            yield Mutant("removed", said, _changed(content, name, {"from": rest}))
        for state in content["states"]:
            if state != action["to"]:
                said = f"'{name}' leads to '{state}'"
                yield Mutant("redirected", said, _changed(content, name, {"to": state}))
                for source in sources if len(sources) > 1 else []:
                    yield _split(content, name, source, state)
        yield from _weakened(content, name, action)


def _changed(content: Content, name: str, words: Content) -> Content:
    changed = copy.deepcopy(content)
    changed["actions"][name].update(words)
    return changed


def _split(content: Content, name: str, source: str, state: str) -> Mutant:
    """One edge of an action led elsewhere, by a twin of the action."""
    rest = [other for other in as_list(content["actions"][name]["from"]) if other != source]
    changed = _changed(content, name, {"from": rest})
    twin = {**copy.deepcopy(content["actions"][name]), "from": source, "to": state}
    changed["actions"][f"{name}_elsewhere"] = twin
    return Mutant("redirected", f"'{name}' leads from '{source}' to '{state}'", changed)


def _weakened(content: Content, name: str, action: Content) -> Iterator[Mutant]:
    needs = action.get("needs", [])
    for index, need in enumerate(needs):
        rest = [*needs[:index], *needs[index + 1 :]]
        said = f"'{name}' no longer needs {need}"
        yield Mutant("guard removed", said, _changed(content, name, {"needs": rest}))
        for guard, parameters in need.items() if isinstance(need, dict) else []:
            for other in content["actions"] if "from" in (parameters or {}) else []:
                if other != parameters["from"]:
                    wrong = [*rest, {guard: {**parameters, "from": other}}]
                    said = f"'{name}' needs {guard} from '{other}'"
                    yield Mutant("guard misled", said, _changed(content, name, {"needs": wrong}))
    if "system" not in action["by"]:
        by = [*as_list(action["by"]), "system"]
        yield Mutant("automated", f"the system does '{name}'", _changed(content, name, {"by": by}))


def broken_promises(workflow: Workflow) -> list[str]:
    """The promises that brute force finds broken, empty, or excused without reason and name."""
    ground = Ground(workflow)
    return [
        promise.name
        for promise in workflow.promises
        if judge(workflow, promise, ground).verdict != HOLDS
        or (isinstance(promise, MustPass) and not _excused_by_name(workflow, promise))
    ]


def _excused_by_name(workflow: Workflow, promise: MustPass) -> bool:
    actions = [workflow.actions[name] for name in promise.unless]
    return all("reason_given" in named_guards(act) and "system" not in act.by for act in actions)


def refusal(sheet: Sheet, mutant: Mutant) -> str:
    """What the real loader says against a mutant; empty when it lets it pass."""
    try:
        _load(replace(sheet, content=mutant.content), GUARDS, HOUSE)
    except WorkflowFaults as error:
        return str(error)
    return ""


@dataclass
class Tally:
    """What became of the mutants of one file."""

    file: str
    tried: int
    breaking: dict[str, list[str]]  # what was done -> the promises it breaks
    survivors: list[str]
    kinds: dict[str, int]
    unexplained: list[str]  # refused, but not for the promise that breaks

    def line(self) -> str:
        """One line of the table."""
        numbers = [self.tried, len(self.breaking), *(self.kinds.get(kind, 0) for kind in KINDS)]
        said = "".join(f"{number:>9}" for number in numbers)
        return f"{self.file:<34}{said}{len(self.survivors):>9}"


# Refused before any proof: an exception without reason or person, an action that leaves no state.
OTHER_REASONS = ("is an exception to a promise", "must name at least 1")
KINDS = ("removed", "redirected", "guard removed", "guard misled", "automated")
HEADING = (
    f"{'file':<34}{'mutants':>9}{'breaking':>9}{'removed':>9}{'led off':>9}{'unguard':>9}"
    f"{'misled':>9}{'by job':>9}{'survive':>9}"
)


def tally(path: Path) -> Tally:
    """Every mutant of a file tried; those that break a promise by brute force are counted."""
    sheet = read_file(path)
    found = Tally(path.name, 0, {}, [], {}, [])
    for mutant in mutants(sheet.content):
        found.tried += 1
        names = broken_promises(mutant.workflow)
        if not names:
            continue
        found.breaking[mutant.said] = names
        found.kinds[mutant.kind] = found.kinds.get(mutant.kind, 0) + 1
        said = refusal(sheet, mutant)
        if not said:
            found.survivors.append(f"{mutant.said}: breaks {', '.join(names)}")
        elif not any(reason in said for reason in (*names, *OTHER_REASONS)):
            found.unexplained.append(f"{mutant.said}: breaks {', '.join(names)}, but: {said}")
    return found


def main() -> None:
    """Print the table for every shipped file."""
    print(HEADING)
    tallies = [tally(path) for path in workflow_files(folder("workflows"))]
    for each in tallies:
        print(each.line())
    tried, breaking = sum(t.tried for t in tallies), sum(len(t.breaking) for t in tallies)
    survivors = [said for each in tallies for said in each.survivors]
    print(f"{tried} mutants, {breaking} break a promise, {len(survivors)} survive.")
    print("\n".join(survivors))


if __name__ == "__main__":
    main()
