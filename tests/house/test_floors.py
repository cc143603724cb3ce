"""Who may import whom: the contracts hold, and the domain needs nothing but Python itself."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.places import PACKAGE, ROOT, named, python_files


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)} imports by a relative name."
            yield node.module or ""


@pytest.mark.parametrize("path", list(python_files("govflow/domain")), ids=named)
def test_the_domain_imports_only_the_standard_library_and_itself(path: Path) -> None:
    strangers = [
        name
        for name in imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not _own(name)
    ]
    assert strangers == []


def _own(name: str) -> bool:
    return name == "govflow.domain" or name.startswith("govflow.domain.")


CLOCKS = {"now", "utcnow", "today", "time"}
MAY_READ_THE_CLOCK = {PACKAGE / "clock.py"}


@pytest.mark.parametrize("path", list(python_files("govflow")), ids=named)
def test_nobody_else_reads_the_clock(path: Path) -> None:
    found = [
        f"{named(path)}:{node.lineno}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _reads_clock(node.func)
    ]
    assert found == [] or path in MAY_READ_THE_CLOCK, (
        "Pass `now` in: every page can then be seen as at any date."
    )


def _reads_clock(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in CLOCKS
        and isinstance(called.value, ast.Name)
        and called.value.id in {"datetime", "date", "time"}
    )


@pytest.mark.parametrize("path", list(PACKAGE.rglob("__init__.py")), ids=named)
def test_importing_a_package_loads_nothing(path: Path) -> None:
    assert path.read_text(encoding="utf-8").strip() == ""
