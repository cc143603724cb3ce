"""What each test's app would work out anew and alike is worked out once in a process."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from werkzeug.routing import Rule

from govflow import app as composition
from govflow.config import folder
from govflow.domain.guards import GUARDS
from govflow.engine.definition import Workflows, load_folder
from govflow.store import schema
from tests.builders import shipped


@contextmanager
def worked_out_once() -> Iterator[None]:
    """Half of making an app, 0.2 s, is reading our own files and compiling the same addresses.

    Only what the house ships is kept: a test that brings a folder of its own has it read.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composition, "load_folder", _workflows(load_folder))
        patch.setattr(schema, "head", _head(schema.head))
        patch.setattr(Rule, "_compile_builder", _address(Rule._compile_builder))
        yield


def _workflows(read: Callable[..., Workflows]) -> Callable[..., Workflows]:
    ours = folder("workflows")

    def load(path: Path, guards: Mapping[str, Any]) -> Workflows:
        return shipped()[0] if (path, guards) == (ours, GUARDS) else read(path, guards)

    return load


def _head(read: Callable[[Path], str]) -> Callable[[Path], str]:
    ours = folder("migrations")
    known = read(ours)
    return lambda path: known if path == ours else read(path)


def _address(compiled: Callable[[Rule, bool], Any]) -> Callable[[Rule, bool], Any]:
    """The function that writes an address is given the rule itself, so equal rules share it."""
    kept: dict[object, Any] = {}

    def compile_builder(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, repr(rule.defaults), tuple(rule._trace), append_unknown)
        if key not in kept:
            kept[key] = compiled(rule, append_unknown)
        return kept[key]

    return compile_builder
