"""What two versions of one workflow must agree on, so that matters of both fit into one list."""

from collections.abc import Iterable, Iterator

from govflow.engine.faults import Fault
from govflow.engine.sheet import read_text
from govflow.engine.workflow import Workflow

MEANINGS = ("final", "decision")


def disagreements(workflows: Iterable[Workflow]) -> Iterator[Fault]:
    """Versions that are for another kind of matter, and states that mean something else.

    Lists, counts and checks know a state by its name in whatever version: what is an end or a
    decision in one version must be so in every version that has the state.
    """
    first: dict[str, Workflow] = {}
    defined: dict[tuple[str, str], Workflow] = {}
    for each in sorted(workflows, key=lambda workflow: (workflow.key, workflow.version)):
        other = first.setdefault(each.key, each)
        if other.matter != each.matter:
            sentence = f"This version is for a {each.matter}, {other.file} for a {other.matter}."
            yield _fault(each, ("matter",), sentence)
        for name in each.states:
            earlier = defined.setdefault((each.key, name), each)
            yield from _differing(each, earlier, name)


def _differing(each: Workflow, earlier: Workflow, name: str) -> Iterator[Fault]:
    for word in MEANINGS:
        here = getattr(each.states[name], word)
        if here == getattr(earlier.states[name], word):
            continue
        is_it = "is" if here else "is not"
        yield _fault(
            each,
            ("states", name),
            f"State '{name}' {is_it} `{word}` here, unlike in {earlier.file}: a state that means "
            "something else needs another name.",
        )


def _fault(workflow: Workflow, path: tuple[str, ...], sentence: str) -> Fault:
    return read_text(workflow.source, file=workflow.file).fault(path, sentence)
